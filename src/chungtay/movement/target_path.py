"""The path of a target from its baseline to its end, and where a unit stands on it. Imports only messages; no Django.

Values are in the indicator's own unit: a share (0.0836) for a rate, đồng for an income. A path says a value for the end
of each year; between the years it names it runs straight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

from chungtay.messages import Problem, UserError, Words

DOWN, UP = "down", "up"
ON_TRACK, AT_RISK, OFF_TRACK, UNKNOWN = STATES = ("on_track", "at_risk", "off_track", "unknown")
TOLERANCE_YEARS = 0.5
"""behind by no more than this many average yearly steps is "at risk", more is "off track" """
EXACT = 1e-9
"""part of the whole distance below which two values are the same: floats"""


@dataclass(frozen=True)
class TargetPath:
    """From a baseline to an end value, with the values of named years between.

    direction  "down": lower is better; "up": higher is better
    steps      year -> value for years after the baseline and before the end
    """

    direction: str
    baseline_year: int
    baseline: float
    end_year: int
    end_value: float
    steps: Mapping[int, float] = field(default_factory=dict)

    def at(self, year: int) -> float | None:
        """The value aimed at for the end of a year; the end value holds on after the end. None before the baseline."""
        if year < self.baseline_year:
            return None
        if year >= self.end_year:
            return self.end_value
        for (left, low), (right, high) in pairwise(self.known()):
            if left <= year <= right:
                return low + (high - low) * (year - left) / (right - left)
        return None

    def known(self) -> list[tuple[int, float]]:
        """The years that the path names, from the baseline to the end."""
        between = sorted((year, value) for year, value in self.steps.items())
        return [(self.baseline_year, self.baseline), *between, (self.end_year, self.end_value)]

    @property
    def yearly_step(self) -> float:
        """How far the path goes in an average year; never below 0."""
        return abs(self.end_value - self.baseline) / (self.end_year - self.baseline_year)

    @property
    def tolerance(self) -> float:
        return TOLERANCE_YEARS * self.yearly_step

    def shortfall(self, value: float, aim: float) -> float:
        """How much a value is worse than an aim; below 0 where it is better."""
        return value - aim if self.direction == DOWN else aim - value


class KeptTarget(Protocol):
    """A target as a database keeps it: `path` has the years as text."""

    direction: Any
    baseline_year: Any
    baseline: Any
    end_year: Any
    end_value: Any
    path: Any


def path_of(target: KeptTarget) -> TargetPath:
    """The path that a target was set with."""
    steps = {int(year): float(value) for year, value in target.path.items()}
    return TargetPath(
        str(target.direction), target.baseline_year, target.baseline, target.end_year, target.end_value, steps
    )


def checked(path: TargetPath) -> TargetPath:
    """The path itself. Raises UserError where it runs backwards in time or against its own direction."""
    if path.direction not in (DOWN, UP):
        raise _wrong("direction", "Hướng của chỉ tiêu không rõ.", "The direction of the target is not clear.",
                     path.direction, "down, up")  # fmt: skip
    if path.end_year <= path.baseline_year:
        raise _wrong("years", "Năm cuối phải sau năm gốc.", "The end year must come after the baseline year.",
                     f"{path.baseline_year}–{path.end_year}", f"> {path.baseline_year}")  # fmt: skip
    for year in path.steps:
        if not path.baseline_year < year < path.end_year:
            raise _wrong("step_year", "Năm của lộ trình phải nằm giữa năm gốc và năm cuối.",
                         "A year of the path must lie between the baseline year and the end year.",
                         year, f"{path.baseline_year + 1}–{path.end_year - 1}")  # fmt: skip
    for (_, before), (year, value) in pairwise(path.known()):
        if value < 0:
            raise _wrong(
                "negative", "Giá trị của lộ trình không được âm.", "A value of the path is below 0.", value, "≥ 0"
            )
        if path.shortfall(value, before) > EXACT * max(abs(before), abs(value), 1e-6):
            allowed = f"≤ {before:g}" if path.direction == DOWN else f"≥ {before:g}"
            raise _wrong("against_direction", f"Lộ trình năm {year} đi ngược hướng của chỉ tiêu.",
                         f"The path of {year} goes against the target's direction.", value, allowed)  # fmt: skip
    return path


def straight_line(baseline_year: int, baseline: float | None, end_year: int, end_value: float) -> TargetPath:
    """A path that goes the same way each year."""
    start = known_baseline(baseline, baseline_year)
    return checked(TargetPath(DOWN if end_value <= start else UP, baseline_year, start, end_year, end_value))


def points_a_year(baseline_year: int, baseline: float | None, end_year: int, points: float) -> TargetPath:
    """A rate that changes by percentage points a year: -1.25 lowers a share by 0.0125 each year, never below 0.

    Where the fall reaches 0 before the end, the path names the year so that it does not become gentler.
    """
    start = known_baseline(baseline, baseline_year)
    values = {
        year: max(0.0, start + points / 100 * (year - baseline_year)) for year in range(baseline_year, end_year + 1)
    }
    steps = {year: value for year, value in values.items() if baseline_year < year < end_year}
    straight = all(value > 0 for value in values.values())
    end = values.get(end_year, start)
    return checked(
        TargetPath(DOWN if points <= 0 else UP, baseline_year, start, end_year, end, {} if straight else steps)
    )


def times_baseline(baseline_year: int, baseline: float | None, end_year: int, times: float) -> TargetPath:
    """An end value that is a multiple of the baseline: 1.5 for half as much again. The path there is straight."""
    start = known_baseline(baseline, baseline_year)
    return checked(TargetPath(DOWN if times < 1 else UP, baseline_year, start, end_year, start * times))


def by_year(baseline_year: int, baseline: float | None, values: Mapping[int, float], direction: str) -> TargetPath:
    """A path given value by value; its last year is the end."""
    start = known_baseline(baseline, baseline_year)
    if not values:
        raise _wrong("no_values", "Lộ trình chưa có giá trị nào.", "The path has no values.", "", "≥ 1")
    end_year = max(values)
    steps = {year: value for year, value in values.items() if year != end_year}
    return checked(TargetPath(direction, baseline_year, start, end_year, values[end_year], steps))


def known_baseline(baseline: float | None, year: int) -> float:
    """The baseline. Raises UserError where there is none: without it nobody can say how far a unit has come."""
    if baseline is not None:
        return float(baseline)
    raise UserError(
        Problem(
            Words(f"Chỉ tiêu chưa có giá trị gốc của năm {year}.", f"The target has no baseline for {year}."),
            Words(
                "Nhập giá trị gốc, hoặc tính chỉ số của năm gốc trước rồi đặt chỉ tiêu.",
                "Give the baseline, or compute the indicator of the baseline year first, then set the target.",
            ),
            column="baseline",
            code="no_baseline",
        )
    )


@dataclass(frozen=True)
class Stand:
    """Where a unit stands at the end of a year.

    behind     actual less the path's value, worse above 0; None where either is unknown
    reaches    the value the end year would bring if the unit went on at its last pace; None where no pace is known
    """

    state: str
    year: int
    actual: float | None
    aim: float | None
    behind: float | None
    reaches: float | None
    tolerance: float


def stand(path: TargetPath, actuals: Mapping[int, float | None], year: int, tolerance: float | None = None) -> Stand:
    """Where a unit stands on its path at the end of a year, from what was found up to then.

    actuals    year -> value; later years are not looked at, a missing one or None is unknown
    tolerance  in the indicator's unit; half of an average yearly step where None
    on_track   at or better than the path, and the pace of late reaches the end (within the tolerance)
    at_risk    behind by no more than the tolerance; or on the path, at a pace that misses the end by more than it
    off_track  behind by more; in the end year and after, anything that misses the end value
    unknown    no value for the year, or the path has not begun
    The pace of late is the unit's change since the last year known, as a part of the change the path asks for in the
    same years; the rest of the path is then gone at that part, so a path that is steep at its end is not called missed.
    """
    margin = path.tolerance if tolerance is None else tolerance
    actual, aim = actuals.get(year), path.at(year)
    if actual is None or aim is None or year <= path.baseline_year:
        return Stand(UNKNOWN, year, actual, aim, None, None, margin)
    behind = path.shortfall(actual, aim)
    reaches = _reaches(path, actuals, year, actual, aim)
    exact = EXACT * max(abs(path.end_value - path.baseline), abs(aim), abs(actual))
    if year >= path.end_year:
        state = ON_TRACK if behind <= exact else OFF_TRACK
    elif behind > margin + exact:
        state = OFF_TRACK
    elif behind > exact or (reaches is not None and path.shortfall(reaches, path.end_value) > margin + exact):
        state = AT_RISK
    else:
        state = ON_TRACK
    return Stand(state, year, actual, aim, behind, reaches, margin)


def _reaches(
    path: TargetPath, actuals: Mapping[int, float | None], year: int, actual: float, aim: float
) -> float | None:
    """What the end year brings at the last pace; None where the path asked for no change since the year before."""
    if year >= path.end_year:
        return None
    earlier = [one for one, value in actuals.items() if path.baseline_year <= one < year and value is not None]
    before = max(earlier, default=path.baseline_year)
    was = actuals.get(before) if earlier else path.baseline
    aimed = path.at(before)
    if was is None or aimed is None or abs(aim - aimed) <= EXACT * max(abs(path.end_value - path.baseline), 1e-12):
        return None
    return actual + (actual - was) / (aim - aimed) * (path.end_value - aim)


def _wrong(code: str, vi: str, en: str, value: object, allowed: str) -> UserError:
    remedy = Words("Sửa lộ trình rồi đặt lại chỉ tiêu.", "Correct the path and set the target again.")
    return UserError(Problem(Words(vi, en), remedy, value=str(value), allowed=allowed, code=code))
