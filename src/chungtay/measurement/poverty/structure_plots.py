"""Pictures of how indicators go together, of whether an order of groups stands, and of depth. Altair.

They take the tables of `association`, `robustness`, and of `depth` or `survey.ratios`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chungtay.messages import say

if TYPE_CHECKING:
    import altair as alt
    import pyarrow as pa

ASSOCIATIONS = {
    "phi": ("Hệ số phi", "Phi coefficient"),
    "cramers_v": ("Cramér V", "Cramér's V"),
    "redundancy": ("Trùng lặp R0", "Redundancy R0"),
    "both": ("Cùng thiếu hụt", "Deprived in both"),
}
SQUARES: dict[str, Any] = {"width": {"step": 60}, "height": {"step": 34}}
"""pixels of a square with a number in it"""


def association_plot(table: pa.Table, measure: str = "redundancy") -> alt.LayerChart | alt.FacetChart:
    """Every pair of indicators as a square: phi, cramers_v, redundancy (R0), or both (the share deprived in both)."""
    import altair as alt

    rows = table.to_pylist()
    domain, scheme = ([-1, 1], "blueorange") if measure == "phi" else ([0, 1], "blues")
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("second:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("first:N", sort=None, title=None),
        tooltip=["first:N", "second:N", *(alt.Tooltip(f"{name}:Q", format=".2f") for name in ASSOCIATIONS)],
    )
    scale = alt.Scale(domain=domain, scheme=scheme)  # type: ignore[arg-type]
    squares = base.mark_rect().encode(color=alt.Color(f"{measure}:Q", scale=scale, title=say(*ASSOCIATIONS[measure])))
    dark = f"abs(datum.{measure}) > 0.55" if measure != "phi" else f"abs(datum.{measure}) > 0.75"
    words = base.mark_text().encode(
        text=alt.Text(f"{measure}:Q", format=".2f"), color=alt.condition(dark, alt.value("white"), alt.value("black"))
    )
    return alt.layer(squares, words).properties(**SQUARES)


def robustness_plot(table: pa.Table) -> alt.LayerChart | alt.FacetChart:
    """Share of clearly different pairs of groups that keep their order, under every weighting and cut-off."""
    import altair as alt

    rows = table.to_pylist()
    for row in rows:
        row["kept"] = "–" if row["robust_share"] is None else f"{row['robust_share']:.0%}"
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("cutoff:N", sort=None, title=say("Ngưỡng k", "Cut-off k"), axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("weighting:N", sort=None, title=say("Trọng số", "Weights")),
        tooltip=["weighting:N", "cutoff:N", alt.Tooltip("kendall_tau:Q", format=".2f"), "robust_pairs:Q", "pairs:Q"],
    )
    title = say("Giữ thứ tự", "Keep their order")
    color = alt.Color("robust_share:Q", scale=alt.Scale(domain=[0, 1], scheme="blues"), title=title,
                      legend=alt.Legend(format=".0%"))  # fmt: skip
    words = base.mark_text().encode(
        text="kept:N",
        color=alt.condition("datum.robust_share > 0.55", alt.value("white"), alt.value("black")),
    )
    return alt.layer(base.mark_rect().encode(color=color), words).properties(**SQUARES)


def ratio_plot(table: pa.Table) -> alt.FacetChart:
    """Every ratio of every group as a dot with its interval, one panel a ratio, each with its own axis."""
    import altair as alt

    rows = [row for row in table.to_pylist() if row["estimate"] is not None]
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y("group:N", sort=None, title=None))
    dots = base.mark_circle(size=70, opacity=1).encode(
        x=alt.X("estimate:Q", title=None, scale=alt.Scale(zero=True)),
        tooltip=["name:N", "group:N", "estimate:Q", "lower:Q", "upper:Q", "n:Q"],
    )
    rules = base.mark_rule().encode(x=alt.X("lower:Q", title=None), x2="upper:Q")
    layers: alt.LayerChart = alt.layer(rules, dots)  # type: ignore[assignment]
    return layers.facet(row=alt.Row("name:N", sort=None, title=None)).resolve_scale(x="independent")
