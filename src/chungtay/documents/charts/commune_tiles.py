"""A tile map: one square a commune, grouped by district, for use where no boundary file is loaded. Altair only."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

import altair as alt

from chungtay.documents.charts.rows import Tile
from chungtay.documents.charts.theme import Spec, finish, inline
from chungtay.documents.charts.tile_places import place
from chungtay.documents.charts.words import word
from chungtay.documents.numerals import percent

BREAKS = (0.02, 0.05, 0.10, 0.25)
"""where the shade changes: uneven, because a few mountain communes are far above the rest"""


def commune_tiles(
    tiles: Sequence[Tile],
    *,
    title: str = "",
    subtitle: str = "",
    language: str = "vi",
    compact: bool = False,
    breaks: Sequence[float] = BREAKS,
) -> Spec:
    """Draw communes as squares shaded by share; a commune without a share is an empty dashed square.

    compact  narrower blocks and smaller squares, for a screen of 360 px
    breaks   four shares at which the shade changes, ascending
    """
    size, across = (19, 5) if compact else (26, 7)
    places = place(tiles, across)
    values = [
        {
            "x": p.x + 0.04, "x2": p.x + 0.96, "y": p.y + 0.04, "y2": p.y + 0.96,
            "name": p.tile.name, "district": p.tile.district_name, "share": p.tile.share,
            "numerator": p.tile.numerator, "denominator": p.tile.denominator, "url": p.tile.url,
            "rate": percent(p.tile.share, language), "known": p.tile.share is not None, "range": p.tile.range_text,
            "band": _bands(breaks, language)[bisect.bisect_right(breaks, p.tile.share or 0)],
        }
        for p in places.tiles
    ]  # fmt: skip
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, places.width], nice=False, zero=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[places.height, 0], nice=False, zero=False), axis=None)
    square = alt.Chart(inline(values)).encode(
        x=x, x2="x2:Q", y=y, y2="y2:Q", href="url:N",
        tooltip=[
            alt.Tooltip("name:N", title=word("name", language)),
            alt.Tooltip("district:N", title=word("district", language)),
            alt.Tooltip("rate:N", title=word("rate", language)),
            alt.Tooltip("numerator:Q", title=word("numerator", language), format=",.0f"),
            alt.Tooltip("denominator:Q", title=word("denominator", language), format=",.0f"),
            *([alt.Tooltip("range:N", title=word("chance", language))] if any(v["range"] for v in values) else []),
        ],
    )  # fmt: skip
    bands = _bands(breaks, language)
    missing = any(not value["known"] for value in values)
    heading = word("poor_rate", language) + (f" ({word('dashed', language)})" if missing else "")
    shade = alt.Fill(
        "band:O",
        scale=alt.Scale(domain=bands, range="ramp"),
        legend=alt.Legend(
            orient="bottom", direction="horizontal", title=heading, symbolType="square", symbolSize=150,
            columns=3 if compact else 5, titlePadding=6, titleLimit=330, offset=10,
        ),
    )  # fmt: skip
    headings = [{"x": h.x, "y": h.y, "name": h.name} for h in places.headings]
    layers = [
        square.transform_filter("!datum.known").mark_rect(style="tile-missing"),
        square.transform_filter("datum.known").mark_rect(style="tile").encode(fill=shade),
    ]
    if headings:
        names = alt.Chart(inline(headings)).mark_text(style="heading", align="left", baseline="middle")
        layers.append(names.encode(x=x, y=y, text="name:N"))
    return finish(
        alt.layer(*layers).properties(height=round(places.height * size)),
        title=title,
        subtitle=subtitle,
        language=language,
        width=round(places.width * size),
        description=title or f"{word('poor_rate', language)}: {len(values)}",
    )


def _bands(breaks: Sequence[float], language: str) -> list[str]:
    """Name the shades: "dưới 2%", "2–5%", ..., "từ 25%"."""
    marks = [percent(value, language, 0 if round(value * 100, 6).is_integer() else 1) for value in breaks]
    between = [f"{low.rstrip('%')}–{high}" for low, high in itertools.pairwise(marks)]
    return [f"{word('less_than', language)} {marks[0]}", *between, f"{word('from', language)} {marks[-1]}"]
