"""A column that a file does not have is a fact unknown for everyone, in both engines."""

from __future__ import annotations

import ibis
import pytest

from chungtay.measurement.range_query import verdicts
from chungtay.rules import classify_household, compile_ibis, load_standard

HOUSEHOLDS = [
    {"household_id": "A", "area": "rural", "income_per_head": 900_000.0},
    {"household_id": "B", "area": "rural", "income_per_head": 650_000.0},
]
MEMBERS = [{"household_id": "A", "age": 35}, {"household_id": "A", "age": 9}, {"household_id": "B", "age": 40}]


@pytest.mark.parametrize("standard_id", ["vn-2011-2015", "vn-2016-2020", "vn-2022-2025"])
def test_files_with_few_columns_are_classified_as_by_the_plain_evaluator(standard_id):
    standard = load_standard(standard_id)
    program = compile_ibis(standard)
    engine = ibis.duckdb.connect()
    households, members = ibis.memtable(HOUSEHOLDS), ibis.memtable(MEMBERS)
    table = verdicts(program, households, members).order_by("household_id")
    rows = engine.to_pyarrow(table).to_pylist()
    for household, row in zip(HOUSEHOLDS, rows, strict=True):
        people = [member for member in MEMBERS if member["household_id"] == household["household_id"]]
        verdict = classify_household(standard, household, people)
        assert row["class"] == verdict.household_class
        assert row["missing"] == ";".join(verdict.missing)
        assert {code: row[code] for code in verdict.indicators} == dict(verdict.indicators)
