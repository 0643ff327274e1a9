"""Pathways against a slow reference; the movement ledger always closes. The rule itself: tests/spec."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_pathways import Reviews, ledger_of, pathway_of

from chungtay.measurement.pathways import LEDGER, PATHWAYS, ledger, pathways
from chungtay.rules import CLASSES

SCHEMA = pa.schema([("household_id", pa.string()), ("review_year", pa.int16()), ("class", pa.string())])
CON = ibis.duckdb.connect()


def table(reviews: Reviews) -> Any:
    rows = [{"household_id": h, "review_year": y, "class": c} for (h, y), c in reviews.items()]
    return ibis.memtable(pa.Table.from_pylist(rows, SCHEMA))


def moved(reviews: Reviews, year: int, of: str = "poor") -> dict[str, str]:
    rows = CON.to_pyarrow(pathways(table(reviews), year, of=of)).to_pylist()
    return {row["household_id"]: row["pathway"] for row in rows}


REVIEWS = st.dictionaries(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(2015, 2018)), st.sampled_from(CLASSES), max_size=24
)


@settings(max_examples=60)
@given(REVIEWS, st.integers(2016, 2018), st.sampled_from([("poor", "near_poor"), ("near_poor", "poor")]))
def test_tables_say_what_the_slow_reference_says_and_the_ledger_closes(
    reviews: Reviews, year: int, classes: tuple[str, str]
) -> None:
    of, other = classes
    found = moved(reviews, year, of)
    assert set(found.values()) <= set(PATHWAYS)
    slow = {name: pathway_of(reviews, name, year, of) for name, _ in reviews}
    assert found == {name: pathway for name, pathway in slow.items() if pathway}

    (row,) = CON.to_pyarrow(ledger(pathways(table(reviews), year, of=of), other=other, of=of)).to_pylist()
    assert list(row) == list(LEDGER)
    assert {name: count for name, count in row.items() if count} == {
        name: count for name, count in ledger_of(reviews, year, of, other).items() if count
    }
    taken = row["to_other_class"] + row["out"] + row["other_decrease"]
    given_ = row["from_other_class"] + row["relapsed"] + row["new"] + row["other_increase"]
    assert row["opening"] - taken + given_ == row["closing"]


@settings(max_examples=30)
@given(REVIEWS, st.integers(2016, 2018))
def test_what_one_ledger_gives_to_the_other_class_the_other_ledger_receives(reviews: Reviews, year: int) -> None:
    both = table(reviews)
    (poor,) = CON.to_pyarrow(ledger(pathways(both, year))).to_pylist()
    (near,) = CON.to_pyarrow(ledger(pathways(both, year, of="near_poor"), other="poor", of="near_poor")).to_pylist()
    assert poor["to_other_class"] == near["from_other_class"]
    assert poor["from_other_class"] == near["to_other_class"]


def test_a_ledger_by_groups_has_a_row_for_each() -> None:
    reviews = {("a", 2016): "poor", ("a", 2017): "poor", ("b", 2016): "poor", ("b", 2017): "average"}
    place = ibis.memtable(pa.table({"household_id": ["a", "b"], "commune_code": ["19900", "19903"]}))
    by_place = pathways(table(reviews), 2017).join(place, "household_id")
    rows = CON.to_pyarrow(ledger(by_place, ["commune_code"])).to_pylist()
    assert {row["commune_code"]: (row["opening"], row["out"], row["closing"]) for row in rows} == {
        "19900": (1, 0, 1),
        "19903": (1, 1, 0),
    }
