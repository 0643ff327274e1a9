"""Folders named after years and provinces are read as columns, and written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chungtay.measurement.survey.tables import as_table
from chungtay.messages import UserError
from chungtay.snapshots.partitions import find_partitions, is_several, write_partitioned

ROWS = pa.table({"poor": [1, 0, 1, 0], "year": [2019, 2019, 2020, 2020], "province": ["01", "46", "46", None]})


def read(path: Path) -> list[tuple[object, ...]]:
    with as_table(path) as table:
        return sorted((tuple(row.values()) for row in table.to_pyarrow().to_pylist()), key=str)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    parts = write_partitioned(ROWS, tmp_path / "so-ho")
    assert [file.relative_to(tmp_path).parent.as_posix() for file in parts.files] == [
        "so-ho/year=2019/province=01",
        "so-ho/year=2019/province=46",
        "so-ho/year=2020/province=46",
        "so-ho/year=2020/province=__HIVE_DEFAULT_PARTITION__",
    ]
    columns = {name: ROWS[name].to_pylist() for name in ROWS.column_names}
    with as_table(tmp_path / "so-ho") as table:
        names = table.columns
    assert read(tmp_path / "so-ho") == sorted(zip(*(columns[name] for name in names), strict=True), key=str)


def test_codes_with_leading_zeros_stay_text_and_years_are_numbers(tmp_path: Path) -> None:
    assert write_partitioned(ROWS, tmp_path / "a").columns == {"year": "int64", "province": "string"}
    whole = ROWS.set_column(2, "province", pa.array(["10", "46", "46", None]))
    assert write_partitioned(whole, tmp_path / "b").columns == {"year": "int64", "province": "int64"}


def test_a_pattern_takes_some_of_the_folders(tmp_path: Path) -> None:
    write_partitioned(ROWS, tmp_path / "so-ho")
    pattern = tmp_path / "so-ho" / "year=*" / "province=46"
    assert is_several(pattern)
    assert len(read(pattern)) == 2


def test_a_column_that_a_year_lacks_is_unknown_there(tmp_path: Path) -> None:
    for year, rows in ((2019, {"poor": [1]}), (2020, {"poor": [0], "water": [1]})):
        folder = tmp_path / f"year={year}"
        folder.mkdir()
        pq.write_table(pa.table(rows), folder / "rows.parquet")
    with as_table(tmp_path) as table:
        found = table.order_by("year").select("year", "water").to_pyarrow().to_pylist()
    assert found == [{"year": 2019, "water": None}, {"year": 2020, "water": 1}]


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    pq.write_table(ROWS, tmp_path / "rows.parquet")
    (tmp_path / "_temporary").mkdir()
    for name in ("_temporary/rows.parquet", ".rows.parquet"):
        (tmp_path / name).write_bytes(b"unfinished")
    assert [file.name for file in find_partitions(tmp_path).files] == ["rows.parquet"]


def test_unfit_folders_are_refused_with_their_names(tmp_path: Path) -> None:
    with pytest.raises(UserError) as empty:
        find_partitions(tmp_path)
    assert (empty.value.problems[0].file, empty.value.problems[0].code) == (str(tmp_path), "not_found")
    for folder in ("year=2019", "province=46"):
        (tmp_path / folder).mkdir()
        pq.write_table(ROWS, tmp_path / folder / "rows.parquet")
    with pytest.raises(UserError) as mixed:
        find_partitions(tmp_path)
    assert mixed.value.problems[0].code == "partitions"


def test_nothing_is_half_written(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        write_partitioned(ROWS, tmp_path / "so-ho", by=("year", "district"))
    assert (error.value.problems[0].column, error.value.problems[0].code) == ("district", "column_missing")
    assert list(tmp_path.iterdir()) == []
    write_partitioned(ROWS, tmp_path / "so-ho")
    with pytest.raises(UserError) as again:
        write_partitioned(ROWS, tmp_path / "so-ho")
    assert again.value.problems[0].code == "exists"


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "year=2019").mkdir()
    (tmp_path / "year=2019" / "rows.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(UserError) as error, as_table(tmp_path):
        pass
    assert error.value.problems[0].code == "truncated"
