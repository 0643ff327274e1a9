"""The latest rates re-read on the units of today: sums of whole old units, and never a guess for a cut one.

May import indicators, units and this room's figures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from chungtay.indicators.figures import TodayPoint
from chungtay.indicators.today import read_on
from chungtay.portal.area_page import change_text
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
    """The communes of today; top is the highest share, unknown how many have no value because an old one was cut."""

    on: dt.date
    lines: list[TodayLine]
    top: float
    unknown: int


def todays_listing(node: Node, asked: Asked, *, comparable: bool) -> TodayListing:
    """Read the poor rate of the asked year on the communes of today that hold a part of `node`; two queries."""
    year, today = asked.year or 0, timezone.localdate()
    now, then = tree(today), tree(asked.on)
    inside = {each.code for each in then.descendants(node.code, "commune")}
    points = {c: p for c, p in read_on("poor_rate", year, "commune", today).items() if inside & set(p.parts)}
    before = read_on("poor_rate", year - 1, "commune", today, only=set(points)) if comparable else {}
    lines = [
        TodayLine(
            name=short_name(found) if (found := now.get(code)) else code,
            point=point,
            before=before.get(code),
            made_of=_names(point, then),
            outside=not set(point.parts) <= inside,
        )
        for code, point in points.items()
    ]
    lines.sort(key=lambda line: (line.point.value is None, -(line.point.value or 0), line.name))
    top = max((line.point.value or 0 for line in lines), default=0)
    return TodayListing(today, lines, top, sum(1 for line in lines if not line.point.complete))


def _names(point: TodayPoint, then: Tree) -> list[str]:
    return [short_name(node) if (node := then.get(code)) else code for code in point.parts]
