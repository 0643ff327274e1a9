"""Check the rows of the two files: values against the vocabulary, then keys, persons and places across rows.

One scan counts every kind of unfit value; only where something is wrong are the rows read again. May import rules and
snapshots.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chungtay.messages import Problem, Words
from chungtay.registry.importing.columns import KEY_COLUMN, LONGEST, OWN_COLUMNS, PERSONAL, REQUIRED, facts_of
from chungtay.registry.importing.found import LIMIT, Found, text_of
from chungtay.registry.importing.reading import shown_column
from chungtay.rules import Fact, load_vocabulary
from chungtay.snapshots.encodings import legacy_encoding_of
from chungtay.snapshots.fact_checks import value_problem
from chungtay.snapshots.fact_columns import check_columns
from chungtay.snapshots.fact_files import FactSource
from chungtay.snapshots.fact_types import KEY, outside, reading

if TYPE_CHECKING:
    import duckdb

MEN_OF_LETTERS = 3000  # values looked at for legacy fonts
IDENTITY_DIGITS = "regexp_full_match(regexp_replace({}, '[ .-]', '', 'g'), '\\d{{9}}|\\d{{12}}')"


@dataclass(frozen=True)
class CellCheck:
    """One kind of unfit cell: the column, SQL that is true for it, and how it is told."""

    fact: Fact
    column: str
    code: str
    condition: str


def check_heading(source: FactSource) -> Found:
    """Check one file's columns: required ones are there, misspelt ones named, strange ones warned of."""
    known = {
        KEY if fact.name == KEY_COLUMN else fact.name: fact
        for fact in (*OWN_COLUMNS[source.entity], *facts_of(load_vocabulary(), source.entity))
    }
    required = [KEY if name == KEY_COLUMN else name for name in REQUIRED[source.entity]]
    seen = check_columns(source, known, required, None, ())
    found = Found(seen.problems, seen.total, seen.warnings)
    return _shown(found)


def check_cells(con: duckdb.DuckDBPyConnection, source: FactSource, review_year: int) -> Found:
    """Check every cell by itself, and what must fit within one row."""
    found = Found()
    checks = list(_cell_checks(source, review_year))
    counts = ", ".join(f"count(*) FILTER (WHERE {check.condition})" for check in checks)
    numbers = con.execute(f"SELECT {counts} FROM {source.table}").fetchone() or ()
    for check, number in zip(checks, numbers, strict=True):
        if not number:
            continue
        found.total += number
        rows = con.execute(
            f"SELECT _sheet_row, {text_of(source, check.column)} FROM {source.table} WHERE {check.condition} "
            f"ORDER BY _sheet_row LIMIT {LIMIT}"
        ).fetchall()
        found.problems += [_cell_problem(source, check, row, value) for row, value in rows]
    found.merge(_check_letters(con, source))
    return _shown(found)


def _cell_checks(source: FactSource, review_year: int) -> Iterator[CellCheck]:
    for fact in (*OWN_COLUMNS[source.entity], *facts_of(load_vocabulary(), source.entity)):
        column = KEY if fact.name == KEY_COLUMN else fact.name
        if column not in source.columns:
            continue
        text = text_of(source, column)
        how = reading(replace(fact, name=column), source.columns[column], trim=False)
        if how is None:
            yield CellCheck(fact, column, "type", f"{text} IS NOT NULL")
            continue
        if fact.name in REQUIRED[source.entity]:
            yield CellCheck(fact, column, "required", f"{text} IS NULL")
        if how.unfit:
            yield CellCheck(fact, column, "code" if fact.codes else "type", how.unfit)
        if beyond := outside(fact, how.typed):
            yield CellCheck(fact, column, "range", f"({beyond} AND NOT {how.unfit})" if how.unfit else beyond)
        if longest := LONGEST.get(fact.name):
            yield CellCheck(fact, column, "long", f"length({text}) > {longest}")
        if fact.name == "identity_number":
            yield CellCheck(fact, column, "identity", f"{text} IS NOT NULL AND NOT {IDENTITY_DIGITS.format(text)}")
        if fact.name == "surveyed_on":
            yield CellCheck(fact, column, "year", f"year({how.typed}) NOT IN ({review_year}, {review_year + 1})")
    if source.entity == "member" and {"age", "birth_year"} <= source.columns.keys():
        yield _age_check(source, review_year)


