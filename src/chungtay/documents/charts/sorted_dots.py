"""Units from the highest share to the lowest: a dot for this year, a hollow one for the year before. Altair only."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from chungtay.documents.charts.rows import Dot
from chungtay.documents.charts.theme import Spec, finish, inline
from chungtay.documents.charts.words import word
from chungtay.documents.numerals import percent, range_of

MANY = 40
"""above this many rows the rows stand closer"""


def sorted_dots(
    dots: Sequence[Dot],
    *,
    title: str = "",
    subtitle: str = "",
    language: str = "vi",
    width: int | str = "container",
    limit: int | None = None,
) -> Spec:
    """Draw units sorted by share with their change since the year before.

    limit  only the first so many units; the page's table has the rest
    Units without a share come last and say so.
    """
    ordered = sorted(dots, key=lambda dot: (dot.share is None, -(dot.share or 0), dot.name))[:limit]
    values = [
        {
            "row": index, "name": dot.name, "share": dot.share, "previous": dot.previous, "numerator": dot.numerator,
            "denominator": dot.denominator, "url": dot.url, "text": percent(dot.share, language),
            "lower": dot.lower, "upper": dot.upper, "range": range_of(dot.lower, dot.upper, language),
        }
        for index, dot in enumerate(ordered)
    ]  # fmt: skip
    shares = [share for dot in ordered for share in (dot.share, dot.previous, dot.upper) if share is not None]
    top = max(shares, default=0) or 0.01
    ranged = any(dot.lower is not None for dot in ordered)
    names = {str(index): dot.name for index, dot in enumerate(ordered)}
    base = alt.Chart(inline(values)).encode(
        # Rows are placed by number, not by name: two communes of a province may share a name.
        y=alt.Y(
            "row:O",
            axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=170, labelExpr=_names(names)),
        ),
        href="url:N",
        tooltip=[
            alt.Tooltip("name:N", title=word("name", language)),
            alt.Tooltip("share:Q", title=word("now", language), format=".2%"),
            alt.Tooltip("numerator:Q", title=word("numerator", language), format=",.0f"),
            alt.Tooltip("denominator:Q", title=word("denominator", language), format=",.0f"),
            alt.Tooltip("previous:Q", title=word("previous", language), format=".2%"),
            *([alt.Tooltip("range:N", title=word("chance", language))] if ranged else []),
        ],
    )
    x = alt.X(
        "share:Q",
        scale=alt.Scale(domain=[0, top * 1.28], nice=False),
        axis=alt.Axis(orient="top", format=".1~%" if top < 0.04 else ".0%", tickCount=4, title=None, grid=True,
                      domain=False, ticks=False),
    )  # fmt: skip
    placed = base.transform_calculate(
        label_at="isValid(datum.share) ? max(datum.share, datum.upper || 0, datum.previous || 0) : 0"
    )
    ranges = base.transform_filter("isValid(datum.lower)").mark_rule(style="range").encode(x="lower:Q", x2="upper:Q")
    return finish(
        alt.layer(
            *([ranges] if ranged else []),
            base.transform_filter("isValid(datum.share) && isValid(datum.previous)")
            .mark_rule(style="change")
            .encode(x=x, x2="previous:Q"),
            base.transform_filter("isValid(datum.previous)").mark_point(style="previous").encode(x=alt.X("previous:Q")),
            base.transform_filter("isValid(datum.share)").mark_point(style="now").encode(x=x),
            placed.mark_text(style="label", align="left", dx=9).encode(x=alt.X("label_at:Q"), text="text:N"),
        ).properties(height={"step": 15 if len(ordered) > MANY else 22}),
        title=title,
        subtitle=subtitle,
        language=language,
        width=width,
        description=title or "; ".join(f"{dot.name}: {percent(dot.share, language)}" for dot in ordered[:10]),
    )


def _names(names: dict[str, str]) -> str:
    """Return a Vega expression that turns a row's number into its name."""
    quoted = ",".join("'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'" for name in names.values())
    return f"[{quoted}][datum.value]"
