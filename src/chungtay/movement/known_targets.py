"""Targets that acts have set, from data/targets.yaml or a province's own file of that shape. Imports messages only.

known_target("country-poor-rate-2016-2020").path(baseline=0.0836)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.messages import Problem, UserError, Words
from chungtay.movement.target_path import TargetPath, points_a_year, straight_line, times_baseline

DATA = Path(__file__).parent / "data" / "targets.yaml"
STATUSES = ("verified", "secondary", "unverified")
REQUIRED = ("id", "scope", "indicator", "years", "standard", "aim", "source", "status")
AIMS = ("points", "times", "value")


@dataclass(frozen=True)
class KnownTarget:
    """A target as an act sets it; `places` says which units within the scope, where not the scope itself.

    aim, amounts   "points" a year, "times" the baseline, or a "value"; of two amounts the first is the least promised
    baseline       where a source gives it, else None: the unit's own value is the baseline then
    """

    id: str
    scope: str
    places: Words | None
    indicator: str
    group: str
    first_year: int
    last_year: int
    standard: str
    aim: str
    amounts: tuple[float, ...]
    baseline: float | None
    act: str
    source: str
    status: str
    note: Words | None

    def path(self, baseline: float | None = None) -> TargetPath:
        """The path from a unit's own baseline, or from the one in the source.

        Raises UserError where neither is known.
        """
        start = baseline if baseline is not None else self.baseline
        make = {"points": points_a_year, "times": times_baseline, "value": straight_line}[self.aim]
        return make(self.first_year, start, self.last_year, self.amounts[0])

    @property
    def provenance(self) -> str:
        """Act and source, for a target that is set from it."""
        return "; ".join(part for part in (self.act, self.source) if part)[:300]


def known_targets(path: Path | None = None) -> tuple[KnownTarget, ...]:
    """Every target of the file. Raises UserError naming each entry that is not fit."""
    return _read(path or DATA)


def known_target(target_id: str, path: Path | None = None) -> KnownTarget:
    """The target of an id. Raises UserError where there is none."""
    found = {one.id: one for one in known_targets(path)}
    if target_id in found:
        return found[target_id]
    raise UserError(
        Problem(
            Words("Không có chỉ tiêu mang mã này.", "There is no target of this id."),
            Words("Chọn một mã trong tệp chỉ tiêu.", "Choose an id of the file of targets."),
            file=(path or DATA).name,
            value=target_id,
            allowed=", ".join(found),
            code="known_target",
        )
    )


@lru_cache
def _read(path: Path) -> tuple[KnownTarget, ...]:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["targets"]
    problems = [found for entry in entries if (found := _problem(entry, path.name))]
    ids = [entry.get("id") for entry in entries]
    problems += [
        _at(path.name, one, "id", one, Words("Mã lặp lại.", "The id repeats."))
        for one in set(ids)
        if ids.count(one) > 1
    ]
    if problems:
        raise UserError(*problems)
    return tuple(_target(entry) for entry in entries)


def _target(entry: Mapping[str, Any]) -> KnownTarget:
    aim, amounts = next(iter(entry["aim"].items()))
    return KnownTarget(
        id=entry["id"],
        scope=entry["scope"],
        places=Words(**entry["places"]) if "places" in entry else None,
        indicator=entry["indicator"],
        group=entry.get("group", "all"),
        first_year=entry["years"][0],
        last_year=entry["years"][1],
        standard=entry["standard"],
        aim=aim,
        amounts=tuple(float(one) for one in (amounts if isinstance(amounts, list) else [amounts])),
        baseline=entry.get("baseline"),
        act=entry.get("act", ""),
        source=entry["source"],
        status=entry["status"],
        note=Words(**entry["note"]) if "note" in entry else None,
    )


def _problem(entry: Mapping[str, Any], file: str) -> Problem | None:
    name = entry.get("id", "?")
    missing = [key for key in REQUIRED if not entry.get(key)]
    if missing:
        return _at(file, name, ", ".join(missing), "", Words("Thiếu mục.", "An entry is missing."))
    if entry["status"] not in STATUSES:
        return _at(
            file, name, "status", entry["status"], Words("Giá trị lạ.", "Unknown value."), allowed=", ".join(STATUSES)
        )
    if list(entry["aim"]) not in [[aim] for aim in AIMS]:
        return _at(
            file, name, "aim", list(entry["aim"]), Words("Giá trị lạ.", "Unknown value."), allowed=", ".join(AIMS)
        )
    return None


def _at(file: str, name: object, column: str, value: object, what: Words, *, allowed: str | None = None) -> Problem:
    remedy = Words(f"Sửa chỉ tiêu «{name}» trong tệp.", f"Mend the target “{name}” of the file.")
    return Problem(what, remedy, file=file, column=column, value=str(value), allowed=allowed, code="targets_file")
