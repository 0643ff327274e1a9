"""Reads tables of households' classes over the years and runs each row through both engines.

A column is a year; `2015 base` is a year whose review was of every household; `.` is no review. `pathway` is the one in
the last year, empty where there is none. All rows of a table are households of one place.
"""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
from spec_table import read_table

from chungtay.measurement.panel import pathway_counts, read_panel
from chungtay.measurement.pathways import pathways

SCHEMA = pa.schema(
    [("household_id", pa.string()), ("review_year", pa.int16()), ("class", pa.string()), ("round", pa.string())]
)


def run_pathways(con: Any, table: str, *, of: str = "poor") -> None:
    """Hold every row against the rule as Ibis runs it and as the panel counts it."""
    cases = read_table(table)
    years = {name: name.split() for name in cases[0] if name not in ("<line>", "pathway")}
    rows = [
        {"household_id": str(number), "review_year": int(year), "class": case[name], "round": "".join(base) or "listed"}
        for number, case in enumerate(cases)
        for name, (year, *base) in years.items()
        if case[name] != "."
    ]
    last = max(int(year) for year, *_ in years.values())
    classes = ibis.memtable(pa.Table.from_pylist(rows, SCHEMA))
    moved = con.to_pyarrow(pathways(classes, last, of=of)).to_pylist()
    told = {row["household_id"]: row["pathway"] for row in moved}
    for number, case in enumerate(cases):
        assert told.get(str(number), "") == case["pathway"], case["<line>"]
    if len(years) > 1 and any(row["review_year"] == last - 1 for row in rows):
        _counted(classes, cases, last, of)


def _counted(classes: Any, cases: list[dict[str, str]], last: int, of: str) -> None:
    panel = read_panel(classes, household="household_id", year="review_year", found="class")
    counts = {row.became: row.events for row in pathway_counts(panel, of) if row.to_year == last and row.events}
    wanted = [case["pathway"] for case in cases if case["pathway"]]
    assert counts == {name: wanted.count(name) for name in wanted}
