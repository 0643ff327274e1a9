"""The latest rates re-read on the units of today: sums of whole old units, and never a guess for a cut one.

May import indicators, units and this room's figures.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from chungtay.indicators.models import IndicatorValue
from chungtay.portal.area_page import change_text
from chungtay.portal.asking import Asked
from chungtay.portal.place_names import short_name
from chungtay.units.queries import Node, mapping, tree


@dataclass(frozen=True)
class TodayLine:
    """A unit of today with the figures of the old units that make it up.

    whole  False where a part of an old unit of unknown size went into it: then there is no rate, only the old units
    """

    name: str
    share: float | None
    change: float | None
    numerator: float | None
    denominator: float | None
    whole: bool
    made_of: list[str]

    @property
    def change_text(self) -> str:
        return change_text(self.change)


@dataclass(frozen=True)
class TodayListing:
    on: dt.date
    year: int
    lines: list[TodayLine]
    top: float
    unknown: int


def todays_listing(node: Node, asked: Asked) -> TodayListing:
    """Read the poor rate of the asked year on the communes of today under `node`; two queries."""
    year, today = asked.year or 0, timezone.localdate()
    now, then = tree(today), tree(asked.on)
    inside = {each.code for each in then.descendants(node.code, "commune")}
    parts: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
    for old, new, share in mapping(asked.on, today, "commune"):
        if old in inside:
            parts[new].append((old, share))
    found: dict[tuple[str, int], tuple[float | None, float | None, str]] = {}
    values = IndicatorValue.objects.filter(
        indicator="poor_rate", group="all", year__in=(year - 1, year), unit__level="commune"
    ).order_by("standard_id")
    for code, at, top, bottom, standard in values.values_list(
        "unit__code", "year", "numerator", "denominator", "standard_id"
    ):
        found[code, at] = (top, bottom, standard)
    lines = [_line(new, made, found, year, now.get(new), then) for new, made in parts.items()]
    lines.sort(key=lambda line: (line.share is None, -(line.share or 0), line.name))
    top = max((line.share or 0 for line in lines), default=0)
    return TodayListing(today, year, lines, top, sum(1 for line in lines if not line.whole))


def _line(new, made, found, year, node, then) -> TodayLine:  # type: ignore[no-untyped-def]
    whole = all(share is not None for _, share in made)
    sums: dict[int, tuple[float, float, str] | None] = {}
    for at in (year - 1, year):
        rows = [(found.get((old, at)), share) for old, share in made]
        known = whole and all(row is not None and None not in row for row, _ in rows)
        standards = {row[2] for row, _ in rows if row}
        if known and len(standards) == 1:
            sums[at] = (
                sum(row[0] * share for row, share in rows), sum(row[1] * share for row, share in rows), standards.pop()
            )  # fmt: skip
        else:
            sums[at] = None
    now, before = sums[year], sums[year - 1]
    share = now[0] / now[1] if now and now[1] else None
    change = None
    if share is not None and now and before and before[1] and before[2] == now[2]:
        change = share - before[0] / before[1]
    names = [then.unit(old).name + ("" if part == 1 else " *") for old, part in made if old in then]
    return TodayLine(
        short_name(node) if node else new, share, change, now[0] if now else None, now[1] if now else None, whole, names
    )
