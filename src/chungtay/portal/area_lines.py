"""Units as rows of a table: their names, their figures in words, and what those leave open.

May import this room's queries, intervals and labels. A cell that shows a range is several columns of the downloaded
table; they are joined by "|" (see tables.js).
"""

from __future__ import annotations

from dataclasses import dataclass

from chungtay.documents.numerals import range_of
from chungtay.portal import intervals
from chungtay.portal.labels import BEYOND, WITHIN
from chungtay.portal.queries import UnitRow
from chungtay.portal.templatetags.figures import decimal_text, percent


@dataclass(frozen=True)
class Line:
    """One unit in a table, with its name and its page, and what its figures leave open.

    chance, bounds, ranks   ranges for a cell, empty where there is none
    chance_parts, bounds_parts, change_parts, rank_parts   the same in the columns of the downloaded table
    """

    name: str
    url: str
    row: UnitRow
    language: str = "vi"

    @property
    def chance(self) -> str:
        poor = self.row.poor
        return range_of(poor.chance_lower, poor.chance_upper, self.language) if poor else ""

    @property
    def chance_parts(self) -> str:
        poor = self.row.poor
        return _parts(_share(poor.chance_lower), _share(poor.chance_upper)) if poor else _parts("", "")

    @property
    def bounds(self) -> str:
        return intervals.range_text(self.row.poor, self.language)

    @property
    def bounds_parts(self) -> str:
        poor = self.row.poor
        if poor is None or poor.unknown is None:
            return _parts("", "", "")
        return _parts(decimal_text(poor.unknown, 0), _share(poor.lower), _share(poor.upper))

    @property
    def ranks(self) -> str:
        return intervals.rank_text(self.row.compared)

    @property
    def rank_parts(self) -> str:
        own = self.row.compared
        numbers = (own.rank, own.rank_lower, own.rank_upper) if own else (None, None, None)
        return _parts(*("" if number is None else str(number) for number in numbers))

    @property
    def beyond(self) -> bool | None:
        """Whether the change is more than chance would make of it; None where that was not computed."""
        return self.row.told.beyond_chance if self.row.told else None

    @property
    def change_range(self) -> str:
        return intervals.change_range(self.row.told, self.language)

    @property
    def change_parts(self) -> str:
        told = self.row.told
        word = "" if self.beyond is None else str(BEYOND if self.beyond else WITHIN)
        low, high = (told.change_lower, told.change_upper) if told else (None, None)
        return _parts(self.change_text, change_text(low), change_text(high), word)

    @property
    def change_text(self) -> str:
        """The change in points with its sign; empty where it is not known."""
        return change_text(self.row.change)


@dataclass(frozen=True)
class Listing:
    """A table of the units of one level under the place, the poorest first.

    top  the highest share or end of a range, for tiny bars
    """

    level: str
    title: str
    lines: list[Line]
    top: float
    with_parent: bool = False

    @property
    def counts_only(self) -> bool:
        """True where no unit has a denominator: then the table holds counts and no empty columns of rates."""
        return all(line.row.poor is None or line.row.poor.value is None for line in self.lines)

    @property
    def ranged(self) -> bool:
        """Whether chance was computed for the units."""
        return any(line.chance for line in self.lines)

    @property
    def unknown(self) -> bool:
        """Whether facts are missing somewhere: only then a column tells between what the rates lie."""
        return any(line.bounds for line in self.lines)

    @property
    def ranked(self) -> bool:
        return any(line.ranks for line in self.lines)


def change_text(change: float | None) -> str:
    """A change of a share in points, signed: "−0,75", "+1,20", "0,00"; empty where it is not known."""
    if change is None:
        return ""
    text = decimal_text(change * 100, 2)
    return f"+{text}" if change > 0 and text.strip("0,.") else text


def _parts(*parts: str) -> str:
    """The columns of the download that one cell holds."""
    return "|".join(parts)


def _share(share: float | None) -> str:
    return "" if share is None else percent(share)
