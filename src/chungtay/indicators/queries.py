"""Read indicator values, published figures and pathways. Shares only: nothing here tells one household from another.

May import units, movement and below. Years end on 31 December; a unit is named as it was on that day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from chungtay.indicators.definitions import PATHWAYS, RATES
from chungtay.indicators.figures import Compared, Figure, OfficialPoint, PathwayYear, Point, UnitValue
from chungtay.indicators.models import Comparison, IndicatorValue, OfficialValue
from chungtay.indicators.official import note_of
from chungtay.indicators.paths import on_path
from chungtay.indicators.today import as_of_today, read_on
from chungtay.units import queries as units

__all__ = [
    "as_of_today",
    "comparisons",
    "computed_years",
    "level_values",
    "official_series",
    "on_path",
    "pathway_series",
    "series",
    "unit_values",
    "value",
]
COLUMNS = (
    "indicator",
    "unit__code",
    "year",
    "group",
    "numerator",
    "denominator",
    "value",
    "standard_id",
    "snapshot_id",
    "unknown",
    "lower",
    "upper",
    "chance_lower",
    "chance_upper",
)
"""of IndicatorValue, in the order of Figure"""
OF_UNIT = ("numerator", "denominator", "value", *COLUMNS[-5:])
"""of these, what UnitValue has too"""
COMPARED = (
    "unit__code",
    "change",
    "change_lower",
    "change_upper",
    "change_q",
    "rank",
    "rank_lower",
    "rank_upper",
    "ranked",
)
"""of Comparison, in the order of Compared"""


def value(indicator: str, unit_code: str, year: int, group: str = "all") -> Figure | None:
    """Return one figure; None where it was not computed (for rates) or there was nothing to count (for the others)."""
    row = _values(indicator=indicator, unit__code=unit_code, year=year, group=group).values_list(*COLUMNS).first()
    return Figure(*row) if row else None


def unit_values(unit_code: str, year: int, group: str = "all", *, prefix: str = "") -> dict[str, Figure]:
    """Return every figure of a unit and year by indicator, all at once; `prefix` narrows to e.g. "poor_deprived_"."""
    rows = _values(unit__code=unit_code, year=year, group=group, indicator__startswith=prefix)
    return {row[0]: Figure(*row) for row in rows.values_list(*COLUMNS).order_by("indicator")}


def series(indicator: str, unit_code: str, group: str = "all") -> list[Point]:
    """Return an indicator of a unit as it was, year by year."""
    rows = _values(indicator=indicator, unit__code=unit_code, group=group)
    return [Figure(*row) for row in rows.order_by("year").values_list(*COLUMNS)]


def computed_years() -> list[int]:
    """Return the years for which indicators were computed, oldest first."""
    return list(_values(indicator=RATES[0]).order_by("year").values_list("year", flat=True).distinct())


def level_values(
    indicator: str, year: int, level: str, under: str | None = None, group: str = "all"
) -> list[UnitValue]:
    """Return an indicator for every unit of a level at the end of a year, by code; `under` keeps those below a unit.

    Also a unit without a value has its row. `previous` is read on this year's units, so a merged unit has one.
    """
    tree = units.tree(dt.date(year, 12, 31))
    nodes = tree.descendants(under, level) if under else tree.level(level)
    wanted = {node.code for node in nodes}
    now = {row[1]: row for row in _values(indicator=indicator, year=year, group=group, unit__level=level)
           .values_list(*COLUMNS)}  # fmt: skip
    before = read_on(indicator, year - 1, level, dt.date(year, 12, 31), group, only=wanted)
    nothing = (None,) * len(COLUMNS)
    compared = {each.unit_code: each for each in comparisons(indicator, year, level)} if group == "all" else {}
    found = []
    for node in sorted(nodes, key=lambda node: node.code):
        row, last = now.get(node.code, nothing), before.get(node.code)
        found.append(
            UnitValue(
                code=node.code,
                name=node.name,
                kind=node.kind,
                parent_code=node.parent_code,
                previous=last.value if last else None,
                compared=compared.get(node.code),
                **{name: row[COLUMNS.index(name)] for name in OF_UNIT},
            )
        )
    return found


def comparisons(indicator: str, year: int, level: str) -> list[Compared]:
    """Return how the units of a level compare with their year before and with each other."""
    rows = Comparison.objects.filter(indicator=indicator, year=year, unit__level=level).order_by("standard_id")
    return [Compared(*row) for row in rows.values_list(*COMPARED)]


def official_series(indicator: str, unit_code: str) -> list[OfficialPoint]:
    """Return the published figures of a unit, by year and kind."""
    rows = OfficialValue.objects.filter(indicator=indicator, unit__code=unit_code).order_by("year", "kind")
    return [official_point(row) for row in rows]


def official_point(row: OfficialValue) -> OfficialPoint:
    """Return a published figure without its database row."""
    return OfficialPoint(
        row.year,
        row.kind,
        row.value,
        row.numerator,
        row.denominator,
        row.standard_id,
        row.source,
        row.status,
        note_of(row),
    )


def pathway_series(unit_code: str, group: str = "all") -> list[PathwayYear]:
    """Return how the unit's poor households moved, year by year, for the years that have a year before them."""
    names = [f"poor_{name}" for name in PATHWAYS]
    rows = _values(unit__code=unit_code, group=group, indicator__in=[*names, "poor_rate"])
    by_year: dict[int, dict[str, tuple[float | None, float | None]]] = {}
    for indicator, year, top, bottom in rows.values_list("indicator", "year", "numerator", "denominator"):
        by_year.setdefault(year, {})[indicator] = (top, bottom)
    return [_pathway_year(year, found) for year, found in sorted(by_year.items()) if found.keys() & set(names)]


def _pathway_year(year: int, found: dict[str, tuple[float | None, float | None]]) -> PathwayYear:
    opening = next((found[name][1] for name in ("poor_exit", "poor_stay") if name in found), 0.0)
    counted = {name: _number(found, f"poor_{name}") for name in PATHWAYS}
    return PathwayYear(year=year, opening=opening, closing=_number(found, "poor_rate"), **counted)


def _number(found: dict[str, tuple[float | None, float | None]], name: str) -> float:
    return found[name][0] or 0.0 if name in found else 0.0


def _values(**conditions: Any) -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.filter(**conditions).order_by()
