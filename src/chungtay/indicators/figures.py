"""The shapes in which indicator values are read: plain, frozen, ready for a page or a document.

May import measurement and messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from chungtay.measurement.rates import rate_of
from chungtay.messages import Words

NO_COUNT = Words("Chưa có tổng số hộ nên không tính được tỷ lệ.", "No household count was given, so there is no rate.")
NO_ONE = Words("Không có hộ nào để tính.", "There are no households to compute it for.")
TOO_MANY = Words(
    "Số hộ đếm được lớn hơn mẫu số nên không tính tỷ lệ: có hộ chuyển đến, hoặc số hộ báo cáo chưa đúng.",
    "No rate: more households were counted than there are to divide by. Some moved in, or a count is not right.",
)
IN_PIECES = Words(
    "Đơn vị cũ bị chia mà không rõ mỗi phần bao nhiêu hộ.",
    "An old unit was cut up and nobody says how many went where.",
)
NOT_COMPUTED = Words("Chưa tính.", "Not computed.")


@dataclass(frozen=True)
class Figure:
    """One value with all that makes it checkable.

    value    share from 0 to 1; None with a reason where there is none
    unknown  households that would count or not if their missing facts were known; None where that is not kept
    lower, upper                the value if none, and if all, of them counted; None where nothing is unknown
    chance_lower, chance_upper  how far chance alone may move the value, 95 %
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
    unknown: float | None = None
    lower: float | None = None
    upper: float | None = None
    chance_lower: float | None = None
    chance_upper: float | None = None

    @property
    def reason(self) -> Words | None:
        """Why there is no value, else None."""
        return why_none(self.numerator, self.denominator, self.value)


Point = Figure
"""A figure in a series: one a year."""


FALSE_SHARE = 0.05
"""of the changes said to be beyond chance, the share that is expected not to be"""


SAME = 1e-9
"""two changes of a share nearer to each other are one"""


@dataclass(frozen=True)
class Compared:
    """A rate against its own year before and against its equals: see models.Comparison for each number."""

    unit_code: str
    change: float | None
    change_lower: float | None
    change_upper: float | None
    change_q: float | None
    rank: int | None
    rank_lower: int | None
    rank_upper: int | None
    ranked: int | None

    @property
    def beyond_chance(self) -> bool | None:
        """Whether the change is more than chance would make of it; None where there is no change to speak of."""
        if self.change is None:
            return None
        return self.change_q is not None and self.change_q <= FALSE_SHARE

    def speaks_of(self, change: float | None) -> bool:
        """Whether this was computed of the change shown; not so where the year before was computed anew since."""
        return self.change is not None and change is not None and abs(self.change - change) < SAME


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
    unknown: float | None = None
    lower: float | None = None
    upper: float | None = None
    chance_lower: float | None = None
    chance_upper: float | None = None
    compared: Compared | None = None

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
    unknown    households that would count or not if their missing facts were known; None where that is not kept
    complete   false where an old unit was cut in pieces of unknown size: then there is no value
    """

    year: int
    numerator: float | None
    denominator: float | None
    value: float | None
    parts: tuple[str, ...]
    complete: bool
    unknown: float | None = None

    @property
    def lower(self) -> float | None:
        """The value if none of the unknown counted; None where nothing is unknown."""
        return worst_case(self.numerator, self.denominator, self.unknown)[0]

    @property
    def upper(self) -> float | None:
        """The value if all of the unknown counted; None where nothing is unknown."""
        return worst_case(self.numerator, self.denominator, self.unknown)[1]

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


Bounds = tuple[float | None, float | None]
NO_BOUNDS: Bounds = (None, None)


def worst_case(numerator: float | None, denominator: float | None, unknown: float | None) -> Bounds:
    """Return the share if none, and if all, of the households with missing facts were in the numerator; at most 1.

    No bounds where no household is unknown: then the share stands alone.
    Source: Manski (1989), Anatomy of the selection problem, J. Human Resources 24, 343-360.
    """
    share, _ = rate_of(numerator, denominator)
    if not unknown or share is None or numerator is None or not denominator:
        return NO_BOUNDS
    return share, min((numerator + unknown) / denominator, 1.0)


def why_none(numerator: float | None, denominator: float | None, value: float | None) -> Words | None:
    """Say why there is no value, or None where there is one."""
    if value is not None:
        return None
    if numerator is None:
        return NOT_COMPUTED
    if denominator is None:
        return NO_COUNT
    return TOO_MANY if numerator > denominator else NO_ONE
