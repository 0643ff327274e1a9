"""How units of one day read on another, asked of rows already read. May import `rows`, `tree` and `tracing`."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from chungtay.units.rows import Change
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
