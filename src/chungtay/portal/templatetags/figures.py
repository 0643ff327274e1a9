"""How numbers and days read on a page, in the reader's language. May import Django and nothing of Chung Tay."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

register = template.Library()
Number = int | float | Decimal


def is_number(value: object) -> bool:
    """True for a number that can be shown: not a truth value, not NaN."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value)


def decimal_text(value: Number, digits: int, *, trim: bool = False) -> str:
    """Write a number with `digits` decimals, halves away from zero: 1.234,5 in Vietnamese, 1,234.5 in English.

    A number that rounds to zero has no sign. trim: leave out zeros at the end, keeping one decimal.
    """
    rounded = Decimal(repr(value) if isinstance(value, float) else value).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP
    )
    text = f"{abs(rounded):,.{digits}f}"
    if trim and digits > 1:
        text = text.rstrip("0")
        text += "0" if text.endswith(".") else ""
    if not (get_language() or "vi").startswith("en"):
        text = text.translate(str.maketrans(",.", ".,"))
    return f"−{text}" if rounded < 0 else text


@register.filter
def percent(share: object, digits: int = 2) -> str:
    """A share in [0, 1] as a percentage: 0.0417 -> 4,17%. Unknown -> words, never a zero."""
    if not is_number(share):
        return gettext("chưa có số")
    return decimal_text(Decimal(repr(share) if isinstance(share, float) else share) * 100, digits) + "%"  # type: ignore[arg-type]


@register.filter
def points(change: object, digits: int = 2) -> str:
    """A difference of two shares in words: -0.012 -> "giảm 1,2 điểm"."""
    if not is_number(change):
        return gettext("chưa so được")
    hundredfold = Decimal(repr(change) if isinstance(change, float) else change) * 100  # type: ignore[arg-type]
    size = decimal_text(abs(hundredfold), digits, trim=True)
    if decimal_text(hundredfold, digits, trim=True) == decimal_text(0, digits, trim=True):
        return gettext("không đổi")
    words = gettext("giảm %(size)s điểm") if hundredfold < 0 else gettext("tăng %(size)s điểm")
    return words % {"size": size}


@register.filter
def count(value: object) -> str:
    """A count of things: 1234 -> 1.234."""
    return decimal_text(value, 0) if is_number(value) else gettext("chưa có số")  # type: ignore[arg-type]


@register.filter
def number(value: object, digits: int = 1) -> str:
    """A plain number with decimals: 1234.5 -> 1.234,5."""
    return decimal_text(value, digits) if is_number(value) else gettext("chưa có số")  # type: ignore[arg-type]


@register.filter
def day(value: object) -> str:
    """A day as papers write it: 31/12/2019, in both languages."""
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else ""


@register.simple_tag
def bar(share: object, top: object = 1, lower: object = None, upper: object = None) -> SafeString:
    """A tiny bar for a table cell: `share` of `top`, both plain numbers. Drawn in SVG, so no inline style.

    lower, upper   ends of a range about the share, drawn as a thin line over the bar
    """
    if not is_number(share) or not is_number(top) or float(top) <= 0:  # type: ignore[arg-type]
        return mark_safe("")

    def place(value: object) -> float:
        return max(0.0, min(1.0, float(value) / float(top))) * 100  # type: ignore[arg-type]

    line = mark_safe("")
    if is_number(lower) and is_number(upper):
        start, end = place(lower), place(upper)
        line = format_html(
            '<rect class="range" x="{}" y="4" width="{}" height="2"/>', f"{start:.1f}", f"{end - start:.1f}"
        )
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="10"/><rect class="filled" width="{}" height="10"/>{}</svg>',
        f"{place(share):.1f}", line,
    )  # fmt: skip


@register.simple_tag
def json_data(spec: object, chart_id: str) -> SafeString:
    """The spec of a chart as a data block that charts.js reads; a spec given as JSON text is taken as it is."""
    value = json.loads(spec) if isinstance(spec, str) else spec
    return json_script(value, f"{chart_id}-spec", encoder=DjangoJSONEncoder)


@register.inclusion_tag("portal/_chart.html")
def chart(
    id: str,
    spec: Mapping[str, object],
    *,
    title: str = "",
    subtitle: str = "",
    source: str = "",
    table: Mapping[str, object] | None = None,
    description: str = "",
    wide: bool = False,
) -> dict[str, object]:
    """Draw a Vega-Lite spec with its title (the finding), source and table of figures: see portal/_chart.html."""
    return {
        "id": id, "spec": spec, "title": title, "subtitle": subtitle, "source": source,
        "table": table, "description": description, "wide": wide,
    }  # fmt: skip


@register.simple_tag
def address(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page, or "/" where this installation does not have that page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return "/"
