"""Alkire-Foster as one would write it on paper: row by row, in exact fractions. The reference for the fast way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any


def slow_measures(
    rows: Sequence[Mapping[str, Any]], weights: Mapping[str, Fraction], cutoff: Fraction, weight: str | None = None
) -> dict[tuple[str, str], Fraction | None]:
    """Return (measure, indicator) -> value, None where there is nothing to divide by.

    Rows with an unknown indicator are left out.
    """
    complete = [row for row in rows if all(row[name] is not None for name in weights)]
    share = [Fraction(row[weight]) if weight else Fraction(1) for row in complete]
    scores = [sum((weights[name] for name in weights if row[name]), Fraction(0)) for row in complete]
    poor = [score >= cutoff for score in scores]
    whole = sum(share, Fraction(0))
    poor_weight = sum((w for w, is_poor in zip(share, poor, strict=True) if is_poor), Fraction(0))
    score_sum = sum((w * c for w, c, is_poor in zip(share, scores, poor, strict=True) if is_poor), Fraction(0))
    found: dict[tuple[str, str], Fraction | None] = {
        ("H", ""): _over(poor_weight, whole),
        ("A", ""): _over(score_sum, poor_weight),
        ("M0", ""): _over(score_sum, whole),
    }
    for name, indicator_weight in weights.items():
        deprived = sum((w for w, row in zip(share, complete, strict=True) if row[name]), Fraction(0))
        both = sum(
            (w for w, row, is_poor in zip(share, complete, poor, strict=True) if row[name] and is_poor), Fraction(0)
        )
        found["uncensored", name] = _over(deprived, whole)
        found["censored", name] = _over(both, whole)
        found["contribution", name] = _over(indicator_weight * both, score_sum)
    return found


def slow_variance_of_ratio(
    rows: Sequence[tuple[Any, Any, float, float, float]],
) -> float:
    """Variance of sum(w*a) / sum(w*b) by Taylor linearisation; rows of (stratum, psu, w, a, b)."""
    above = sum(w * a for _, _, w, a, _ in rows)
    below = sum(w * b for _, _, w, _, b in rows)
    ratio = above / below
    strata: dict[Any, dict[Any, float]] = {}
    for stratum, psu, w, a, b in rows:
        totals = strata.setdefault(stratum, {})
        totals[psu] = totals.get(psu, 0.0) + w * (a - ratio * b) / below
    variance = 0.0
    for totals in strata.values():
        n = len(totals)
        mean = sum(totals.values()) / n
        variance += n / (n - 1) * sum((u - mean) ** 2 for u in totals.values())
    return variance


def _over(above: Fraction, below: Fraction) -> Fraction | None:
    return above / below if below else None
