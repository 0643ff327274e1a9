"""Every stored value equals what plain Python counts from the verdicts, one household after another."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pytest

from chungtay.indicators.compute import compute_year
from chungtay.indicators.definitions import GROUPS
from chungtay.indicators.models import IndicatorValue, SnapshotRecord
from chungtay.registry.models import HouseholdCount, Verdict
from chungtay.units import queries as units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]
Key = tuple[str, str, str]


def slow(year: int) -> dict[Key, tuple[float, float | None]]:
    """Recompute (indicator, unit code, group) -> (numerator, denominator) the long way."""
    tree = units.tree(dt.date(year, 12, 31))
    top: dict[Key, float] = defaultdict(float)
    bottom: dict[Key, float | None] = defaultdict(float)
    for verdict in Verdict.objects.filter(review__review_year=year).select_related(
        "review__commune", "review__village"
    ):
        review = verdict.review
        places = [review.commune.code, *(node.code for node in tree.ancestors(review.commune.code))]
        places += [review.village.code] if review.village else []
        groups = ["all", review.area]
        if review.ethnic_minority is not None:
            groups.append("minority" if review.ethnic_minority else "kinh")
        for place in places:
            for group in groups:
                _one(verdict, place, group, top=top, bottom=bottom)
    # A commune reports its own number; its villages' rows are not added to it.
    for row in HouseholdCount.objects.filter(year=year, commune__level="commune").select_related("commune"):
        for place in [row.commune.code, *(node.code for node in tree.ancestors(row.commune.code))]:
            parts = {"all": row.households, row.area: row.households, "minority": row.minority_households,
                     "kinh": row.households - row.minority_households}  # fmt: skip
            for group, number in parts.items():
                for name in ("poor_rate", "near_poor_rate"):
                    bottom[name, place, group] += number
    for before in IndicatorValue.objects.filter(year=year - 1, indicator="poor_rate").select_related("unit"):
        for new, share in units.successors(before.unit.code, dt.date(year, 12, 31), dt.date(year - 1, 12, 31)):
            for name in ("poor_exit", "poor_stay"):
                bottom[name, new, before.group] += before.numerator * share
    return {key: (top[key], bottom[key]) for key in top.keys() | bottom.keys()}


def _one(verdict: Verdict, place: str, group: str, *, top: Any, bottom: Any) -> None:
    if verdict.household_class in ("poor", "near_poor"):
        top[f"{verdict.household_class}_rate", place, group] += 1
        for code in verdict.indicators:
            if verdict.indicators[code] is not None:
                bottom[f"{verdict.household_class}_deprived_{code}", place, group] += 1
                top[f"{verdict.household_class}_deprived_{code}", place, group] += verdict.indicators[code]
    if verdict.pathway:
        top[f"poor_{verdict.pathway}", place, group] += 1
    if verdict.household_class == "poor":
        for name in ("poor_new", "poor_relapse"):
            bottom[name, place, group] += 1
        income, persons = verdict.review.facts.get("income_per_head"), len(verdict.review.member_facts)
        if income is not None and persons:
            top["poor_income_per_head", place, group] += income * persons
            bottom["poor_income_per_head", place, group] += persons


@pytest.mark.parametrize("year", [2015, 2019, 2020])
def test_every_value_above_the_villages(year: int) -> None:
    expected = slow(year)
    stored = IndicatorValue.objects.filter(year=year, unit__level__in=["province", "district", "commune"])
    checked = 0
    for row in stored.select_related("unit"):
        top, bottom = expected.get((row.indicator, row.unit.code, row.group), (0, 0))
        if row.indicator == "poor_income_per_head":
            top = pytest.approx(top)  # incomes have fractions, and come in another order
        assert (row.numerator, row.denominator) == (top, bottom), (row.indicator, row.unit.code, row.group)
        value = row.numerator / bottom if bottom else None
        if value is not None and value > 1 and row.indicator != "poor_income_per_head":
            value = None  # more than there are to divide by: some moved in
        assert row.value == value
        checked += 1
    assert checked > 3000


@pytest.mark.parametrize("year", [2015, 2020])
def test_nothing_that_can_be_counted_is_left_out(year: int) -> None:
    above = {node.code for level in ("province", "district", "commune")
             for node in units.level_on(dt.date(year, 12, 31), level)}  # fmt: skip
    stored = set(IndicatorValue.objects.filter(year=year).values_list("indicator", "unit__code", "group"))
    first = year == 2015
    wanted = {key for key, (top, bottom) in slow(year).items() if key[1] in above and (top or bottom)
              and not (first and key[0] in ("poor_new", "poor_relapse"))}  # fmt: skip
    assert wanted <= stored


def test_villages_add_up_to_their_commune() -> None:
    rows = IndicatorValue.objects.filter(year=2018, indicator="poor_rate", group="all")
    poor = dict(rows.values_list("unit__code", "numerator"))
    tree = units.tree(dt.date(2018, 12, 31))
    for commune in tree.level("commune"):
        assert sum(poor[village.code] for village in tree.children(commune.code)) == poor[commune.code]


def test_groups_split_the_whole() -> None:
    rows = IndicatorValue.objects.filter(year=2018, indicator="poor_rate", unit__code="46")
    found = {row.group: row for row in rows}
    assert set(found) == set(GROUPS)
    for one, other in (("rural", "urban"), ("minority", "kinh")):
        assert found[one].numerator + found[other].numerator == found["all"].numerator
        assert found[one].denominator + found[other].denominator == found["all"].denominator


def test_a_villages_rate_divides_by_the_villages_own_count() -> None:
    counted = {
        row.commune_id: row.households for row in HouseholdCount.objects.filter(year=2018, commune__level="village")
    }
    rows = IndicatorValue.objects.filter(year=2018, indicator="poor_rate", unit__level="village", group="all")
    assert counted
    for row in rows:
        assert row.denominator == counted.get(row.unit_id), row.unit_id
        assert row.value == (row.numerator / row.denominator if row.denominator else None)
        assert row.denominator is None or row.numerator <= row.denominator


def test_a_village_without_a_count_has_its_number_of_poor_but_no_rate() -> None:
    HouseholdCount.objects.filter(year=2018, commune__level="village").delete()
    snapshot = SnapshotRecord.objects.get(review_year=2018)
    compute_year(2018, snapshot.standard_id, snapshot)
    row = IndicatorValue.objects.filter(year=2018, indicator="poor_rate", unit__level="village").first()
    assert row.numerator is not None
    assert (row.denominator, row.value) == (None, None)
