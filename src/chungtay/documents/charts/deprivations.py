"""Which basic services households lack most: bars from the most to the least, each under its name. Altair only.

The names are long; above their bars they leave the whole width to the bars on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from chungtay.documents.charts.rows import DeprivationRow
from chungtay.documents.charts.theme import Spec, finish, inline
from chungtay.documents.charts.words import word
from chungtay.documents.numerals import count, percent


def deprivations(
    rows: Sequence[DeprivationRow],
    *,
    title: str = "",
    subtitle: str = "",
    language: str = "vi",
    width: int | str = "container",
    step: int = 38,
) -> Spec:
    """Draw the share deprived in each indicator; rows without a share are listed last as not available."""
    ordered = sorted(rows, key=lambda row: (row.share is None, -(row.share or 0), row.label))
    values = [
        {
            "label": row.label, "share": row.share, "numerator": row.numerator, "denominator": row.denominator,
            "text": percent(row.share, language, 1)
            + (f"  ({count(row.numerator, language)})" if row.numerator is not None else ""),
        }
        for row in ordered
    ]  # fmt: skip
    top = max((row.share or 0 for row in rows), default=0) * 1.4 or 1
    base = alt.Chart(inline(values)).encode(
        y=alt.Y("label:N", sort=[row.label for row in ordered], axis=None),
        x=alt.X("position:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("share:Q", title=word("rate", language), format=".1%"),
            alt.Tooltip("numerator:Q", title=word("numerator", language), format=",.0f"),
            alt.Tooltip("denominator:Q", title=word("denominator", language), format=",.0f"),
        ],
    ).transform_calculate(position="isValid(datum.share) ? datum.share : 0")  # fmt: skip
    return finish(
        alt.layer(
            base.mark_bar(style="bar", height=12, yOffset=8),
            base.mark_text(style="label", align="left", dx=6, dy=8).encode(text="text:N"),
            base.mark_text(style="label", align="left", dy=-9).encode(x=alt.value(0), text="label:N"),
        ).properties(height={"step": step}),
        title=title,
        subtitle=subtitle,
        language=language,
        width=width,
        description=title or "; ".join(f"{row.label}: {percent(row.share, language, 1)}" for row in ordered),
    )
