"""Check a table of facts against the vocabulary: types, codes, bounds. Imports `rules` and the other fact modules.

One scan counts every kind of problem; only where something is wrong are the rows read again to name the first places.

    found = check_facts(con, source, vocabulary, required=("household_id", "area"), reads=standard.household_facts)
    found.raise_if_any()
    check_keys(con, households, members).raise_if_any()
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from chungtay.messages import Problem, UserError, Words
from chungtay.snapshots.encodings import legacy_encoding_of
from chungtay.snapshots.fact_columns import check_columns
from chungtay.snapshots.fact_files import FactSource, csv_problem, quoted
from chungtay.snapshots.fact_types import KEY, allowed_values, key_expression, outside, reading
from chungtay.snapshots.findings import SHOWN, Findings

if TYPE_CHECKING:
    import duckdb

    from chungtay.rules import Fact, Vocabulary

PER_KIND = 5


def check_facts(
    con: duckdb.DuckDBPyConnection,
    source: FactSource,
    vocabulary: Vocabulary,
    *,
    required: Collection[str] = (KEY,),
    reads: Collection[str] | None = None,
    optional: Collection[str] = (),
    also_known: Collection[str] = (),
) -> Findings:
    """Check columns and values of one file.

    required    columns that must be there
    reads       facts that the caller reads; their absence is worth a warning, the others' values are not checked.
                None = every fact of the entity is read and none is missed
    optional    facts that are read where they are there, and whose absence is worth no word
    also_known  columns that are no facts but are expected (a village's code, a name)
    """
    facts = vocabulary.household_facts if source.entity == "household" else vocabulary.member_facts
    known = {fact.name: fact for fact in facts}
    found = check_columns(source, known, required, reads, also_known, optional=optional)
    checked = [fact for fact in facts if fact.name in source.columns and (reads is None or fact.name in reads)]
    unfit_columns = Findings()
    for fact in checked:
        if reading(fact, source.columns[fact.name], trim=not source.is_parquet) is None:
            unfit_columns.add(_wrong_column_type(source, fact))
    found.merge(unfit_columns)
    if not found.total:
        found.merge(check_values(con, source, checked))
    return found


def check_values(con: duckdb.DuckDBPyConnection, source: FactSource, facts: Collection[Fact]) -> Findings:
    """Check the values of the given facts' columns, and that every row names its household."""
    import duckdb

    found = Findings()
    conditions = list(_conditions(source, facts))
    try:
        rows, wrong = _counts(con, source, [condition for _, _, condition in conditions])
        if rows == 0:
            what = Words("Tệp không có dòng số liệu nào.", "The file has no row of data.")
            remedy = Words("Chọn tệp có ít nhất một dòng số liệu.", "Choose a file with at least one row of data.")
            found.add(Problem(what, remedy, file=source.file, sheet=source.sheet, code="empty"))
            return found
        found.total = sum(wrong)
        for (fact, code, condition), count in zip(conditions, wrong, strict=True):
            if count:
                found.problems += _examples(con, source, fact, code, condition)
    except duckdb.InvalidInputException as error:
        if "CSV" not in str(error):
            raise
        return Findings([csv_problem(error, source.file)], 1)
    except duckdb.Error as error:
        if not source.is_parquet:
            raise
        what = Words("Tệp Parquet hỏng, không đọc được hết.", "The Parquet file is damaged and cannot be read through.")
        remedy = Words("Tạo lại hoặc chép lại tệp cho đủ.", "Make the file again, or copy it again in full.")
        raise UserError(Problem(what, remedy, file=source.file, code="truncated")) from error
    found.problems.sort(key=lambda problem: problem.row or 0)
    found.problems = found.problems[:SHOWN]
    return found


def _counts(con: duckdb.DuckDBPyConnection, source: FactSource, conditions: list[str]) -> tuple[int, list[int]]:
    """Count the rows, and those that each condition finds.

    A text file is parsed once for all conditions. In Parquet each condition is a filter of its own, which statistics
    and dictionaries of the row groups mostly answer without reading a value.
    """
    if source.is_parquet:
        each = [f"(SELECT count(*) FROM {source.table} WHERE {condition})" for condition in conditions]
        counts = ", ".join([f"(SELECT count(*) FROM {source.table})", *each])
        row = con.execute(f"SELECT {counts}").fetchone()
    else:
        each = [f"count(*) FILTER (WHERE {condition})" for condition in conditions]
        row = con.execute(f"SELECT {', '.join(['count(*)', *each])} FROM {source.table}").fetchone()
    rows, *wrong = row or (0,)
    return rows, wrong


def _conditions(source: FactSource, facts: Collection[Fact]) -> Iterator[tuple[Fact | None, str, str]]:
    """Yield (fact, code of the problem, SQL that is true for a bad row); the fact is None for the household's id."""
    yield None, "no_household_id", f"{key_expression(source)} IS NULL"
    for fact in facts:
        how = reading(fact, source.columns[fact.name], trim=not source.is_parquet)
        if how is None:
            continue
        if how.unfit:
            yield fact, "code" if fact.codes else "type", how.unfit
        if beyond := outside(fact, how.typed):
            yield fact, "range", f"({beyond} AND NOT {how.unfit})" if how.unfit else beyond


def _examples(
    con: duckdb.DuckDBPyConnection, source: FactSource, fact: Fact | None, code: str, condition: str
) -> list[Problem]:
    column = fact.name if fact else KEY
    place_and_value = f"{source.row}, CAST({quoted(column)} AS VARCHAR)"
    query = f"SELECT {place_and_value} FROM {source.numbered} WHERE {condition} LIMIT {PER_KIND}"
    found = con.execute(query).fetchall()
    return [value_problem(source, fact, code, row, value) for row, value in found]


def value_problem(source: FactSource, fact: Fact | None, code: str, row: int, value: str | None) -> Problem:
    """Say what is wrong with one cell. code: "type", "code" or "range"; fact None: the row names no household."""
    place = {"file": source.file, "sheet": source.sheet, "row": row}
    if fact is None:
        what = Words("Dòng không có mã hộ.", "The row names no household.")
        remedy = Words("Điền mã hộ, hoặc xóa dòng.", "Fill in the household's id, or delete the row.")
        return Problem(what, remedy, column=KEY, code=code, **place)  # type: ignore[arg-type]
    label = f"«{fact.label.vi}»", f"“{fact.label.en}”"
    if code == "range":
        what = Words(f"{label[0]} ngoài khoảng cho phép.", f"{label[1]} is outside what is possible.")
    elif code == "code":
        what = Words(f"{label[0]} có mã không có trong danh mục.", f"{label[1]} has a code that is not on the list.")
    else:
        what = Words(f"{label[0]} sai kiểu dữ liệu.", f"{label[1]} is of the wrong type.")
    remedy = Words("Sửa ô này; để trống nếu chưa biết.", "Mend this cell; leave it empty where unknown.")
    if code == "code" and value:
        near = difflib.get_close_matches(value.strip().lower(), [c.value for c in fact.codes], n=1, cutoff=0.6)
        if near:
            remedy = Words(f"Có phải «{near[0]}»? Sửa ô này.", f"Did you mean “{near[0]}”? Mend this cell.")
    if value and (legacy := legacy_encoding_of(value)):
        remedy = Words(
            f"Ô có vẻ gõ bằng phông {legacy}; chuyển tệp sang Unicode rồi lưu UTF-8.",
            f"The cell seems typed in {legacy}; convert the file to Unicode and save as UTF-8.",
        )
    return Problem(what, remedy, column=fact.name, value=value, allowed=allowed_values(fact), code=code, **place)  # type: ignore[arg-type]


def _wrong_column_type(source: FactSource, fact: Fact) -> Problem:
    return Problem(
        what=Words(f"Cột «{fact.label.vi}» sai kiểu dữ liệu.", f"The column “{fact.label.en}” is of the wrong type."),
        remedy=Words("Ghi lại tệp với đúng kiểu của cột này.", "Write the file again with this column's type."),
        file=source.file,
        sheet=source.sheet,
        column=fact.name,
        value=source.columns[fact.name],
        allowed=allowed_values(fact),
        code="column_type",
    )
