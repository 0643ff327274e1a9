"""A place that did not exist at the end of the asked year: what it was before, or became after. Reads units only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chungtay.portal.asking import Asked
from chungtay.portal.place_names import page_address, place_name
from chungtay.units.queries import history as history_of
from chungtay.units.queries import predecessors, successors, tree

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Relative:
    """A unit that took the place of the absent one: name, page, its part that went there (None: not known)."""

    name: str
    url: str
    share: float | None


@dataclass(frozen=True)
class Absent:
    """Why a place has no page at a year. `later` is True where it came to be only after that year."""

    code: str
    name: str
    year: int
    first_day: dt.date
    last_day: dt.date | None
    later: bool
    relatives: list[Relative]
    other_years: list[tuple[int, str]]


def describe(code: str, asked: Asked) -> Absent | None:
    """Say when the place existed and what stands for it at the end of the asked year; None for a code never used."""
    spans = history_of(code)
    if not spans or asked.year is None:
        return None
    later = spans[0].valid_from > asked.on
    before = [span for span in spans if span.valid_from <= asked.on]
    span = spans[0] if later else before[-1]
    own_day = span.valid_from if later else (span.valid_to or span.valid_from)
    own_tree = tree(own_day)
    node = own_tree.unit(code)
    found = predecessors(code, asked.on, own_day) if later else successors(code, asked.on, own_day)
    there = tree(asked.on)
    relatives = [
        Relative(place_name(other), page_address(other, asked.query), share)
        for other_code, share in found
        if (other := there.get(other_code)) is not None
    ]
    years = [year for year in asked.years if any(one.holds_on(dt.date(year, 12, 31)) for one in spans)]
    pages = [(year, page_address(node, asked.with_year(year))) for year in years]
    return Absent(code, place_name(node), asked.year, span.valid_from, span.valid_to, later, relatives, pages)
