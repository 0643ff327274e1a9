"""The latest rates re-read on the units of today: sums of whole old units, and never a guess for a cut one.

May import indicators, units and this room's figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from chungtay.documents.numerals import range_of
from chungtay.indicators.figures import TodayPoint
from chungtay.indicators.today import read_on
from chungtay.measurement.counted_rates import rate_intervals
from chungtay.portal.area_lines import change_text
from chungtay.portal.asking import Asked
from chungtay.portal.place_names import short_name
from chungtay.units.queries import Node, Tree, tree


@dataclass(frozen=True)
class TodayLine:
    """A commune of today with the figures of the old communes that make it up.

    outside  an old commune among its parts lay elsewhere than under the place of the page
    """

    name: str
    point: TodayPoint
    before: TodayPoint | None
    made_of: list[str]
    outside: bool
    chance_lower: float | None = None
    chance_upper: float | None = None
    language: str = "vi"

    @property
    def chance(self) -> str:
        return range_of(self.chance_lower, self.chance_upper, self.language)

    @property
    def bounds(self) -> str:
        return range_of(self.point.lower, self.point.upper, self.language)

    @property
    def change(self) -> float | None:
        if self.point.value is None or self.before is None or self.before.value is None:
            return None
        return self.point.value - self.before.value

    @property
    def change_text(self) -> str:
        return change_text(self.change)


@dataclass(frozen=True)
class TodayListing:
    """The communes of today; top is the highest end of a range, unknown how many have no value because one was cut."""

    on: dt.date
    lines: list[TodayLine]
    top: float
    unknown: int

    @property
    def ranged(self) -> bool:
        return any(line.chance for line in self.lines)

    @property
    def bounded(self) -> bool:
        """Whether facts are missing somewhere."""
        return any(line.bounds for line in self.lines)


def todays_listing(node: Node, asked: Asked, *, comparable: bool) -> TodayListing:
    """Read the poor rate of the asked year on the communes of today that hold a part of `node`; two queries."""
    year, today = asked.year or 0, timezone.localdate()
    now, then = tree(today), tree(asked.on)
    inside = {each.code for each in then.descendants(node.code, "commune")}
    points = {c: p for c, p in read_on("poor_rate", year, "commune", today).items() if inside & set(p.parts)}
    before = read_on("poor_rate", year - 1, "commune", today, only=set(points)) if comparable else {}
    chance = _chance(points)
    lines = [
        TodayLine(
            name=short_name(found) if (found := now.get(code)) else code,
            point=point,
            before=before.get(code),
            made_of=_names(point, then),
            outside=not set(point.parts) <= inside,
            chance_lower=chance[code][0],
            chance_upper=chance[code][1],
            language=asked.language,
        )
        for code, point in points.items()
    ]
    lines.sort(key=lambda line: (line.point.value is None, -(line.point.value or 0), line.name))
    top = max((line.chance_upper or line.point.value or 0 for line in lines), default=0)
    return TodayListing(today, lines, top, sum(1 for line in lines if not line.point.complete))


def _chance(points: Mapping[str, TodayPoint]) -> dict[str, tuple[float | None, float | None]]:
    """How far chance might move each rate, by code."""
    tops, bottoms = ([getattr(point, name) for point in points.values()] for name in ("numerator", "denominator"))
    found = rate_intervals(*(np.array(column, dtype=np.float64) for column in (tops, bottoms)))
    ends = ([None if np.isnan(end) else end for end in column.tolist()] for column in found)
    return dict(zip(points, zip(*ends, strict=True), strict=True))


def _names(point: TodayPoint, then: Tree) -> list[str]:
    return [short_name(node) if (node := then.get(code)) else code for code in point.parts]
