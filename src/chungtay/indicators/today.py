"""Read a series on the units of another day: numerators and denominators are added up, never rates."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from chungtay.indicators.figures import TodayPoint
from chungtay.indicators.models import IndicatorValue
from chungtay.indicators.shares import value_of
from chungtay.units import queries as units

Counts = tuple[float | None, float | None, float | None]
"""numerator, denominator, unknown"""


def as_of_today(indicator: str, unit_code: str, group: str = "all", on: dt.date | None = None) -> list[TodayPoint]:
    """Return an indicator of a unit, as it is on a day (default: today), back through all computed years.

    A year in which an old unit went to several new ones by shares nobody knows has no value and `complete` is false.
    An empty list: the unit does not exist on that day, or nothing was computed.
    """
    on = on or dt.date.today()  # noqa: DTZ011  the tree of units knows days of the province, not hours
    node = units.tree(on).get(unit_code)
    if node is None:
        return []
    years = IndicatorValue.objects.filter(indicator=indicator, group=group, unit__level=node.level)
    found = []
    for year in sorted(set(years.order_by().values_list("year", flat=True))):
        point = read_on(indicator, year, node.level, on, group, only={unit_code}).get(unit_code)
        if point:
            found.append(point)
    return found


def read_on(
    indicator: str,
    year: int,
    level: str,
    on: dt.date,
    group: str = "all",
    *,
    only: Collection[str] | None = None,
    standard_id: str | None = None,
) -> dict[str, TodayPoint]:
    """Read a year's figures of a whole level on the units of a later day: new code -> point.

    only         new codes that are wanted; None = all
    standard_id  None = whatever standard the year was computed under
    """
    end = dt.date(year, 12, 31)
    rows = IndicatorValue.objects.filter(indicator=indicator, year=year, group=group, unit__level=level)
    rows = rows.filter(standard_id=standard_id) if standard_id else rows
    old: dict[str, Counts] = {row[0]: (row[1], row[2], row[3]) for row in
                              rows.values_list("unit__code", "numerator", "denominator", "unknown")}  # fmt: skip
    if not old:
        return {}
    parts: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
    if on <= end:
        for code in old:
            parts[code].append((code, 1.0))
    else:
        for reading in units.mapping(end, on, level):
            if reading.old_code in old:
                parts[reading.new_code].append((reading.old_code, reading.share))
    return {code: _added(indicator, year, own, old) for code, own in parts.items() if only is None or code in only}


def _added(indicator: str, year: int, parts: list[tuple[str, float | None]], old: dict[str, Counts]) -> TodayPoint:
    codes = tuple(code for code, _ in parts)
    if any(share is None for _, share in parts):
        return TodayPoint(year, None, None, None, codes, complete=False)
    sums: list[float | None] = []
    for place in (0, 1, 2):
        numbers = [(old[code][place], share) for code, share in parts]
        known = [number * share for number, share in numbers if number is not None and share is not None]
        sums.append(sum(known) if len(known) == len(numbers) else None)
    top, bottom, unknown = sums
    value = value_of(indicator, top, bottom)
    return TodayPoint(year, top, bottom, value, codes, complete=True, unknown=unknown)
