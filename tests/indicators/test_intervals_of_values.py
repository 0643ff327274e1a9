"""Bounds where facts are missing, chance where all was counted, and how a unit compares: as computed and as read."""

from __future__ import annotations

import pytest

from chungtay.indicators.compute import compute_year
from chungtay.indicators.figures import NO_BOUNDS
from chungtay.indicators.models import Comparison, IndicatorValue, SnapshotRecord
from chungtay.indicators.queries import comparisons, level_values, value
from chungtay.indicators.uncertainty import Ratio, bounds, chance_bounds
from chungtay.registry.models import Verdict

YEAR = 2019


def rate(top: float | None, bottom: float | None, unknown: float | None, **more: object) -> Ratio:
    return Ratio("poor_rate", 1, "all", top, bottom, unknown, **more)


def test_the_true_rate_lies_between_none_and_all_of_the_undetermined() -> None:
    assert bounds(rate(10, 100, 5)) == (0.10, 0.15)


@pytest.mark.parametrize("unknown", [0, None])
def test_a_full_count_has_no_bounds(unknown: float | None) -> None:
    assert bounds(rate(10, 100, unknown)) == NO_BOUNDS


def test_there_are_no_bounds_without_a_denominator() -> None:
    assert bounds(rate(10, None, 5)) == bounds(rate(10, 0, 5)) == NO_BOUNDS


def test_bounds_stay_within_the_households_there_are() -> None:
    assert bounds(rate(95, 100, 9)) == (0.95, 1.0)


def test_a_deprivation_unknown_for_some_lies_about_the_share_of_those_known() -> None:
    lower, upper = bounds(rate(6, 8, 2, of_known=True))
    assert (lower, upper) == (0.6, 0.8)
    assert lower < 6 / 8 < upper


def test_chance_needs_a_value() -> None:
    assert chance_bounds([rate(3, None, 0), rate(None, 10, 0)]) == [NO_BOUNDS, NO_BOUNDS]
    (lower, upper) = chance_bounds([rate(3, 60, 0)])[0]
    assert 0 < lower < 3 / 60 < upper < 1


class TestOfTheProvince:
    pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]

    def test_undetermined_households_are_counted_where_they_live(self) -> None:
        kept = IndicatorValue.objects.filter(year=YEAR, indicator="poor_rate", group="all")
        rows = kept.select_related("unit")
        undetermined = Verdict.objects.filter(review__review_year=YEAR, household_class="undetermined")
        villages = list(undetermined.values_list("review__village__code", flat=True))
        assert villages
        for row in rows:
            if row.unit.level == "village":
                assert row.unknown == villages.count(row.unit.code), row.unit.code
        assert kept.get(unit__code="46").unknown == len(villages)

    def test_every_value_stands_within_its_bounds_and_its_chance(self) -> None:
        checked = 0
        for row in IndicatorValue.objects.filter(year=YEAR):
            if row.lower is not None:
                assert row.unknown
                assert row.lower <= row.value <= row.upper
                checked += 1
            if row.chance_lower is not None:
                assert row.chance_lower <= row.value <= row.chance_upper, row
        assert checked

    def test_where_nothing_is_unknown_no_bounds_are_kept(self) -> None:
        rows = IndicatorValue.objects.filter(year=YEAR, unknown=0)
        assert rows.exists()
        assert not rows.exclude(lower=None, upper=None).exists()

    def test_a_change_is_kept_with_its_interval_and_equals_that_of_the_rates(self) -> None:
        of = {each.unit_code: each for each in comparisons("poor_rate", YEAR, "commune")}
        rows = level_values("poor_rate", YEAR, "commune")
        assert {row.code for row in rows if row.change is not None} == {
            c for c, each in of.items() if each.change is not None
        }
        for row in rows:
            assert row.compared == of[row.code]
            assert row.compared.change == pytest.approx(row.change)
            assert row.compared.change_lower <= row.change <= row.compared.change_upper

    def test_merged_communes_are_compared_with_all_their_parts(self) -> None:
        rows = level_values("poor_rate", 2020, "commune")
        assert len(rows) == 145
        assert all(row.compared.change == pytest.approx(row.change) for row in rows if row.change is not None)

    def test_the_first_year_has_ranks_and_no_changes(self) -> None:
        first = Comparison.objects.filter(year=2015)
        assert first.filter(unit__level="commune", rank__isnull=False).count() == 152
        assert not first.filter(change__isnull=False).exists()

    def test_ranks_are_those_of_the_rates_and_villages_have_none(self) -> None:
        rows = sorted(level_values("poor_rate", YEAR, "district"), key=lambda row: row.compared.rank)
        assert [row.value for row in rows] == sorted((row.value for row in rows), reverse=True)
        for row in rows:
            assert row.compared.rank_lower <= row.compared.rank <= row.compared.rank_upper <= row.compared.ranked == 9
        assert not Comparison.objects.filter(unit__level="village", rank__isnull=False).exists()

    def test_computing_again_keeps_one_comparison_a_unit(self) -> None:
        before = Comparison.objects.filter(year=YEAR).count()
        snapshot = SnapshotRecord.objects.get(review_year=YEAR)
        compute_year(YEAR, snapshot.standard_id, snapshot)
        assert Comparison.objects.filter(year=YEAR).count() == before

    def test_incomes_have_an_interval_of_money(self) -> None:
        found = value("poor_income_per_head", "46", YEAR)
        assert 100_000 < found.chance_lower < found.value < found.chance_upper
