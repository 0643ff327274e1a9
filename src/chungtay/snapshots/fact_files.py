"""Open a CSV or Parquet file of households or members as a table of DuckDB. Knows no Django; imports `messages`.

The reading of fact files is in three modules that other rooms use together:

    # fact_files: a file, or rows already in memory, become a FactSource; a file that cannot be read raises UserError
    source = open_fact_file(con, path, entity="household")
    source = arrow_fact_source(con, table, entity="household", file="a.xlsx")
    # fact_checks: Findings(problems, total, warnings); fact_keys: the same for repeated households, stray members
    check_facts(con, source, vocabulary).raise_if_any()
    check_keys(con, households, members).raise_if_any()
    # fact_types: every column in its fact's type, null where unknown
    con.sql(f"SELECT {typed_columns(source, vocabulary.household_facts)} FROM {source.table}")

`con` is a `duckdb.DuckDBPyConnection` (`backend.con` of an Ibis engine). Only rows with problems come into Python.
In a CSV every value is text, an empty cell is an unknown fact; text cells are trimmed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from chungtay.messages import Problem, UserError, Words, fail
from chungtay.snapshots.encodings import check_utf8, legacy_encoding_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Entity = Literal["household", "member"]


@dataclass(frozen=True)
class FactSource:
    """A table of facts as it was found, before types are made.

    table     what stands after FROM: a call of a DuckDB reader, or the name of a view
    columns   column name -> DuckDB type, as in the file
    file      what an error calls the file
    entity    "household" or "member": whose facts the rows are
    row       SQL for the row as a spreadsheet counts it (the heading is 1); only valid on `numbered`
    numbered  like `table`, with what `row` needs
    path      the file, or None for rows from memory
    sheet     the sheet of a workbook
    delimiter  what parts the cells of a CSV; "" for other kinds
    """

    table: str
    columns: dict[str, str]
    file: str
    entity: Entity
    row: str
    numbered: str
    path: Path | None = None
    sheet: str | None = None
    delimiter: str = ""

    @property
    def is_parquet(self) -> bool:
        return self.path is not None and self.path.suffix.lower() == ".parquet"


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def open_fact_file(con: duckdb.DuckDBPyConnection, path: Path, *, entity: Entity) -> FactSource:
    """Open a file by its extension (.csv, .parquet) without reading its rows.

    Raises UserError where the file is missing, empty, truncated, of another kind, not UTF-8, or its heading is unfit.
    """
    if not path.is_file():
        raise fail(
            "Không tìm thấy tệp.",
            "File not found.",
            do_vi="Kiểm tra lại đường dẫn.",
            do_en="Check the path.",
            file=str(path),
            code="not_found",
        )
    kind = path.suffix.lower()
    if kind not in (".csv", ".parquet"):
        raise fail(
            "Loại tệp không đọc được.",
            "This kind of file cannot be read.",
            do_vi="Lưu bảng thành CSV UTF-8 hoặc Parquet.",
            do_en="Save the table as CSV UTF-8 or as Parquet.",
            file=str(path),
            value=path.suffix or path.name,
            allowed=".csv, .parquet",
            code="extension",
        )
    if path.stat().st_size == 0:
        raise _empty(path)
    return _open_csv(con, path, entity) if kind == ".csv" else _open_parquet(con, path, entity)


def arrow_fact_source(
    con: duckdb.DuckDBPyConnection, table: pa.Table, *, entity: Entity, file: str, sheet: str | None = None
) -> FactSource:
    """Register rows that are already in memory (from a spreadsheet, say) as a source; row 1 is the heading."""
    name = f"facts_in_memory_{entity}"
    con.register(name, table)
    columns = _describe(con, quoted(name))
    return FactSource(quoted(name), columns, file, entity, "_row + 1", _with_row_number(quoted(name)), None, sheet)


def _with_row_number(table: str) -> str:
    return f"(SELECT *, row_number() OVER () AS _row FROM {table})"


def _describe(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}


def _open_parquet(con: duckdb.DuckDBPyConnection, path: Path, entity: Entity) -> FactSource:
    import duckdb

    table = f"read_parquet({literal(str(path))})"
    try:
        columns = _describe(con, table)
    except duckdb.Error as error:
        raise fail(
            "Tệp Parquet hỏng hoặc bị cắt ngắn.",
            "The Parquet file is damaged or truncated.",
            do_vi="Tạo lại tệp hoặc chép lại cho đủ, rồi chạy lại.",
            do_en="Make the file again, or copy it again in full, then run again.",
            file=str(path),
            code="truncated",
        ) from error
    numbered = f"read_parquet({literal(str(path))}, file_row_number=true)"
    return FactSource(table, columns, str(path), entity, "file_row_number + 2", numbered, path)


def _open_csv(con: duckdb.DuckDBPyConnection, path: Path, entity: Entity) -> FactSource:
    if problem := check_utf8(path):
        raise UserError(problem)
    names, delimiter = _heading(path)
    _check_heading(path, names)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    table = (
        f"read_csv({literal(str(path))}, auto_detect=false, header=true, delim={literal(delimiter)}, "
        f"quote='\"', escape='\"', nullstr='', columns={{{columns}}})"
    )
    kinds = dict.fromkeys(names, "VARCHAR")
    return FactSource(table, kinds, str(path), entity, "_row + 1", _with_row_number(table), path, delimiter=delimiter)


def _heading(path: Path) -> tuple[list[str], str]:
    """The column names and the delimiter: comma, semicolon (Vietnamese Excel) or tab, what the heading has most."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline()
        delimiter = max(",;\t", key=line.count)
        file.seek(0)
        names = next(csv.reader(file, delimiter=delimiter), [])
    names = [name.strip() for name in names]
    if not any(names):
        raise _empty(path)
    return names, delimiter


