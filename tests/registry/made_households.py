"""Rows and files of made-up households, in a real commune of the province."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Rows = list[dict[str, Any]]
COMMUNE = "20047"  # Hồng Vân, A Lưới: a xã until 30/06/2025


def household(code: str, **facts: Any) -> dict[str, Any]:
    """One row of a households file: a poor rural household unless said otherwise."""
    row = {
        "household_code": code,
        "commune_code": COMMUNE,
        "village_serial": code[-2:],
        "head_name": f"Hồ Văn {code}",
        "identity_number": f"046{int(''.join(filter(str.isdigit, code))):09d}",
        "phone": "0912345678",
        "address": "Thôn 1, đường Hồ Chí Minh",
        "surveyed_on": "2019-11-05",
        "area": "rural",
        "income_per_head": 650000,
        "ethnicity": "ta_oi",
        "ethnic_minority": "true",
        "house_grade": "temporary",
        "floor_area": 36,
        "water_source": "surface",
        "toilet_type": "none",
        "has_tv": "true",
        "has_radio": "",
        "has_computer": "false",
        "hears_loudspeaker": "true",
    }
    return row | facts


def member(code: str, number: int, **facts: Any) -> dict[str, Any]:
    """One row of a members file."""
    row = {
        "household_code": code,
        "member_number": number,
        "full_name": f"Hồ Thị {code}-{number}",
        "identity_number": "",
        "relation": "head" if number == 1 else "child",
        "sex": "male" if number % 2 else "female",
        "birth_year": 1980 if number == 1 else 2008,
        "attends_school": "false" if number == 1 else "true",
        "highest_education": "primary",
        "has_health_insurance": "true",
        "uses_phone": "true",
        "uses_internet": "",
    }
    return row | facts


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    rows = list(rows)
    with path.open("w", newline="", encoding=encoding) as file:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([None if row.get(column, "") == "" else row[column] for column in columns])
    book.save(path)
    return path


def write_parquet(path: Path, rows: Rows) -> Path:
    """Parquet with the types of each fact, as a program would write it."""
    made = []
    for row in rows:
        typed = {name: {"true": True, "false": False, "": None}.get(value, value) for name, value in row.items()}
        made.append(typed)
    pq.write_table(pa.Table.from_pylist(made), path)
    return path
