"""Members that lie together are folded run by run; where they do not, that is said instead of counted wrong."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.measurement import range_query
from chungtay.measurement.classification import classify_files
from chungtay.measurement.member_runs import fold_runs
from chungtay.rules import load_standard, load_vocabulary


def _members(ids: list[str | None]) -> pa.Table:
    places = range(len(ids))
    return pa.table(
        {"household_id": pa.array(ids, pa.string()), "marks": pa.array([1 << p % 20 for p in places], pa.int32()),
         "sure": pa.array([p % 3 for p in places], pa.int64())}
    )  # fmt: skip


def test_each_run_becomes_one_row() -> None:
    folded = fold_runs(_members(["a", "a", "b", "c", "c", "c"]), {"marks": "or", "sure": "sum"}, counted="size")
    assert folded is not None
    assert folded.to_pydict() == {
        "household_id": ["a", "b", "c"], "size": [2, 1, 3], "marks": [0b11, 0b100, 0b111000], "sure": [1, 2, 3],
    }  # fmt: skip


@pytest.mark.parametrize("ids", [[], ["a", "b", "a"], ["b", "a"], ["a", None, "b"]])
def test_members_that_do_not_lie_together_in_order_are_not_folded(ids: list[str | None]) -> None:
    assert fold_runs(_members(ids), {"marks": "or"}, counted="size") is None


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=40))
def test_runs_of_sorted_members_say_what_grouping_them_says(ids: list[str]) -> None:
    table = _members(sorted(ids))
    folded = fold_runs(table, {"marks": "or", "sure": "sum"}, counted="size")
    assert folded is not None
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in table.to_pylist():
        one = told[row["household_id"]]
        told[row["household_id"]] = [one[0] + 1, one[1] | row["marks"], one[2] + row["sure"]]
    assert list(zip(*(folded[name].to_pylist() for name in folded.column_names), strict=True)) == [
        (household, *told[household]) for household in sorted(told)
    ]


@pytest.mark.parametrize(
    ("title", "without", "fits"), [("each has members", (), True), ("the last but one has none", ("h198",), False),
                                   ("the first has none", ("h100",), False), ("the last has none", ("h199",), False)]
)  # fmt: skip
def test_laying_beside_and_joining_say_the_same(
    title: str, without: tuple[str, ...], fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A household without members shifts all after it: that must be seen, and then the two are joined by id."""
    households, members = _files(tmp_path, without)
    tried = []
    beside = range_query.RangeQuery._beside
    monkeypatch.setattr(
        range_query.RangeQuery, "_beside", lambda self, con, part: tried.append(beside(self, con, part)) or tried[-1]
    )
    classify_files("vn-2016-2020", households, members, tmp_path / "beside.parquet")
    assert [table is not None for table in tried] == [fits], title
    monkeypatch.setattr(range_query.RangeQuery, "_beside", lambda self, con, part: None)
    classify_files("vn-2016-2020", households, members, tmp_path / "joined.parquet")
    one, other = (pq.read_table(tmp_path / f"{way}.parquet") for way in ("beside", "joined"))
    assert one.equals(other) and one.num_rows == 100


def _files(folder: Path, without: tuple[str, ...]) -> tuple[Path, Path]:
    """Write a hundred households, in order, whose facts differ; two or three members to each but those `without`."""
    vocabulary, standard = load_vocabulary(), load_standard("vn-2016-2020")
    codes = {name: vocabulary.fact(name).code_values for name in standard.household_facts}
    households, members = [], []
    for place in range(100):
        row: dict[str, object] = {"household_id": f"h{100 + place}", "income_per_head": 500_000.0 + 20_000 * place}
        for step, (name, allowed) in enumerate(codes.items()):
            kind = vocabulary.fact(name).type
            if allowed:
                row[name] = allowed[(place + step) % len(allowed)]
            elif kind == "bool":
                row[name] = (place >> step % 5) % 2 == 0 if place % 7 else None
        households.append(row | {"floor_area": 10.0 + place})
        for number in range(0 if row["household_id"] in without else 2 + place % 2):
            who = place * 3 + number
            members.append({
                "household_id": row["household_id"], "age": who % 70, "attends_school": who % 2 == 0,
                "highest_education": ["none", "primary", "higher"][who % 3], "has_health_insurance": who % 4 > 0,
                "was_seriously_ill_12m": who % 6 == 0, "was_treated_12m": who % 12 > 0, "uses_phone": who % 5 > 0,
                "uses_internet": who % 10 > 0,
            })  # fmt: skip
    paths = folder / "households.parquet", folder / "members.parquet"
    for path, rows in zip(paths, (households, members), strict=True):
        pq.write_table(pa.Table.from_pylist(rows), path)
    return paths
