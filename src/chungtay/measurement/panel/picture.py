"""Pictures of what happened to households: pathways, transitions, movers, spells and hazards. Altair.

Each takes the table of `counted.counted_table` (or the file of `chungtay pathways`) and one of its groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chungtay.measurement.pathways import PATHWAYS
from chungtay.messages import fail, say

if TYPE_CHECKING:
    import altair as alt
    import pyarrow as pa

TOTAL = "total"
BARS: dict[str, Any] = {"step": 48}
"""pixels from one year or length to the next"""
PATHWAY_NAMES = {
    "stay": ("còn nghèo", "stayed"),
    "exit": ("thoát", "left"),
    "new": ("mới", "new"),
    "relapse": ("tái", "fell back"),
    "left": ("giảm khác", "other decrease"),
    "joined": ("tăng khác", "other increase"),
    "undetermined": ("chưa xác định", "undetermined"),
}
HAZARD_NAMES = {"exit_hazard": ("thoát", "leaving"), "relapse_hazard": ("tái", "falling back")}


def draw_pathways(table: pa.Table, *, group: str = TOTAL) -> alt.Chart:
    """Households on each pathway, year by year, as stacked bars."""
    import altair as alt

    rows = _rows(table, ["pathway"], group)
    order = [say(*PATHWAY_NAMES[name]) for name in PATHWAYS]
    for row in rows:
        row["pathway"] = say(*PATHWAY_NAMES[row["to"]])
    return alt.Chart(alt.InlineData(values=rows)).mark_bar().encode(
        x=alt.X("to_year:O", title=say("Năm", "Year"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("events:Q", title=say("Hộ", "Households"), axis=alt.Axis(format=",d")),
        color=alt.Color("pathway:N", sort=order, scale=alt.Scale(domain=order), title=say("Biến động", "Pathway")),
        tooltip=["to_year:O", "pathway:N", alt.Tooltip("events:Q", format=",d"), _share("estimate")],
    ).properties(width=BARS)  # fmt: skip


def draw_transitions(table: pa.Table, *, group: str = TOTAL) -> alt.LayerChart | alt.FacetChart:
    """From each class to each, all pairs of years pooled: the share of a row, written in its square."""
    import altair as alt

    rows = [row for row in _rows(table, ["transition"], group) if row["from_year"] is None]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("to:N", title=say("Năm sau", "Next review"), axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("from:N", title=say("Năm trước", "One review")),
        tooltip=["from:N", "to:N", _share("estimate"), _share("lower"), _share("upper"), _count("events"), _count("n")],
    )
    scale = alt.Scale(domain=[0, 1], scheme="blues")
    squares = base.mark_rect().encode(color=alt.Color("estimate:Q", scale=scale, legend=None))
    words = base.mark_text().encode(
        text=alt.Text("estimate:Q", format=".1%"),
        color=alt.condition("datum.estimate > 0.55", alt.value("white"), alt.value("black")),
    )
    return alt.layer(squares, words).properties(width={"step": 80}, height={"step": 34})


def draw_mover_stayer(table: pa.Table, *, group: str = TOTAL) -> alt.LayerChart | alt.FacetChart:
    """Those that stayed in one class throughout, by class, and those that moved, by number of changes."""
    rows = _rows(table, ["mover_stayer"], group)
    for row in rows:
        stayed = say(f"luôn {row['from']}", f"always {row['from']}")
        times = row["length"]
        moved = say(f"đổi {times} lần", f"{times} change" if times == 1 else f"{times} changes")
        row["kind"] = stayed if row["to"] == "stayer" else moved
    return _shares(rows, "kind:N", say("Phần của các hộ được rà soát mọi năm", "Share of those reviewed in every year"))


def draw_spells(table: pa.Table, *, group: str = TOTAL) -> alt.Chart:
    """Spells by length in reviews: those seen from beginning to end, and those that may have lasted longer."""
    import altair as alt

    parts: list[dict[str, Any]] = []
    seen, cut = say("thấy đủ đầu và cuối", "seen whole"), say("có thể dài hơn", "may be longer")
    for row in _rows(table, ["spell"], group):
        for name, households in ((seen, row["events"]), (cut, row["n"] - row["events"])):
            parts.append({"length": row["length"], "end": name, "spells": households})
    return alt.Chart(alt.InlineData(values=parts)).mark_bar().encode(
        x=alt.X("length:O", title=say("Số lần rà soát liên tiếp", "Reviews in a row"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("spells:Q", title=say("Đợt", "Spells"), axis=alt.Axis(format=",d")),
        color=alt.Color("end:N", sort=[seen, cut], title=None),
        tooltip=["length:O", "end:N", _count("spells")],
    ).properties(width=BARS)  # fmt: skip


def draw_hazards(table: pa.Table, *, group: str = TOTAL) -> alt.LayerChart | alt.FacetChart:
    """The chance to leave, and to fall back, by the number of reviews since, with exact intervals."""
    import altair as alt

    rows = _rows(table, list(HAZARD_NAMES), group)
    for row in rows:
        row["hazard"] = say(*HAZARD_NAMES[row["table"]])
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("length:O", title=say("Số lần rà soát từ khi bắt đầu", "Reviews since"), axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("hazard:N", sort=None),
        color=alt.Color("hazard:N", sort=None, title=say("Khả năng", "Chance of")),
    )
    y = alt.Y("estimate:Q", title=say("Phần các đợt", "Share of spells"), axis=alt.Axis(format=".0%"))
    tips = ["hazard:N", "length:O", *(_share(name) for name in ("estimate", "lower", "upper", "kept")), _count("n")]
    return alt.layer(
        base.mark_rule(opacity=0.6).encode(y=alt.Y("lower:Q"), y2="upper:Q"),
        base.mark_circle(size=60, opacity=1).encode(y=y, tooltip=tips),
    ).properties(width=BARS)


def _shares(rows: list[dict[str, Any]], label: str, title: str) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y(label, sort=None, title=None))
    x = alt.X("estimate:Q", title=title, axis=alt.Axis(format=".0%"))
    bars = base.mark_bar().encode(
        x=x, tooltip=[label, _share("estimate"), _share("lower"), _share("upper"), _count("n")]
    )
    return alt.layer(bars, base.mark_rule().encode(x=alt.X("lower:Q", title=title), x2="upper:Q"))


def _share(name: str) -> alt.Tooltip:
    import altair as alt

    return alt.Tooltip(f"{name}:Q", format=".1%")


def _count(name: str) -> alt.Tooltip:
    import altair as alt

    return alt.Tooltip(f"{name}:Q", format=",d")


def _rows(table: pa.Table, names: list[str], group: str) -> list[dict[str, Any]]:
    """The rows of some of the tables and one group. Raises UserError for a group that has none."""
    rows = [row for row in table.to_pylist() if row["table"] in names]
    mine = [row for row in rows if row["group"] == group]
    if not mine:
        raise fail(
            "Không có gì để vẽ cho nhóm này.",
            "There is nothing to draw of this group.",
            do_vi="Chọn một nhóm có trong bảng, và bảng có đủ số năm.",
            do_en="Choose a group of the table, and a table with enough years.",
            column="group",
            value=group,
            allowed=", ".join(dict.fromkeys(str(row["group"]) for row in rows)) or None,
            code="group_missing",
        )
    return mine
