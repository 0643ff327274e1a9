"""Read the household and member files, of any of the three formats, into two tables of DuckDB.

A file's heading may have the machine names of the template's first row or the labels of its second, in Vietnamese or
English. Each table has the file's columns by machine name (`household_code` as `household_id`, the name by which the
fact checks know it) and `_sheet_row`, the row as a spreadsheet counts it. Texts are trimmed here, once; an empty one is
null. May import rules and snapshots.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.messages import Problem, UserError, Words, fail, say
from chungtay.registry.importing.columns import KEY_COLUMN, OWN_COLUMNS, SHEETS, facts_of
from chungtay.registry.importing.csv_rows import DECIMAL_COMMA, read_csv
from chungtay.registry.importing.workbook import (
    Row,
    column_letters,
    merged_heading,
    open_workbook,
    plain,
    sheet_for,
    sheet_rows,
)
from chungtay.rules import load_vocabulary
from chungtay.rules.vocabulary import Entity
from chungtay.snapshots.fact_files import FactSource, csv_problem, literal, open_fact_file, quoted
from chungtay.snapshots.fact_types import KEY

if TYPE_CHECKING:
    import duckdb

FORMATS = (".xlsx", ".csv", ".parquet")
BATCH_ROWS = 5000
Report = Callable[[str, int, int], None]
"""called with what is being done, how much of it is done, and how much there is (0: not known)"""


@dataclass(frozen=True)
class LoadedFiles:
    """The two tables as they were found, the rows in each, and the last row of the households as the sheet counts."""

    households: FactSource
    members: FactSource | None
    household_rows: int
    member_rows: int
    last_household_row: int


def load_files(con: duckdb.DuckDBPyConnection, paths: Sequence[Path], report: Report) -> LoadedFiles:
    """Load one workbook, or a households file with or without a members file.

    Raises UserError where a file is missing, empty, damaged, of another kind or encoding, or its heading is unfit.
    """
    for path in paths:
        _check_path(path)
    households = _load(con, paths[0], "household", report)
    members = None
    if len(paths) > 1:
        members = _load(con, paths[1], "member", report)
    elif paths[0].suffix.lower() == ".xlsx" and sheet_for(open_workbook(paths[0]), "member"):
        members = _load(con, paths[0], "member", report, may_be_empty=True)
    counts = [_count(con, source) if source else 0 for source in (households, members)]
    last = con.execute(f"SELECT max(_sheet_row) FROM {households.table}").fetchone()
    return LoadedFiles(households, members if counts[1] else None, counts[0], counts[1], int(last[0]) if last else 0)


def canonical_columns(heading: Sequence[str], entity: Entity) -> dict[str, str]:
    """Return heading -> machine name for every column; an unknown one keeps its name.

    Raises ValueError with the doubled machine name where two headings mean the same.
    """
    known: dict[str, str] = {}
    for fact in (*facts_of(load_vocabulary(), entity), *OWN_COLUMNS[entity]):
        for word in (fact.name, fact.label.vi, fact.label.en):
            known[plain(word)] = fact.name
    named: dict[str, str] = {}
    for word in heading:
        name = known.get(plain(word), word)
        name = KEY if name == KEY_COLUMN else name
        if name in named.values():
            raise ValueError(name)
        named[word] = name
    return named


def is_label_row(row: Mapping[str, str | None], entity: Entity) -> bool:
    """True for the template's second row, which repeats the columns' labels under their machine names."""
    labels = {
        KEY if fact.name == KEY_COLUMN else fact.name: {plain(fact.label.vi), plain(fact.label.en)}
        for fact in (*facts_of(load_vocabulary(), entity), *OWN_COLUMNS[entity])
    }
    filled = [(name, str(cell)) for name, cell in row.items() if cell]
    alike = sum(plain(cell.split("\n")[0]) in labels.get(name, ()) for name, cell in filled)
    return bool(filled) and alike * 2 > len(filled)


def _check_path(path: Path) -> None:
    if not path.is_file():
        raise fail("Không tìm thấy tệp.", "File not found.", do_vi="Kiểm tra lại đường dẫn.", do_en="Check the path.",
                   file=str(path), code="not_found")  # fmt: skip
    if path.suffix.lower() not in FORMATS:
        raise fail("Loại tệp không đọc được.", "This kind of file cannot be read.",
                   do_vi="Lưu bảng thành XLSX, CSV UTF-8 hoặc Parquet.",
                   do_en="Save the table as XLSX, CSV UTF-8 or Parquet.",
                   file=str(path), value=path.suffix or path.name, allowed=", ".join(FORMATS),
                   code="extension")  # fmt: skip
    if path.stat().st_size == 0:
        raise _empty(path, None)


def _load(
    con: duckdb.DuckDBPyConnection, path: Path, entity: Entity, report: Report, *, may_be_empty: bool = False
) -> FactSource:
    if path.suffix.lower() == ".xlsx":
        return _load_sheet(con, path, entity, report, may_be_empty)
    return _load_columns(con, path, entity, report)


def forget(con: duckdb.DuckDBPyConnection, source: FactSource) -> None:
    """Let go of a loaded file's rows, whether Arrow or the engine holds them."""
    con.unregister(source.table)
    con.execute(f"DROP TABLE IF EXISTS {source.table}")


