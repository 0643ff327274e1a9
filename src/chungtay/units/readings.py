"""How units of one day read on another, asked of rows already read. May import `rows`, `checks`, `tree`, `tracing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from chungtay.units.checks import ONE_DAY
from chungtay.units.rows import Change, SpanRow
from chungtay.units.tracing import trace
from chungtay.units.tree import Forest


class Reading(NamedTuple):
    """How a unit of one date reads on another; share None = only a part, of a size that is not known."""

    old_code: str
    new_code: str
    share: float | None


def successors_in(
    forest: Forest, events: tuple[Change, ...], code: str, to: dt.date, at: dt.date | None = None
) -> list[tuple[str, float | None]]:
    """`successors` on rows already read."""
    spans = forest.history(code)
    if not spans:
        raise KeyError(code)
    return sorted(trace(events, [code], at or spans[0].valid_from, to)[code].items())


def predecessors_in(
    forest: Forest, events: tuple[Change, ...], code: str, at: dt.date, on: dt.date | None = None
) -> list[tuple[str, float | None]]:
    """`predecessors` on rows already read."""
    spans = forest.history(code)
    if not spans:
        raise KeyError(code)
    on = on or spans[-1].valid_to or dt.date.max
    readings = mapping_in(forest, events, at, on, spans[-1].level)
    return sorted((old, share) for old, new, share in readings if new == code)


def mapping_in(
    forest: Forest, events: tuple[Change, ...], from_date: dt.date, to_date: dt.date, level: str
) -> list[Reading]:
    """`mapping` on rows already read."""
    codes = [node.code for node in forest.on(from_date).level(level)]
    traced = trace(events, codes, from_date, to_date)
    return [Reading(old, new, share) for old in codes for new, share in sorted(traced[old].items())]


def follow_parents(spans: Iterable[SpanRow], forest: Forest, events: tuple[Change, ...]) -> list[SpanRow]:
    """Cut spans where their parent ends and put the rest under the unit that took the parent in as a whole.

    For villages and the like that stay while communes are merged above them. Where the parent was cut in pieces, or
    dissolved, nobody says whose the unit became: it ends with its parent.
    """
    found: list[SpanRow] = []
    for span in spans:
        row: SpanRow | None = span
        while row is not None and row.parent_code is not None:
            ends = _last_day(forest, row.parent_code, row.valid_from)
            if ends is None or (row.valid_to is not None and row.valid_to <= ends):
                break
            found.append(replace(row, valid_to=ends))
            next_day = ends + ONE_DAY
            heirs = successors_in(forest, events, row.parent_code, next_day, ends)
            whole = len(heirs) == 1 and heirs[0][1] == 1 and heirs[0][0] in forest.on(next_day)
            row = replace(row, parent_code=heirs[0][0], valid_from=next_day) if whole else None
        if row is not None:
            found.append(row)
    return found


def _last_day(forest: Forest, code: str, since: dt.date) -> dt.date | None:
    """Return the last day of the unbroken time of a unit that includes `since`; None while it lasts."""
    last = since - ONE_DAY
    for span in forest.history(code):
        if span.valid_from <= last + ONE_DAY and (span.valid_to is None or span.valid_to > last):
            if span.valid_to is None:
                return None
            last = span.valid_to
    return last