def _age_check(source: FactSource, review_year: int) -> CellCheck:
    """Age and year of birth may differ by the birthday not yet had, not by more."""
    vocabulary = load_vocabulary()
    typed = {}
    for name in ("age", "birth_year"):
        how = reading(vocabulary.fact(name), source.columns[name], trim=False)
        typed[name] = how.typed if how else "CAST(NULL AS BIGINT)"
    gap = f"{review_year} - {typed['birth_year']} - {typed['age']}"
    return CellCheck(vocabulary.fact("age"), "age", "age", f"({gap}) NOT BETWEEN 0 AND 1")


def _cell_problem(source: FactSource, check: CellCheck, row: int, value: str | None) -> Problem:
    fact, label = check.fact, check.fact.label
    shown = None if check.column in PERSONAL[source.entity] else value
    allowed = None
    if check.code == "required":
        what = Words(f"Thiếu «{label.vi}».", f"“{label.en}” is missing.")
        remedy = Words("Điền ô này, hoặc xóa cả dòng.", "Fill in this cell, or delete the row.")
    elif check.code == "long":
        what = Words(f"«{label.vi}» quá dài.", f"“{label.en}” is too long.")
        remedy = Words("Rút ngắn lại.", "Shorten it.")
        allowed = str(LONGEST[fact.name])
    elif check.code == "identity":
        what = Words(f"«{label.vi}» không đủ 9 hoặc 12 chữ số.", f"“{label.en}” has neither 9 nor 12 digits.")
        remedy = Words(
            "Định dạng cột là Văn bản rồi gõ lại cả số 0 ở đầu; để trống nếu chưa biết.",
            "Format the column as Text and type it again with its leading zeros; leave it empty where unknown.",
        )
    elif check.code == "year":
        what = Words(f"«{label.vi}» không thuộc kỳ rà soát.", f"“{label.en}” is not in the review's period.")
        remedy = Words("Sửa ngày, hoặc sửa năm rà soát khi nhập.", "Mend the date, or give another review year.")
    elif check.code == "age":
        what = Words("Tuổi không khớp năm sinh.", "The age does not fit the year of birth.")
        remedy = Words("Sửa một trong hai ô, hoặc để trống tuổi.", "Mend one of the two, or leave the age empty.")
    else:
        return value_problem(source, fact, check.code, row, shown if shown is not None or value is None else "…")
    return Problem(what, remedy, source.file, source.sheet, row, check.column, shown, allowed, check.code)


def _check_letters(con: duckdb.DuckDBPyConnection, source: FactSource) -> Found:
    """Find names typed in a legacy font and saved as if they were Unicode: the letters are wrong, not the bytes."""
    found = Found()
    for column in ("head_name", "address", "full_name"):
        text = text_of(source, column)
        if column not in source.columns:
            continue
        rows = con.execute(
            f"SELECT _sheet_row, {text} FROM {source.table} WHERE NOT regexp_full_match({text}, '[ -~]*') "
            f"ORDER BY _sheet_row LIMIT {MEN_OF_LETTERS}"
        ).fetchall()
        strange = [(row, font) for row, value in rows if (font := legacy_encoding_of(value))]
        if len(strange) * 10 > len(rows):
            row, font = strange[0]
            what = Words(f"Chữ Việt gõ bằng phông {font}, không phải Unicode.", f"The text is in {font} font codes.")
            remedy = Words(
                "Chuyển tệp sang Unicode (ví dụ bằng UniKey Toolkit), rồi lưu lại bằng UTF-8.",
                "Convert the file to Unicode (for example with UniKey Toolkit), then save it again as UTF-8.",
            )
            found.add(Problem(what, remedy, source.file, source.sheet, row, column, code="encoding"))
    return found


def _shown(found: Found) -> Found:
    """Name the household's code as the file does."""
    found.problems = [replace(p, column=shown_column(p.column)) if p.column else p for p in found.problems]
    return found
