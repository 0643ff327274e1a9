"""How figures read, in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from chungtay.portal.templatetags.figures import bar, count, day, number, percent, points


@pytest.mark.parametrize(
    ("vi", "en", "shown"),
    [
        ("4,17%", "4.17%", lambda: percent(0.0417)),
        ("0,00%", "0.00%", lambda: percent(0)),
        ("100,00%", "100.00%", lambda: percent(1.0)),
        ("8,4%", "8.4%", lambda: percent(0.0836, 1)),
        ("0,29%", "0.29%", lambda: percent(Decimal("0.00285"))),  # a half rounds away from zero
        ("1,16%", "1.16%", lambda: percent(0.01155)),  # not 1,15: the binary float lies just below the half
        ("chưa có số", "no figure yet", lambda: percent(None)),
        ("chưa có số", "no figure yet", lambda: percent(float("nan"))),
        ("giảm 1,2 điểm", "down 1.2 points", lambda: points(-0.012)),
        ("tăng 0,75 điểm", "up 0.75 points", lambda: points(0.0075)),
        ("giảm 3,0 điểm", "down 3.0 points", lambda: points(-0.03)),
        ("không đổi", "unchanged", lambda: points(0.000001)),
        ("chưa so được", "nothing to compare with", lambda: points(None)),
        ("1.234", "1,234", lambda: count(1234)),
        ("0", "0", lambda: count(0)),
        ("12.345.678", "12,345,678", lambda: count(12345678.0)),
        ("1.234,5", "1,234.5", lambda: number(1234.5)),
        ("−2,5", "−2.5", lambda: number(-2.5)),
        ("0,0", "0.0", lambda: number(-0.01)),
        ("31/12/2019", "31/12/2019", lambda: day(dt.date(2019, 12, 31))),
    ],
)
def test_a_figure_reads_as_offices_write_it(vi, en, shown):
    with translation.override("vi"):
        assert shown() == vi
    with translation.override("en"):
        assert shown() == en


def test_a_truth_value_is_not_a_figure():
    assert percent(True) == "chưa có số"


def test_a_bar_is_drawn_within_its_track_and_without_inline_style():
    assert 'width="50.0"' in bar(0.2, 0.4)
    assert 'width="100.0"' in bar(0.9, 0.4)
    assert "style" not in bar(0.2, 0.4)
    assert bar(None, 0.4) == "" and bar(0.2, 0) == ""


def render(text: str, **values: object) -> str:
    return Template("{% load figures %}" + text).render(Context(values))


def test_a_rate_never_stands_without_numerator_denominator_and_date():
    shown = render(
        '{% include "portal/_figure.html" with label="Hộ nghèo" share=s numerator=11676 denominator=280000 date=d %}',
        s=0.0417,
        d=dt.date(2019, 12, 31),
    )
    assert "4,17%" in shown and "11.676 / 280.000 hộ" in shown and "31/12/2019" in shown


def test_a_rate_without_a_denominator_says_so():
    assert "chưa có mẫu số" in render('{% include "portal/_figure.html" with label="Hộ nghèo" share=None %}')


def test_a_chart_keeps_its_text_out_of_the_markup():
    shown = render(
        '{% chart "a" spec title="Giảm" source="sổ hộ" table=table %}',
        spec={"data": {"values": [{"name": "</script><b>"}]}},
        table={"columns": ["Năm", "Tỷ lệ"], "rows": [["2019", "<i>"]]},
    )
    assert "</script><b>" not in shown and "<i>" not in shown
    assert 'id="a-spec"' in shown and 'data-chart="a"' in shown and "sổ hộ" in shown
