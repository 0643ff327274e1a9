"""Indicator values behind a review report, in a handful of queries. Reads indicators and units.

The figures of the year before are read on this year's units, so that a merged commune is compared with all its parts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from chungtay.documents.review_rows import UNKNOWN, Movement, Rate, ResultRow
from chungtay.indicators.models import IndicatorValue, SnapshotRecord
from chungtay.indicators.today import read_on
from chungtay.messages import fail
from chungtay.units.tree import Node

RATES = ("poor_rate", "near_poor_rate")


@dataclass(frozen=True)
class Origin:
    """Where the figures of a year come from."""

    standard_id: str
    snapshot: SnapshotRecord
    computed_at: dt.datetime


def origin_of(node: Node, year: int) -> Origin:
    """Return the standard and snapshot behind a unit's rates; the newest where a year was computed twice.

    Raises UserError where nothing was computed for the unit and year.
    """
    values = IndicatorValue.objects.filter(unit__code=node.code, year=year, indicator="poor_rate", group="all")
    value = values.select_related("snapshot").order_by("-snapshot__taken_at", "-computed_at").first()
    if value is None:
        years = IndicatorValue.objects.filter(indicator="poor_rate").order_by("year")
        known = ", ".join(str(each) for each in years.values_list("year", flat=True).distinct())
        raise fail(
            f"Chưa có số liệu rà soát năm {year} của {node.full_name}.",
            f"There are no review figures of {year} for {node.full_name}.",
            do_vi="Chọn một năm đã có số liệu, hoặc tính chỉ số của năm này trước khi xuất báo cáo.",
            do_en="Choose a year that has figures, or compute this year's indicators before writing the report.",
            value=str(year),
            allowed=known or None,
            code="no_figures",
        )
    return Origin(value.standard_id, value.snapshot, value.computed_at)


class Figures:
    """The rates, pathways and deprivations of some units in one year, under one standard."""

    def __init__(self, nodes: Collection[Node], year: int, standard_id: str) -> None:
        self.year, self.standard_id = year, standard_id
        codes = {node.code for node in nodes}
        found = IndicatorValue.objects.filter(year=year, standard_id=standard_id, unit__code__in=codes)
        columns = ("indicator", "unit__code", "group", "numerator", "denominator", "value")
        self._now = {(row[0], row[1], row[2]): Rate(*row[3:]) for row in found.values_list(*columns)}
        self._before = _before({node.level for node in nodes}, codes, year, standard_id)
        moved = IndicatorValue.objects.filter(year=year, standard_id=standard_id, indicator="poor_stay")
        self._movement_known = moved.exists()

    def of(self, indicator: str, code: str, group: str = "all") -> Rate:
        """Return the figure; unknown where none was computed."""
        return self._now.get((indicator, code, group), UNKNOWN)

    def codes_with_rates(self) -> set[str]:
        """The units for which something was found or counted this year."""
        found = (key for key, rate in self._now.items() if key[0] in RATES and key[2] == "all" and _says(rate))
        return {code for _, code, _ in found}

    def row(self, code: str, name: str, weight: str = "plain") -> ResultRow:
        """Return a unit's line of the results table."""
        now = [self.of(indicator, code) for indicator in RATES]
        before = [self._before.get((indicator, code), UNKNOWN) for indicator in RATES]
        return ResultRow(code, name, now[0], now[1], before[0], before[1], weight)

    def movement(self, code: str, name: str, weight: str = "plain") -> Movement:
        """Return a unit's ledger of poor households; nothing is known where the year before was not computed."""
        closing = self.of("poor_rate", code).numerator
        if not self._movement_known:
            return Movement(name, None, None, None, None, None, closing, weight)
        exits, stay, new, relapses = (self._flow(f"poor_{flow}", code) for flow in ("exit", "stay", "new", "relapse"))
        opening = exits if exits is not None else stay
        return Movement(
            name,
            # Where nothing was computed for a unit, there was nothing to count in it.
            0.0 if opening is None else opening.denominator,
            0.0 if exits is None else exits.numerator,
            0.0 if new is None else new.numerator,
            0.0 if relapses is None else relapses.numerator,
            0.0 if stay is None else stay.numerator,
            closing,
            weight,
        )

    def _flow(self, indicator: str, code: str) -> Rate | None:
        return self._now.get((indicator, code, "all"))


def poor_series(code: str, standard_id: str, until: int) -> tuple[tuple[int, Rate], ...]:
    """Return the poor rate of each year to `until` computed under a standard, oldest first."""
    found = IndicatorValue.objects.filter(
        unit__code=code, standard_id=standard_id, indicator="poor_rate", group="all", year__lte=until
    )
    rows = found.order_by("year").values_list("year", "numerator", "denominator", "value")
    return tuple((row[0], Rate(*row[1:])) for row in rows)


def _says(rate: Rate) -> bool:
    return bool(rate.numerator) or rate.denominator is not None


def _before(levels: set[str], codes: set[str], year: int, standard_id: str) -> dict[tuple[str, str], Rate]:
    """Return the rates of the year before on this year's units, by (indicator, code)."""
    end = dt.date(year, 12, 31)
    return {
        (indicator, code): Rate(point.numerator, point.denominator, point.value)
        for indicator in RATES
        for level in levels
        for code, point in read_on(indicator, year - 1, level, end, only=codes, standard_id=standard_id).items()
    }
