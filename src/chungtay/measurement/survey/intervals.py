"""Confidence intervals and tests from an estimate, its standard error and degrees of freedom. NumPy and SciPy only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.design import Interval

Floats = npt.NDArray[np.float64]


def quantile(level: float, df: Floats) -> Floats:
    """Half width of a two-sided interval in standard errors; df infinite = normal. Null where df < 1."""
    from scipy.special import ndtri, stdtrit

    half = (1 + level) / 2
    df = np.asarray(df, dtype=np.float64)
    finite = np.where(np.isfinite(df) & (df > 0), df, 1.0)
    # From the lower tail: near 0 the inverse keeps its digits.
    return np.where(np.isposinf(df), ndtri(half), np.where(df > 0, -stdtrit(finite, 1 - half), np.nan))


def interval(estimate: Floats, std_error: Floats, df: Floats, *, level: float, kind: Interval) -> tuple[Floats, Floats]:
    """Lower and upper bound.

    kind  "t": estimate -+ t * error; "normal": the same with the normal quantile; "logit": the t interval of
          log(p / (1 - p)), taken back; at 0, 1 or beyond, where the logit is not defined, as "t"
    With an error of 0 both bounds are the estimate; without degrees of freedom (a group within one PSU of each stratum)
    they are null, whatever the error.
    Source: R `survey`: confint(..., df) and svyciprop(method = "xlogit"), which equals "logit" up to its iterations.
    """
    estimate, std_error = np.asarray(estimate, dtype=np.float64), np.asarray(std_error, dtype=np.float64)
    width = quantile(level, np.full_like(estimate, np.inf) if kind == "normal" else np.broadcast_to(df, estimate.shape))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        half = width * std_error
        lower, upper = estimate - half, estimate + half
        if kind == "logit":
            inside = (estimate > 0) & (estimate < 1) & (std_error > 0)
            p = np.where(inside, estimate, 0.5)
            middle, reach = np.log(p / (1 - p)), half / (p * (1 - p))
            lower = np.where(inside, 1 / (1 + np.exp(-(middle - reach))), lower)
            upper = np.where(inside, 1 / (1 + np.exp(-(middle + reach))), upper)
    return lower, upper


def score_interval(share: Floats, size: Floats, *, level: float) -> tuple[Floats, Floats]:
    """Lower and upper bound of a share by the score test; within 0 and 1, and of some width also at 0 and 1.

    share   in [0, 1]; size: independent cases behind it, or the effective number of them, > 0; nan gives nan
    Source: Wilson (1927), JASA 22, 209-212; svyciprop(method = "wilson") of R `survey`.
    """
    share, size = np.asarray(share, dtype=np.float64), np.asarray(size, dtype=np.float64)
    square = quantile(level, np.full_like(share, np.inf)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = share + square / (2 * size)
        half = np.sqrt(square * (share * (1 - share) / size + square / (4 * size**2)))
        lower, upper = (middle - half) / (1 + square / size), (middle + half) / (1 + square / size)
    return np.where(share <= 0, 0.0, lower), np.where(share >= 1, 1.0, upper)


def two_sided_p(statistic: Floats, df: Floats) -> Floats:
    """Probability of a t value at least this far from 0 if nothing had changed; df infinite = normal."""
    from scipy.special import ndtr, stdtr

    far = -np.abs(np.asarray(statistic, dtype=np.float64))
    df = np.broadcast_to(np.asarray(df, dtype=np.float64), far.shape)
    finite = np.where(np.isfinite(df) & (df > 0), df, 1.0)
    return np.where(np.isposinf(df), 2 * ndtr(far), np.where(df > 0, 2 * stdtr(finite, far), np.nan))
