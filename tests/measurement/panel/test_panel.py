"""Panels: against the pathways of record, small tables counted by hand, and what is refused."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.measurement.panel import (
    hazards,
    mover_stayer,
    pathway_counts,
    read_panel,
    series_on_units,
    spell_lengths,
    spells,
    transitions,
    units_map,
)
from chungtay.measurement.panel.counted import Counted, counted_table, exact_interval
from chungtay.measurement.pathways import PATHWAYS, pathways
from chungtay.messages import UserError

CON = ibis.duckdb.connect()
LETTERS = {"P": "poor", "N": "near_poor", "A": "not_poor", "U": "undetermined"}


def panel_of(*histories: str, first: int = 2015, **options: Any) -> Any:
    """Histories like "PPN.P": a letter per year, a dot where there was no review."""
    return read_panel(table_of(*histories, first=first), household="household_id", year="review_year", found="class",
                      **options)  # fmt: skip


def table_of(*histories: str, first: int = 2015) -> Any:
    rows = [
        {"household_id": f"h{h}", "review_year": first + t, "class": LETTERS[letter], "commune": f"c{h % 2}"}
        for h, history in enumerate(histories)
        for t, letter in enumerate(history)
        if letter != "."
    ]
    schema = pa.schema([("household_id", pa.string()), ("review_year", pa.int64()), ("class", pa.string()),
                        ("commune", pa.string())])  # fmt: skip
    return ibis.memtable(pa.Table.from_pylist(rows, schema))


def pick(rows: list[Counted], table: str, **wanted: Any) -> list[tuple[int, int]]:
    """(events, n) of the rows that have the wanted values."""
    return [(row.events, row.n) for row in rows if row.table == table
            and all(getattr(row, name) == value for name, value in wanted.items())]  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.text("PNAU.", min_size=4, max_size=4), min_size=1, max_size=12))
def test_pathways_equal_those_of_record(histories: list[str]) -> None:
    histories = [*histories, "PNPA"]
    counted = pathway_counts(panel_of(*histories))
    for year in (2016, 2017, 2018):
        found = CON.to_pyarrow(pathways(table_of(*histories), year)).to_pylist()
        for name in PATHWAYS:
            expected = sum(row["pathway"] == name for row in found)
            assert sum(e for e, _ in pick(counted, "pathway", to_year=year, became=name)) == expected, (year, name)


def test_transitions_are_counted_per_year_and_pooled() -> None:
    rows = transitions(panel_of("PPN", "PN.", "NNP"))
    assert pick(rows, "transition", from_year=2015, was="poor", became="near_poor") == [(1, 2)]
    assert pick(rows, "transition", from_year=None, was="poor", became="near_poor") == [(2, 3)]
    assert pick(rows, "transition", from_year=None, was="near_poor", became="poor") == [(1, 2)]


def test_stayers_are_those_reviewed_every_year_in_one_class() -> None:
    rows = mover_stayer(panel_of("PPP", "PNP", "PPN", "NNN", "P.P"))
    assert pick(rows, "mover_stayer", became="stayer", was="poor") == [(1, 4)]
    assert pick(rows, "mover_stayer", became="stayer", was="near_poor") == [(1, 4)]
    assert pick(rows, "mover_stayer", became="mover") == [(1, 4), (1, 4)]


def test_spells_know_which_of_their_ends_were_seen() -> None:
    found = spells(panel_of("PPN.P", "NPNNN", "NPPP."), "poor")
    seen = list(zip(found.length.tolist(), found.begun.tolist(), found.ended.tolist(), strict=True))
    assert seen == [(2, False, True), (1, False, False), (1, True, True), (3, True, False)]
    rows = spell_lengths(panel_of("PPN.P", "NPNNN", "NPPP."))
    assert pick(rows, "spell", length=1) == [(1, 2)] and pick(rows, "spell", length=3) == [(0, 1)]


def test_hazards_count_those_at_risk() -> None:
    """Out of poverty: two fall back at the first review, one at the second; one is not seen again after one review."""
    rows = hazards(panel_of("PNP..", "PNPNN", "PNNP.", "PN...", "PNNNN", "NNNPP"))
    # Six spells out of poverty that begin by leaving: h0, h1 twice, h2, h3, h4; h3 is gone before the first review.
    assert pick(rows, "relapse_hazard", length=1) == [(2, 5)]
    assert pick(rows, "relapse_hazard", length=2) == [(1, 2)]
    assert pick(rows, "relapse_hazard", length=3) == [(0, 1)]
    kept = [row.kept for row in rows if row.table == "relapse_hazard"]
    assert kept == pytest.approx([0.6, 0.3, 0.3])
    error = next(row.kept_error for row in rows if row.table == "relapse_hazard" and row.length == 2)
    assert error == pytest.approx(0.3 * (2 / (5 * 3) + 1 / (2 * 1)) ** 0.5)


def test_an_undetermined_class_ends_no_spell() -> None:
    found = spells(panel_of("PPUA", "NPAA"), "poor")
    assert list(zip(found.length.tolist(), found.ended.tolist(), strict=True)) == [(2, False), (1, True)]


def test_groups_are_told_apart() -> None:
    rows = pathway_counts(panel_of("PN", "PP", "PN", "PP", by="commune"))
    assert pick(rows, "pathway", became="exit", group="c0") == [(2, 2)]
    assert pick(rows, "pathway", became="exit", group="c1") == [(0, 2)]


def test_merged_units_are_read_as_one() -> None:
    onto = units_map(ibis.memtable({"from": ["c0", "c1"], "to": ["new", "new"]}))
    rows = pathway_counts(panel_of("PN", "PP", by="commune", onto=onto))
    assert pick(rows, "pathway", became="exit") == [(1, 2)]
    assert {row.group for row in rows} == {"new"}


def test_counts_are_added_up_by_shares() -> None:
    counts = ibis.memtable(
        {"xa": ["a", "b", "c"], "nam": [2015, 2015, 2015], "poor": [10, 20, 30], "all": [100, 100, 100]}
    )
    mapping = ibis.memtable({"from": ["a", "b", "b"], "to": ["n", "n", "m"], "share": [1.0, 0.25, 0.75]})
    found = series_on_units(counts, mapping, unit="xa", year="nam", numbers=["poor", "all"])
    assert found.to_pylist() == [
        {"xa": "c", "nam": 2015, "poor": 30.0, "all": 100.0, "parts": 1},
        {"xa": "m", "nam": 2015, "poor": 15.0, "all": 75.0, "parts": 1},
        {"xa": "n", "nam": 2015, "poor": 15.0, "all": 125.0, "parts": 2},
    ]


def test_exact_intervals_are_the_textbook_ones() -> None:
    import numpy as np
    from scipy import stats

    events, n = np.array([0.0, 3, 10, 0]), np.array([10.0, 10, 10, 0])
    lower, upper = exact_interval(events, n, 0.95)
    for i in range(3):
        expected = stats.binomtest(int(events[i]), int(n[i])).proportion_ci(0.95, method="exact")
        assert (lower[i], upper[i]) == pytest.approx((expected.low, expected.high))
    assert np.isnan(lower[3]) and np.isnan(upper[3])
    assert counted_table([]).num_rows == 0


def refused(said: str, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match=said):
        run()


def test_years_under_different_standards_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    table = ibis.memtable({"h": ["a", "a"], "y": [2021, 2022], "c": ["poor", "poor"],
                           "standard_id": ["vn-2016-2020", "vn-2022-2025"]})  # fmt: skip
    refused("different poverty standards", lambda: read_panel(table, household="h", year="y", found="c"), monkeypatch)


def test_bad_panels_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(**columns: Any) -> Any:
        return lambda: read_panel(ibis.memtable(columns), household="h", year="y", found="c")

    refused("2 rows in 2015", read(h=["a", "a"], y=[2015, 2015], c=["poor", "poor"]), monkeypatch)
    refused("at least two years", read(h=["a"], y=[2015], c=["poor"]), monkeypatch)
    refused(
        "row 3, column h: This row has no household",
        read(h=["a", None], y=[2015, 2016], c=["poor", "poor"]),
        monkeypatch,
    )
    refused("No household is in the class rich", lambda: hazards(panel_of("PN"), "rich"), monkeypatch)
    split = ibis.memtable({"from": ["a", "a"], "to": ["b", "c"]})
    refused("several units", lambda: units_map(split), monkeypatch)
    counts = ibis.memtable({"xa": ["a"], "nam": [2015], "poor": [10]})
    half = ibis.memtable({"from": ["a"], "to": ["b"], "share": [0.5]})
    refused("sum to 1", lambda: series_on_units(counts, half, unit="xa", year="nam", numbers=["poor"]), monkeypatch)
