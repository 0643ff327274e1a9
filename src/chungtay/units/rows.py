"""Units as plain rows, the same whether they come from the database or from a data file.

May import the standard library only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

AREA, ORGANISATION = "area", "organisation"
LEVELS = ("country", "province", "district", "commune", "village")
EVENT_KINDS = ("merge", "split", "rename", "move", "create", "dissolve")
# A unit goes on under its own code through these; the event says what about it changed.
SAME_UNIT_KINDS = frozenset({"rename", "move"})


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One description of a unit. valid_to is the LAST valid day (inclusive); None while it holds.

    place   where the row stands in its file, for error messages; 0 when it comes from the database
    """

    code: str
    category: str
    level: str
    name: str
    kind: str
    parent_code: str | None
    valid_from: dt.date
    valid_to: dt.date | None = None
    name_en: str = ""
    act: str = ""
    source: str = ""
    status: str = "unverified"
    unit_id: int | None = None
    synthetic: bool = False
    place: int = field(default=0, compare=False)

    def holds_on(self, on: dt.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Change:
    """One change event on the first day on which it holds.

    before, after   unit code -> share of the source that goes to the target, in (0, 1]; None = not known.
                    One side has one unit at most, and the shares stand on the other side.
    """

    code: str
    date: dt.date
    kind: str
    before: Mapping[str, float | None]
    after: Mapping[str, float | None]
    act: str = ""
    source: str = ""
    status: str = "unverified"
    note: str = ""
    place: int = field(default=0, compare=False)

    def flows(self) -> list[tuple[str, str, float | None]]:
        """Return (source, target, share) for every pair that this change joins; a rename or move joins none."""
        if self.kind in SAME_UNIT_KINDS:
            return []
        return [
            (source, target, share if share is not None else self.after[target])
            for source, share in self.before.items()
            for target in self.after
        ]


@dataclass(frozen=True, slots=True)
class Book:
    """All spans and all changes that are read together."""

    spans: tuple[SpanRow, ...]
    changes: tuple[Change, ...]
