"""The units that a unit stands for on a day: itself, what lies in it, and what its people were kept under before.

Units merge, split and end while people keep their roles and old records keep their old units. One principle decides:
a role never opens more people than its unit held. May import units.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import groupby

from chungtay.units import queries as units
from chungtay.units.models import Category
from chungtay.units.rows import Change

A_DAY = dt.timedelta(days=1)


def units_within(code: str, on: dt.date) -> frozenset[str]:
    """Codes of all units that an assignment to `code` covers on a day.

    - the unit and everything under it on that day; a unit that has ended is read on its last day, one that has not
      begun on its first day; an organisation stands for the area it sits in
    - an earlier unit, where all that it became lies within those units
    - a later unit, where all that it was made from lies within those units
    Returns an empty set for a code that is not known.
    """
    spans = units.history(code)
    if not spans:
        return frozenset()
    day = max(on, spans[0].valid_from)
    day = min([day, *([spans[-1].valid_to] if spans[-1].valid_to else [])])
    tree = units.tree(day)
    node = tree.get(code)
    if node is not None and node.category == Category.ORGANISATION:
        return units_within(node.parent_code, on) if node.parent_code else frozenset({code})
    covered = {code} | _under(code, day)
    changes = units.changes(until=on)
    _add_earlier(covered, [change for change in changes if change.date <= day])
    _add_later(covered, [change for change in changes if change.date > day])
    return frozenset(covered)


def _under(code: str, day: dt.date) -> set[str]:
    return {node.code for node in units.tree(day).descendants(code)}


def _add_earlier(covered: set[str], changes: list[Change]) -> None:
    """Walk back: a source all of whose targets are covered is covered, with what lay in it on its last day."""
    newest_first = sorted(changes, key=lambda change: change.date, reverse=True)
    for date, together in groupby(newest_first, key=lambda change: change.date):
        became: dict[str, set[str]] = defaultdict(set)
        for change in together:
            for source, target, _share in change.flows():
                became[source].add(target)
        for source, targets in became.items():
            if source not in covered and targets <= covered:
                covered |= {source} | _under(source, date - A_DAY)


def _add_later(covered: set[str], changes: list[Change]) -> None:
    """Walk on: a target all of whose sources are covered is covered, with what lies in it on its first day."""
    for date, together in groupby(sorted(changes, key=lambda change: change.date), key=lambda change: change.date):
        came_from: dict[str, set[str]] = defaultdict(set)
        for change in together:
            for source, target, _share in change.flows():
                came_from[target].add(source)
        before = units.tree(date - A_DAY)
        for target, sources in came_from.items():
            held_already = {target} if target in before else set()
            if target not in covered and (sources | held_already) <= covered:
                covered |= {target} | _under(target, date)
