"""Find dates in Vietnamese text: days, months, quarters, years, stretches of years, what repeats.

May import `document`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator

from chungtay.movement.reading.document import DateFound

# The number of a document is not a date: 06/2022/QH15, 12/2018/TT-BYT.
DOCUMENT_NUMBER = re.compile(r"\b\d{1,5}[a-z]?(?:/\d{4})?[/-][A-ZĐƯ][\wĐđƯư]*(?:[-/][A-ZĐƯ][\wĐđƯư]*)*")

_YEAR = r"(?:19|20)\d\d"
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_REPEATS = {"năm": "P1Y", "quý": "P3M", "tháng": "P1M", "tuần": "P7D", "6 tháng": "P6M", "06 tháng": "P6M"}
_DAY = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})"
_EVERY_YEAR = r"(?:hàng|hằng|mỗi) năm"


def _day(found: re.Match[str]) -> DateFound | None:
    try:
        day = dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None
    return DateFound(day, "day", found[0], day)


def _month(found: re.Match[str]) -> DateFound | None:
    month, year = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        return None
    return DateFound(f"{year}-{month:02d}", "month", found[0], _last_day(year, month))


def _quarter(found: re.Match[str]) -> DateFound | None:
    quarter, year = _QUARTERS[found[1].upper()], int(found[2])
    iso = f"{year}-{quarter * 3 - 2:02d}/{year}-{quarter * 3:02d}"
    return DateFound(iso, "quarter", found[0], _last_day(year, quarter * 3))


def _range(found: re.Match[str]) -> DateFound | None:
    first, last = int(found[1]), int(found[2])
    return DateFound(f"{first}/{last}", "range", found[0], f"{last}-12-31") if first <= last else None


def _year(found: re.Match[str]) -> DateFound | None:
    words = found[0].casefold()
    year = int(found[1])
    until = f"{year}-06-30" if "giữa năm" in words or "6 tháng đầu" in words else f"{year}-12-31"
    return DateFound(str(year), "year", found[0], f"{year}-03-31" if "đầu năm" in words and "6" not in words else until)


def _day_of_year(found: re.Match[str]) -> DateFound | None:
    day, month = int(found[1]), int(found[2])
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(2020, month)[1]):
        return None
    return DateFound(f"--{month:02d}-{day:02d}", "day_of_year", found[0])


def _repeated(found: re.Match[str]) -> DateFound | None:
    return DateFound(_REPEATS[found[1].casefold()], "repeated", found[0])


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DateFound | None]], ...] = tuple(
    (re.compile(form, re.IGNORECASE), reading)
    for form, reading in (
        (rf"(?:ngày\s+)?\b{_DAY}\s*[/.-]\s*({_YEAR})\b", _day),
        (rf"ngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+({_YEAR})\b", _day),
        (rf"ngày\s+{_DAY}\s+{_EVERY_YEAR}", _day_of_year),
        (rf"ngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+{_EVERY_YEAR}", _day_of_year),
        (rf"(?:cuối\s+)?tháng\s+(\d{{1,2}})\s*(?:/|-|\s+năm\s+)\s*({_YEAR})\b", _month),
        (rf"(?<![\d/.])\b(\d{{1,2}})/({_YEAR})\b(?!/)", _month),
        (rf"quý\s+(IV|I{{1,3}}|[1-4])\s*(?:/|-|,|\s+năm)?\s*({_YEAR})\b", _quarter),
        (rf"(?:từ\s+)?(?:giai đoạn|năm học|năm|nhiệm kỳ)?\s*\b({_YEAR})\s*[-–—]\s*({_YEAR})\b", _range),
        (rf"(?:từ\s+)?năm\s+({_YEAR})\s+(?:đến|tới)(?:\s+hết|\s+cuối)?\s+năm\s+({_YEAR})\b", _range),
        (rf"(?:(?:vào|trong|trước|hết|đến|tới|từ|sau)\s+)*(?:(?:6|06) tháng (?:đầu|cuối)\s+)?"
         rf"(?:(?:đầu|giữa|cuối|hết)\s+)?năm\s+({_YEAR})\b", _year),
        (r"(?:hàng|hằng|mỗi)\s+(năm|quý|tháng|tuần)\b", _repeated),
        (r"\b(0?6 tháng)\s+(?:một|1|/)\s*lần", _repeated),
    )
)  # fmt: skip


def dates_in(text: str) -> tuple[DateFound, ...]:
    """Every date in the order of the text; where two readings overlap, the fuller one holds."""
    masked = DOCUMENT_NUMBER.sub(lambda found: "¤" * len(found[0]), text)
    return tuple(date for _, _, date in sorted(_without_overlap(masked), key=lambda one: one[0]))


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where the dates stand, so that a search for figures passes them by."""
    masked = DOCUMENT_NUMBER.sub(lambda found: "¤" * len(found[0]), text)
    return [(start, end) for start, end, _ in _without_overlap(masked)]


def first_day(text: str) -> str | None:
    """The first full date as ISO, or None."""
    return next((date.iso for date in dates_in(text) if date.precision == "day"), None)


def _without_overlap(text: str) -> Iterator[tuple[int, int, DateFound]]:
    taken: list[tuple[int, int]] = []
    for form, reading in _FORMS:
        for found in form.finditer(text):
            start, end = found.span()
            start += len(found[0]) - len(found[0].lstrip())
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            date = reading(found)
            if date is not None:
                taken.append((start, end))
                yield start, end, DateFound(date.iso, date.precision, date.words.strip(), date.until)


def _last_day(year: int, month: int) -> str:
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"
