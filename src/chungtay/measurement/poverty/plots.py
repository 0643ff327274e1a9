"""Pictures of a measurement as Altair charts. Imports `altair`; knows nothing of pages or papers.

Each function takes the result table and gives an `altair.Chart`, to be shown, changed, or turned into a Vega-Lite dict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chungtay.messages import say

if TYPE_CHECKING:
    import altair as alt
    import pyarrow as pa

NAMES = {
    "H": ("Tỷ lệ nghèo đa chiều (H)", "Share of the poor (H)"),
    "A": ("Cường độ nghèo (A)", "Intensity of poverty (A)"),
    "M0": ("Chỉ số nghèo đa chiều (M0)", "Adjusted headcount ratio (M0)"),
    "severe": ("Phần của hộ nghèo là nghèo nặng", "Share of the poor who are severely poor"),
    "population_share": ("Phần dân số", "Share of the population"),
    "poverty_share": ("Phần của toàn bộ cái nghèo (M0)", "Share of all poverty (M0)"),
}


def level_plot(table: pa.Table, measure: str) -> alt.LayerChart | alt.FacetChart:
    """One measure of every group as a dot with its interval, the total first; cut-offs are told apart by colour."""
    import altair as alt

    rows = [row for row in table.to_pylist() if row["measure"] == measure and row["estimate"] is not None]
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y("group:N", sort=None, title=None))
    if any(row.get("cutoff") for row in rows):
        color = alt.Color("cutoff:N", sort=None, title=say("Ngưỡng k", "Cut-off k"))
        base = base.encode(yOffset=alt.YOffset("cutoff:N", sort=None), color=color)
    scale = alt.X("estimate:Q", title=say(*NAMES[measure]), axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=True))
    tips = ["group:N", *(alt.Tooltip(f"{name}:Q", format=".2%") for name in ("estimate", "lower", "upper")), "n:Q"]
    rules = base.mark_rule().encode(x=alt.X("lower:Q", title=say(*NAMES[measure])), x2="upper:Q")
    return alt.layer(rules, base.mark_circle(size=70, opacity=1).encode(x=scale, tooltip=tips))


def contribution_plot(table: pa.Table) -> alt.Chart:
    """What each indicator contributes to M0, one stacked bar per group."""
    import altair as alt

    rows = [row for row in table.to_pylist() if row["measure"] == "contribution" and row["estimate"] is not None]
    title = say("Đóng góp vào M0", "Contribution to M0")
    return alt.Chart(alt.InlineData(values=rows)).mark_bar().encode(
        x=alt.X("sum(estimate):Q", title=title, axis=alt.Axis(format=".0%")),
        y=alt.Y("group:N", sort=None, title=None),
        color=alt.Color("indicator:N", sort=None, title=say("Chỉ số", "Indicator")),
        order=alt.Order("indicator:N"),
        tooltip=["group:N", "indicator:N", alt.Tooltip("estimate:Q", format=".1%")],
    )  # fmt: skip


def change_plot(changes: pa.Table, measure: str) -> alt.LayerChart | alt.FacetChart:
    """The change of a measure between periods, one dot with its interval per group; 0 is marked."""
    import altair as alt

    rows: list[dict[str, Any]] = [
        {**row, "step": f"{row['from']} – {row['to']}"} for row in changes.to_pylist() if row["measure"] == measure
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y("group:N", sort=None, title=None))
    title = say(f"Thay đổi: {NAMES[measure][0]}", f"Change: {NAMES[measure][1]}")
    dots = base.mark_circle(size=70, opacity=1).encode(
        x=alt.X("absolute:Q", title=title, axis=alt.Axis(format="+.1%")),
        color=alt.Color("step:N", sort=None, title=say("Kỳ", "Periods")),
        tooltip=["group:N", "step:N", alt.Tooltip("absolute:Q", format="+.2%"), alt.Tooltip("p_value:Q", format=".3f")],
    )
    rules = base.mark_rule().encode(x=alt.X("lower:Q", title=title), x2="upper:Q", color="step:N")
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(strokeDash=[4, 4]).encode(x="zero:Q")
    return alt.layer(zero, rules, dots)


def decomposition_plot(decomposition: pa.Table) -> alt.LayerChart | alt.FacetChart:
    """Incidence and intensity of every change of M0 as dots with intervals, the change as a tick; 0 is marked."""
    import altair as alt

    found = decomposition.to_pylist()
    steps = {(row["from"], row["to"]) for row in found}
    names = {
        "incidence": say("tỷ lệ nghèo (H)", "share of the poor (H)"),
        "intensity": say("cường độ (A)", "intensity (A)"),
    }
    order, parts, changes = [], [], []
    for row in found:
        label = row["group"] if len(steps) == 1 else f"{row['group']} {row['from']} – {row['to']}"
        label += f" (k = {row['cutoff']})" if "cutoff" in row else ""
        order.append(label)
        changes.append({"label": label, "value": row["change"]})
        for part, name in names.items():
            bounds = {bound: row[f"{part}_{bound}"] for bound in ("lower", "upper")}
            parts.append({"label": label, "part": name, "value": row[part], **bounds})
    title = say("Thay đổi M0", "Change of M0")
    x = alt.X("value:Q", title=title, axis=alt.Axis(format="+.1%"))
    color = alt.Color("part:N", sort=None, title=say("Do", "Because of"))
    y = alt.Y("label:N", sort=list(dict.fromkeys(order)), title=None)
    base = alt.Chart(alt.InlineData(values=parts)).encode(y=y, yOffset=alt.YOffset("part:N", sort=None), color=color)
    tips = ["label:N", "part:N", *(alt.Tooltip(f"{name}:Q", format="+.2%") for name in ("value", "lower", "upper"))]
    ticks = alt.Chart(alt.InlineData(values=changes)).mark_tick(thickness=3, color="black").encode(
        x=x, y=y, tooltip=["label:N", alt.Tooltip("value:Q", title=title, format="+.2%")]
    )  # fmt: skip
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(strokeDash=[4, 4]).encode(x="zero:Q")
    rules = base.mark_rule().encode(x=alt.X("lower:Q", title=title), x2="upper:Q")
    return alt.layer(zero, rules, base.mark_circle(size=70, opacity=1).encode(x=x, tooltip=tips), ticks)
