"""Draw rank sets: a dot for the rank, a thick line for the marginal and a thin one for the simultaneous set. Altair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.measurement.ranks.rank_sets import RankSets
from chungtay.messages import say

if TYPE_CHECKING:
    import altair as alt

MOST = 60


def draw_rank_sets(result: RankSets, *, first: int = MOST, width: int = 480) -> alt.LayerChart | alt.FacetChart:
    """Draw the best-ranked units, one line each.

    first   number of units to draw; a picture of hundreds says nothing
    width   pixels
    Marks name the styles "now" (dot), "change" (thin line) and "range" (thick line), so that a page can colour them.
    """
    import altair as alt

    rows = result.table.slice(0, first).to_pylist()
    order = [str(row["unit"]) for row in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(  # type: ignore[no-untyped-call]
        y=alt.Y("unit:N", sort=order, axis=alt.Axis(title=None, ticks=False, domain=False)),
        tooltip=[
            alt.Tooltip("unit:N", title=say("Đơn vị", "Unit")),
            alt.Tooltip("estimate:Q", title=say("Ước lượng", "Estimate")),
            alt.Tooltip("rank:Q", title=say("Hạng", "Rank")),
            alt.Tooltip("rank_lower:Q", title=say("Hạng tốt nhất có thể", "Best possible rank")),
            alt.Tooltip("rank_upper:Q", title=say("Hạng thấp nhất có thể", "Worst possible rank")),
        ],
    )
    places = alt.Scale(domain=[1, len(result.units)], nice=False)
    x = alt.X("simultaneous_lower:Q", scale=places, axis=alt.Axis(title=say("Hạng", "Rank"), format="d", orient="top"))
    chart = alt.layer(
        base.mark_rule(style="change").encode(x=x, x2="simultaneous_upper:Q"),
        base.mark_rule(style="range", strokeWidth=4).encode(x=alt.X("rank_lower:Q"), x2="rank_upper:Q"),
        base.mark_point(style="now", filled=True, size=50).encode(x=alt.X("rank:Q")),
    )
    level = f"{result.level:.0%}"
    return chart.properties(
        width=width,
        height={"step": 16},
        description=say(
            f"Hạng của {len(rows)} đơn vị đầu với các hạng có thể ở độ tin cậy {level}.",
            f"Ranks of the first {len(rows)} units with the ranks possible at {level}.",
        ),
    )
