"""Read on the units of another day, a series adds numerators and denominators; what is not known stays unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.indicators.figures import IN_PIECES
from chungtay.indicators.models import IndicatorValue
from chungtay.indicators.queries import as_of_today, level_values, series, value
from chungtay.units import queries as units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]
AFTER_THE_MERGERS = dt.date(2020, 12, 31)


def test_a_merged_commune_has_the_sums_of_its_parts() -> None:
    for old in (("20035", "20038"), ("20092", "20101")):
        new = old[0] if old[0] == "20035" else "20101"
        for point in as_of_today("poor_rate", new, on=AFTER_THE_MERGERS):
            if point.year < 2020:
                parts = [value("poor_rate", code, point.year) for code in old]
                assert point.numerator == sum(part.numerator for part in parts)
                assert point.denominator == sum(part.denominator for part in parts)
                assert point.value == point.numerator / point.denominator
                assert set(point.parts) == set(old)
                assert point.complete


def test_pure_mergers_keep_the_province_s_sums() -> None:
    for year in (2015, 2019):
        whole = value("poor_rate", "46", year)
        new = units.level_on(AFTER_THE_MERGERS, "commune")
        points = [point for node in new for point in as_of_today("poor_rate", node.code, on=AFTER_THE_MERGERS)
                  if point.year == year]  # fmt: skip
        assert len(points) == 145
        assert sum(point.numerator for point in points) == whole.numerator
        assert sum(point.denominator for point in points) == whole.denominator


def test_as_it_was_has_a_commune_until_it_ends() -> None:
    assert [point.year for point in series("poor_rate", "20038")] == [2015, 2016, 2017, 2018, 2019]
    assert [point.year for point in series("poor_rate", "20035")] == [2015, 2016, 2017, 2018, 2019, 2020]


def test_the_year_before_of_a_merged_commune_is_that_of_its_parts() -> None:
    now = {item.code: item for item in level_values("poor_rate", 2020, "commune", "480")}
    parts = [value("poor_rate", code, 2019) for code in ("20035", "20038")]
    expected = sum(part.numerator for part in parts) / sum(part.denominator for part in parts)
    assert now["20035"].previous == pytest.approx(expected)
    assert now["20035"].change == pytest.approx(now["20035"].value - expected)
    assert "20038" not in now


def test_a_ward_cut_in_known_shares_gives_each_part_its_share() -> None:
    day = dt.date(2021, 12, 31)
    gone = value("poor_rate", "19744", 2019)
    own = value("poor_rate", "19750", 2019)
    point = next(point for point in as_of_today("poor_rate", "19750", on=day) if point.year == 2019)
    share = dict(units.successors("19744", day, dt.date(2019, 12, 31)))["19750"]
    assert 0 < share < 1
    assert point.numerator == pytest.approx(own.numerator + share * gone.numerator)


def test_where_shares_are_not_known_there_is_no_value_and_it_is_said() -> None:
    day = dt.date(2025, 12, 31)
    incomplete = [point for node in units.level_on(day, "commune")
                  for point in as_of_today("poor_rate", node.code, on=day) if not point.complete]  # fmt: skip
    assert incomplete
    for point in incomplete:
        assert (point.numerator, point.denominator, point.value) == (None, None, None)
        assert point.reason == IN_PIECES


def test_a_unit_that_is_no_more_has_no_series_on_that_day() -> None:
    assert as_of_today("poor_rate", "20038", on=AFTER_THE_MERGERS) == []
    assert as_of_today("poor_rate", "481", on=dt.date(2026, 1, 1)) == []


def test_level_values_have_a_row_for_every_unit_of_the_day() -> None:
    assert len(level_values("poor_rate", 2019, "commune")) == 152
    assert len(level_values("poor_rate", 2020, "commune")) == 145
    assert len(level_values("poor_rate", 2019, "commune", "481")) == 21
    IndicatorValue.objects.filter(unit__code="20047", year=2019).delete()
    lost = next(item for item in level_values("poor_rate", 2019, "commune", "481") if item.code == "20047")
    assert lost.value is None
    assert lost.reason is not None
