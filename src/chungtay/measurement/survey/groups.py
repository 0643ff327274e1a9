"""From grouped cells to `Rows`: with PSUs one entry per PSU, without PSUs one per pattern of values. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.rows import Rows
from chungtay.measurement.survey.sampled_table import GroupedCells

Floats = npt.NDArray[np.float64]


def unit_rows(cells: GroupedCells, names: Sequence[str], rows: str) -> Rows:
    """Rows of a design with PSUs.

    cells  one per (group, stratum, PSU), with the PSU's weighted sums in the columns `names`
    rows   column with the number of complete rows; PSUs without any are left out (the strata know of them)
    """
    kept = np.flatnonzero(cells.columns[rows] > 0)
    values = np.stack([cells.columns[name][kept].astype(np.float64) for name in names], axis=1)
    one = np.ones(len(kept))
    return Rows(
        groups=len(cells.labels),
        group=cells.group[kept],
        stratum=cells.stratum[kept],
        unit=cells.unit[kept],
        pattern=np.arange(len(kept)),
        values=values,
        weight=one,
        squares=one,
        units=one,
        rows=cells.columns[rows][kept].astype(np.int64),
    )


def pattern_rows(
    cells: GroupedCells, patterns: npt.NDArray[np.intp], values: Floats, *, weight: str, squares: str, rows: str
) -> Rows:
    """Rows of a design in which every row is its own PSU.

    cells     one per (group, stratum, pattern), with sums of weights, of their squares, and the number of rows
    patterns  the pattern of each cell, -1 where a row is incomplete; values: the values of each pattern
    """
    kept = np.flatnonzero(patterns >= 0)
    counts = cells.columns[rows][kept]
    return Rows(
        groups=len(cells.labels),
        group=cells.group[kept],
        stratum=cells.stratum[kept],
        unit=np.full(len(kept), -1, dtype=np.intp),
        pattern=patterns[kept],
        values=values,
        weight=cells.columns[weight][kept].astype(np.float64),
        squares=cells.columns[squares][kept].astype(np.float64),
        units=counts.astype(np.float64),
        rows=counts.astype(np.int64),
    )