def _load_columns(con: duckdb.DuckDBPyConnection, path: Path, entity: Entity, report: Report) -> FactSource:
    """Load a CSV or Parquet file."""
    report(say(f"Đọc {path.name}", f"Reading {path.name}"), 0, 0)
    found = open_fact_file(con, path, entity=entity)
    names = _named(list(found.columns), entity, str(path), None)
    kinds = {names[word]: kind for word, kind in found.columns.items()}
    table = f"raw_{entity}"
    facts = {fact.name: fact for fact in facts_of(load_vocabulary(), entity)}
    decimals = {name for name, fact in facts.items() if fact.type == "decimal"} if found.delimiter == ";" else set()
    rows = read_csv(path, list(kinds), found.delimiter, decimal_comma=decimals) if found.delimiter else None
    if rows is None:
        _load_by_engine(con, found, names, table, decimals)
        source = _source(table, kinds, entity, path)
        first = con.execute(f"SELECT * EXCLUDE (_sheet_row) FROM {table} ORDER BY _sheet_row LIMIT 1").fetchone()
        if first and is_label_row(dict(zip(kinds, map(_word, first), strict=True)), entity):
            con.execute(f"DELETE FROM {table} WHERE _sheet_row = (SELECT min(_sheet_row) FROM {table})")
    else:
        first_row = rows.slice(0, 1).drop_columns(["_sheet_row"]).to_pylist()
        con.register(table, rows.slice(1) if first_row and is_label_row(first_row[0], entity) else rows)
        source = _source(table, kinds, entity, path)
    if not _count(con, source):
        raise _empty(path, None)
    return source


def _load_by_engine(
    con: duckdb.DuckDBPyConnection, found: FactSource, names: Mapping[str, str], table: str, decimals: Collection[str]
) -> None:
    """Load a Parquet file, or a CSV in which some line is not as it should be; raises UserError naming that."""
    import duckdb

    cells = {word: _trimmed(word, found.columns[word]) for word in names}
    for word in (word for word, name in names.items() if name in decimals):
        cells[word] = f"regexp_replace({cells[word]}, {literal(DECIMAL_COMMA)}, '\\1.\\2')"
    listed = ", ".join(f"{cell} AS {quoted(names[word])}" for word, cell in cells.items())
    filled = f"concat_ws('', {', '.join(cells.values())}) <> ''"
    try:
        con.execute(
            f"CREATE OR REPLACE TABLE {table} AS "
            f"SELECT {found.row} AS _sheet_row, {listed} FROM {found.numbered} WHERE {filled}"
        )
    except duckdb.Error as error:
        if found.is_parquet:
            raise fail("Tệp Parquet hỏng, không đọc được hết.", "The Parquet file is damaged.",
                       do_vi="Tạo lại hoặc chép lại tệp cho đủ.", do_en="Make or copy the file again in full.",
                       file=found.file, code="truncated") from error  # fmt: skip
        raise UserError(csv_problem(error, found.file)) from error


def _trimmed(word: str, kind: str) -> str:
    """SQL of a cell as the other modules take it: text without blanks around it, null where nothing is left."""
    return f"nullif(trim({quoted(word)}), '')" if kind == "VARCHAR" else quoted(word)


