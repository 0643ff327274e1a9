"""Draw direct and modelled estimates side by side, with their intervals, one line per area. Imports `altair`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.small_area.result import SmallAreas
from chungtay.measurement.survey.intervals import quantile
from chungtay.messages import say

if TYPE_CHECKING:
    import altair as alt

MOST = 60


def draw_small_areas(result: SmallAreas, *, first: int = MOST, width: int = 480) -> alt.LayerChart | alt.FacetChart:
    """Draw the areas with the highest modelled estimates: direct hollow and thin, modelled filled and thick.

    first  number of areas; width  pixels
    Marks name the styles "change" (direct interval), "range" (modelled interval) and "now" (modelled), as the pictures
    of ranks do, so that a page can colour them.
    """
    import altair as alt

    half = float(quantile(result.level, np.array(np.inf)))
    rows: list[dict[str, Any]] = sorted(result.table.to_pylist(), key=lambda row: -row["modelled"])[:first]
    for row in rows:
        if row["direct"] is not None:
            row["direct_lower"] = row["direct"] - half * row["direct_std_error"]
            row["direct_upper"] = row["direct"] + half * row["direct_std_error"]
    order = [str(row["area"]) for row in rows]
    title = say("Ước lượng: trực tiếp (rỗng), mô hình (đặc)", "Estimate: direct (hollow), modelled (filled)")
    base = alt.Chart(alt.Data(values=rows)).encode(  # type: ignore[no-untyped-call]
        y=alt.Y("area:N", sort=order, axis=alt.Axis(title=None, ticks=False, domain=False)),
        tooltip=[
            alt.Tooltip("area:N", title=say("Địa bàn", "Area")),
            alt.Tooltip("direct:Q", title=say("Trực tiếp", "Direct"), format=".4"),
            alt.Tooltip("modelled:Q", title=say("Mô hình", "Modelled"), format=".4"),
            alt.Tooltip("modelled_std_error:Q", title=say("Sai số mô hình", "Error of the model"), format=".2"),
        ],
    )
    x = alt.X("modelled_lower:Q", title=title, scale=alt.Scale(zero=False))
    chart = alt.layer(
        base.mark_rule(style="change").encode(x=alt.X("direct_lower:Q", title=title), x2="direct_upper:Q"),
        base.mark_rule(style="range", strokeWidth=4, opacity=0.6).encode(x=x, x2="modelled_upper:Q"),
        base.mark_point(size=40).encode(x=alt.X("direct:Q", title=title)),
        base.mark_point(style="now", filled=True, size=50, opacity=1).encode(x=alt.X("modelled:Q", title=title)),
    )
    return chart.properties(
        width=width,
        height={"step": 16},
        description=say(
            f"Ước lượng trực tiếp và ước lượng mô hình của {len(rows)} địa bàn.",
            f"Direct and modelled estimates of {len(rows)} areas.",
        ),
    )
