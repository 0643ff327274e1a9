"""Estimate sigma2, the variance between areas that the covariates leave open. NumPy only; sources in `fay_herriot`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
STEPS = 200
CLOSE = 1e-12
"""relative accuracy"""
LEAST = 1e-8
"""Where the search begins, in parts of the smallest sampling variance."""


def estimate_spread(y: Floats, d: Floats, x: Floats, method: str) -> float:
    """Solve the estimating equation; 0 where it has no positive root ("adjusted" always has one).

    y, d   (areas,) direct estimates and their variances; x (areas, p) covariates with the constant
    method "reml", "ml": the score of the (restricted) likelihood is 0; "adjusted": the restricted likelihood times
           arctan(sum of gamma) ^ (1 / areas), which is 0 at sigma2 = 0; "moment": the weighted residual sum of squares
           equals its expectation, areas - p
    """
    top = float(d.max() + y.var() + 1e-12 * abs(y).max() ** 2)
    if method == "moment":

        def moments(spread: float) -> float:
            return _moments(spread, y, d, x)

        if moments(0.0) <= 0:
            return 0.0
        while moments(top) > 0:
            top *= 4
        return _root(moments, 0.0, top)
    restricted, adjusted = method != "ml", method == "adjusted"

    def score(spread: float) -> float:
        return _score(spread, y, d, x, restricted=restricted) + (_adjusted_score(spread, d) if adjusted else 0.0)

    def likelihood(spread: float) -> float:
        added = np.log(np.arctan((spread / (spread + d)).sum())) / len(d) if adjusted else 0.0
        return _likelihood(spread, y, d, x, restricted=restricted) + float(added)

    return _highest(score, likelihood, top, float(d.min()), from_zero=not adjusted)


def _highest(
    score: Callable[[float], float], likelihood: Callable[[float], float], top: float, least: float, *, from_zero: bool
) -> float:
    """The spread of greatest likelihood: the score may cross 0 more than once, so every crossing is compared."""
    while score(top) > 0:
        top *= 4
    grid = np.geomspace(LEAST * least, top, 160)
    if from_zero:
        grid = np.concatenate([[0.0], grid])
    values = [score(float(at)) for at in grid]
    roots = [float(grid[0])] if values[0] <= 0 else []
    for left, right, before, after in zip(grid, grid[1:], values, values[1:], strict=False):
        if before > 0 >= after:
            roots.append(_root(score, float(left), float(right)))
    return max(roots, key=likelihood)


def _root(equation: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function crosses 0, by halving."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        if high - low <= CLOSE * high:
            break
        low, high = (middle, high) if equation(middle) > 0 else (low, middle)
    return (low + high) / 2


def _residuals(spread: float, y: Floats, d: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Weights, weighted residuals and the inverse of x' w x."""
    w = 1 / (spread + d)
    inverse = np.asarray(np.linalg.inv((x.T * w) @ x), dtype=np.float64)
    return w, w * (y - x @ (inverse @ (x.T @ (w * y)))), inverse


def _score(spread: float, y: Floats, d: Floats, x: Floats, *, restricted: bool) -> float:
    w, residual, inverse = _residuals(spread, y, d, x)
    of_beta = float(np.trace(inverse @ ((x.T * w**2) @ x))) if restricted else 0.0
    return float(residual @ residual - w.sum() + of_beta) / 2


def _adjusted_score(spread: float, d: Floats) -> float:
    gammas = float((spread / (spread + d)).sum())
    return float((d / (spread + d) ** 2).sum() / ((1 + gammas**2) * np.arctan(gammas)) / len(d))


def _moments(spread: float, y: Floats, d: Floats, x: Floats) -> float:
    w, residual, _ = _residuals(spread, y, d, x)
    return float((residual**2 / w).sum()) - (len(y) - x.shape[1])


def _likelihood(spread: float, y: Floats, d: Floats, x: Floats, *, restricted: bool) -> float:
    w, residual, inverse = _residuals(spread, y, d, x)
    of_beta = float(np.linalg.slogdet(inverse)[1]) if restricted else 0.0
    return float(np.log(w).sum() + of_beta - (residual**2 / w).sum()) / 2
