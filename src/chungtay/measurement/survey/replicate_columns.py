"""Replicate weights that a table holds as columns: their numbers by row, and their degrees of freedom. Ibis, NumPy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.tables import as_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


def replicate_name(number: int) -> str:
    """The name under which a replicate weight is kept."""
    return f"ct_r{number}"


def replicate_weights(table: ir.Table, design: Design) -> dict[str, ir.Value]:
    """The replicate weights of a row, the sampling weight in them, by `replicate_name`; none where none are given."""
    asked = design.replicates
    if asked is None:
        return {}
    columns = {replicate_name(place): as_number(table[name]) for place, name in enumerate(asked.columns)}
    if asked.combined or not design.weight:
        return columns
    weight = as_number(table[design.weight])
    return {name: column * weight for name, column in columns.items()}


def given_df(table: ir.Table, design: Design) -> float:
    """Rank of the given replicate weights less 1, as R `survey` counts their degrees of freedom; one more scan."""
    if design.df is not None or design.replicates is None:
        return math.inf
    weights = table.select(**replicate_weights(table, design))
    size = len(design.replicates.columns)
    products = np.zeros((size, size))
    for batch in weights.to_pyarrow_batches(chunk_size=65_536):
        block = np.stack([column.to_numpy(zero_copy_only=False) for column in batch.columns], axis=1)
        products += block.T @ block
    return float(np.linalg.matrix_rank(products, tol=1e-10 * np.trace(products), hermitian=True) - 1)
