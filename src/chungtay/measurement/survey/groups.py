"""From grouped cells to `Rows`: with PSUs one entry per PSU, without PSUs one per pattern of values, or, where values
are of any kind, as many as keep their sums and products. NumPy only."""

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


def products(prefix: str, values: Sequence[str]) -> dict[str, str]:
    """Name and SQL of every product of two of the values, for `product_rows`."""
    size = range(len(values))
    return {f"{prefix}{i}_{j}": f"{values[i]} * {values[j]}" for i in size for j in size if i <= j}


def product_rows(cells: GroupedCells, names: Sequence[str], prefix: str, rows: str) -> Rows:
    """Rows of a design in which every row is its own PSU, for values of any kind.

    cells   one per (group, stratum), with the sums of the weighted values in the columns `names`, the sums of their
            products in columns named by `products`, and the number of rows that count in the column `rows`
    The entries have the same sums and sums of products as the rows of a cell: the matrix of products is split into
    rank-one parts (after scaling, so that incomes in millions and shares keep their digits); one more entry carries the
    sums.
    """
    size = len(names)
    group, stratum, values, weight, squares, units, counts = [], [], [], [], [], [], []
    for cell in np.flatnonzero(cells.columns[rows] > 0).tolist():
        matrix = np.zeros((size, size))
        for one in range(size):
            for other in range(one, size):
                matrix[one, other] = matrix[other, one] = cells.columns[f"{prefix}{one}_{other}"][cell]
        scale = np.sqrt(np.where(np.diag(matrix) > 0, np.diag(matrix), 1.0))
        lengths, directions = np.linalg.eigh(matrix / np.outer(scale, scale))
        parts = (np.sqrt(np.maximum(lengths, 0.0)) * directions).T * scale
        count = cells.columns[rows][cell]
        values += [[cells.columns[name][cell] for name in names], *parts]
        weight += [1.0] + [0.0] * size
        squares += [0.0] + [1.0] * size
        units += [float(count)] + [0.0] * size
        counts += [count] + [0] * size
        group += [cells.group[cell]] * (size + 1)
        stratum += [cells.stratum[cell]] * (size + 1)
    return Rows(
        groups=len(cells.labels),
        group=np.array(group, dtype=np.intp),
        stratum=np.array(stratum, dtype=np.intp),
        unit=np.full(len(group), -1, dtype=np.intp),
        pattern=np.arange(len(group)),
        values=np.array(values, dtype=np.float64).reshape(len(group), size),
        weight=np.array(weight),
        squares=np.array(squares),
        units=np.array(units),
        rows=np.array(counts, dtype=np.int64),
    )


def value_rows(cells: GroupedCells, names: Sequence[str], replicates: Sequence[str], rows: str) -> tuple[Rows, Floats]:
    """Rows of a design with given replicate weights, for values of any kind: an entry per group and value.

    cells       one per group, with the sums of the weighted values in the columns `names`, their sums by each
                replicate weight in columns `<replicate>_<place of the value>`, and the number of rows that count
    Returns the entries and, for each, its sum by every replicate weight (entries, replicates).
    """
    kept = np.flatnonzero(cells.columns[rows] > 0)
    size = len(names)
    first = np.tile(np.arange(size) == 0, len(kept))
    counts = np.where(first, np.repeat(cells.columns[rows][kept], size), 0)

    def each(columns: Sequence[str]) -> Floats:
        return np.stack([cells.columns[name][kept].astype(np.float64) for name in columns], axis=1).reshape(-1)

    weights = np.stack([each([f"{one}_{place}" for place in range(size)]) for one in replicates], axis=1)
    entries = Rows(
        groups=len(cells.labels),
        group=np.repeat(cells.group[kept], size),
        stratum=np.repeat(cells.stratum[kept], size),
        unit=np.full(len(first), -1, dtype=np.intp),
        pattern=np.tile(np.arange(size), len(kept)),
        values=np.eye(size),
        weight=each(names),
        squares=np.zeros(len(first)),
        units=counts.astype(np.float64),
        rows=counts.astype(np.int64),
    )
    return entries, weights
