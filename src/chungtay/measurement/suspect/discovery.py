"""Many units are tested at once: p-values adjusted so that few of the units flagged are false. NumPy only.

Sources: Benjamini and Hochberg (1995), J. Royal Statistical Society B 57, 289-300 (independent or positively dependent
tests); Benjamini and Yekutieli (2001), Annals of Statistics 29, 1165-1188 (any dependence).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Adjusted p-values: units with a value up to q make a list of which a share q is expected to be false.

    p_values   in [0, 1]; nan (not tested) stays nan and does not count
    """
    return _adjusted(p_values, 1.0)


def benjamini_yekutieli(p_values: Floats) -> Floats:
    """The same where the tests may depend on each other in any way; larger by 1 + 1/2 + ... + 1/m."""
    tested = int((~np.isnan(p_values)).sum())
    return _adjusted(p_values, float((1 / np.arange(1, tested + 1)).sum()))


def _adjusted(p_values: Floats, factor: float) -> Floats:
    out = np.full(len(p_values), np.nan)
    tested = np.flatnonzero(~np.isnan(p_values))
    order = tested[np.argsort(p_values[tested])]
    scaled = p_values[order] * factor * len(order) / np.arange(1, len(order) + 1)
    out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out
