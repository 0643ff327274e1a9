"""What is uncertain in a year's values: facts that are missing, and chance. May import units, measurement and the room.

Two things, never mixed: the bounds within which a value lies whatever the missing facts are, and how far chance alone
may move a value that was counted in full (measurement.counted_rates).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from chungtay.indicators.figures import Bounds, worst_case
from chungtay.indicators.today import read_on
from chungtay.measurement.counted_rates import Floats, mean_intervals, rate_changes, rate_intervals, rate_ranks

if TYPE_CHECKING:
    from chungtay.indicators.figures import TodayPoint
    from chungtay.units.tree import Node, Tree

RANKED = ("district", "commune")
"""villages are too many and too small to be put in one order"""


class Ratio(NamedTuple):
    """One value before it is kept: numerator over denominator.

    unknown   households that might be in the numerator; None where that is not kept
    of_known  the denominator leaves the unknown households out
    squares   for a mean: totals of y * y, y * x, x * x and the households behind it (y: its numerator, x: its
              denominator); None for a share of households
    """

    indicator: str
    unit_id: int
    group: str
    numerator: float | None
    denominator: float | None
    unknown: float | None = None
    of_known: bool = False
    squares: tuple[float, float, float, float] | None = None


def bounds(ratio: Ratio) -> Bounds:
    """Between what the value lies, whatever the missing facts are; nothing where none are missing."""
    below = ratio.denominator
    if below is not None and ratio.of_known:
        below += ratio.unknown or 0
    return worst_case(ratio.numerator, below, ratio.unknown)


def chance_bounds(ratios: Sequence[Ratio]) -> list[Bounds]:
    """How far chance alone may move each value, 95 %; nothing where there is no value or only one household."""
    lower, upper = rate_intervals(_column(ratios, "numerator"), _column(ratios, "denominator"))
    means = [place for place, ratio in enumerate(ratios) if ratio.squares is not None]
    if means:
        chosen = [ratios[place] for place in means]
        yy, yx, xx, count = np.array([ratio.squares for ratio in chosen], dtype=np.float64).T
        sums, sizes = _column(chosen, "numerator"), _column(chosen, "denominator")
        lower[means], upper[means] = mean_intervals(sums, sizes, (yy, yx, xx), count)
    return list(zip(_known(lower), _known(upper), strict=True))


def comparisons(
    indicator: str, ratios: Sequence[Ratio], tree: Tree, *, year: int, standard_id: str, levels: Collection[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of models.Comparison of a year, in the order of its columns, for the units of the levels.

    ratios   every value of the year; the year before is read from the database, on this year's units
    """
    wanted = {(ratio.indicator, ratio.unit_id): ratio for ratio in ratios if ratio.group == "all"}
    for level in levels:
        nodes = [node for node in tree.level(level) if (indicator, node.unit_id) in wanted]
        now = [wanted[indicator, node.unit_id] for node in nodes]  # type: ignore[index]
        if not nodes:
            continue
        stay = [wanted.get(("poor_stay", node.unit_id)) for node in nodes]  # type: ignore[arg-type]
        old = read_on(indicator, year - 1, level, dt.date(year, 12, 31), standard_id=standard_id)
        changes = _changes(old, nodes, now, stay)
        ranks = _ranks(now) if level in RANKED else {}
        for place, (node, change) in enumerate(zip(nodes, changes, strict=True)):
            rank = ranks.get(place, (None,) * 4)
            if change[0] is not None or rank[0] is not None:
                yield (indicator, node.unit_id, year, standard_id, *change, *rank)


def _changes(
    old: Mapping[str, TodayPoint], nodes: Sequence[Node], now: Sequence[Ratio], stay: Sequence[Ratio | None]
) -> list[tuple[float | None, ...]]:
    """Change, lower, upper and q of each unit."""
    points = [old.get(node.code) for node in nodes]
    before = [_numbers([getattr(point, name, None) for point in points]) for name in ("numerator", "denominator")]
    found = rate_changes(
        (before[0], before[1]),
        (_column(now, "numerator"), _column(now, "denominator")),
        _numbers([ratio.numerator if ratio else None for ratio in stay]),
    )
    columns = (found.change, found.lower, found.upper, found.q_value)
    return list(zip(*(_known(column) for column in columns), strict=True))


def _ranks(now: Sequence[Ratio]) -> Mapping[int, tuple[int, int, int, int]]:
    """Place in `now` -> rank, best and worst rank that chance allows, units ranked."""
    rated = [
        place
        for place, ratio in enumerate(now)
        if ratio.denominator and ratio.numerator is not None and ratio.numerator <= ratio.denominator
    ]
    if len(rated) < 2:
        return {}
    chosen = [now[place] for place in rated]
    found = rate_ranks(_column(chosen, "numerator"), _column(chosen, "denominator"))
    columns = (found.rank, found.lower, found.upper)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {place: (*row, len(rated)) for place, row in zip(rated, rows, strict=True)}


def _column(ratios: Sequence[Ratio], name: str) -> Floats:
    return _numbers([getattr(ratio, name) for ratio in ratios])


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _known(values: Floats) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values.tolist()]
