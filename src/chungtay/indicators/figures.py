"""The shapes in which indicator values are read: plain, frozen, ready for a page or a document. May import messages."""

from __future__ import annotations

from dataclasses import dataclass

from chungtay.messages import Words

NO_COUNT = Words("Chưa có tổng số hộ nên không tính được tỷ lệ.", "No household count was given, so there is no rate.")
NO_ONE = Words("Không có hộ nào để tính.", "There are no households to compute it for.")
IN_PIECES = Words(
    "Đơn vị cũ bị chia mà không rõ mỗi phần bao nhiêu hộ.",
    "An old unit was cut up and nobody says how many went where.",
)
NOT_COMPUTED = Words("Chưa tính.", "Not computed.")


@dataclass(frozen=True)
class Figure:
    """One value with all that makes it checkable.

    value    share from 0 to 1; None with a reason where there is none
    """

    indicator: str
    unit_code: str
    year: int
    group: str
    numerator: float | None
    denominator: float | None
    value: float | None
    standard_id: str
    snapshot_id: str

    @property
    def reason(self) -> Words | None:
        """Why there is no value, else None."""
        return why_none(self.numerator, self.denominator, self.value)


Point = Figure
"""A figure in a series: one a year."""


@dataclass(frozen=True)
class UnitValue:
    """A figure of one unit among its equals, named as of 31 December of the year, with the year before.

    previous   the share a year before, read on this year's units; None where unknown
    change     value less previous, in points of 1 (0.01 = one percentage point)
    """

    code: str
    name: str
    kind: str
    parent_code: str | None
    numerator: float | None
    denominator: float | None
    value: float | None
    previous: float | None

    @property
    def change(self) -> float | None:
        return None if self.value is None or self.previous is None else self.value - self.previous

    @property
    def full_name(self) -> str:
        return self.name if self.name.lower().startswith(self.kind) else f"{self.kind} {self.name}"

    @property
    def reason(self) -> Words | None:
        return why_none(self.numerator, self.denominator, self.value)


@dataclass(frozen=True)
class TodayPoint:
    """A year of a series read on the units of another day.

    parts      old units that were added up
    complete   false where an old unit was cut in pieces of unknown size: then there is no value
    """

    year: int
    numerator: float | None
    denominator: float | None
    value: float | None
    parts: tuple[str, ...]
    complete: bool

    @property
    def reason(self) -> Words | None:
        return why_none(self.numerator, self.denominator, self.value) if self.complete else IN_PIECES


@dataclass(frozen=True)
class OfficialPoint:
    """A published figure: result, target, forecast or derived, with source and status."""

    year: int
    kind: str
    value: float
    numerator: float | None
    denominator: float | None
    standard_id: str
    source: str
    status: str
    note: str


@dataclass(frozen=True)
class PathwayYear:
    """How a unit's poor households moved in a year: opening - exit - other_decrease + new + relapse = closing.

    opening          poor a year before, read on this year's units; None where unknown
    other_decrease   were poor a year before and were not reviewed here any more: moved, dissolved, merged, undetermined
    """

    year: int
    opening: float | None
    exit: float
    new: float
    relapse: float
    stay: float
    closing: float

    @property
    def other_decrease(self) -> float | None:
        return None if self.opening is None else self.opening - self.exit - self.stay

    @property
    def other_increase(self) -> float:
        return self.closing - self.stay - self.new - self.relapse


@dataclass(frozen=True)
class PathState:
    """A computed rate held against a published one of the same year and standard.

    points   computed less published, in percentage points: above 0 = more poverty than published
    state    ahead | behind | level (less than 0.05 points apart)
    """

    year: int
    computed: Figure
    published: OfficialPoint
    points: float
    state: str
    sentence: Words


def why_none(numerator: float | None, denominator: float | None, value: float | None) -> Words | None:
    """Say why there is no value, or None where there is one."""
    if value is not None:
        return None
    if numerator is None:
        return NOT_COMPUTED
    return NO_COUNT if denominator is None else NO_ONE
