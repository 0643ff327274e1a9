"""Confidence sets for ranks: which places each unit can hold, given the errors of the estimates. NumPy and Arrow.

The rank of a unit is 1 + the number of units with a higher true value (or lower, if the lowest comes first). A unit
that lies significantly below m others cannot be in a better place than m + 1; likewise from the other end. Whether
"above" is significant is decided by confidence sets for the differences, for one unit against all others (marginal
sets) or for all pairs at once (simultaneous sets, made tighter by steps).
Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with applications to mobility across
neighbourhoods and academic achievement across countries, Review of Economic Studies 91(1), 476-518.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from chungtay.measurement.ranks.checks import check_estimates, check_options
from chungtay.measurement.ranks.draws import Draws, Floats, GivenDraws, NormalDraws
from chungtay.measurement.ranks.greatest_difference import GreatestDifferences
from chungtay.measurement.ranks.one_at_a_time import drawn_critical_values, normal_critical_values
from chungtay.measurement.ranks.told_apart import count_above, count_below
from chungtay.measurement.ranks.top import top_probability

if TYPE_CHECKING:
    import pyarrow as pa

Counts = npt.NDArray[np.int64]
Sides = Literal["two", "best", "worst"]
Marginal = Literal["normal", "draws"]
STEPS = 8
ENOUGH = 0.002
"""a step that lowers the critical value by less is the last"""


@dataclass(frozen=True)
class RankSets:
    """Ranks and the sets of places that the data allow; arrays have one entry per unit, in the order given.

    rank, tied      place of the estimate (1 = first; units with the same estimate share the best place), and how many
                    other units have the same estimate
    lower, upper    marginal set: covers the true rank of this one unit with the confidence level
    simultaneous_lower, simultaneous_upper   covers the true ranks of all units at once with the confidence level
    top             q, or None; top_probability: share of draws among the first q
    critical        critical value for all pairs after the last step; steps: how many there were
    """

    units: tuple[Any, ...]
    estimates: Floats
    std_errors: Floats
    rank: Counts
    tied: Counts
    lower: Counts
    upper: Counts
    simultaneous_lower: Counts
    simultaneous_upper: Counts
    level: float
    lowest_first: bool
    critical: float
    steps: int
    top: int | None = None
    top_probability: Floats | None = None

    @property
    def in_top(self) -> list[str]:
        """Whether each unit is among the first q by its simultaneous set: "yes", "perhaps" or "no"."""
        top = self.top or 0
        certain, possible = self.simultaneous_upper <= top, self.simultaneous_lower <= top
        return ["yes" if sure else "perhaps" if may else "no" for sure, may in zip(certain, possible, strict=True)]

    @property
    def table(self) -> pa.Table:
        """One row per unit, by rank."""
        import pyarrow as pa

        columns: dict[str, Any] = {
            "unit": list(self.units), "estimate": self.estimates, "std_error": self.std_errors, "rank": self.rank,
            "tied": self.tied, "rank_lower": self.lower, "rank_upper": self.upper,
            "simultaneous_lower": self.simultaneous_lower, "simultaneous_upper": self.simultaneous_upper,
        }  # fmt: skip
        if self.top is not None:
            columns |= {"top_probability": self.top_probability, "in_top": self.in_top}
        return pa.table(columns).take(np.argsort(self.rank, kind="stable"))


def rank_sets(
    estimates: Sequence[float] | Floats,
    std_errors: Sequence[float] | Floats | None = None,
    *,
    draws: npt.NDArray[np.floating] | None = None,
    units: Sequence[Any] | None = None,
    level: float = 0.95,
    top: int | None = None,
    lowest_first: bool = False,
    sides: Sides = "two",
    marginal: Marginal | None = None,
    stepwise: bool = True,
    count: int = 1000,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> RankSets:
    """Rank units and say which ranks the errors allow.

    estimates    (units,) finite numbers
    std_errors   (units,) at least 0, for independent and about normal estimates; may be left out with draws
    draws        (draws, units) bootstrap estimates; keeps the dependence between units; at least 100 draws
    units        names; None = 1, 2, ...
    level        confidence level of the sets
    top          q: also say how plausible it is that a unit is among the first q
    lowest_first rank 1 is the lowest value (a poverty rate) and not the highest
    sides        "two"; "best": bounds on how good the rank can be (upper bounds are then n); "worst": the other way
    marginal     marginal sets from the standard errors alone ("normal": as if units were independent; exact for those)
                 or from the draws ("draws"); None = from the draws where they are given
    stepwise     tighten the simultaneous sets: pairs already told apart leave the family (Romano and Wolf 2005)
    count, seed  draws to make where none are given

    Memory stays within some tens of MB beside the input: no matrix of all pairs is made.
    Raises UserError for fewer than 2 units, values that are no numbers, negative errors, a top outside 1..units-1.
    """
    tell = progress or (lambda done, of: None)
    theta, se, matrix = check_estimates(estimates, std_errors, draws)
    check_options(len(theta), level, top, sides, count)
    if lowest_first:
        theta, matrix = -theta, None if matrix is None else -matrix
    size = len(theta)
    noise: Draws = NormalDraws(size, count, seed) if matrix is None else GivenDraws(theta, se, matrix)
    tell(0, 4)
    simultaneous = _all_pairs(theta, se, noise, level, stepwise)
    tell(1, 4)
    two_sided = sides == "two"
    if (marginal or ("normal" if matrix is None else "draws")) == "normal":
        for_better = for_worse = normal_critical_values(se, level, two_sided=two_sided)
    else:
        for_better, for_worse = drawn_critical_values(se, noise, level, two_sided=two_sided)
    tell(2, 4)
    no_bound = np.zeros(size, dtype=np.int64)
    better = count_above(theta, se, for_better) if sides != "worst" else no_bound
    worse = count_below(theta, se, for_worse) if sides != "best" else no_bound
    tell(3, 4)
    ordered = np.sort(theta)
    rank = 1 + size - np.searchsorted(ordered, theta, side="right")
    last = size - np.searchsorted(ordered, theta, side="left")
    chance = None if top is None else top_probability(theta, se, noise, top)
    tell(4, 4)
    return RankSets(
        units=tuple(units) if units is not None else tuple(range(1, size + 1)),
        estimates=-theta if lowest_first else theta,
        std_errors=se,
        rank=rank,
        tied=last - rank,
        lower=1 + better,
        upper=size - worse,
        simultaneous_lower=1 + (simultaneous.better if sides != "worst" else no_bound),
        simultaneous_upper=size - (simultaneous.worse if sides != "best" else no_bound),
        level=level,
        lowest_first=lowest_first,
        critical=simultaneous.critical,
        steps=simultaneous.steps,
        top=top,
        top_probability=chance,
    )


@dataclass(frozen=True)
class _AllPairs:
    critical: float
    steps: int
    better: Counts
    worse: Counts


def _all_pairs(theta: Floats, se: Floats, noise: Draws, level: float, stepwise: bool) -> _AllPairs:
    """Tell pairs apart for all at once.

    The family is that of all ordered pairs, "j is not above k", so one- and two-sided sets have the same value.
    """
    differences = GreatestDifferences(theta, se, noise)
    critical, steps = differences.critical_value(level), 1
    worse = count_below(theta, se, critical)
    while stepwise and steps < STEPS and worse.any():
        lowered = differences.critical_value(level, least=critical)
        if lowered > critical - ENOUGH:
            break
        now = count_below(theta, se, lowered)
        critical, steps, news = lowered, steps + 1, bool((now != worse).any())
        worse = now
        if not news:
            break
    return _AllPairs(critical, steps, count_above(theta, se, critical), worse)
