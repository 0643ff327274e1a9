"""The kinds of units (xã, phường, sở …) as dated data: labels, levels, rural or urban.

May import `rows` and `chungtay.messages`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from chungtay.messages import Words

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit. `area` says how a commune of this kind counts in the standards: "rural", "urban" or None."""

    kind: str
    category: str
    levels: tuple[str, ...]
    label: Words
    area: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    status: str


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by their Vietnamese word, in the order of the data file."""
    entries = yaml.safe_load((DATA / "kinds.yaml").read_text("utf-8"))
    return {
        entry["kind"]: Kind(
            kind=entry["kind"],
            category=entry["category"],
            levels=tuple(entry["levels"]),
            label=Words(entry["vi"], entry["en"]),
            area=entry.get("area"),
            valid_from=entry.get("valid_from"),
            valid_to=entry.get("valid_to"),
            source=entry["source"],
            status=entry["status"],
        )
        for entry in entries
    }


def area_of_kind(kind: str) -> str | None:
    """Return "rural" or "urban" for a kind of commune (phường, thị trấn: urban; xã: rural), None for other kinds."""
    known = kinds().get(kind)
    return known.area if known else None
