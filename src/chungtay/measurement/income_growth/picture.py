"""Draw factors of income growth: a dot with its interval per group, the target as a dashed tick. Imports `altair`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.measurement.income_growth.growth import IncomeGrowth
from chungtay.messages import say

if TYPE_CHECKING:
    import altair as alt

READING = {
    "followed": ("hộ nghèo năm gốc, theo dõi tiếp", "poor in the base year, followed"),
    "each_year": ("hộ nghèo của từng năm", "poor in each year"),
}


def draw_income_growth(result: IncomeGrowth, *, width: int = 480) -> alt.FacetChart:
    """Draw the factor of every group, one panel for each reading; of several years compared, the last.

    width  pixels
    Marks name the styles "now" (dot), "range" (interval) and "target" (tick), so that a page can colour them.
    """
    import altair as alt

    last = max(result.table["last_year"].to_pylist())
    rows = [
        row
        | {"panel": say(*READING[row["reading"]])}
        | ({"group": say("toàn bộ", "everybody")} if row["group"] == "total" else {})
        for row in result.table.to_pylist()
        if row["factor"] is not None and row["last_year"] == last
    ]
    panels = [say(*words) for words in READING.values()]
    first = rows[0]["base_year"] if rows else last
    title = say(f"Thu nhập {last} gấp mấy lần {first}", f"Income of {last} in times that of {first}")
    base = alt.Chart(alt.Data(values=rows)).encode(  # type: ignore[no-untyped-call]
        y=alt.Y("group:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False)),
        tooltip=[
            alt.Tooltip("group:N", title=say("Nhóm", "Group")),
            alt.Tooltip("factor:Q", title=say("Gấp (lần)", "Times"), format=".2f"),
            alt.Tooltip("lower:Q", title=say("Từ", "From"), format=".2f"),
            alt.Tooltip("upper:Q", title=say("Đến", "To"), format=".2f"),
            alt.Tooltip("target:Q", title=say("Mục tiêu", "Target"), format=".2f"),
        ],
    )
    chart = alt.layer(
        base.mark_tick(style="target", thickness=2, size=16, strokeDash=[3, 2]).encode(x=alt.X("target:Q")),
        base.mark_rule(style="range", strokeWidth=3).encode(x=alt.X("lower:Q"), x2="upper:Q"),
        base.mark_point(style="now", filled=True, size=60, opacity=1).encode(
            x=alt.X("factor:Q", title=title, scale=alt.Scale(zero=False))
        ),
    ).properties(width=width, height={"step": 18})
    return chart.facet(
        row=alt.Row("panel:N", title=None, sort=panels, header=alt.Header(orient="top", labelAnchor="start"))
    )
