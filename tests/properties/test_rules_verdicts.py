"""What must hold of every verdict: knowing more never contradicts it, and being richer never makes anyone poorer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_households import Case, numbers_of, random_cases, random_value

from chungtay.rules import CLASSES, Guidance, Standard, classify_household, load_standard, load_vocabulary
from chungtay.rules.classify import complete_member

PROGRAMS = [
    ("vn-2011-2015", None), ("vn-2016-2020", None), ("vn-2016-2020", "census-2015"), ("vn-2016-2020", "facts"),
    ("vn-2022-2025", None), ("vn-2022-2025", "facts"),
]  # fmt: skip
EACH = pytest.mark.parametrize(("standard_id", "guidance"), PROGRAMS)
SEEDS = st.integers(0, 10**9)
SOME = settings(max_examples=10)
POINTS = ("b1_points", "b2_points")


def load(standard_id: str, guidance: str | None) -> tuple[Standard, Guidance | None]:
    standard = load_standard(standard_id)
    return standard, standard.choose_guidance(guidance)


def fill(
    standard: Standard, reading: Guidance | None, case: Case, names: set[str] | None, choose: random.Random
) -> Case:
    """Fill in unknown facts: all of those named, or each with probability one half where names is None.

    Points are left: giving points changes the way of judging, it does not complete the facts.
    """
    vocabulary = load_vocabulary()
    numbers = numbers_of(standard, reading)

    def wanted(name: str) -> bool:
        if name in POINTS:
            return False
        return choose.random() < 0.5 if names is None else name in names

    def filled(facts: dict[str, object]) -> dict[str, object]:
        return {
            name: random_value(vocabulary.fact(name), numbers, choose) if value is None and wanted(name) else value
            for name, value in facts.items()
        }  # fmt: skip

    household, members = case
    # A member's age and birth year are one fact: complete them first, so that filling does not make them disagree.
    people = [dict(complete_member(member, standard.reference_year)) for member in members]
    if not people and (names is None or "members" in names):
        people = [dict.fromkeys(standard.member_facts)]
        names = None if names is None else names | set(standard.member_facts)
    return filled(household), [dict(complete_member(filled(member), standard.reference_year)) for member in people]


@EACH
@SOME
@given(seed=SEEDS)
def test_a_class_once_given_stands_whatever_comes_to_be_known(
    standard_id: str, guidance: str | None, seed: int
) -> None:
    standard, reading = load(standard_id, guidance)
    choose = random.Random(seed)
    for case in random_cases(standard, reading, seed, 25):
        before = classify_household(standard, *case, guidance)
        after = classify_household(standard, *fill(standard, reading, case, None, choose), guidance)
        if before.determined:
            assert after.household_class == before.household_class, case
        if before.subtype is not None:
            assert after.subtype == before.subtype, case
        for code, value in before.indicators.items():
            assert value is None or after.indicators[code] is value, (code, case)
        low, high = before.deprivations_range
        assert low <= after.deprivations_range[0] <= after.deprivations_range[1] <= high, case


@EACH
@SOME
@given(seed=SEEDS)
def test_filling_in_what_is_missing_decides_the_class(standard_id: str, guidance: str | None, seed: int) -> None:
    standard, reading = load(standard_id, guidance)
    choose = random.Random(seed)
    for case in random_cases(standard, reading, seed, 25):
        verdict = classify_household(standard, *case, guidance)
        if verdict.determined:
            assert verdict.missing == (), case
            continue
        if not verdict.missing:
            # The rule itself says "possible poor", or says nothing.
            assert verdict.rule is not None and verdict.rule.startswith("census_"), case
            continue
        filled = fill(standard, reading, case, set(verdict.missing), choose)
        after = classify_household(standard, *filled, guidance)
        assert after.rule is not None or "cut_offs" in after.missing, (verdict.missing, case)


@EACH
@SOME
@given(seed=SEEDS)
def test_missing_names_only_facts_that_are_unknown_and_read(standard_id: str, guidance: str | None, seed: int) -> None:
    standard, reading = load(standard_id, guidance)
    order = [*load_vocabulary().facts, "members", "cut_offs"]
    for household, members in random_cases(standard, reading, seed, 25):
        missing = classify_household(standard, household, members, guidance).missing
        assert list(missing) == sorted(missing, key=order.index)
        for name in missing:
            if name in standard.household_facts:
                assert household[name] is None, name
            elif name in standard.member_facts:
                assert any(member[name] is None for member in members), name
            elif name == "members":
                assert not members
            else:
                assert name == "cut_offs" and household["area"] == "urban" and guidance == "census-2015"


@EACH
@SOME
@given(seed=SEEDS, more=st.integers(0, 3_000_000))
def test_more_income_or_points_never_make_a_household_poorer(
    standard_id: str, guidance: str | None, seed: int, more: int
) -> None:
    standard, reading = load(standard_id, guidance)
    for household, members in random_cases(standard, reading, seed, 25):
        name = "b1_points" if reading and household.get("b1_points") is not None else "income_per_head"
        if household[name] is None:
            continue
        richer = {**household, name: household[name] + (more if name == "income_per_head" else more / 10_000)}
        before = classify_household(standard, household, members, guidance)
        after = classify_household(standard, richer, members, guidance)
        if before.determined and after.determined:
            assert CLASSES.index(after.household_class) >= CLASSES.index(before.household_class), household


@EACH
@SOME
@given(seed=SEEDS)
def test_one_deprivation_more_never_makes_a_household_less_poor(
    standard_id: str, guidance: str | None, seed: int
) -> None:
    standard, reading = load(standard_id, guidance)
    if reading is None:
        return
    for household, members in random_cases(standard, reading, seed, 25):
        if household["b2_points"] is None:
            continue
        before = classify_household(standard, household, members, guidance)
        worse = classify_household(standard, {**household, "b2_points": household["b2_points"] + 10}, members, guidance)
        if before.determined and worse.determined:
            assert CLASSES.index(worse.household_class) <= CLASSES.index(before.household_class), household
