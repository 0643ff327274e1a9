"""One household's verdict: what a page shows, and how it was come by."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chungtay.messages import UserError
from chungtay.rules import Step, Verdict, classify_household, compile_xpath, load_standard
from chungtay.rules.kleene import Interval, arithmetic, compare

HOUSE = {
    "area": "rural", "income_per_head": Decimal("800000"), "house_grade": "simple", "floor_area": Decimal("20.5"),
    "water_source": "surface", "toilet_type": "septic", "has_tv": True,
}  # fmt: skip
MEMBERS = [
    {"age": 40, "has_health_insurance": True, "uses_phone": True, "attends_school": False,
     "highest_education": "higher", "was_seriously_ill_12m": False},
    {"age": 10, "has_health_insurance": False, "uses_phone": False, "attends_school": True,
     "highest_education": "none", "was_seriously_ill_12m": False},
]  # fmt: skip


def verdict(**facts: object) -> Verdict:
    return classify_household(load_standard("vn-2016-2020"), {**HOUSE, **facts}, MEMBERS)


def step(of: Verdict, name: str) -> Step:
    return next(step for step in of.explanation if step.id == name)


def test_it_says_class_subtype_count_rule_and_version() -> None:
    found = verdict()
    assert (found.household_class, found.subtype, found.deprivations) == ("poor", "N2", 3)
    assert found.rule == "deprivation_poor"
    assert found.rule_source and "59/2015" in found.rule_source
    assert found.standard_version == load_standard("vn-2016-2020").version
    assert (found.way, found.guidance, found.missing) == ("facts", None, ())


def test_the_explanation_names_facts_values_members_and_sources() -> None:
    insurance = step(verdict(), "health_ins")
    assert insurance.outcome is True
    assert [(reason.fact, reason.value, reason.member) for reason in insurance.because] == [
        ("age", 10, 1),
        ("has_health_insurance", False, 1),
    ]
    assert insurance.status == "unverified" and "1614" in insurance.source
    assert step(verdict(), "water").because[0].value == "surface"
    assert step(verdict(), "poor:rural").outcome == 700_000
    assert step(verdict(), "deprivations").outcome == 3


def test_an_open_count_is_shown_as_a_range() -> None:
    found = verdict(water_source=None, toilet_type=None)
    assert found.deprivations is None
    assert found.deprivations_range == (2, 4)
    assert step(found, "deprivations").outcome == "2–4"
    assert found.missing == ("water_source", "toilet_type")


def test_points_say_by_which_guidance() -> None:
    found = verdict(b1_points=125, b2_points=Decimal(30))
    assert (found.household_class, found.subtype, found.way) == ("poor", "N2", "points")
    assert found.guidance == "14/2018/TT-BLDTBXH"
    assert step(found, "deprivations").because[0].fact == "b2_points"
    assert step(found, "poor:rural").outcome == 120


def test_points_are_not_read_by_a_standard_without_them() -> None:
    found = classify_household(load_standard("vn-2011-2015"), {**HOUSE, "b1_points": 10, "b2_points": 30}, MEMBERS)
    assert (found.household_class, found.way, found.deprivations) == ("not_poor", "facts", None)


def test_the_same_household_may_be_poor_under_one_standard_and_near_poor_under_the_next() -> None:
    facts = {"area": "rural", "income_per_head": 600_000, "b2_points": 0}
    assert classify_household(load_standard("vn-2016-2020"), facts, []).household_class == "poor"
    assert classify_household(load_standard("vn-2022-2025"), facts, []).household_class == "near_poor"


def test_phone_forms_are_refused_plainly_until_they_exist() -> None:
    with pytest.raises(UserError) as error:
        compile_xpath(load_standard("vn-2016-2020"))
    assert error.value.problems[0].code == "not_available_yet"
    assert "not available yet" in error.value.problems[0].what.en


@pytest.mark.parametrize(
    ("op", "left", "right", "outcome"),
    [
        ("<", (1, 2), (3, 3), True), ("<", (1, 3), (3, 3), None), ("<", (3, 4), (3, 3), False),
        (">=", (3, 4), (3, 3), True), ("==", (3, 3), (3, 3), True), ("==", (1, 2), (3, 3), False),
        ("==", (1, 3), (3, 3), None), ("!=", (1, 2), (3, 3), True), ("<=", (1, 3), (3, 9), True),
    ],
)  # fmt: skip
def test_a_comparison_holds_only_if_it_holds_throughout(
    op: str, left: tuple[int, int], right: tuple[int, int], outcome: bool | None
) -> None:
    assert compare(op, Interval(*left), Interval(*right)) is outcome
    assert compare(op, None, Interval(*right)) is None


def test_arithmetic_on_intervals() -> None:
    assert arithmetic("+", Interval(1, 2), Interval(10, 20)) == Interval(11, 22)
    assert arithmetic("-", Interval(1, 2), Interval(10, 20)) == Interval(-19, -8)
    assert arithmetic("*", Interval(-2, -2), Interval(1, 3)) == Interval(-6, -2)
    assert arithmetic("*", Interval(Decimal("0.5"), Decimal("0.5")), Interval(3.0, 3.0)) == Interval(1.5, 1.5)
    assert arithmetic("+", None, Interval(1, 1)) is None
