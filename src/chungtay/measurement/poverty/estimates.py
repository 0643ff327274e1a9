"""Which totals each Alkire-Foster measure divides by which. NumPy only; knows no tables.

The values y of a row, for each cut-off: 1, poor, then per indicator: deprived, deprived and poor. Every measure is a
ratio of two weighted sums of these: H = poor / 1; M0 = sum of w_j * (deprived in j and poor) / 1; A = M0's numerator /
poor; uncensored and censored headcounts; the contribution of j = w_j * (deprived in j and poor) / M0's numerator.
Source: Alkire and Foster (2011), Counting and multidimensional poverty measurement, J. Public Economics 95.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from chungtay.measurement.poverty.weights import Indicators

Floats = npt.NDArray[np.float64]

MEASURES = ("H", "A", "M0", "uncensored", "censored", "contribution", "population_share")
"""The measures of the result table; all others are details: absolute (contribution of an indicator to M0), dimension
(contribution of a dimension, as a share), severe (share of the poor who are poor by a higher cut-off as well),
poverty_share (part of the whole M0 that falls to a group)."""


@dataclass(frozen=True)
class Estimates:
    """Measures of one structure: estimate e is numerators[:, e] over denominators[:, e] of the totals.

    keys  (cut-off, measure, indicator) of each estimate; the indicator is "" for H, A and M0
    """

    keys: tuple[tuple[Fraction, str, str], ...]
    numerators: Floats
    denominators: Floats


def value_count(indicators: int, cutoffs: int) -> int:
    """Number of values y per row."""
    return 1 + indicators + cutoffs * (1 + indicators)


def row_values(deprived: npt.NDArray[np.bool_], indicators: Indicators, cutoffs: tuple[Fraction, ...]) -> Floats:
    """The values y of each row: 1, deprived in each, then per cut-off: poor, deprived in each and poor."""
    points = deprived.astype(np.int64) @ np.array(indicators.points, dtype=np.int64)
    parts = [np.ones((len(deprived), 1)), deprived.astype(np.float64)]
    for cutoff in cutoffs:
        poor = (points >= indicators.least_points(cutoff)).astype(np.float64)[:, None]
        parts += [poor, poor * deprived]
    return np.concatenate(parts, axis=1)


def estimates_of(indicators: Indicators, cutoffs: tuple[Fraction, ...]) -> Estimates:
    """All measures for all cut-offs, in the order of the result table."""
    count = len(indicators.names)
    size = value_count(count, len(cutoffs))
    # Whole points rather than fractions of 1: what is constant then comes out with an error of exactly 0.
    whole = float(indicators.denominator)
    keys: list[tuple[Fraction, str, str]] = []
    above: list[Floats] = []
    below: list[Floats] = []

    def add(cutoff: Fraction, measure: str, indicator: str, numerator: Floats, denominator: Floats) -> None:
        keys.append((cutoff, measure, indicator))
        above.append(numerator)
        below.append(denominator)

    one = _unit(size, 0)
    for number, cutoff in enumerate(cutoffs):
        start = 1 + count + number * (1 + count)
        poor, score = _unit(size, start), score_of_poor(indicators, number, len(cutoffs))
        add(cutoff, "H", "", poor, one)
        add(cutoff, "A", "", score, whole * poor)
        add(cutoff, "M0", "", score, whole * one)
        for place, name in enumerate(indicators.names):
            add(cutoff, "uncensored", name, _unit(size, 1 + place), one)
        for place, name in enumerate(indicators.names):
            add(cutoff, "censored", name, _unit(size, start + 1 + place), one)
        for place, name in enumerate(indicators.names):
            add(cutoff, "contribution", name, float(indicators.points[place]) * _unit(size, start + 1 + place), score)
        for place, name in enumerate(indicators.names):
            add(cutoff, "absolute", name, float(indicators.points[place]) * _unit(size, start + 1 + place), whole * one)
        for dimension in dict.fromkeys(name for name in indicators.dimensions if name is not None):
            inside = np.array([float(given == dimension) for given in indicators.dimensions])
            column = score.copy()
            column[start + 1 : start + 1 + count] *= inside
            add(cutoff, "dimension", dimension, column, score)
        if number and cutoff > cutoffs[0]:
            add(cutoff, "severe", "", poor, _unit(size, 1 + count))
    return Estimates(tuple(keys), np.array(above).T, np.array(below).T)


def score_of_poor(indicators: Indicators, number: int, cutoffs: int) -> Floats:
    """The column that sums the points of the poor (M0's numerator) at the cut-off of the given number."""
    count = len(indicators.names)
    column = np.zeros(value_count(count, cutoffs))
    start = 2 + count + number * (1 + count)
    column[start : start + count] = [float(points) for points in indicators.points]
    return column


def _unit(size: int, place: int) -> Floats:
    column = np.zeros(size)
    column[place] = 1.0
    return column
