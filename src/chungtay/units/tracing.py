"""How units of one day read on another: follow the changes between the two. May import `rows`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from chungtay.units.rows import Change

# target -> share of the source that went there; None = some of it, nobody says how much
Shares = dict[str, float | None]


def trace(changes: Iterable[Change], codes: Iterable[str], after: dt.date, until: dt.date) -> dict[str, Shares]:
    """Follow `codes`, as they were on the day `after`, through the changes up to and with the day `until`.

    Returns for each code its targets with shares in (0, 1] or None; no targets where the unit was dissolved. Shares of
    a code that are all known sum to 1. A unit that no change touches reads as itself with share 1.
    """
    found: dict[str, Shares] = {code: {code: 1.0} for code in codes}
    relevant = sorted((c for c in changes if after < c.date <= until), key=lambda change: change.date)
    holders: dict[str, set[str]] = defaultdict(set)  # current unit -> the codes of `after` that have a part in it
    for code in found:
        holders[code].add(code)
    for _, group in groupby(relevant, key=lambda change: change.date):
        flows: dict[str, Shares] = defaultdict(dict)
        for change in group:
            if not change.after:
                for source in change.before:
                    flows[source] = flows.get(source, {})
            for source, target, share in change.flows():
                flows[source][target] = share
        moved = [(source, holders.pop(source)) for source in flows if source in holders]
        parts = [(code, source, found[code].pop(source)) for source, owners in moved for code in owners]
        for code, source, part in parts:
            for target, share in flows[source].items():
                found[code][target] = _sum(found[code], target, _product(part, share))
                holders[target].add(code)
    return found


def _product(part: float | None, share: float | None) -> float | None:
    return None if part is None or share is None else part * share


def _sum(shares: Shares, target: str, more: float | None) -> float | None:
    if target not in shares:
        return more
    known = shares[target]
    return None if known is None or more is None else min(1.0, round(known + more, 12))
