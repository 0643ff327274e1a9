"""Estimate sigma2, the variance between areas that the covariates leave open. NumPy only; sources in `fay_herriot`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
STEPS = 200
CLOSE = 1e-12
"""relative accuracy"""


def estimate_spread(y: Floats, d: Floats, x: Floats, method: str) -> float:
    """Solve the estimating equation; 0 where it has no positive root.

    y, d   (areas,) direct estimates and their variances; x (areas, p) covariates with the constant
    method "reml": the score of the restricted likelihood is 0; "moment": the weighted residual sum of squares equals
           its expectation, areas - p
    """
    equation = _score if method == "reml" else _moments

    def at(spread: float) -> float:
        return equation(spread, y, d, x)

    top = float(d.max() + y.var() + 1e-12 * abs(y).max() ** 2)
    if method == "moment":
        if at(0.0) <= 0:
            return 0.0
        while at(top) > 0:
            top *= 4
        return _root(at, 0.0, top)
    return _highest(at, lambda spread: _likelihood(spread, y, d, x), top, float(d.min()))


def _highest(score: Callable[[float], float], likelihood: Callable[[float], float], top: float, least: float) -> float:
    """The spread of greatest likelihood: the score may cross 0 more than once, so every crossing is compared."""
    while score(top) > 0:
        top *= 4
    grid = np.concatenate([[0.0], np.geomspace(1e-4 * least, top, 120)])
    values = [score(float(at)) for at in grid]
    roots = [0.0] if values[0] <= 0 else []
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


def _score(spread: float, y: Floats, d: Floats, x: Floats) -> float:
    w, residual, inverse = _residuals(spread, y, d, x)
    trace = w.sum() - np.trace(inverse @ ((x.T * w**2) @ x))
    return float(residual @ residual - trace) / 2


def _moments(spread: float, y: Floats, d: Floats, x: Floats) -> float:
    w, residual, _ = _residuals(spread, y, d, x)
    return float((residual**2 / w).sum()) - (len(y) - x.shape[1])


def _likelihood(spread: float, y: Floats, d: Floats, x: Floats) -> float:
    w, residual, inverse = _residuals(spread, y, d, x)
    return float(np.log(w).sum() + np.linalg.slogdet(inverse)[1] - (residual**2 / w).sum()) / 2
