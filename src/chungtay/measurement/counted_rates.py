"""How far chance alone may move rates that were counted, not sampled: intervals, changes, ranks. NumPy.

Imports `survey`, `ranks` and, from `suspect`, the control of false discoveries.

A full count has no sampling error. The question here is another one (docs/explanation/errors-of-estimation.md, the
superpopulation): the households of a unit are seen as one draw of the process that makes households poor, each
household by itself; each unit is a stratum and each household a PSU. Only counts are needed for that: households that
look alike add up. Arrays have one entry per unit; nan where a number is not known gives nan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chungtay.measurement.ranks import rank_sets
from chungtay.measurement.survey.intervals import interval, score_interval, two_sided_p
from chungtay.measurement.survey.rows import divide
from chungtay.measurement.survey.strata import strata_of
from chungtay.measurement.suspect.discovery import benjamini_hochberg

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
LEVEL = 0.95


@dataclass(frozen=True)
class RateChanges:
    """Changes of rates between two counts of the same units; later less earlier.

    lower, upper   interval of the change by chance alone
    q_value        p-value of "nothing but chance", adjusted for the number of units looked at: units up to q make a
                   list of which a share q is expected to be false; nan where no household changed sides
    """

    change: Floats
    std_error: Floats
    lower: Floats
    upper: Floats
    q_value: Floats


@dataclass(frozen=True)
class RateRanks:
    """Ranks of rates, 1 = the highest; units with the same rate share the best place.

    lower, upper   best and worst rank that chance allows, for all units at once
    """

    rank: Counts
    lower: Counts
    upper: Counts


def rate_intervals(cases: Floats, totals: Floats, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Lower and upper bound of each rate, within 0 and 1, and wider than nothing also at 0 and 1.

    cases, totals   households (or poor households) counted, cases at most totals; nan where totals are not above 0
    """
    cases, totals = _pair(cases, totals)
    fine = (totals > 0) & (cases >= 0) & (cases <= totals)
    share = np.where(fine, divide(cases, np.where(fine, totals, np.nan)), np.nan)
    return score_interval(share, np.where(fine, totals, np.nan), level=level)


def mean_intervals(
    sums: Floats, sizes: Floats, products: tuple[Floats, Floats, Floats], counts: Floats, *, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Lower and upper bound of means that are ratios of two totals, such as income over persons.

    sums, sizes   totals of y and of x; the mean is sums / sizes
    products      totals of y * y, y * x and x * x
    counts        households behind them; nan where fewer than 2
    """
    sums, sizes = _pair(sums, sizes)
    mean = divide(sums, sizes)
    yy, yx, xx = products
    # (y - mean * x) / size, squared and added up: the linearised values of a ratio.
    squares = np.maximum(divide(yy - 2 * mean * yx + mean**2 * xx, sizes**2), 0.0)
    error = _errors(squares, np.zeros_like(squares), counts)
    return interval(mean, error, np.asarray(counts, dtype=np.float64) - 1, level=level, kind="t")


def rate_changes(
    before: tuple[Floats, Floats], now: tuple[Floats, Floats], stay: Floats, *, level: float = LEVEL
) -> RateChanges:
    """Changes of rates, with what chance alone may make of them.

    before, now   (cases, totals) of the two counts
    stay          households that are cases in both; nan where not known: then the years are taken as independent,
                  which errs to the wide side, for households that were poor tend to stay so
    Households counted in one year only are taken to be no cases. As in `measure --same-psus`, the years share their
    households, and their covariance makes the error smaller.
    """
    (cases0, totals0), (cases1, totals1) = _pair(*before), _pair(*now)
    fine = (totals0 > 0) & (totals1 > 0) & (cases0 <= totals0) & (cases1 <= totals1)
    totals0, totals1 = np.where(fine, totals0, np.nan), np.where(fine, totals1, np.nan)
    rate0, rate1 = divide(cases0, totals0), divide(cases1, totals1)
    both = np.clip(np.asarray(stay, dtype=np.float64), 0.0, np.minimum(cases0, cases1))
    # Each household's linearised value is that of the later rate less that of the earlier one.
    out0, out1 = -divide(rate0, totals0), -divide(rate1, totals1)
    in0, in1 = out0 + divide(1.0, totals0), out1 + divide(1.0, totals1)
    rest = np.maximum(np.minimum(totals0, totals1) - (cases0 + cases1 - both), 0.0)
    patterns = [(both, in1 - in0), (cases0 - both, out1 - in0), (cases1 - both, in1 - out0), (rest, out1 - out0),
                (np.maximum(totals1 - totals0, 0.0), out1), (np.maximum(totals0 - totals1, 0.0), -out0)]  # fmt: skip
    paired = _errors(*_sums(patterns), np.maximum(totals0, totals1))
    apart = np.hypot(
        _errors(*_sums([(cases0, in0), (totals0 - cases0, out0)]), totals0),
        _errors(*_sums([(cases1, in1), (totals1 - cases1, out1)]), totals1),
    )
    error = np.where(np.isnan(both), apart, paired)
    change, df = rate1 - rate0, np.minimum(totals0, totals1) - 1
    lower, upper = interval(change, error, df, level=level, kind="t")
    with np.errstate(invalid="ignore", divide="ignore"):
        p_value = two_sided_p(np.where(error > 0, change / error, np.nan), df)
    return RateChanges(change, error, lower, upper, benjamini_hochberg(p_value))


def rate_ranks(cases: Floats, totals: Floats, *, level: float = LEVEL) -> RateRanks:
    """Ranks of rates, the highest first, with the ranks that chance allows.

    cases, totals   of at least 2 units, totals above 0
    Rates are compared as arcsin(sqrt((cases + 3/8) / (totals + 3/4))): bent so, they have the error
    1 / (2 sqrt(totals + 1/2)) whatever the rate, and it does not vanish where no case was counted.
    Source: Anscombe (1948), The transformation of Poisson, binomial and negative-binomial data, Biometrika 35, 246-254.
    """
    cases, totals = _pair(cases, totals)
    bent = np.arcsin(np.sqrt((cases + 0.375) / (totals + 0.75)))
    sets = rank_sets(bent, 0.5 / np.sqrt(totals + 0.5), level=level)
    rates = cases / totals
    rank = 1 + len(rates) - np.searchsorted(np.sort(rates), rates, side="right")
    # Of two nearly equal rates the bent one of the smaller unit may come first.
    return RateRanks(rank, np.minimum(sets.simultaneous_lower, rank), np.maximum(sets.simultaneous_upper, rank))


def _pair(cases: Floats, totals: Floats) -> tuple[Floats, Floats]:
    return np.asarray(cases, dtype=np.float64), np.asarray(totals, dtype=np.float64)


def _sums(patterns: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Sums of squares and sums of linearised values; patterns are (households, value of each)."""
    squares = np.sum([count * value**2 for count, value in patterns], axis=0)
    return squares, np.sum([count * value for count, value in patterns], axis=0)


def _errors(squares: Floats, sums: Floats, households: Floats) -> Floats:
    """Standard errors of totals of linearised values: every unit a stratum, every household a PSU."""
    known = np.isfinite(squares) & (households > 1)
    strata = strata_of(np.where(known, households, 1.0), None, "remove", corrected=False, labels=[])
    spread = strata.spread(np.where(known, squares, 0.0), np.where(known, sums, 0.0), np.arange(len(squares)))
    return np.where(known, np.sqrt(spread), np.nan)
