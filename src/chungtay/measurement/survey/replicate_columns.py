"""Replicate weights that a table holds as columns: their numbers by row, and their degrees of freedom. Ibis, NumPy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.offending_rows import first_offence
from chungtay.measurement.survey.tables import as_number
from chungtay.messages import UserError, fail

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
    """Rank of the given replicate weights less 1, as R `survey` counts their degrees of freedom; one more scan.

    Raises UserError for a replicate weight that is missing or no number; 0 is one.
    """
    if design.replicates is None:
        return math.inf
    weights = table.select(**replicate_weights(table, design))
    size = len(design.replicates.columns)
    products = np.zeros((size, size))
    for batch in weights.to_pyarrow_batches(chunk_size=65_536):
        block = np.stack([column.to_numpy(zero_copy_only=False) for column in batch.columns], axis=1)
        lost = ~np.isfinite(block.astype(np.float64)).all(axis=0)
        if lost.any():
            raise _lost(table, design.replicates.columns[int(np.flatnonzero(lost)[0])])
        products += block.T @ block
    return float(np.linalg.matrix_rank(products, tol=1e-10 * np.trace(products), hermitian=True) - 1)


def _lost(table: ir.Table, column: str) -> UserError:
    number = as_number(table[column])
    offence = first_offence(table, number.isnull() | number.isnan() | number.isinf(), column)
    return fail(
        f"Trọng số lặp trống hoặc không phải là số.{offence.more[0]}",
        f"A replicate weight is missing or no number.{offence.more[1]}",
        do_vi="Điền cho đủ mọi lần lặp; hộ không được rút trong một lần lặp thì ghi 0.",
        do_en="Fill in every replicate; write 0 where a row was not drawn.",
        row=offence.row,
        column=column,
        value=offence.value,
        allowed=">= 0",
        code="replicate_weight",
    )
