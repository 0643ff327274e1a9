"""The rows that charts are drawn from. A share is in [0, 1]; None means that it is not known. Imports nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RatePoint:
    """A rate of one unit at the end of a year.

    kind      computed | official (a published result) | derived (from published figures) | target | forecast
    status    verified | secondary | unverified for figures that were published; empty for computed ones
    standard  id of the poverty standard; a line is broken where it changes
    lower, upper                bounds of the share where facts are missing; None = nothing is missing
    chance_lower, chance_upper  how far chance alone may move the share; None = not drawn
    """

    year: int
    share: float | None
    kind: str = "computed"
    status: str = ""
    numerator: float | None = None
    denominator: float | None = None
    standard: str = ""
    lower: float | None = None
    upper: float | None = None
    chance_lower: float | None = None
    chance_upper: float | None = None


@dataclass(frozen=True)
class Tile:
    """One commune of a tile map; district fields are empty where there is no district level.

    range_text  how far chance alone may move the share, in words; empty = not told
    """

    code: str
    name: str
    district_code: str
    district_name: str
    share: float | None
    numerator: float | None = None
    denominator: float | None = None
    url: str = ""
    range_text: str = ""


@dataclass(frozen=True)
class Dot:
    """One unit in a list sorted by share, with the share of the year before.

    lower, upper  how far chance alone may move the share; None = not drawn
    """

    name: str
    share: float | None
    previous: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    url: str = ""
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class PathwayYear:
    """Households that left poverty, became poor, fell back into it and stayed poor in one year; None: not known."""

    year: int
    exit: float | None
    new: float | None
    relapse: float | None
    stay: float | None = None


@dataclass(frozen=True)
class DeprivationRow:
    """The share of a group of households that one indicator finds deprived."""

    label: str
    share: float | None
    numerator: float | None = None
    denominator: float | None = None
