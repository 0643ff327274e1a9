"""Critical values for the rank of one unit: it against all others, not all against all. NumPy and SciPy.

For independent normal estimates the chance that unit j stands within c of all others is an integral over its own error,

    integral of phi(x) * product over k of [Phi((x s_j + c sigma_jk) / s_k) - Phi((x s_j - c sigma_jk) / s_k)] dx,

sigma_jk^2 = s_j^2 + s_k^2 (one-sided: without the second term). It is solved for c without simulation. With many units,
others of nearly the same standard error (within 5 %) are taken together, and c, which depends on j through s_j alone,
is interpolated over log s_j. For a bootstrap, c is the quantile of the greatest difference found in the draws.
Source: Mogstad, Romano, Shaikh and Wilhelm (2024), section 3; the integral is the same quantity they simulate.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from chungtay.measurement.ranks.draws import Draws, Floats

WIDTH = 0.05
NODES = 17
EXACT = 40
"""up to so many units each is computed by itself"""
BINS = 24


def normal_critical_values(std_errors: Floats, level: float, *, two_sided: bool) -> Floats:
    """Critical value of each unit for independent normal estimates; (units,)."""
    size = len(std_errors)
    greatest = float(std_errors.max())
    if greatest == 0:
        return np.zeros(size)
    se = np.maximum(std_errors, 1e-6 * greatest)
    if size <= EXACT:
        same = {float(s): at for at, s in enumerate(se)}
        solved = {s: _solve(s, np.delete(se, at), np.ones(size - 1), level, two_sided) for s, at in same.items()}
        return np.array([solved[float(s)] for s in se])
    centres, counts = _alike(se)
    nodes = centres if len(centres) <= NODES else np.geomspace(centres[0], centres[-1], NODES)
    values = []
    for s in nodes:
        others = counts.copy()
        others[np.argmin(np.abs(np.log(centres / s)))] -= 1  # the unit itself
        values.append(_solve(float(s), centres, others, level, two_sided))
    return np.interp(np.log(se), np.log(nodes), values)


def _alike(se: Floats) -> tuple[Floats, Floats]:
    """Standard errors taken together within 5 %: their means and how many they are."""
    ordered = np.sort(se)
    code = np.floor(np.log(ordered / ordered[0]) / WIDTH).astype(np.int64)
    _, place = np.unique(code, return_inverse=True)
    counts = np.bincount(place).astype(np.float64)
    return np.bincount(place, weights=ordered) / counts, counts


def _solve(mine: float, others: Floats, counts: Floats, level: float, two_sided: bool) -> float:
    from scipy.special import ndtr

    x = np.linspace(-7.0, 7.0, 71)
    weight = np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * (x[1] - x[0])
    spread = np.hypot(mine, others)[None, :] / others[None, :]
    shift = x[:, None] * mine / others[None, :]

    def short(c: float) -> float:
        inside = ndtr(shift + c * spread)
        if two_sided:
            inside = inside - ndtr(shift - c * spread)
        return float(weight @ np.exp(np.log(np.maximum(inside, 1e-300)) @ counts)) - level

    return _root(short, 0.0, 12.0)


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses 0, to 1e-6, by false position (loading a solver of SciPy takes seconds)."""
    at_low, at_high = rising(low), rising(high)
    if at_low >= 0:
        return low
    side = 0
    while high - low > 1e-6:
        middle = high - at_high * (high - low) / (at_high - at_low)
        # A step inside the accuracy moves the other end in as well.
        middle = min(max(middle, low + 4e-7), high - 4e-7)
        value = rising(middle)
        if value < 0:
            low, at_low, at_high = middle, value, at_high / 2 if side < 0 else at_high
            side = -1
        else:
            high, at_high, at_low = middle, value, at_low / 2 if side > 0 else at_low
            side = 1
    return (low + high) / 2


def drawn_critical_values(std_errors: Floats, draws: Draws, level: float, *, two_sided: bool) -> tuple[Floats, Floats]:
    """Critical values of each unit from draws: for those above it, and for those below it.

    Two-sided both are the same. Other units are searched by groups of nearly the same standard error, in which the one
    with the most extreme error stands for the group, at the group's mean error.
    """
    order = np.argsort(std_errors, kind="stable")
    se = std_errors[order].astype(np.float32)
    bins = np.array_split(np.arange(len(se)), min(BINS if len(se) > 4 * BINS else len(se), len(se)))
    starts = [int(members[0]) for members in bins]
    typical = np.array([se[members].mean() for members in bins], dtype=np.float32)
    scale = np.hypot(se[None, :], typical[:, None])
    own = np.divide(se[None, :], scale, out=np.zeros_like(scale), where=scale > 0)
    theirs = np.divide(typical[:, None], scale, out=np.zeros_like(scale), where=scale > 0)
    above = np.empty((draws.count, len(se)), dtype=np.float32)
    below = above if two_sided else np.empty_like(above)
    mine, other = np.empty_like(own), np.empty_like(own)
    at = 0
    for chunk in draws:
        for row in chunk[:, order]:
            highest = np.maximum.reduceat(row, starts)
            lowest = np.minimum.reduceat(row, starts)
            np.multiply(row, own, out=mine)
            np.multiply(highest[:, None], theirs, out=other)
            np.subtract(other, mine, out=other)
            over = other.max(axis=0)
            np.multiply(lowest[:, None], theirs, out=other)
            np.subtract(mine, other, out=mine)
            under = mine.max(axis=0)
            if two_sided:
                above[at] = np.maximum(over, under)
            else:
                above[at], below[at] = over, under
            at += 1
    place = min(draws.count - 1, int(np.ceil(level * (draws.count + 1))) - 1)
    out = [np.empty(len(se)), np.empty(len(se))]
    for values, found in ((out[0], above), (out[1], below)):
        values[order] = np.partition(found, place, axis=0)[place]
    return out[0], out[1]
