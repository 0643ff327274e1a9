"""Read units: every question about the tree takes a date. May import units' own modules and Django.

Trees are kept in memory; the row of `TreeVersion` says when they are out of date, so that several processes agree.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict

from django.db import transaction

from chungtay.units.models import TreeVersion, UnitEvent, UnitEventPart, UnitSpan
from chungtay.units.readings import Reading, mapping_in, predecessors_in, successors_in
from chungtay.units.rows import Book, Change, SpanRow
from chungtay.units.tree import Forest, Node, Tree

__all__ = [
    "Node",
    "Reading",
    "Tree",
    "book",
    "changes",
    "history",
    "level_on",
    "mapping",
    "predecessors",
    "successors",
    "tree",
]

KEPT = 3  # forests kept: the present one, and a neighbour or two while a transaction is under way
_forests: dict[str, tuple[Forest, tuple[Change, ...]]] = {}
_lock = threading.Lock()


def stored_spans() -> tuple[SpanRow, ...]:
    """Read all spans from the database."""
    columns = ("unit__code", "unit__category", "unit__level", "name", "kind", "parent__code", "valid_from", "valid_to")
    more = ("name_en", "act", "source", "status", "unit_id", "unit__synthetic")
    rows = UnitSpan.objects.order_by("unit__code", "valid_from").values_list(*columns, *more)
    return tuple(SpanRow(*row) for row in rows.iterator(chunk_size=5000))


def stored_changes() -> tuple[Change, ...]:
    """Read all change events from the database, oldest first."""
    sides: dict[int, dict[str, dict[str, float | None]]] = defaultdict(lambda: {"from": {}, "to": {}})
    parts = UnitEventPart.objects.order_by("event_id", "role", "unit__code")
    for event_id, role, code, share in parts.values_list("event_id", "role", "unit__code", "share"):
        sides[event_id][role][code] = None if share is None else float(share)
    return tuple(
        Change(
            event.code,
            event.date,
            event.kind,
            sides[event.pk]["from"],
            sides[event.pk]["to"],
            event.act,
            event.source,
            event.status,
            event.note,
        )
        for event in UnitEvent.objects.order_by("date", "code")
    )


def _current() -> tuple[Forest, tuple[Change, ...]]:
    token = TreeVersion.objects.values_list("token", flat=True).first()
    if token is not None and (kept := _forests.get(token)):
        return kept
    with transaction.atomic():
        fresh = (Forest(stored_spans()), stored_changes())
    if token is not None:  # without a token nothing has been loaded by an action; read each time
        with _lock:
            while len(_forests) >= KEPT:
                _forests.pop(next(iter(_forests)))
            _forests[token] = fresh
    return fresh


def book() -> Book:
    """Return all spans and changes of the database as plain rows."""
    forest, events = _current()
    return Book(forest.spans, events)


def tree(on: dt.date) -> Tree:
    """Return the tree of units as it was on a day. Keep it while you use it: each call asks the database once."""
    return _current()[0].on(on)


def level_on(on: dt.date, level: str) -> list[Node]:
    """Return all areas of a level on a day, by code."""
    return tree(on).level(level)


def history(code: str) -> list[SpanRow]:
    """Return all descriptions of a unit, oldest first."""
    return _current()[0].history(code)


def changes(after: dt.date | None = None, until: dt.date | None = None) -> list[Change]:
    """Return the change events with after <= date <= until, oldest first."""
    events = _current()[1]
    return [c for c in events if (after is None or c.date >= after) and (until is None or c.date <= until)]


def successors(code: str, to: dt.date, at: dt.date | None = None) -> list[tuple[str, float | None]]:
    """Return how a unit as it was on the day `at` reads on the later day `to`: (code, share) by code.

    at      default: the first day of the unit
    share   part of the unit's people in that successor; 1 = whole; None = a part of unknown size
    An empty list: the unit was dissolved. KeyError: no such unit.
    """
    forest, events = _current()
    return successors_in(forest, events, code, to, at)


def predecessors(code: str, at: dt.date, on: dt.date | None = None) -> list[tuple[str, float | None]]:
    """Return what a unit, as it is on the day `on`, was on the earlier day `at`: (old code, share of the old unit).

    on      default: the last day of the unit, or the latest change while it lasts
    """
    forest, events = _current()
    return predecessors_in(forest, events, code, at, on)


def mapping(from_date: dt.date, to_date: dt.date, level: str) -> list[Reading]:
    """Return how every area of a level on `from_date` reads on the later `to_date`, by old code.

    A series summed by `share` over old codes gives the series "as it is on to_date"; rows with share None cannot be
    added up and must be shown as such.
    """
    forest, events = _current()
    return mapping_in(forest, events, from_date, to_date, level)
