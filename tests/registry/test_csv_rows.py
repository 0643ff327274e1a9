"""The quick way of reading a CSV gives what Python's reader gives, trimmed; the engine names what it cannot read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.registry.importing.csv_rows import read_csv

NAMES = ["household_id", "head_name", "floor_area"]
CELL = st.text('ấ \t,;"\nx1', max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=12), st.sampled_from(",;\t"))
def test_rows_are_those_of_the_file(tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str) -> None:
    path = tmp_path / "h.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([NAMES, *rows])
    table = read_csv(path, NAMES, delimiter)
    assert table is not None
    trimmed = [[cell.strip(" ") or None for cell in row] for row in rows]
    wanted = [(place, *row) for place, row in enumerate(trimmed, start=2) if any(row)]
    assert list(zip(*(table[name].to_pylist() for name in table.column_names), strict=True)) == wanted


def test_a_decimal_comma_becomes_a_point_only_where_it_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("a;b;c\nH1;Tổ 1,2; 12,5\nH2;;1.000,5\nH3;;-3,25\n", encoding="utf-8")
    table = read_csv(path, NAMES, ";", decimal_comma={"floor_area"})
    assert table is not None
    assert table["floor_area"].to_pylist() == ["12.5", "1.000,5", "-3.25"]
    assert table["head_name"].to_pylist() == ["Tổ 1,2", None, None]


def test_rows_keep_the_number_that_a_spreadsheet_gives_them(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_bytes('\ufeff"a",b,c\r\nH1,"một\r\nhai",1\r\n\r\n,,\r\nH2,x,2\r\n\r\n'.encode())
    table = read_csv(path, NAMES, ",")
    assert table is not None
    assert table.to_pydict() == {
        "_sheet_row": [2, 5], "household_id": ["H1", "H2"], "head_name": ["một\r\nhai", "x"], "floor_area": ["1", "2"],
    }  # fmt: skip


@pytest.mark.parametrize("line", ["H1,a", "H1,a,1,2"])
def test_a_line_with_too_few_or_too_many_cells_is_left_to_the_engine(tmp_path: Path, line: str) -> None:
    path = tmp_path / "h.csv"
    path.write_text(f"a,b,c\nH0,a,1\n{line}\n", encoding="utf-8")
    assert read_csv(path, NAMES, ",") is None
