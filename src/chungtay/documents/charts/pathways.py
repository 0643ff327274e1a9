"""Households that became poor above the axis, those that left poverty below it, year by year. Altair only."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from chungtay.documents.charts.rows import PathwayYear
from chungtay.documents.charts.theme import Row, Spec, finish, inline
from chungtay.documents.charts.words import word
from chungtay.documents.numerals import count


def pathways(
    years: Sequence[PathwayYear],
    *,
    title: str = "",
    subtitle: str = "",
    language: str = "vi",
    width: int | str = "container",
    height: int = 260,
) -> Spec:
    """Draw the flows into and out of poverty of each year; a flow that is not known is not drawn."""
    rows = [row for year in sorted(years, key=lambda item: item.year) for row in _flows(year, language)]
    high = max((float(row["end"]) for row in rows), default=0)
    low = -min((float(row["end"]) for row in rows), default=0)
    room = (high + low) * 0.12 or 1
    order = sorted({year.year for year in years})
    base = alt.Chart(inline(rows)).encode(
        x=alt.X(
            "year:O", sort=order, axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False),
            scale=alt.Scale(paddingInner=0.42, paddingOuter=0.2),
        ),
        tooltip=[
            alt.Tooltip("year:O", title=word("year", language)),
            alt.Tooltip("flow_text:N", title=word("kind", language)),
            alt.Tooltip("households:Q", title=word("numerator", language), format=",.0f"),
        ],
    )  # fmt: skip
    y = alt.Y("start:Q", scale=alt.Scale(domain=[-low - room, high + room], nice=False), axis=None)
    layers = [
        base.transform_filter(f"datum.flow == '{flow}'").mark_bar(style=flow).encode(y=y, y2="end:Q")
        for flow in ("new", "relapse", "exit")
    ]
    above = base.transform_filter("datum.up").mark_text(style="label", dy=-9).encode(y=alt.Y("end:Q"), text="label:N")
    below = base.transform_filter("!datum.up").mark_text(style="label", dy=11).encode(y=alt.Y("end:Q"), text="label:N")
    zero = alt.Chart(inline([{}])).mark_rule(style="zero").encode(y=alt.datum(0))
    return finish(
        alt.layer(*layers, zero, above, below).properties(height=height),
        title=title,
        subtitle=subtitle or _key(rows, language),
        language=language,
        width=width,
        description=title or "; ".join(f"{row['year']} {row['flow_text']}: {row['households']}" for row in rows),
    )


def _flows(year: PathwayYear, language: str) -> list[Row]:
    new, relapse = year.new or 0, year.relapse or 0
    into = [
        ("new", year.new, 0.0, new, ""),
        ("relapse", year.relapse, new, new + relapse, f"+{count(new + relapse, language)}"),
    ]
    if year.relapse is None:
        into = [("new", year.new, 0.0, new, f"+{count(new, language)}")]
    flows = [*into, ("exit", year.exit, 0.0, -(year.exit or 0), f"−{count(year.exit, language)}")]
    return [
        {
            "year": year.year, "flow": flow, "flow_text": word(flow, language), "households": households,
            "start": start, "end": end, "label": label, "up": flow != "exit",
        }
        for flow, households, start, end, label in flows
        if households is not None
    ]  # fmt: skip


def _key(rows: list[Row], language: str) -> str:
    """Say in words which side of the axis is which, in place of a legend."""
    flows = {row["flow"] for row in rows}
    into = [word(flow, language).lower() for flow in ("new", "relapse") if flow in flows]
    dark, light, joint = ("(đậm)", "(nhạt)", " và ") if language == "vi" else ("(dark)", "(light)", " and ")
    if len(into) == 2:
        into = [f"{into[0]} {dark}", f"{into[1]} {light}"]
    above = joint.join(into)
    if language == "vi":
        return f"Trên trục: {above}. Dưới trục: thoát nghèo. Đơn vị: hộ."
    return f"Above the axis: {above}. Below: left poverty. In households."
