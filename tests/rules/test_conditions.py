"""Conditions in CEL: the subset that is read, and what is refused, with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chungtay.messages import speaking
from chungtay.rules import load_vocabulary
from chungtay.rules.cel import ConditionError, parse_condition
from chungtay.rules.expressions import (
    And,
    AnyMember,
    Arithmetic,
    Compare,
    CountMembers,
    FactRef,
    InList,
    Literal_,
    MemberRef,
    Not,
    Or,
    household_facts,
    member_facts,
)
from chungtay.rules.typecheck import Names, check_condition


def test_the_example_of_the_design() -> None:
    tree = parse_condition("members.exists(m, m.age >= 6 && !m.has_health_insurance)")
    insured = And((Compare(">=", MemberRef("age"), Literal_(6)), Not(MemberRef("has_health_insurance"))))
    assert tree == AnyMember(insured)
    assert member_facts(tree) == {"age", "has_health_insurance"}


def test_all_is_written_with_exists() -> None:
    assert parse_condition("members.all(x, x.uses_internet)") == Not(AnyMember(Not(MemberRef("uses_internet"))))


def test_counts_products_lists_and_precedence() -> None:
    tree = parse_condition('floor_area < 8.5 * members.size() || !(area in ["rural"]) && has_tv')
    assert tree == Or((
        Compare("<", FactRef("floor_area"), Arithmetic("*", Literal_(Decimal("8.5")), CountMembers(None))),
        And((Not(InList(FactRef("area"), (Literal_("rural"),))), FactRef("has_tv"))),
    ))  # fmt: skip
    assert household_facts(tree) == {"floor_area", "area", "has_tv"}
    assert parse_condition("members.filter(m, m.age < 16).size() > 2") == Compare(
        ">", CountMembers(Compare("<", MemberRef("age"), Literal_(16))), Literal_(2)
    )


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("has_tv &&", (1, 8), "syntax error"),
        ("has_tv\n  && && has_radio", (2, 6), "syntax error"),
        ("floor_area / members.size() < 8", (1, 1), "no division"),
        ("has_tv == null", (1, 11), "no comparison with null"),
        ("has_tv ? has_radio : has_tv", (1, 1), "no “condition ? a : b”"),
        ("size(members) > 2", (1, 1), "no function “size”"),
        ("members.map(m, m.age) == 1", (1, 1), "no “map”"),
        ("members.exists(m, members.exists(n, n.age > 1))", (1, 19), "cannot be nested"),
        ("water_source in area", (1, 17), "must follow “in”"),
        ("members[0]", (1, 1), "no [ ]"),
        ("floor_area > 3u", (1, 14), "cannot be used"),
    ],
)
def test_what_is_outside_the_subset_is_refused_at_its_place(text: str, at: tuple[int, int], said: str) -> None:
    with pytest.raises(ConditionError) as error:
        parse_condition(text)
    assert said in error.value.what.en
    assert error.value.at == at


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('watter_source == "tap"', "did you mean “water_source”"),
        ('water_source == "tapp"', "has no code “tapp”; did you mean “tap”"),
        ('water_source in ["tap", "sea"]', "has no code “sea”"),
        ("has_tv > 1", "compares numbers only"),
        ("has_tv == 1", "true or false is needed here, not a number"),
        ("floor_area", "true or false is needed here, not a number"),
        ("floor_area == true", "a number is needed here, not true or false"),
        ('highest_education == "none"', "is a fact of a member"),
        ("members.exists(m, m.floor_area > 3)", "is a fact of the household"),
        ("members.exists(m, has_tv)", "belongs to the household"),
        ("members.exists(m, m.agee > 3)", "did you mean “age”"),
        ("deprivations >= 3", "only in class rules"),
        ("income_per_head <= line.poor", "there is no “line.poor”"),
        ("floor_area * floor_area > 3", "needs one fixed number"),
        ("has_tv && 3", "true or false is needed here"),
        ('causes_2016 == "land"', "cannot be used in a condition"),
    ],
)
def test_what_the_vocabulary_cannot_answer_is_refused(text: str, said: str) -> None:
    with speaking("en"), pytest.raises(ConditionError) as error:
        check_condition(parse_condition(text), Names(load_vocabulary()))
    assert said in error.value.what.en