def _load_sheet(
    con: duckdb.DuckDBPyConnection, path: Path, entity: Entity, report: Report, may_be_empty: bool
) -> FactSource:
    """Load one sheet of a workbook, a batch of rows at a time; every cell as text."""
    import pyarrow as pa

    workbook = open_workbook(path)
    sheet = sheet_for(workbook, entity)
    if sheet is None:
        raise fail(f"Không có trang «{SHEETS[entity].vi}».", f"There is no sheet “{SHEETS[entity].en}”.",
                   do_vi="Đặt tên trang như trong biểu mẫu: «Hộ», «Thành viên».",
                   do_en="Name the sheets as in the template: “Hộ”, “Thành viên”.",
                   file=str(path), value=", ".join(workbook.sheetnames), code="sheet")  # fmt: skip
    rows = sheet_rows(workbook, sheet, path)
    heading_row, heading = next(rows, (0, []))
    if not heading:
        raise _empty(path, sheet)
    names = _sheet_names(heading, heading_row, entity, path, sheet)
    places = [place for place, cell in enumerate(heading) if cell]
    first = next(rows, None)
    if first and is_label_row({names[p]: first[1][p] for p in places if p < len(first[1])}, entity):
        first = next(rows, None)
    table, columns = f"raw_{entity}", [names[place] for place in places]
    listed = ", ".join(f"{quoted(name)} VARCHAR" for name in columns)
    con.execute(f"CREATE OR REPLACE TABLE {table} (_sheet_row BIGINT, {listed})")
    trimmed = ", ".join(_trimmed(name, "VARCHAR") for name in columns)
    total = workbook[sheet].max_row or 0
    stream: Iterator[tuple[int, Row]] = chain([first], rows) if first else iter(())
    schema = pa.schema([("_sheet_row", pa.int64()), *((name, pa.string()) for name in columns)])
    while batch := list(islice(stream, BATCH_ROWS)):
        cells = [[row[place] if place < len(row) else None for _, row in batch] for place in places]
        arrays = [pa.array([number for number, _ in batch], pa.int64()), *(pa.array(c, pa.string()) for c in cells)]
        con.register("batch_of_rows", pa.Table.from_arrays(arrays, schema=schema))
        con.execute(f"INSERT INTO {table} SELECT _sheet_row, {trimmed} FROM batch_of_rows")
        con.unregister("batch_of_rows")
        report(say(f"Đọc trang {sheet}", f"Reading sheet {sheet}"), batch[-1][0], max(total, batch[-1][0]))
    source = _source(table, dict.fromkeys(columns, "VARCHAR"), entity, path, sheet)
    if not may_be_empty and not _count(con, source):
        raise _empty(path, sheet)
    return source


def _sheet_names(heading: Row, number: int, entity: Entity, path: Path, sheet: str) -> dict[int, str]:
    named = _named([cell for cell in heading if cell], entity, str(path), sheet)
    if KEY not in named.values() and (merged := merged_heading(path)):
        raise fail("Dòng tiêu đề có ô gộp, không nhận ra tên cột.", "The heading has merged cells; no column is known.",
                   do_vi="Bỏ gộp ô và xóa các dòng tên bảng, để dòng đầu tiên là tên cột như trong biểu mẫu.",
                   do_en="Unmerge the cells and delete title rows, so that the first row has the template's columns.",
                   file=str(path), sheet=sheet, row=number, column=merged, code="merged")  # fmt: skip
    return {place: named[cell] for place, cell in enumerate(heading) if cell}


def _named(heading: list[str], entity: Entity, file: str, sheet: str | None) -> dict[str, str]:
    try:
        if len(set(heading)) < len(heading):
            raise ValueError(next(word for place, word in enumerate(heading) if word in heading[:place]))
        names = canonical_columns(heading, entity)
    except ValueError as error:
        raise fail("Tên cột bị lặp.", "The column stands twice.", do_vi="Giữ một trong hai cột.",
                   do_en="Keep one of the two.", file=file, sheet=sheet, row=1,
                   column=shown_column(str(error)), code="heading") from error  # fmt: skip
    if not set(names.values()) & {KEY, "commune_code", "member_number"}:
        wanted = ", ".join(fact.name for fact in OWN_COLUMNS[entity][:3])
        raise fail("Không thấy dòng tiêu đề.", "There is no heading.",
                   do_vi="Để dòng đầu tiên của tệp là tên cột; lấy biểu mẫu bằng «chungtay registry template».",
                   do_en="Let the first row hold the columns' names, as “chungtay registry template” makes it.",
                   file=file, sheet=sheet, row=1, value=", ".join(heading[:3]), allowed=f"{wanted}, …",
                   code="heading")  # fmt: skip
    return names


def shown_column(name: str) -> str:
    """Return the name by which a user knows a column."""
    return KEY_COLUMN if name == KEY else name


def _source(table: str, columns: dict[str, str], entity: Entity, path: Path, sheet: str | None = None) -> FactSource:
    own_types = path if path.suffix.lower() == ".parquet" else None
    return FactSource(table, columns, str(path), entity, "_sheet_row", table, own_types, sheet)


def _count(con: duckdb.DuckDBPyConnection, source: FactSource) -> int:
    row = con.execute(f"SELECT count(*) FROM {source.table}").fetchone()
    return int(row[0]) if row else 0


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _empty(path: Path, sheet: str | None) -> UserError:
    what = Words("Tệp không có dòng số liệu nào.", "The file has no row of data.")
    remedy = Words("Chọn tệp có dòng tiêu đề và ít nhất một hộ.", "Choose a file with a heading and at least one row.")
    return UserError(Problem(what, remedy, file=str(path), sheet=sheet, code="empty"))


__all__ = ["LoadedFiles", "Report", "column_letters", "load_files", "shown_column"]