def _check_heading(path: Path, names: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        if not name:
            what = Words(f"Cột thứ {position} không có tên.", f"Column {position} has no name.")
            remedy = Words("Đặt tên cho cột, hoặc xóa cột trống.", "Name the column, or delete the empty column.")
            raise UserError(Problem(what, remedy, file=str(path), row=1, code="heading"))
        if name.lower() in seen:
            raise fail(
                "Tên cột bị lặp.",
                "The column name stands twice.",
                do_vi=f"Giữ một trong hai cột {seen[name.lower()]} và {position}.",
                do_en=f"Keep one of columns {seen[name.lower()]} and {position}.",
                file=str(path),
                row=1,
                column=name,
                code="heading",
            )
        seen[name.lower()] = position
    if legacy := legacy_encoding_of(" ".join(names)):
        raise fail(
            f"Tiêu đề dùng phông {legacy}, không phải Unicode.",
            f"The heading is written in {legacy} font codes, not in Unicode.",
            do_vi="Chuyển tệp sang Unicode (ví dụ bằng UniKey Toolkit), rồi lưu bằng «CSV UTF-8».",
            do_en="Convert the file to Unicode (for example with UniKey Toolkit), then save as “CSV UTF-8”.",
            file=str(path),
            row=1,
            code="encoding",
        )


def _empty(path: Path) -> UserError:
    return fail(
        "Tệp trống.",
        "The file is empty.",
        do_vi="Chọn tệp có dòng tiêu đề và ít nhất một dòng số liệu.",
        do_en="Choose a file with a heading and at least one row of data.",
        file=str(path),
        code="empty",
    )


def csv_problem(error: Exception, file: str) -> Problem:
    """Turn DuckDB's complaint about a line of a CSV (too many or too few cells, an open quote) into a Problem."""
    text = str(error)
    line = re.search(r"CSV Error on Line: (\d+)", text)
    cells = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if cells:
        expected, got = cells.groups()
        what = Words(f"Dòng có {got} ô, tiêu đề có {expected}.", f"The row has {got} cells, the heading {expected}.")
    else:
        what = Words("Dòng CSV không đọc được (dấu nháy chưa đóng?).", "The CSV row cannot be read (an open quote?).")
    remedy = Words("Sửa dòng này, hoặc lưu lại từ bảng tính.", "Mend this row, or save again from the spreadsheet.")
    return Problem(what, remedy, file=file, row=int(line.group(1)) if line else None, code="csv")
