"""A rate without a denominator has no value and says why; nothing is ever divided by nothing."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from chungtay.indicators.denominators import add_up
from chungtay.indicators.figures import NO_COUNT, NO_ONE, NOT_COMPUTED, TOO_MANY, Figure
from chungtay.indicators.queries import value
from chungtay.indicators.shares import value_of
from chungtay.units.loading import load_areas
from chungtay.units.queries import tree


@pytest.mark.parametrize(("top", "bottom"), [(3, None), (3, 0), (None, 5), (None, None), (0, 0), (6, 5)])
def test_a_share_is_none(top: float | None, bottom: float | None) -> None:
    assert value_of("poor_rate", top, bottom) is None


def test_a_share_of_nothing_among_some_is_nought() -> None:
    assert value_of("poor_rate", 0, 5) == 0.0


def test_all_of_a_cut_unit_are_not_more_than_there_are() -> None:
    assert value_of("poor_stay", 3, 9 * (1 / 3) - 1e-12) == pytest.approx(1)


def test_a_mean_of_incomes_may_be_any_number() -> None:
    assert value_of("poor_income_per_head", 900_000, 2) == 450_000
    assert value_of("poor_income_per_head", 900_000, 0) is None


@pytest.mark.parametrize(
    ("top", "bottom", "reason"),
    [(3.0, None, NO_COUNT), (0.0, 0.0, NO_ONE), (None, None, NOT_COMPUTED), (6.0, 5.0, TOO_MANY), (1.0, 0.0, TOO_MANY)],
)
def test_a_figure_without_a_value_says_why(top: float | None, bottom: float | None, reason: object) -> None:
    figure = Figure("poor_rate", "46", 2019, "all", top, bottom, None, "vn-2016-2020", "s0")
    assert figure.reason == reason


@pytest.mark.django_db
def test_one_commune_without_a_count_takes_the_count_from_its_district_and_the_province() -> None:
    load_areas()
    day = tree(dt.date(2019, 12, 31))
    communes = day.level("commune")
    rows = [(node.unit_id, day.area_type(node.code), 100, 7) for node in communes]
    whole = add_up(rows, day)
    assert whole[day.unit("46").unit_id, "all"] == 15_200
    assert whole[day.unit("46").unit_id, "kinh"] == 15_200 - 7 * 152
    missing = [row for row in rows if row[0] != day.unit("20047").unit_id]
    less = add_up(missing, day)
    assert (day.unit("46").unit_id, "all") not in less
    assert (day.unit("481").unit_id, "all") not in less
    assert less[day.unit("474").unit_id, "all"] == 2_700


@pytest.mark.django_db
def test_an_untold_number_of_minority_households_is_not_taken_for_none() -> None:
    load_areas()
    day = tree(dt.date(2019, 12, 31))
    commune = day.unit("20047").unit_id
    counts = add_up([(commune, "rural", 100, None)], day)
    assert counts[commune, "all"] == 100
    assert (commune, "minority") not in counts
    assert (commune, "kinh") not in counts


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_province")
def test_years_without_counts_have_numerators_only() -> None:
    from chungtay.indicators.compute import compute_year
    from chungtay.indicators.models import SnapshotRecord
    from chungtay.registry.models import HouseholdCount

    HouseholdCount.objects.filter(year=2019).delete()
    compute_year(2019, "vn-2016-2020", SnapshotRecord.objects.get(review_year=2019))
    figure = value("poor_rate", "46", 2019)
    assert figure is not None
    assert figure.numerator is not None
    assert not math.isnan(figure.numerator)
    assert (figure.denominator, figure.value, figure.reason) == (None, None, NO_COUNT)
