"""Write the error workbook: the file's rows with unfit cells in red, a comment on each, and a summary.

Rows stand where they stand in the file. Of a very large file only the rows with errors are copied. The workbook holds
what the file holds and nothing more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.messages import Problem, say
from chungtay.registry.importing.columns import SHEETS
from chungtay.registry.importing.reading import LoadedFiles, shown_column
from chungtay.snapshots.fact_files import FactSource, quoted

if TYPE_CHECKING:
    import duckdb

COPIED_WHOLE = 20_000  # rows up to which the whole file is copied
COMMENTS = 2_000


def write_error_workbook(
    con: duckdb.DuckDBPyConnection, files: LoadedFiles, problems: Sequence[Problem], total: int, target: Path
) -> None:
    """Write the workbook to `target`, replacing one that is there. The files' tables must still be in `con`."""
    import xlsxwriter

    target.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_formulas": False})
    formats = {
        "heading": book.add_format({"bold": True, "bg_color": "#E7E9EC", "border": 1, "border_color": "#C5CAD1"}),
        "text": book.add_format({"num_format": "@"}),
        "bad": book.add_format({"num_format": "@", "bg_color": "#F8D3CF", "font_color": "#8C1A10", "bold": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _write_summary(book, formats, problems, total)
    for source in (files.households, files.members):
        if source is not None:
            own = [p for p in problems if p.file == source.file and p.sheet == source.sheet]
            _write_rows(con, book, formats, source, own)
    book.close()


def _write_summary(book: Any, formats: dict[str, Any], problems: Sequence[Problem], total: int) -> None:
    sheet = book.add_worksheet(say("Tổng hợp lỗi", "Summary"))
    sheet.freeze_panes(3, 0)
    note = f"{total} lỗi; chưa nhập dòng nào. Sửa tệp gốc rồi nhập lại."
    sheet.write_string(0, 0, say(note, f"{total} errors; nothing was imported. Mend the file and import it again."))
    if total > len(problems):
        shown = len(problems)
        sheet.write_string(1, 0, say(f"Bảng này ghi {shown} lỗi đầu.", f"The first {shown} are listed."))
    headings = (
        say("Tệp", "File"), say("Trang", "Sheet"), say("Dòng", "Row"), say("Cột", "Column"), say("Giá trị", "Value"),
        say("Lỗi", "Error"), say("Được phép", "Allowed"), say("Cách sửa", "What to do"),
    )  # fmt: skip
    for column, (words, width) in enumerate(zip(headings, (24, 12, 8, 18, 18, 50, 40, 50), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, words, formats["heading"])
    for row, problem in enumerate(problems, start=3):
        file = Path(problem.file).name if problem.file else ""
        cells = (file, problem.sheet, problem.row, problem.column, problem.value, str(problem.what), problem.allowed,
                 str(problem.remedy))  # fmt: skip
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif cell:
                sheet.write_string(row, column, str(cell)[:1000], formats["wrap"])


def _write_rows(
    con: duckdb.DuckDBPyConnection,
    book: Any,
    formats: dict[str, Any],
    source: FactSource,
    problems: Sequence[Problem],
) -> None:
    """Copy the rows; red is put on the named cells, and the last column says what is wrong with the row."""
    names = list(source.columns)
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row or 1].append(problem)
    counted = con.execute(f"SELECT count(*) FROM {source.table}").fetchone()
    whole = counted is not None and counted[0] <= COPIED_WHOLE
    sheet = book.add_worksheet(str(SHEETS[source.entity]))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(names) - 1, 16)
    sheet.set_column(len(names) + 1, len(names) + 1, 70)
    for column, name in enumerate([*map(shown_column, names), say("Dòng", "Row"), say("Lỗi", "Errors")]):
        sheet.write_string(0, column, name, formats["heading"])
    if 1 in by_row:
        sheet.write_comment(0, 0, "\n".join(_told(problem) for problem in by_row[1])[:3000])
    listed = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in names)
    chosen = "" if whole else f"WHERE _sheet_row IN ({', '.join(map(str, by_row)) or '0'})"
    rows = con.execute(f"SELECT _sheet_row, {listed} FROM {source.table} {chosen} ORDER BY _sheet_row")
    place = comments = 0
    while batch := rows.fetchmany(2000):
        for number, *cells in batch:
            place = number - 1 if whole else place + 1
            wrong = by_row.get(number, ())
            told: dict[str, list[str]] = defaultdict(list)
            for problem in wrong:
                told[problem.column or ""].append(_told(problem))
            for column, (name, cell) in enumerate(zip(names, cells, strict=True)):
                bad = told.get(shown_column(name))
                if cell is not None:
                    sheet.write_string(place, column, cell, formats["bad" if bad else "text"])
                elif bad:
                    sheet.write_blank(place, column, None, formats["bad"])
                if bad and comments < COMMENTS:
                    sheet.write_comment(place, column, "\n".join(bad)[:1000])
                    comments += 1
            sheet.write_number(place, len(names), number)
            if wrong:
                sheet.write_string(place, len(names) + 1, " | ".join(_told(problem) for problem in wrong)[:5000])


def _told(problem: Problem) -> str:
    allowed = say(f" Được phép: {problem.allowed}.", f" Allowed: {problem.allowed}.") if problem.allowed else ""
    return f"{problem.what}{allowed} {problem.remedy}"
