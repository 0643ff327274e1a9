"""Every result has a picture: a valid Vega-Lite chart of what its table says, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
import vl_convert

from chungtay.measurement.panel import hazards, mover_stayer, pathway_counts, read_panel, spell_lengths, transitions
from chungtay.measurement.panel.counted import counted_table
from chungtay.measurement.panel.picture import (
    draw_hazards,
    draw_mover_stayer,
    draw_pathways,
    draw_spells,
    draw_transitions,
)
from chungtay.measurement.poverty import Design, association, measure, robustness
from chungtay.measurement.poverty.structure_plots import association_plot, ratio_plot, robustness_plot
from chungtay.measurement.survey import ratios
from chungtay.measurement.suspect import exits
from chungtay.measurement.suspect.picture import draw_suspicion
from chungtay.messages import UserError, speaking

REFERENCES = Path(__file__).parent / "references"
INDICATORS = {"d1": "1/3", "d2": "1/3", "d3": "1/6", "d4": "1/6"}
DESIGN = Design("w", "stratum", "psu")


def followed() -> pa.Table:
    """Four households over four years, as `chungtay pathways` writes them."""
    histories = {"a": "PNPP", "b": "PPNN", "c": "NNNN", "d": "NPPN"}
    rows = [
        (household, 2015 + place, "poor" if state == "P" else "not_poor")
        for household, states in histories.items()
        for place, state in enumerate(states)
    ]
    table = ibis.memtable(dict(zip(("h", "y", "c"), map(list, zip(*rows, strict=True)), strict=True)))
    panel = read_panel(table, household="h", year="y", found="c")
    return counted_table(
        [*pathway_counts(panel), *transitions(panel), *mover_stayer(panel), *spell_lengths(panel), *hazards(panel)]
    )


def suspicion() -> Any:
    units = [f"xã {place}" for place in range(6) for _ in range(40)]
    left = [int(row % 40 < (36 if row // 40 == 3 else 6)) for row in range(240)]
    return exits(ibis.memtable({"unit": units, "left": left}), unit="unit", outcome="left")


def periods(**options: Any) -> Any:
    return measure(REFERENCES / "periods.csv", indicators=INDICATORS, design=DESIGN, over="year", by="area", **options)


def robust() -> pa.Table:
    weightings = {"ours": INDICATORS, "equal": list(INDICATORS)}
    file = REFERENCES / "clustered.csv"
    return robustness(file, by="psu", weightings=weightings, cutoffs=["1/3", "1/2"], design=Design("w"))


PICTURES: dict[str, Callable[[], Any]] = {
    "level": lambda: periods().plot_level("H"),
    "level at two cut-offs": lambda: periods(cutoff=["1/3", "1/2"]).plot_level("M0"),
    "severe": lambda: periods(cutoff=["1/3", "1/2"]).plot_level("severe"),
    "poverty share": lambda: periods().plot_level("poverty_share"),
    "contributions": lambda: periods().plot_contributions(),
    "changes": lambda: periods().plot_changes("M0"),
    "decomposition": lambda: periods().plot_decomposition(),
    "decomposition at two cut-offs": lambda: periods(cutoff=["1/3", "1/2"]).plot_decomposition(),
    "redundancy": lambda: association_plot(association(REFERENCES / "clustered.csv", list(INDICATORS))),
    "phi": lambda: association_plot(association(REFERENCES / "clustered.csv", list(INDICATORS)), "phi"),
    "robustness": lambda: robustness_plot(robust()),
    "ratios": lambda: ratio_plot(ratios(REFERENCES / "incomes.csv", {"mean": ("income", 1)}, DESIGN, by=["area"])),
    "pathways": lambda: draw_pathways(followed()),
    "transitions": lambda: draw_transitions(followed()),
    "movers": lambda: draw_mover_stayer(followed()),
    "spells": lambda: draw_spells(followed()),
    "hazards": lambda: draw_hazards(followed()),
    "suspicion": lambda: draw_suspicion(suspicion()),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_draws(name: str, language: str) -> None:
    with speaking(language):
        chart = PICTURES[name]().to_dict()  # altair checks it against the schema of Vega-Lite
    drawn = vl_convert.vegalite_to_svg(json.dumps(chart))
    assert drawn.count("<path") > 3
    assert "NaN" not in drawn and ">null<" not in drawn


def values_of(chart: Any, place: int | None = None) -> list[dict[str, Any]]:
    made = chart.to_dict()
    data = made["layer"][place]["data"] if place is not None else made["data"]
    values: list[dict[str, Any]] = made["datasets"][data["name"]]
    return values


def test_the_decomposition_is_drawn_with_its_intervals() -> None:
    result = periods()
    rows = {row["group"]: row for row in result.decompose_changes().to_pylist()}
    with speaking("en"):
        drawn = values_of(result.plot_decomposition(), 1)
    assert len(drawn) == 2 * len(rows)
    for one in drawn:
        part = "incidence" if "(H)" in one["part"] else "intensity"
        row = rows[one["label"]]
        assert (one["value"], one["lower"], one["upper"]) == (row[part], row[f"{part}_lower"], row[f"{part}_upper"])


def test_transitions_are_the_pooled_ones_and_spells_say_which_were_cut() -> None:
    table = followed()
    assert {row["from_year"] for row in values_of(draw_transitions(table))} == {None}
    with speaking("en"):
        drawn = values_of(draw_spells(table))
    whole = {row["length"]: row["spells"] for row in drawn if row["end"] == "seen whole"}
    assert whole == {1: 0, 2: 1}  # d was poor for two reviews, seen from beginning to end


def test_a_group_that_is_not_there_is_refused_and_the_others_are_named() -> None:
    with pytest.raises(UserError) as error:
        draw_pathways(followed(), group="xã A")
    assert error.value.problems[0].allowed == "total"
