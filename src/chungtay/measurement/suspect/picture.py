"""Draw what a check found: per unit what was seen and what was to be expected, the least likely first. Altair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.measurement.suspect.suspicion import Suspicion
from chungtay.messages import say

if TYPE_CHECKING:
    import altair as alt

MOST = 40


def draw_suspicion(found: Suspicion, *, first: int = MOST) -> alt.LayerChart | alt.FacetChart:
    """Draw the least likely units: a line from what was expected (tick) to what was seen (dot).

    first  number of units to draw. Units too small to be tested are left out.
    """
    import altair as alt

    tested = [row for row in found.table.to_pylist() if row["p_value"] is not None]
    yes, no = say("cần xem lại", "to look into"), say("như thường", "as usual")
    rows = [{**row, "unit": str(row["unit"]), "mark": yes if row["flagged"] else no} for row in tested[:first]]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("unit:N", sort=[row["unit"] for row in rows], title=None),
        color=alt.Color("mark:N", scale=alt.Scale(domain=[yes, no], range=["#b5432e", "#7a7a7a"]), title=None),
        tooltip=["unit:N", "n:Q", *(alt.Tooltip(f"{name}:Q", format=".4~g") for name in
                 ("observed", "expected", "statistic", "p_value", "q_bh"))],
    )  # fmt: skip
    title = say("Thấy (chấm) và lẽ ra (vạch)", "Seen (dot) and expected (tick)")
    x = alt.X("observed:Q", title=title)
    return alt.layer(
        base.mark_rule().encode(x=x, x2="expected:Q"),
        base.mark_tick(thickness=2).encode(x=alt.X("expected:Q", title=title)),
        base.mark_circle(size=60, opacity=1).encode(x=x),
    )
