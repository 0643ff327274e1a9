"""Numbers and days as Vietnamese offices write them."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.documents.numerals import count, day, percent, points


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (percent(0.0417), "4,17%"),
        (percent(0.0417, "en"), "4.17%"),
        (percent(1.0, digits=0), "100%"),
        (percent(None), "chưa có"),
        (count(1234567), "1.234.567"),
        (count(0), "0"),
        (count(None, "en"), "not available"),
        (points(-0.0121), "−1,21"),
        (points(0.003), "+0,30"),
        (points(-0.00001), "0,00"),
        (points(None), "chưa có"),
        (day(dt.date(2019, 12, 31)), "31/12/2019"),
    ],
)
def test_it_is_written_so(written: str, expected: str) -> None:
    assert written == expected
