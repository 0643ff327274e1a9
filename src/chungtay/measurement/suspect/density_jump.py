"""Does the density of a value jump at a cut-off? Local polynomial density estimation on both sides. NumPy and SciPy.

The empirical distribution function is fitted by a polynomial on each side of the cut-off, weighted by a triangular
kernel; the slope at the cut-off is the density there, without bins and without loss at the border. The test compares
the two slopes, fitted with one degree more than the bandwidth was chosen for (robust bias correction), with a jackknife
variance. Repeated values are taken at the top of their step.
Sources: Cattaneo, Jansson and Ma (2020), Simple local polynomial density estimators, JASA 115, 1449-1455; the same
(2018), Manipulation testing based on density discontinuity, Stata Journal 18, 234-261 (bandwidths).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST = 20
"""observations wanted within the bandwidth on each side, beside those the polynomial takes"""


@dataclass(frozen=True)
class DensityJump:
    """Densities left and right of the cut-off, their difference (right - left) with its error, and the test.

    bandwidth   (left, right), in the unit of the value; inside: observations within it on each side
    statistic   difference / std_error, about standard normal where nothing jumps; p_value two-sided
    """

    left: float
    right: float
    difference: float
    std_error: float
    statistic: float
    p_value: float
    bandwidth: tuple[float, float]
    inside: tuple[int, int]


@dataclass(frozen=True)
class _Sides:
    """Coefficients per side: (2, p + 1) derivatives-to-be; covariance (2, 2) of the slopes."""

    coefficients: Floats
    covariance: Floats


def density_jump(
    values: Floats, cutoff: float = 0.0, *, degree: int = 2, bandwidth: tuple[float, float] | float | None = None
) -> DensityJump | None:
    """Test for a jump of the density at the cut-off; the cut-off itself belongs to the right side.

    values      one number per household; missing ones are left out
    degree      of the polynomial for which the bandwidth is chosen (1 to 4); the test uses one more
    bandwidth   one or (left, right); None = chosen from the data: on each side the middle one of those best for the
                density of the side, for the difference and for the sum
    Returns None where a side has too few different values to fit anything.
    """
    from scipy.special import ndtr

    x = np.sort(values[~np.isnan(values)]) - cutoff
    count = len(x)
    sides = [np.unique(x[x < 0]), np.unique(x[x >= 0])]
    if min(len(side) for side in sides) < degree + 3:
        return None
    f = _distribution(x)
    h = choose_bandwidth(x, f, degree) if bandwidth is None else bandwidth
    widths = (float(h), float(h)) if isinstance(h, int | float) else (float(h[0]), float(h[1]))
    fitted = _fit(x, f, count, widths, degree + 1)
    if fitted is None:
        return None
    left, right = (float(one) for one in fitted.coefficients[:, 1])
    error = math.sqrt(max(float(fitted.covariance @ [-1.0, 1.0] @ [-1.0, 1.0]), 0.0))
    if error == 0:
        return None
    statistic = (right - left) / error
    inside = (int(((x < 0) & (x >= -widths[0])).sum()), int(((x >= 0) & (x <= widths[1])).sum()))
    return DensityJump(left, right, right - left, error, statistic, float(2 * ndtr(-abs(statistic))), widths, inside)


def choose_bandwidth(x: Floats, f: Floats, degree: int) -> tuple[float, float]:
    """Bandwidths of least mean squared error, from pilot ones that are best for a normal distribution.

    x   sorted, less the cut-off; f: distribution function at each
    """
    count, spread = len(x), float(x.std(ddof=1))
    at = float(x.mean()) / spread
    normal = math.exp(-at * at / 2) / math.sqrt(2 * math.pi)

    def pilot(order: int, derivative: int) -> float:
        variance, bias = _constants(order, derivative, uniform=True)
        steep = (_hermite(order, at) * bias / math.factorial(order + 1)) ** 2 * normal
        ratio = (
            (2 * derivative - 1) / (2 * (order + 1 - derivative)) * variance / steep / count if steep > 0 else np.inf
        )
        return float(max(min(spread * ratio ** (1 / (2 * order + 1)), np.abs(x).max()), *_enough(x, LEAST + order + 1)))

    wide, narrow = pilot(degree + 2, degree + 1), pilot(degree, 1)
    bend, slope = _fit(x, f, count, (wide, wide), degree + 2), _fit(x, f, count, (narrow, narrow), degree)
    least = _enough(x, LEAST + degree + 1)
    if bend is None or slope is None:
        return max(narrow, least[0]), max(narrow, least[1])
    _, bias = _constants(degree, 1)
    curve = bend.coefficients[:, degree + 1] * bias * np.array([(-1.0) ** degree, 1.0])
    ends = (float(-x[0]), float(x[-1]))

    def best(left: float, right: float, most: float, enough: float) -> float:
        """Bandwidth for a combination of the densities."""
        way = np.array([left, right])
        variance, squared = float(slope.covariance @ way @ way) * narrow, float(curve @ way) ** 2
        width = (variance / squared / (2 * degree)) ** (1 / (2 * degree + 1)) if squared > 0 else most
        return max(min(width, most), enough)

    shared = [best(sign, 1.0, max(ends), max(least)) for sign in (-1.0, 1.0)]
    left, right = best(1.0, 0.0, ends[0], least[0]), best(0.0, 1.0, ends[1], least[1])
    return float(np.median([left, *shared])), float(np.median([right, *shared]))


def _distribution(x: Floats) -> Floats:
    """Share of the other observations up to each one; equal values take the top of their step."""
    return (np.searchsorted(x, x, side="right") - 1) / (len(x) - 1)


def _enough(x: Floats, wanted: int) -> tuple[float, float]:
    """The widths within which each side has so many different values, as far as there are."""
    widths = []
    for side in (np.unique(-x[x < 0]), np.unique(x[x >= 0])):
        widths.append(float(side[min(wanted, len(side)) - 1]))
    return widths[0], widths[1]


def _fit(x: Floats, f: Floats, count: int, widths: tuple[float, float], degree: int) -> _Sides | None:
    """Fit both sides at once; None where the points do not carry the polynomial."""
    near = (x >= -widths[0]) & (x <= widths[1])
    x, f = x[near], f[near]
    right = x >= 0
    width = np.where(right, widths[1], widths[0])
    scaled = x / width
    powers = scaled[:, None] ** np.arange(degree + 1)
    basis = np.concatenate([powers * ~right[:, None], powers * right[:, None]], axis=1)
    weighted = basis * ((1 - np.abs(scaled)) / width)[:, None]
    moments = weighted.T @ basis
    if np.linalg.matrix_rank(moments) < moments.shape[0]:
        return None
    inverse = np.linalg.inv(moments)
    fitted = (inverse @ (weighted.T @ f)).reshape(2, degree + 1)
    # What moving one observation does to the fit: it shifts the distribution function of all above it.
    above = np.concatenate([weighted[::-1].cumsum(axis=0)[::-1][1:], np.zeros((1, basis.shape[1]))]) / (count - 1)
    above = above[np.searchsorted(x, x, side="left")]
    spread = inverse @ (above.T @ above) @ inverse
    sides = np.array(widths)
    slopes = [1, degree + 2]
    return _Sides(
        fitted / sides[:, None] ** np.arange(degree + 1), spread[np.ix_(slopes, slopes)] / np.outer(sides, sides)
    )


@functools.cache
def _constants(order: int, derivative: int, *, uniform: bool = False) -> tuple[float, float]:
    """Variance and bias constants of the fit at a border, by exact integration.

    The kernel is 1 - u on [0, 1]; uniform: constant, for pilot bandwidths.
    """
    slope = 0.0 if uniform else 1.0

    def moment(power: int) -> float:
        return 1 / (power + 1) - slope / (power + 2)

    def below(a: int, b: int) -> float:
        """Integral over u < v of u^a v^b and both kernels."""
        return moment(a + b + 1) / (a + 1) - slope * moment(a + b + 2) / (a + 2)

    size = range(order + 1)
    inverse = np.linalg.inv(np.array([[moment(i + j) for j in size] for i in size]))
    spread = np.array([[below(i + 1, j) + below(j + 1, i) for j in size] for i in size])
    bias = inverse @ np.array([moment(order + 1 + i) for i in size])
    return float((inverse @ spread @ inverse)[derivative, derivative]), float(bias[derivative])


def _hermite(order: int, at: float) -> float:
    """The probabilists' Hermite polynomial: the derivatives of the normal density."""
    return float(np.polynomial.hermite_e.hermeval(at, [0.0] * order + [1.0]))
