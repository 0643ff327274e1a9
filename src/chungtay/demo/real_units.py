"""The real communes that the synthetic households live in, and the made-up villages under them. May import units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from chungtay.demo.generator import BASE_YEAR, YEARS, Commune, Village
from chungtay.units import queries as units
from chungtay.units.loading import LoadSummary, store
from chungtay.units.readings import follow_parents
from chungtay.units.rows import AREA, SpanRow
from chungtay.units.tree import Forest

VILLAGES_SINCE = dt.date(BASE_YEAR, 1, 1)
SOURCE = "Thôn, tổ dân phố giả lập của tỉnh mẫu; không có thật"


def base_communes() -> list[Commune]:
    """Return the communes as they were at the end of the base year. Areas must be loaded."""
    return [
        Commune(node.code, node.name, node.kind, str(node.parent_code))
        for node in units.level_on(year_end(BASE_YEAR), "commune")
    ]


def codes_by_year() -> dict[int, dict[str, str]]:
    """Return, for every later year, the code that each base-year commune went into; a larger share wins."""
    found: dict[int, dict[str, str]] = {}
    for year in YEARS[1:]:
        readings = units.mapping(year_end(BASE_YEAR), year_end(year), "commune")
        best = sorted(readings, key=lambda reading: reading.share or 0.0)
        found[year] = {reading.old_code: reading.new_code for reading in best}
    return found


def store_villages(villages: Iterable[Village]) -> LoadSummary:
    """Put the made-up villages under their communes and let them follow the communes through later changes."""
    spans = [
        SpanRow(
            village.code,
            AREA,
            "village",
            village.name,
            village.kind,
            village.commune_code,
            VILLAGES_SINCE,
            source=SOURCE,
            synthetic=True,
        )
        for village in villages
    ]
    book = units.book()
    return store(follow_parents(spans, Forest(book.spans), book.changes), (), synthetic=True)


def year_end(year: int) -> dt.date:
    """Return 31 December."""
    return dt.date(year, 12, 31)
