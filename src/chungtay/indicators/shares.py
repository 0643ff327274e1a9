"""A value from its numerator and denominator. May import measurement and the definitions."""

from __future__ import annotations

from chungtay.indicators.definitions import POOR_INCOME
from chungtay.measurement.rates import rate_of


def value_of(indicator: str, numerator: float | None, denominator: float | None) -> float | None:
    """Return the indicator's value; None where there is none (`figures.why_none` says why).

    A share is a rate of measurement.rates; incomes over persons are a mean and may be any number.
    """
    if indicator != POOR_INCOME:
        return rate_of(numerator, denominator)[0]
    return None if numerator is None or not denominator else numerator / denominator
