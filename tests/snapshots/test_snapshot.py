"""A snapshot is named by its content, stands whole or not at all, and tells when it was changed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.messages import UserError
from chungtay.snapshots import Snapshot, SnapshotAbout, open_snapshot, write_snapshot
from chungtay.snapshots.content_hash import ContentHash

ABOUT = SnapshotAbout(
    what="household_reviews",
    review_years=(2016,),
    standard_ids=("vn-2016-2020",),
    vocabulary_version="1",
    taken_at=dt.datetime(2017, 1, 1, tzinfo=dt.UTC),
    source="a test",
    synthetic=True,
)
HOUSEHOLDS = [
    {"household_id": "b", "review_year": 2016, "area": "rural", "income_per_head": 5.5, "on": dt.date(2016, 9, 1)},
    {"household_id": "a", "review_year": 2016, "area": None, "income_per_head": None, "on": None},
]
MEMBERS = [{"household_id": "b", "age": 5}, {"household_id": "a", "age": None}, {"household_id": "b", "age": 3}]


def batches(rows: list[dict[str, Any]], size: int = 1) -> list[pa.RecordBatch]:
    return pa.Table.from_pylist(rows).to_batches(size)


def take(folder: Path, about: SnapshotAbout = ABOUT, households: Any = HOUSEHOLDS, members: Any = MEMBERS) -> Snapshot:
    return write_snapshot(folder, households=batches(households), members=batches(members), about=about)


def test_it_is_sorted_and_described(tmp_path: Path) -> None:
    snapshot = take(tmp_path)
    assert pq.read_table(snapshot.households_path)["household_id"].to_pylist() == ["a", "b"]
    assert pq.read_table(snapshot.members_path)["household_id"].to_pylist() == ["a", "b", "b"]
    manifest = json.loads((tmp_path / snapshot.id / "manifest.json").read_text())
    assert manifest["households"]["rows"] == 2 and manifest["members"]["rows"] == 3
    assert manifest["synthetic"] is True and manifest["review_years"] == [2016]
    assert open_snapshot(snapshot.folder).id == snapshot.id


def test_the_same_content_has_the_same_name_whatever_the_order_and_the_time(tmp_path: Path) -> None:
    first = take(tmp_path)
    later = replace(ABOUT, taken_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), source="another")
    again = take(tmp_path, later, HOUSEHOLDS[::-1], MEMBERS[::-1])
    assert again.id == first.id and again.manifest["taken_at"] == first.manifest["taken_at"]
    assert [path.name for path in tmp_path.iterdir()] == [first.id]


def test_another_content_has_another_name(tmp_path: Path) -> None:
    changed = [{**HOUSEHOLDS[0], "income_per_head": 5.25}, HOUSEHOLDS[1]]
    names = {
        take(tmp_path).id,
        take(tmp_path, households=changed).id,
        take(tmp_path, members=MEMBERS[:2]).id,
        take(tmp_path, replace(ABOUT, synthetic=False)).id,
    }
    assert len(names) == 4


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    snapshot = take(tmp_path)
    snapshot.members_path.chmod(0o644)
    with snapshot.members_path.open("ab") as file:
        file.write(b"x")
    with pytest.raises(UserError) as raised:
        open_snapshot(snapshot.folder)
    assert raised.value.problems[0].code == "changed"
    assert open_snapshot(snapshot.folder, verify=False).id == snapshot.id


def test_a_folder_without_a_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        open_snapshot(tmp_path)


def test_a_household_that_stands_twice_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        take(tmp_path, households=[HOUSEHOLDS[0], {**HOUSEHOLDS[0], "income_per_head": 9.0}])
    assert list(tmp_path.iterdir()) == []


def test_the_same_household_in_two_review_years_is_two_rows(tmp_path: Path) -> None:
    rows = [{**HOUSEHOLDS[0], "review_year": year} for year in (2016, 2017)]
    assert take(tmp_path, households=rows).manifest["households"]["rows"] == 2


def test_an_error_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Any:
        yield batches(MEMBERS)[0]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        write_snapshot(tmp_path, households=batches(HOUSEHOLDS), members=broken(), about=ABOUT)
    assert list(tmp_path.iterdir()) == []


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "t": st.none() | st.text(max_size=3),
            "i": st.none() | st.integers(-5, 5),
            "f": st.none() | st.floats(allow_nan=False, width=32),
            "b": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)
SCHEMA = pa.schema([("t", pa.string()), ("i", pa.int16()), ("f", pa.float64()), ("b", pa.bool_())])


def hashed(rows: list[dict[str, Any]], size: int) -> str:
    content = ContentHash(SCHEMA)
    for batch in pa.Table.from_pylist(rows, SCHEMA).to_batches(size):
        content.update(batch)
    return content.hexdigest()


@settings(max_examples=200)
@given(ROWS, ROWS, st.integers(1, 3))
def test_equal_rows_hash_alike_in_any_batches_and_other_rows_do_not(one: Any, other: Any, size: int) -> None:
    assert hashed(one, size) == hashed(one, 100)
    # 0.0 and -0.0 are equal to Python but not the same value to a file
    if [repr(sorted(row.items())) for row in one] != [repr(sorted(row.items())) for row in other]:
        assert hashed(one, size) != hashed(other, size)
