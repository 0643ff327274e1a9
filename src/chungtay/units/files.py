"""Read units and their changes from data files, and say what is wrong with them.

A province's file is a pair: `<name>_units.csv` (one row per dated description) and `<name>_events.yaml` beside it
(optional). May import `rows`, `kinds` and `chungtay.messages`.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.messages import Problem, UserError, Words
from chungtay.units.checks import check_changes, check_spans
from chungtay.units.kinds import DATA, kinds
from chungtay.units.rows import EVENT_KINDS, LEVELS, Book, Change, SpanRow

COLUMNS = ("code", "category", "level", "name", "kind", "parent_code", "valid_from", "valid_to")
OPTIONAL = ("name_en", "act", "source", "status")
CATEGORIES = ("area", "organisation")
STATUSES = ("verified", "secondary", "unverified")


def problem(vi: str, en: str, do_vi: str, do_en: str, **place: Any) -> Problem:
    return Problem(what=Words(vi, en), remedy=Words(do_vi, do_en), **place)


@cache
def packaged_book() -> Book:
    """Return the areas and organisations that come with Chung Tay (province 46)."""
    areas = read_book(DATA / "hue_units.csv")
    organisations = read_spans(DATA / "hue_organisations.csv")
    return Book(areas.spans + organisations, areas.changes)


def events_path(units_path: Path) -> Path:
    """Return where the changes of `<name>_units.csv` are: `<name>_events.yaml` beside it."""
    return units_path.with_name(units_path.stem.removesuffix("_units") + "_events.yaml")


def read_book(path: Path) -> Book:
    """Read and check a pair of files. Raises UserError with every problem found, by file and row."""
    spans = read_spans(path)
    problems = check_spans(spans, path.name)
    beside = events_path(path)
    changes: tuple[Change, ...] = ()
    if beside.exists() and beside != path:
        changes = read_changes(beside)
        problems += check_changes(changes, spans, beside.name)
    if problems:
        raise UserError(*problems)
    return Book(spans, changes)


def read_spans(path: Path) -> tuple[SpanRow, ...]:
    """Read a CSV of dated descriptions (UTF-8, with a heading). Raises UserError naming row and column."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise UserError(
            problem("Không có tệp này.", "No such file.", "kiểm tra đường dẫn.", "check the path.", file=str(path))
        ) from None
    except UnicodeDecodeError:
        raise UserError(
            problem("Tệp không phải UTF-8.", "Not UTF-8.", "lưu lại dạng UTF-8.", "save as UTF-8.", file=path.name)
        ) from None
    reader = csv.DictReader(text.splitlines())
    absent = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if absent:
        raise UserError(
            problem(
                "Thiếu cột.",
                "Columns are missing.",
                "thêm các cột còn thiếu vào dòng đầu.",
                "add the missing columns to the heading.",
                file=path.name,
                row=1,
                value=", ".join(absent),
                allowed=", ".join(COLUMNS + OPTIONAL),
            )
        )
    problems: list[Problem] = []
    spans = [_span(row, number, path.name, problems) for number, row in enumerate(reader, start=2)]
    if problems:
        raise UserError(*problems)
    return tuple(span for span in spans if span is not None)


def _span(row: Mapping[str, str | None], number: int, file: str, problems: list[Problem]) -> SpanRow | None:
    value = {key: (cell or "").strip() for key, cell in row.items() if key}
    place: dict[str, Any] = {"file": file, "row": number}
    before = len(problems)
    for column in ("code", "name"):
        if not value[column]:
            words = ("Ô bắt buộc bị trống.", "A required cell is empty.", "điền vào ô này.", "fill in this cell.")
            problems.append(problem(*words, column=column, **place))
    choices = {"category": CATEGORIES, "level": LEVELS, "kind": tuple(kinds()), "status": ("", *STATUSES)}
    for column, allowed in choices.items():
        if value.get(column, "") not in allowed:
            words = ("Giá trị không có trong danh mục.", "Not in the list.", "chọn một giá trị.", "choose one of them.")
            listed = ", ".join(filter(None, allowed))
            problems.append(problem(*words, column=column, value=value.get(column, ""), allowed=listed, **place))
    begins = _date(value["valid_from"], "valid_from", place, problems, required=True)
    ends = _date(value["valid_to"], "valid_to", place, problems, required=False)
    if len(problems) > before or begins is None:
        return None
    return SpanRow(
        code=value["code"],
        category=value["category"],
        level=value["level"],
        name=value["name"],
        kind=value["kind"],
        parent_code=value["parent_code"] or None,
        valid_from=begins,
        valid_to=ends,
        name_en=value.get("name_en", ""),
        act=value.get("act", ""),
        source=value.get("source", ""),
        status=value.get("status") or "unverified",
        place=number,
    )


def _date(text: str, column: str, place: dict[str, Any], problems: list[Problem], *, required: bool) -> dt.date | None:
    if not text and not required:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        words = ("Ngày không đọc được.", "Not a date.", "viết năm-tháng-ngày.", "write year-month-day.")
        problems.append(problem(*words, column=column, value=text, allowed="2020-01-01", **place))
        return None


def read_changes(path: Path) -> tuple[Change, ...]:
    """Read a YAML list of change events. Raises UserError naming the event (its number in the file) and the field."""
    try:
        entries = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(
            problem(
                f"Tệp YAML không đọc được: {error}",
                f"Not readable YAML: {error}",
                "sửa cú pháp ở dòng nêu trên.",
                "correct the syntax at the line named.",
                file=path.name,
            )
        ) from None
    found: list[Change] = []
    problems: list[Problem] = []
    for number, entry in enumerate(entries or [], start=1):
        try:
            change = Change(
                code=str(entry["code"]),
                date=_as_date(entry["date"]),
                kind=entry["kind"],
                before={str(code): _share(share) for code, share in (entry.get("from") or {}).items()},
                after={str(code): _share(share) for code, share in (entry.get("to") or {}).items()},
                act=entry.get("act") or "",
                source=entry.get("source") or "",
                status=entry.get("status") or "unverified",
                note=entry.get("note") or "",
                place=number,
            )
            if change.kind not in EVENT_KINDS or change.status not in STATUSES:
                raise ValueError(f"kind: {change.kind}, status: {change.status}")
            found.append(change)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problems.append(
                problem(
                    "Biến động ghi sai.",
                    "The event is not well written.",
                    "viết như các biến động khác trong tệp.",
                    "write it like the other events of the file.",
                    file=path.name,
                    row=number,
                    value=str(error),
                    allowed="code, date, kind (" + ", ".join(EVENT_KINDS) + "), from, to",
                )
            )
    if problems:
        raise UserError(*problems)
    return tuple(found)


def _as_date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def _share(value: object) -> float | None:
    if value is None:
        return None
    share = float(str(value))
    if not 0 < share <= 1:
        raise ValueError(f"share {share}")
    return share
