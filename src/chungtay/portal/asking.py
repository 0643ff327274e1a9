"""What a visitor asked a page of figures for: the year, and whose boundaries. May import Django and portal.queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language

from chungtay.portal import queries

YEAR = "nam"
UNITS = "don-vi"
TODAY = "hom-nay"


class YearNotKnown(Exception):
    """The address asks for a year that has no figures; carries what was asked and the years that have."""

    def __init__(self, asked: str, years: tuple[int, ...]) -> None:
        self.asked = asked
        self.years = years
        super().__init__(asked)


@dataclass(frozen=True)
class Asked:
    """The year and boundaries of one page view.

    year          the year whose end (31 December) the page speaks of; None while nothing has been computed
    years         every year that has figures, oldest first
    todays_units  True to read series on the units of today, False as they were at the end of `year`
    """

    year: int | None
    years: tuple[int, ...]
    todays_units: bool
    language: str

    @property
    def on(self) -> dt.date:
        """The day at which places are meant."""
        return dt.date(self.year, 12, 31) if self.year else dt.date.today()  # noqa: DTZ011 - a day of the calendar

    @property
    def query(self) -> str:
        """The query string that keeps what was asked when following a link; empty for the newest year."""
        return self._query(self.year, self.todays_units)

    def _query(self, year: int | None, todays_units: bool) -> str:
        asked: dict[str, str] = {}
        if year and (not self.years or year != self.years[-1]):
            asked[YEAR] = str(year)
        if todays_units:
            asked[UNITS] = TODAY
        return f"?{urlencode(asked)}" if asked else ""

    def with_year(self, year: int) -> str:
        """The query string for the same page at another year."""
        return self._query(year, self.todays_units) or "?"

    @property
    def as_it_was(self) -> str:
        return self._query(self.year, False) or "?"

    @property
    def as_today(self) -> str:
        return self._query(self.year, True)


def read_asked(request: HttpRequest) -> Asked:
    """Read the year and the boundaries from the address.

    Raises YearNotKnown for a year without figures; a wrong word for the boundaries reads as "as it was".
    """
    years = queries.years_with_figures()
    text = request.GET.get(YEAR, "").strip()
    year = years[-1] if years else None
    if text:
        if not text.isascii() or not text.isdigit() or int(text) not in years:
            raise YearNotKnown(text, years)
        year = int(text)
    return Asked(year, years, request.GET.get(UNITS) == TODAY, (get_language() or "vi")[:2])
