"""Headcounts add up; a rate without a denominator is refused or null with a reason."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.measurement.rates import ABOVE_DENOMINATOR, NO_DENOMINATOR, deprivation_counts, headcounts, rate_of, rates
from chungtay.messages import UserError
from chungtay.rules import CLASSES

CON = ibis.duckdb.connect()
SCHEMA = pa.schema(
    [("class", pa.string()), ("area", pa.string()), ("persons", pa.int32()), ("water", pa.bool_()), ("job", pa.bool_())]
)


def table(rows: list[dict[str, Any]]) -> Any:
    return ibis.memtable(pa.Table.from_pylist(rows, SCHEMA))


def rows_of(expression: Any) -> list[dict[str, Any]]:
    return CON.to_pyarrow(expression).to_pylist()


HOUSEHOLDS = st.lists(
    st.fixed_dictionaries(
        {
            "class": st.sampled_from(CLASSES),
            "area": st.sampled_from(["rural", "urban"]),
            "persons": st.none() | st.integers(1, 9),
            "water": st.none() | st.booleans(),
            "job": st.none() | st.booleans(),
        }
    ),
    max_size=20,
)


@settings(max_examples=60)
@given(HOUSEHOLDS)
def test_headcounts_say_what_counting_one_by_one_says(households: list[dict[str, Any]]) -> None:
    found = {row["area"]: row for row in rows_of(headcounts(table(households), ["area"]))}
    assert set(found) == {household["area"] for household in households}
    for area, row in found.items():
        here = [household for household in households if household["area"] == area]
        assert row["households"] == len(here) == sum(row[name] for name in CLASSES)
        assert all(row[name] == sum(household["class"] == name for household in here) for name in CLASSES)
    (persons,) = rows_of(headcounts(table(households), weight="persons"))
    assert persons["poor"] == sum(h["persons"] or 0 for h in households if h["class"] == "poor")


@settings(max_examples=40)
@given(HOUSEHOLDS)
def test_deprivations_split_into_deprived_unknown_and_the_rest(households: list[dict[str, Any]]) -> None:
    (row,) = rows_of(deprivation_counts(table(households), ["water", "job"]))
    for code in ("water", "job"):
        assert row[code] == sum(household[code] is True for household in households)
        assert row[f"{code}_unknown"] == sum(household[code] is None for household in households)


COUNTS = ibis.memtable(pa.table({"poor": [3, 3, 3, 0], "total": [12, 0, None, 5]}))


def test_a_rate_has_its_denominator_or_a_reason() -> None:
    found = rows_of(rates(COUNTS, numerators=["poor"], denominator="total"))
    assert [(row["poor_rate"], row["poor_why"]) for row in found] == [
        (0.25, None),
        (None, NO_DENOMINATOR),
        (None, NO_DENOMINATOR),
        (0.0, None),
    ]


def test_a_count_above_its_denominator_gives_no_rate() -> None:
    counts = ibis.memtable(pa.table({"poor": [204], "total": [10]}))
    (row,) = rows_of(rates(counts, numerators=["poor"], denominator="total"))
    assert (row["poor_rate"], row["poor_why"]) == (None, ABOVE_DENOMINATOR)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(-1, 9)), min_size=1, max_size=9))
def test_two_numbers_give_the_rate_that_tables_give(pairs: list[tuple[int | None, int | None]]) -> None:
    schema = pa.schema([("poor", pa.int64()), ("total", pa.int64())])
    counts = ibis.memtable(pa.Table.from_pylist([{"poor": top, "total": bottom} for top, bottom in pairs], schema))
    found = rows_of(rates(counts, numerators=["poor"], denominator="total"))
    assert [(row["poor_rate"], row["poor_why"]) for row in found] == [rate_of(*pair) for pair in pairs]


def test_a_rate_without_a_denominator_is_refused() -> None:
    with pytest.raises(UserError) as raised:
        rates(COUNTS, numerators=["poor"], denominator=None)
    assert raised.value.problems[0].code == NO_DENOMINATOR


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(UserError, match="households"):
        rates(COUNTS, numerators=["poor"], denominator="households")
