"""Hold a computed rate against the published path of the same year. May import messages."""

from __future__ import annotations

from chungtay.indicators.figures import Figure, OfficialPoint, PathState
from chungtay.indicators.models import IndicatorValue, OfficialValue
from chungtay.indicators.official import note_of
from chungtay.messages import Words

ORDER = ("target", "result", "derived", "forecast")
"""which published figure a year is held against, where there are several"""
NAMES = {
    "target": Words("mục tiêu", "the target"),
    "result": Words("số đã công bố", "the published figure"),
    "derived": Words("số suy ra từ nguồn đã công bố", "the figure derived from published ones"),
    "forecast": Words("số dự báo", "the forecast"),
}
LEVEL_WITHIN = 0.05
"""percentage points within which two rates are called the same"""


def on_path(unit_code: str, year: int, indicator: str = "poor_rate") -> PathState | None:
    """Compare the computed rate of a unit with what was published for that year; None where either is missing.

    Rates under different standards are never compared.
    """
    row = IndicatorValue.objects.filter(
        indicator=indicator, unit__code=unit_code, year=year, group="all", value__isnull=False
    ).first()
    if row is None or row.value is None:
        return None
    published = OfficialValue.objects.filter(
        indicator=indicator, unit__code=unit_code, year=year, standard_id=row.standard_id
    )
    chosen = min(published, key=lambda value: ORDER.index(value.kind), default=None)
    if chosen is None:
        return None
    figure = Figure(
        indicator, unit_code, year, "all", row.numerator, row.denominator, row.value, row.standard_id, row.snapshot_id
    )
    point = OfficialPoint(
        year, chosen.kind, chosen.value, chosen.numerator, chosen.denominator, chosen.standard_id, chosen.source,
        chosen.status, note_of(chosen),
    )  # fmt: skip
    points = (row.value - chosen.value) * 100
    state = "level" if abs(points) < LEVEL_WITHIN else "behind" if points > 0 else "ahead"
    return PathState(year, figure, point, points, state, _sentence(state, points, chosen.kind))


def _sentence(state: str, points: float, kind: str) -> Words:
    name = NAMES[kind]
    if state == "level":
        return Words(f"đúng {name.vi}", f"level with {name.en}")
    vi, en = f"{abs(points):.2f}".replace(".", ","), f"{abs(points):.2f}"
    if state == "ahead":
        return Words(f"thấp hơn {name.vi} {vi} điểm", f"{en} points below {name.en}")
    return Words(f"cao hơn {name.vi} {vi} điểm", f"{en} points above {name.en}")
