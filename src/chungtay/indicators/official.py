"""Load published figures from data/official.yaml (or a province's own file of that shape) beside the computed ones.

May import units and messages. A figure is known by its indicator, unit, year and kind; loading again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from chungtay.indicators.definitions import DATA, definition
from chungtay.indicators.models import OfficialValue
from chungtay.messages import Problem, UserError, Words, say
from chungtay.units.models import Unit

KINDS = ("result", "target", "forecast", "derived")
STATUSES = ("verified", "secondary", "unverified")
REQUIRED = ("indicator", "unit", "year", "kind", "standard", "status", "source")


def load_official(path: Path | None = None) -> int:
    """Load the published figures and return how many there are; all or nothing.

    Raises UserError naming the entry where the file is not fit or a unit is not known; then nothing was written.
    """
    path = path or DATA / "official.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["values"]
    units = dict(Unit.objects.filter(code__in={str(e.get("unit")) for e in entries}).values_list("code", "id"))
    problems = [found for n, entry in enumerate(entries, 1) if (found := _problem(entry, n, path.name, units))]
    if problems:
        raise UserError(*problems)
    with transaction.atomic():
        for entry in entries:
            known = {key: entry[key] for key in ("indicator", "year", "kind")}
            OfficialValue.objects.update_or_create(**known, unit_id=units[entry["unit"]], defaults=_columns(entry))
    return len(entries)


def share_of(entry: Mapping[str, Any]) -> float | None:
    """Return the share printed, or the one recomputed where both counts were printed."""
    if "denominator" in entry and "numerator" in entry:
        return float(entry["numerator"]) / float(entry["denominator"]) if entry["denominator"] else None
    value = entry.get("value")
    return float(value) if value is not None else None


def _columns(entry: Mapping[str, Any]) -> dict[str, Any]:
    note = entry.get("note") or {"vi": "", "en": ""}
    return {
        "value": share_of(entry),
        "numerator": entry.get("numerator"),
        "denominator": entry.get("denominator"),
        "standard_id": entry["standard"],
        "source": entry["source"],
        "status": entry["status"],
        "note": f"{note['vi']} | {note['en']}" if note["vi"] else "",
    }


def note_of(value: OfficialValue) -> str:
    """Return the note in the current language."""
    vi, _, en = value.note.partition(" | ")
    return say(vi, en or vi)


def _problem(entry: Mapping[str, Any], number: int, file: str, units: Mapping[str, int]) -> Problem | None:
    missing = [key for key in REQUIRED if key not in entry]
    if missing:
        return _at(file, number, ", ".join(missing), "", what=Words("Thiếu mục.", "An entry is missing."))
    definition(entry["indicator"], entry["standard"])
    for key, allowed in (("kind", KINDS), ("status", STATUSES)):
        if entry[key] not in allowed:
            return _at(
                file, number, key, entry[key], what=Words("Giá trị lạ.", "Unknown value."), allowed=", ".join(allowed)
            )
    if entry["unit"] not in units:
        return _at(file, number, "unit", entry["unit"], what=Words("Không có đơn vị này.", "There is no such unit."))
    share = share_of(entry)
    if share is None or not 0 <= share <= 1:
        what = Words("Tỷ lệ phải từ 0 đến 1.", "A share lies between 0 and 1.")
        return _at(file, number, "value", share, what=what, allowed="0–1")
    return None


def _at(file: str, number: int, column: str, value: object, *, what: Words, allowed: str | None = None) -> Problem:
    remedy = Words(f"Sửa mục thứ {number} của tệp.", f"Mend entry {number} of the file.")
    return Problem(what, remedy, file=file, column=column, value=str(value), allowed=allowed, code="official")
