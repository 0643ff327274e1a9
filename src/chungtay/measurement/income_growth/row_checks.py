"""Refuse rows of incomes that cannot be followed from one year to another, naming the first of them. Ibis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.measurement.survey.offending_rows import first_offence
from chungtay.measurement.survey.tables import as_number
from chungtay.messages import UserError, fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

Names = Mapping[str, str | None]


@dataclass(frozen=True)
class Fault:
    """Something that no row may have; vi and en say what, allowed what is wanted instead."""

    code: str
    column: str
    bad: ir.BooleanValue
    vi: str
    en: str
    allowed: str | None = None


def known_number(column: ir.Value) -> ir.Value:
    """A column as float64, null where it holds no finite number."""
    number = as_number(column)
    return (number.isnan() | number.isinf()).ifelse(None, number)


def check_rows(table: ir.Table, names: Names, years: Sequence[int], file: str | None) -> tuple[int, int]:
    """Check every row of the years at once.

    names   columns for "household", "year", "income" and, or None, "class", "persons" and "weight"
    file    what a message calls the table; None where it came from memory
    Returns the number of rows of these years, and of those left out because income, class or persons is empty.
    Raises UserError for a row without a household or a year, for cells that do not read, for persons and weights
    that are not above 0, for two rows of a household in a year, and for a year without rows.
    """
    year = known_number(table[names["year"]])
    here = year.isin(list(years))
    faults = _faults(table, names, year, here)
    counts = {f"f{place}": fault.bad.sum() for place, fault in enumerate(faults)}
    seen = {f"y{place}": (year == one).sum() for place, one in enumerate(years)}
    empty = _empty(table, names) & here
    found = table.aggregate(**counts, **seen, empty=empty.sum()).to_pyarrow().to_pylist()[0]
    for place, fault in enumerate(faults):
        if found[f"f{place}"]:
            raise _refused(table, fault, file)
    for place, one in enumerate(years):
        if not found[f"y{place}"]:
            raise _year_missing(table, str(names["year"]), year, one)
    _check_twice(table, names, years, file)
    return sum(int(found[f"y{place}"]) for place in range(len(years))), int(found["empty"] or 0)


def check_class(table: ir.Table, names: Names, base_year: int, is_poor: ir.BooleanValue, of: str) -> None:
    """Raise UserError where nobody was in the class in the base year, naming the classes that occur."""
    if names["class"] is None:
        return
    here = known_number(table[names["year"]]) == base_year
    classes = table.filter(here).select(found=table[names["class"]].cast("string"), poor=is_poor)
    found = classes.filter(classes["found"].notnull()).distinct().limit(40).to_pyarrow().to_pylist()
    if any(row["poor"] for row in found):
        return
    raise fail(
        f"Năm {base_year} không có hộ loại {of}.",
        f"No household was in the class {of} in {base_year}.",
        do_vi="Kiểm tra năm gốc và tên loại (--of).",
        do_en="Check the base year and the name of the class (--of).",
        column=names["class"],
        value=of,
        allowed=", ".join(sorted(str(row["found"]) for row in found)) or None,
        code="class_missing",
    )


def _faults(table: ir.Table, names: Names, year: ir.Value, here: ir.BooleanValue) -> list[Fault]:
    def text(name: str) -> ir.Value:
        return table[name].cast("string").strip()

    household, income = str(names["household"]), str(names["income"])
    unread = "Ô này không phải là số.", "This cell is no number."
    faults = [
        Fault("year", str(names["year"]), year.isnull(), "Năm trống hoặc không đọc được.",
              "The year is empty or cannot be read.", "2015"),
        Fault("key_missing", household, here & (text(household).fill_null("") == ""), "Dòng này không có mã hộ.",
              "This row has no household."),
        Fault("cell", income, here & _unread(table, income), *unread, "1250000.5"),
    ]  # fmt: skip
    if names["persons"]:
        size = names["persons"]
        faults.append(Fault("cell", size, here & _unread(table, size), *unread, "> 0"))
        none = here & (known_number(table[size]) <= 0).fill_null(False)
        said = "Số nhân khẩu phải lớn hơn 0.", "The number of persons must be above 0."
        faults.append(Fault("persons", size, none, *said, "> 0"))
    if names["weight"]:
        weight = names["weight"]
        unfit = here & ~(known_number(table[weight]) > 0).fill_null(False)
        said = "Quyền số phải có ở mọi dòng và lớn hơn 0.", "Every row needs a weight above 0."
        faults.append(Fault("weight", weight, unfit, *said, "> 0"))
    return faults


def _unread(table: ir.Table, name: str) -> ir.BooleanValue:
    """Whether a cell holds something that is no number; empty ones and nan are unknown."""
    written = table[name].cast("string").strip().lower().fill_null("")
    return ~written.isin(["", "nan"]) & known_number(table[name]).isnull()


def _empty(table: ir.Table, names: Names) -> ir.BooleanValue:
    """Whether a row lacks what it takes to count."""
    empty = known_number(table[names["income"]]).isnull()
    if names["persons"]:
        empty |= known_number(table[names["persons"]]).isnull()
    if names["class"]:
        empty |= table[names["class"]].cast("string").strip().fill_null("") == ""
    return empty


def _refused(table: ir.Table, fault: Fault, file: str | None) -> UserError:
    first = first_offence(table, fault.bad, fault.column)
    single = file is None or Path(file).suffix.lower() in (".csv", ".parquet")
    return fail(
        fault.vi + first.more[0],
        fault.en + first.more[1],
        do_vi="Sửa hoặc bỏ các dòng này (số thập phân dùng dấu chấm), rồi chạy lại.",
        do_en="Mend these rows or leave them out, then run again.",
        file=file,
        row=first.row if single else None,
        column=fault.column,
        value=first.value,
        allowed=fault.allowed,
        code=fault.code,
    )


def _year_missing(table: ir.Table, column: str, year: ir.Value, wanted: int) -> UserError:
    there = table.select(y=year).distinct().to_pyarrow()["y"].to_pylist()
    return fail(
        f"Không có dòng nào của năm {wanted}.",
        f"There is no row of {wanted}.",
        do_vi="Chọn một năm có trong cột năm.",
        do_en="Choose a year that the column of years holds.",
        column=column,
        value=str(wanted),
        allowed=", ".join(f"{one:g}" for one in sorted(one for one in there if one is not None)[:40]) or None,
        code="years",
    )


def _check_twice(table: ir.Table, names: Names, years: Sequence[int], file: str | None) -> None:
    rows = table.select(h=table[names["household"]].cast("string"), y=known_number(table[names["year"]]))
    rows = rows.filter(rows["y"].isin(list(years)))
    each = rows.group_by(["h", "y"]).aggregate(rows=rows.count())
    twice = each.filter(each["rows"] > 1).order_by(["y", "h"]).limit(1).to_pyarrow().to_pylist()
    if twice:
        raise fail(
            f"Hộ {twice[0]['h']} có {twice[0]['rows']} dòng trong năm {twice[0]['y']:g}.",
            f"Household {twice[0]['h']} has several rows in {twice[0]['y']:g}: {twice[0]['rows']}.",
            do_vi="Mỗi hộ một dòng mỗi năm; giữ kết quả rà soát cuối cùng.",
            do_en="Keep one row per household and year: the last review.",
            file=file,
            column=names["household"],
            value=str(twice[0]["h"]),
            code="row_twice",
        )
