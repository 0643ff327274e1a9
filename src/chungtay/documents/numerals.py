"""Numbers and days as documents and charts write them: 1.234,5 and dd/mm/yyyy in Vietnamese. Imports nothing."""

from __future__ import annotations

import datetime as dt

NOT_KNOWN = {"vi": "chưa có", "en": "not available"}


def percent(share: float | None, language: str = "vi", digits: int = 2) -> str:
    """Write a share in [0, 1] as 4,17% (vi) or 4.17% (en); "chưa có" / "not available" where it is None."""
    return NOT_KNOWN[language] if share is None else _marked(f"{share * 100:,.{digits}f}%", language)


def count(number: float | None, language: str = "vi") -> str:
    """Write a count as 1.234 (vi) or 1,234 (en); "chưa có" / "not available" where it is None."""
    return NOT_KNOWN[language] if number is None else _marked(f"{number:,.0f}", language)


def points(change: float | None, language: str = "vi", digits: int = 2) -> str:
    """Write a difference of two shares in percentage points with its sign: −1,21 (minus sign) or +0,30."""
    if change is None:
        return NOT_KNOWN[language]
    rounded = round(change * 100, digits) + 0.0
    return _marked(f"{rounded:+,.{digits}f}" if rounded else f"{0:.{digits}f}", language).replace("-", "−")


def range_of(lower: float | None, upper: float | None, language: str = "vi") -> str:
    """Write bounds of a share as 3,10–5,40% (vi) or 3.10–5.40% (en); empty where either is None.

    Two decimals, and up to four where the bounds would else read alike.
    """
    if lower is None or upper is None:
        return ""
    for digits in (2, 3, 4):
        low, high = percent(lower, language, digits), percent(upper, language, digits)
        if low != high:
            break
    return f"{low.rstrip('%')}–{high}"


def day(date: dt.date) -> str:
    """Write a day as dd/mm/yyyy."""
    return f"{date:%d/%m/%Y}"


def _marked(text: str, language: str) -> str:
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text
