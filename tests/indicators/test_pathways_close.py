"""Opening - exits - other decrease + new + relapsed + other increase = closing, for every unit and year."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.indicators.queries import pathway_series, series
from chungtay.units import queries as units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]


def codes() -> list[str]:
    last = dt.date(2020, 12, 31)
    return [node.code for level in ("province", "district", "commune") for node in units.level_on(last, level)]


def test_the_books_close_in_every_unit() -> None:
    for code in codes():
        for year in pathway_series(code):
            assert year.opening is not None
            assert year.other_decrease is not None
            left = year.opening - year.exit - year.other_decrease
            assert left + year.new + year.relapse + year.other_increase == year.closing


def test_the_opening_is_the_closing_of_the_year_before() -> None:
    for code in ("46", "474", "481"):
        poor = {point.year: point.numerator for point in series("poor_rate", code)}
        for year in pathway_series(code):
            assert year.opening == poor[year.year - 1]


def test_nobody_enters_the_province_s_list_but_as_new_or_relapsed() -> None:
    for year in pathway_series("46"):
        assert year.other_increase == 0
        assert 0 <= year.other_decrease <= 0.05 * year.opening


def test_the_base_year_has_no_pathways() -> None:
    assert [year.year for year in pathway_series("46")] == [2016, 2017, 2018, 2019, 2020]
