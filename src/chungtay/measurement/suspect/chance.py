"""How likely so many are by chance: exact tails, tails that allow units to differ, and simulation. NumPy and SciPy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
FIRST_DRAWS = 99
EXCEEDED = 10
"""a simulation stops once so many draws reach the observed value: the p-value is then known well enough"""


def against_even(cases: Floats, sizes: Floats, share: float) -> Floats:
    """Binomial chance of at least so many cases where each has the given share; cases, sizes (units,)."""
    from scipy.stats import binom

    return np.asarray(binom.sf(cases - 1, sizes, share), dtype=np.float64)


def against_others(cases: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Chance of at least so many cases if the unit were like the others, and the cases expected.

    The others' shares differ among themselves; a beta-binomial with their mean and spread (moments, the unit itself
    left out) takes that in. Where they differ no more than chance makes them, it is the binomial. nan where there are
    fewer than 3 others or they have no cases or nothing but cases.
    Source: Kleinman (1973), Proportions with extraneous variance, JASA 68, 46-54.
    """
    from scipy.stats import betabinom, binom

    used = sizes > 0
    squares = np.divide(cases**2, sizes, out=np.zeros_like(cases, dtype=np.float64), where=used)
    units, size, case, square, size_square = (
        total.sum() - total for total in (used.astype(np.float64), sizes, cases, squares, sizes.astype(np.float64) ** 2)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = case / size
        spread = square - case**2 / size
        chance = share * (1 - share)
        alike = (spread - chance * (units - 1)) / (chance * (size - size_square / size - (units - 1)))
    out = np.full(len(cases), np.nan)
    tested = used & (units >= 3) & (chance > 0)
    loose = tested & (alike > 1e-9)
    total = 1 / np.clip(alike[loose], 1e-9, 1 - 1e-9) - 1
    out[loose] = betabinom.sf(cases[loose] - 1, sizes[loose], share[loose] * total, (1 - share[loose]) * total)
    tight = tested & ~loose
    out[tight] = binom.sf(cases[tight] - 1, sizes[tight], share[tight])
    return out, np.where(tested, share * sizes, np.nan)


def against_own_past(cases: Floats, sizes: Floats, past_cases: Floats, past_sizes: Floats) -> Floats:
    """Exact chance of at least so many of the unit's cases falling into the latest period (Fisher's exact test)."""
    from scipy.stats import hypergeom

    both, all_ = cases + past_cases, sizes + past_sizes
    p = np.asarray(hypergeom.sf(cases - 1, all_, both, sizes), dtype=np.float64)
    return np.where((past_sizes > 0) & (sizes > 0), p, np.nan)


def simulated(draw: Callable[[int], Floats], observed: float, most: int) -> float:
    """Chance to reach the observed value, by simulation that stops early where the value is common.

    draw   makes so many values under the null
    most   most draws; they triple while fewer than EXCEEDED reach the observed value
    Source: Besag and Clifford (1991), Sequential Monte Carlo p-values, Biometrika 78, 301-304.
    """
    reached, made, batch = 0, 0, FIRST_DRAWS
    while made < most:
        size = min(batch, most - made)
        reached += int((draw(size) >= observed - 1e-9 * abs(observed)).sum())
        made += size
        batch = 2 * (made + 1)
        if reached >= EXCEEDED:
            break
    return (reached + 1) / (made + 1)


def draws_wanted(units: int, level: float) -> int:
    """Draws so that one unit can be flagged among so many."""
    return int(np.ceil(2 * units / level))
