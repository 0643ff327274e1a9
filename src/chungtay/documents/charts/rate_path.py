"""A rate over the years: the computed line, published points, the target as a thin dashed path. Altair only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import altair as alt

from chungtay.documents.charts.rows import RatePoint
from chungtay.documents.charts.theme import Row, Spec, finish, inline
from chungtay.documents.charts.words import word
from chungtay.documents.numerals import percent, range_of

PUBLISHED = ("official", "derived", "forecast")


def rate_path(
    points: Sequence[RatePoint],
    *,
    title: str = "",
    subtitle: str = "",
    language: str = "vi",
    width: int | str = "container",
    height: int = 240,
) -> Spec:
    """Draw how a rate moved from year to year against its target and the published figures.

    points  in any order; those without a share are left out
    Returns a Vega-Lite specification; its time axis counts whole years.
    """
    known = [point for point in points if point.share is not None]
    rows = [_row(point, language) for point in sorted(known, key=lambda point: point.year)]
    _label_values(rows, language)
    years = sorted({point.year for point in known}) or [0]
    span = max(years[-1] - years[0], 1)
    ends = [end for p in known for end in (p.share, p.upper, p.chance_upper) if end is not None]
    top = max(ends, default=0.1) * 1.25 or 0.01
    base = alt.Chart(inline(rows)).encode(
        x=alt.X(
            "year:Q",
            scale=alt.Scale(domain=[years[0] - 0.09 * span, years[-1] + 0.09 * span], nice=False),
            axis=alt.Axis(format="d", values=years, title=None, labelOverlap=True, domain=True),
        ),
        y=alt.Y(
            "share:Q",
            scale=alt.Scale(domain=[0, top], nice=False),
            axis=alt.Axis(format=".1~%" if top < 0.04 else ".0%", tickCount=4, title=None, domain=False, grid=True),
        ),
    )
    tooltip = [
        alt.Tooltip("year:Q", title=word("year", language), format="d"),
        alt.Tooltip("kind_text:N", title=word("kind", language)),
        alt.Tooltip("share:Q", title=word("rate", language), format=".2%"),
        alt.Tooltip("numerator:Q", title=word("numerator", language), format=",.0f"),
        alt.Tooltip("denominator:Q", title=word("denominator", language), format=",.0f"),
    ]
    for name in ("chance", "bounds"):
        if any(row[name] for row in rows):
            tooltip.append(alt.Tooltip(f"{name}:N", title=word(name, language)))
    computed = base.transform_filter("datum.kind == 'computed'")
    target = base.transform_filter("datum.kind == 'target'")
    published = base.transform_filter("datum.published").encode(tooltip=tooltip)
    return finish(
        alt.layer(
            *_ranges(rows, computed),
            target.mark_line(style="target").encode(detail="standard:N"),
            target.mark_point(style="target-point").encode(tooltip=tooltip),
            computed.mark_line(style="computed", interpolate="linear").encode(detail="standard:N"),
            published.mark_point(style="official").encode(
                strokeDash=alt.condition("datum.status == 'verified'", alt.value([1, 0]), alt.value([2.5, 2])),
                shape=alt.condition("datum.kind == 'forecast'", alt.value("diamond"), alt.value("circle")),
            ),
            computed.mark_point(style="computed-point").encode(tooltip=tooltip),
            base.transform_filter("datum.value_label != ''")
            .mark_text(style="label", dy=-13)
            .encode(text="value_label:N"),
            *_line_names(rows, base, language),
        ).properties(height=height),
        title=title,
        subtitle=subtitle,
        language=language,
        width=width,
        description=title or _spoken(known, language),
    )


def _row(point: RatePoint, language: str) -> dict[str, object]:
    kind_text = word(point.kind, language)
    if point.status and point.kind != "computed":
        kind_text += f" ({word(point.status, language)})"
    return {
        "year": point.year,
        "share": point.share,
        "kind": point.kind,
        "published": point.kind in PUBLISHED,
        "kind_text": kind_text,
        "status": point.status,
        "numerator": point.numerator,
        "denominator": point.denominator,
        "standard": point.standard,
        "value_label": "",
        "lower": point.lower,
        "upper": point.upper,
        "bounds": range_of(point.lower, point.upper, language),
        "chance_lower": point.chance_lower,
        "chance_upper": point.chance_upper,
        "chance": range_of(point.chance_lower, point.chance_upper, language),
    }


def _ranges(rows: list[Row], computed: alt.Chart) -> list[alt.Chart]:
    """A band for chance and an upright line for missing facts, under all the rest; nothing where none is told."""
    layers = []
    if any(row["chance"] for row in rows):
        band = computed.transform_filter("isValid(datum.chance_lower)").mark_area(style="band")
        layers.append(band.encode(y="chance_lower:Q", y2="chance_upper:Q", detail="standard:N"))
    if any(row["bounds"] for row in rows):
        line = computed.transform_filter("isValid(datum.lower)").mark_rule(style="bounds")
        layers.append(line.encode(y="lower:Q", y2="upper:Q"))
    return layers


def _label_values(rows: list[Row], language: str) -> None:
    """Write the value over computed points: over all of a short line, over every second one of a long line."""
    computed = [row for row in rows if row["kind"] == "computed"]
    step = 1 if len(computed) <= 7 else 2
    for row in computed[::-1][::step]:
        row["value_label"] = percent(row["share"], language)


def _line_names(rows: list[Row], base: alt.Chart, language: str) -> list[alt.Chart]:
    """Name each line at its own points: the computed one over its start, the others under their last point."""
    layers = []
    computed = [row for row in rows if row["kind"] == "computed"]
    if computed:
        layers.append(_name(computed[0], word("computed", language), "label-accent", base, dx=-14, dy=-29))
    under: list[int] = []
    for kind, style in (("target", "label-muted"), ("derived", "label"), ("official", "label"), ("forecast", "label")):
        line = [row for row in rows if row["kind"] == kind]
        if not line or (kind == "derived" and any(row["kind"] == "official" for row in rows)):
            continue
        last = line[-1]
        text = f"{word(kind, language)} {percent(last['share'], language)}"
        # Names under the same year or the one before stand one below the other.
        dy = 19 + 15 * sum(year >= last["year"] - 1 for year in under)
        under.append(last["year"])
        layers.append(_name(last, text, style, base, dx=15, dy=dy, align="right"))
    return layers


def _name(
    row: Row, text: str, style: str, base: alt.Chart, *, dx: int, dy: int, align: Literal["left", "right"] = "left"
) -> alt.Chart:
    values = [{"year": row["year"], "share": row["share"], "text": text}]
    name = alt.Chart(inline(values)).mark_text(style=style, align=align, dx=dx, dy=dy, baseline="middle")
    named: alt.Chart = name.encode(x=base.encoding.x, y=base.encoding.y, text="text:N")
    return named


def _spoken(points: Sequence[RatePoint], language: str) -> str:
    computed = [point for point in points if point.kind == "computed"] or list(points)
    return "; ".join(f"{point.year}: {percent(point.share, language)}" for point in computed)
