"""How many units lie significantly below each unit: a sweep that does not look at all pairs. NumPy only.

Unit k lies below unit j when estimate_j - estimate_k > c * sqrt(s_j^2 + s_k^2). For units of about the same standard
error the bound hardly depends on k: units are sorted by standard error into bins, each bin by estimate; two binary
searches per unit and bin count those surely below, and only those between the two bounds are looked at one by one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
BINS = 48
BLOCK = 1 << 21


def count_below(estimates: Floats, std_errors: Floats, critical: Floats | float) -> Counts:
    """Number of units significantly below each unit.

    estimates, std_errors   (units,)
    critical                one value for all, or one per unit
    """
    size = len(estimates)
    order = np.argsort(estimates, kind="stable")
    theta, se = estimates[order], std_errors[order]
    c = np.broadcast_to(np.asarray(critical, dtype=np.float64), (size,))[order]
    found = np.zeros(size, dtype=np.int64)
    by_error = np.argsort(se, kind="stable")
    for alike in np.array_split(by_error, min(BINS, size)):
        members = np.sort(alike)  # sorted by estimate, since theta is
        values, errors = theta[members], se[members]
        # What rounding could decide either way is left to the exact comparison.
        far, near = c * np.hypot(se, errors.max()), c * np.hypot(se, errors.min())
        slack = 1e-12 * (np.abs(theta) + far)
        surely = np.searchsorted(values, theta - far - slack, side="left")
        perhaps = np.searchsorted(values, theta - near + slack, side="left")
        found += surely + _check((theta, se, c), (values, errors), surely, perhaps)
    out = np.empty(size, dtype=np.int64)
    out[order] = found
    return out


def count_above(estimates: Floats, std_errors: Floats, critical: Floats | float) -> Counts:
    """Number of units significantly above each unit."""
    return count_below(-estimates, std_errors, critical)


def _check(units: tuple[Floats, Floats, Floats], others: tuple[Floats, Floats], first: Counts, last: Counts) -> Counts:
    """Count, for each unit, the ones significantly below it among places first..last of a bin.

    units: their estimates, errors and critical values; others: estimates and errors of the bin
    """
    (theta, se, c), (values, errors) = units, others
    lengths = last - first
    found = np.zeros(len(theta), dtype=np.int64)
    ends = np.cumsum(lengths)
    start = 0
    while start < len(theta):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + BLOCK, side="right")))
        span = lengths[start:stop]
        unit = np.repeat(np.arange(start, stop), span)
        place = (
            np.arange(len(unit)) - np.repeat(ends[start:stop] - span - done, span) + np.repeat(first[start:stop], span)
        )
        below = theta[unit] - values[place] > c[unit] * np.hypot(se[unit], errors[place])
        found[start:stop] = np.bincount(unit[below] - start, minlength=stop - start)
        start = stop
    return found
