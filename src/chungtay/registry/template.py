"""Make the file that officers fill in: an XLSX workbook or CSV files, generated from the vocabulary for one standard.

Row 1 has the columns' machine names in small grey, row 2 their labels, rows from 3 on the data. The import knows a
column by either, and skips row 2, so that an officer may hide or delete one of the two. May import rules.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chungtay.registry.importing.columns import HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, REQUIRED, SHEETS, template_facts
from chungtay.registry.template_guide import CODES_SHEET, write_codes, write_guide
from chungtay.rules import Fact, Standard, load_standard, load_vocabulary
from chungtay.rules.vocabulary import Entity

VALIDATED_ROWS = 5000
Row = Mapping[str, Any]


def template_columns(standard: Standard, entity: Entity) -> tuple[Fact, ...]:
    """Return the template's columns: the registry's own, then the facts that hold for the standard."""
    own = HOUSEHOLD_COLUMNS if entity == "household" else MEMBER_COLUMNS
    return (*own, *template_facts(load_vocabulary(), standard, entity))


def write_template(
    standard_id: str, target: Path, *, households: Iterable[Row] = (), members: Iterable[Row] = ()
) -> list[Path]:
    """Write an empty template, or one with rows to go on with, and return the files made.

    target   .xlsx: one workbook; .csv: the households, and beside it `<name>_thanh_vien.csv` for the members
    households, members   rows by column name, e.g. last year's list of a commune
    """
    standard = load_standard(standard_id)
    standard.check_usable()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".csv":
        beside = target.with_name(f"{target.stem}_thanh_vien.csv")
        _write_csv(target, template_columns(standard, "household"), households)
        _write_csv(beside, template_columns(standard, "member"), members)
        return [target, beside]
    _write_workbook(standard, target, {"household": list(households), "member": list(members)})
    return [target]


def _write_csv(path: Path, columns: Sequence[Fact], rows: Iterable[Row]) -> None:
    """CSV for Excel: UTF-8 with BOM, one heading of machine names."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, [column.name for column in columns], extrasaction="ignore")
        writer.writeheader()
        writer.writerows({name: _as_text(value) for name, value in row.items()} for row in rows)


def _write_workbook(standard: Standard, target: Path, rows: Mapping[str, list[Row]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_numbers": False})
    book.set_properties(
        {"title": str(standard.title), "comments": f"standard {standard.id}, version {standard.version}"}
    )
    formats = {
        "name": book.add_format({"font_size": 8, "font_color": "#8A9099"}),
        "label": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7E9EC",
                                  "border": 1, "border_color": "#C5CAD1"}),
        "needed": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D6E4F0",
                                   "border": 1, "border_color": "#C5CAD1"}),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "0.##"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }  # fmt: skip
    columns: dict[Entity, tuple[Fact, ...]] = {
        "household": template_columns(standard, "household"),
        "member": template_columns(standard, "member"),
    }
    sheets = {entity: book.add_worksheet(SHEETS[entity].vi) for entity in columns}
    places = write_codes(book, formats, [fact for facts in columns.values() for fact in facts])
    for entity, facts in columns.items():
        _write_sheet(sheets[entity], formats, facts, rows[entity], places)
    write_guide(book, formats, standard)
    book.close()


def _write_sheet(
    sheet: Any, formats: Mapping[str, Any], facts: Sequence[Fact], rows: Sequence[Row], places: Mapping[str, str]
) -> None:
    """Heading, widths, number formats, dropdowns and limits of one sheet; then the rows."""
    sheet.freeze_panes(2, 1)
    sheet.set_row(1, 48)
    last = 1 + max(VALIDATED_ROWS, len(rows) + 200)
    for column, fact in enumerate(facts):
        needed = fact.name in REQUIRED[fact.entity]
        sheet.set_column(column, column, 14 if fact.type in ("bool", "int") else 18, formats[_format(fact)])
        sheet.write_string(0, column, fact.name, formats["name"])
        sheet.write_string(1, column, fact.label.vi, formats["needed" if needed else "label"])
        sheet.write_comment(1, column, _question(fact), {"x_scale": 2, "y_scale": 1.4})
        if rule := _validation(fact, places):
            sheet.data_validation(2, column, last, column, rule)
    for place, row in enumerate(rows, start=2):
        for column, fact in enumerate(facts):
            value = row.get(fact.name)
            if value is None or value == "":
                continue
            if fact.type in ("int", "decimal"):
                sheet.write_number(place, column, value)
            else:
                sheet.write_string(place, column, _as_text(value))


def _format(fact: Fact) -> str:
    """The number format of a column: codes and numbers that identify stay text, so that leading zeros survive."""
    return {"int": "number", "decimal": "number", "date": "date"}.get(fact.type, "text")


def _validation(fact: Fact, places: Mapping[str, str]) -> dict[str, Any] | None:
    """What Excel lets a cell hold; a wrong value is refused with the allowed ones."""
    about = {
        "ignore_blank": True,
        "error_title": fact.label.vi[:32],
        "error_message": f"Được phép: {_allowed(fact)}"[:255],
    }
    if fact.type == "bool":
        return {"validate": "list", "source": ["có", "không"], **about}
    if fact.type == "code":
        return {"validate": "list", "source": f"={places[fact.name]}", **about}
    if fact.type in ("int", "decimal"):
        kind = "integer" if fact.type == "int" else "decimal"
        low, high = fact.minimum, fact.maximum
        if low is not None and high is not None:
            return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **about}
        if low is not None:
            sign = ">" if fact.exclusive_minimum else ">="
            return {"validate": kind, "criteria": sign, "value": low, **about}
    return None


def _allowed(fact: Fact) -> str:
    if fact.type == "bool":
        return "có, không, để trống nếu chưa biết"
    if fact.type == "code":
        return f"xem cột {fact.name} ở trang {CODES_SHEET.vi}"
    return fact.allowed() or "chữ"


def _question(fact: Fact) -> str:
    """The comment on a heading: the question, what may be written, and the unit."""
    lines = [fact.question.vi]
    if fact.type == "code" or fact.multiple:
        lines += [f"{code.value} = {code.label.vi}" for code in fact.codes]
    if fact.unit:
        lines.append(f"Đơn vị: {fact.unit}")
    if fact.type == "bool":
        lines.append("có / không; để trống nếu chưa biết")
    return "\n".join(lines)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value is None else str(value)
