"""A computed rate is held against the published figure of the same year and standard."""

from __future__ import annotations

import pytest

from chungtay.indicators.models import IndicatorValue
from chungtay.indicators.queries import on_path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]


def test_the_computed_rate_is_held_against_the_target_of_its_year() -> None:
    state = on_path("46", 2018)
    assert state is not None
    assert (state.published.kind, state.state) == ("target", "behind")
    assert state.points == pytest.approx((state.computed.value - 0.0492) * 100)
    assert state.sentence.vi.startswith("cao hơn mục tiêu 0,")


def test_years_that_follow_the_published_result_are_level_with_it() -> None:
    assert {year: on_path("46", year).state for year in (2015, 2017, 2019)} == {
        2015: "level",
        2017: "level",
        2019: "level",
    }


def test_rates_under_two_standards_are_never_compared() -> None:
    IndicatorValue.objects.filter(unit__code="46", year=2019).update(standard_id="vn-2022-2025")
    assert on_path("46", 2019) is None
    assert on_path("20047", 2019) is None
