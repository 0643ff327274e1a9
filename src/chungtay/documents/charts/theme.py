"""Colours, type and number format of every chart. Imports Altair only.

No mark carries a colour of its own: marks name a style ("computed", "target", ...) and the colour sits in the
specification's `config`. A page in dark mode replaces `config.style` and `config.range.ramp` when it draws.
"""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt

Spec = dict[str, Any]
Row = dict[str, Any]
"""one row of a chart's data"""

FONT = "Be Vietnam Pro"
INK = "#1b2a33"
MUTED = "#5a6872"
FAINT = "#a9b4ba"
ACCENT = "#0b5c73"
RAMP = ("#e6f0f1", "#b3d2d8", "#72a8b4", "#2f7488", "#0b3d4f")
"""Share of poor, light to dark: one hue, so that grey print and colour-blind readers keep the order."""

NUMBER_LOCALES: dict[str, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["₫", ""]},
}


def chart_config(language: str = "vi") -> Spec:
    """Return the Vega-Lite `config` shared by all charts.

    language  "vi" or "en"; sets decimal and thousands marks
    """
    return {
        "font": FONT,
        "background": None,
        "padding": {"left": 2, "right": 4, "top": 4, "bottom": 4},
        "locale": {"number": NUMBER_LOCALES[language]},
        "view": {"stroke": None},
        "title": {
            "anchor": "start", "frame": "group", "fontSize": 15, "fontWeight": 600, "color": INK, "lineHeight": 21,
            "subtitleColor": MUTED, "subtitleFontSize": 12, "subtitleLineHeight": 18, "offset": 14,
            "subtitlePadding": 4,
        },
        "axis": {
            "labelColor": MUTED, "labelFontSize": 12, "titleColor": MUTED, "titleFontSize": 12,
            "titleFontWeight": "normal", "domainColor": FAINT, "tickColor": FAINT, "grid": False,
            "gridColor": FAINT, "gridOpacity": 0.35, "labelPadding": 5,
        },
        "legend": {
            "labelColor": INK, "labelFontSize": 12, "titleColor": MUTED, "titleFontSize": 12,
            "titleFontWeight": "normal", "symbolStrokeColor": MUTED, "symbolStrokeWidth": 0.5,
        },
        "range": {"ramp": list(RAMP)},
        "style": _styles(),
    }  # fmt: skip


def _styles() -> Spec:
    # Vega-Lite paints marks by `color` and `filled`; a style's own `fill` or `stroke` would lose to its defaults.
    small = {"font": FONT, "fontSize": 11.5}
    return {
        "computed": {"color": ACCENT, "strokeWidth": 2.5},
        "computed-point": {"color": ACCENT, "filled": True, "size": 42, "opacity": 1},
        "official": {"color": INK, "filled": False, "strokeWidth": 1.4, "size": 130, "opacity": 1},
        "target": {"color": MUTED, "strokeWidth": 1.2, "strokeDash": [5, 4]},
        "target-point": {"color": MUTED, "filled": True, "size": 16, "opacity": 1},
        "label": {**small, "color": INK},
        "label-accent": {**small, "color": ACCENT, "fontWeight": 600},
        "label-muted": {**small, "color": MUTED},
        "heading": {"font": FONT, "fontSize": 12.5, "fontWeight": 600, "color": INK},
        "now": {"color": ACCENT, "filled": True, "size": 70, "opacity": 1},
        "previous": {"color": MUTED, "filled": False, "strokeWidth": 1.2, "size": 44, "opacity": 1},
        "change": {"color": FAINT, "strokeWidth": 1.5},
        "range": {"color": ACCENT, "strokeWidth": 1.2, "opacity": 0.7},
        "band": {"color": ACCENT, "opacity": 0.14},
        "bounds": {"color": INK, "strokeWidth": 3, "opacity": 0.5},
        "zero": {"color": INK, "strokeWidth": 1},
        "exit": {"color": ACCENT},
        "new": {"color": MUTED},
        "relapse": {"color": FAINT},
        "bar": {"color": ACCENT},
        "tile": {"stroke": FAINT, "strokeWidth": 0.5},
        "tile-missing": {"color": MUTED, "filled": False, "strokeWidth": 1, "strokeDash": [2, 2]},
    }


def inline(rows: list[Row]) -> Any:
    """Put rows into the specification itself, so that a chart needs no second request."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call,unused-ignore]


def finish(
    chart: alt.LayerChart | alt.FacetChart | alt.Chart,
    *,
    title: str,
    subtitle: str,
    language: str,
    width: int | str,
    description: str,
) -> Spec:
    """Give a chart its finding as title, its width and the shared look; return the specification.

    title        the finding in words; empty where the page says it in its own heading
    width        pixels, or "container" to follow the page
    description  the chart in one sentence for those who do not see it
    """
    # Checking against the whole schema takes three quarters of the time to make a page; tests draw every chart instead.
    spec: Spec = chart.to_dict(validate=False)
    line = (int(width) if isinstance(width, int) else 600) // 8
    if title:
        spec["title"] = {"text": textwrap.wrap(title, line)}
        if subtitle:
            spec["title"]["subtitle"] = textwrap.wrap(subtitle, line * 5 // 4)
    spec["width"] = width
    if width == "container":
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["description"] = description
    spec["config"] = chart_config(language)
    return spec
