"""Lay estimates out as the result table, one row per group and measure. Arrow and NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.poverty.estimated import Estimated
from chungtay.measurement.poverty.estimates import MEASURES, Estimates
from chungtay.measurement.poverty.measurement import MISSING_LABEL, TOTAL
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.intervals import interval

if TYPE_CHECKING:
    import pyarrow as pa


def group_label(columns: Sequence[str], values: Sequence[Any]) -> str:
    """Name a group: "total", "area=rural", "area=rural,year=2020"."""
    named = [f"{column}={value_label(value)}" for column, value in zip(columns, values, strict=True)]
    return ",".join(named) or TOTAL


def value_label(value: Any) -> str:
    """Write a group's value as text."""
    if value is None:
        return MISSING_LABEL
    return str(value).lower() if isinstance(value, bool) else str(value)


def labels_of(one: Estimated, over: str | None) -> list[str]:
    """The label of each group of a grouping; the period comes last."""
    if over is None:
        return [group_label(one.grouping.columns, label) for label in one.labels]
    columns = (*one.grouping.columns, over)
    return [group_label(columns, (*label[1:], label[0])) for label in one.labels]


def result_table(
    estimated: Sequence[Estimated],
    wanted: Estimates,
    design: Design,
    *,
    over: str | None,
    cutoffs: Sequence[Fraction],
    details: bool = False,
) -> pa.Table:
    """Build the table of measures, or that of details; several cut-offs are told apart in a last column `cutoff`."""
    import pyarrow as pa

    shares: list[tuple[Fraction | None, str, str]] = [(None, "population_share", "")]
    shares += [(cutoff, "poverty_share", "") for cutoff in cutoffs]
    every: list[tuple[Fraction | None, str, str]] = [*wanted.keys, *shares]
    kept = [place for place, key in enumerate(every) if (key[1] in MEASURES) != details]
    keys, several = [every[place] for place in kept], len(cutoffs) > 1
    blocks: list[pa.Table] = []
    for one in estimated:
        estimate = np.concatenate([one.values, one.shares], axis=1)[:, kept]
        error = np.sqrt(np.concatenate([one.variances, one.share_variances], axis=1))[:, kept]
        lower, upper = interval(estimate, error, one.df[:, None], level=design.level, kind=design.interval)
        groups, each = labels_of(one, over), len(keys)
        columns: dict[str, Any] = {
            "group": [label for label in groups for _ in range(each)],
            "measure": [key[1] for key in keys] * len(groups),
            "indicator": [key[2] for key in keys] * len(groups),
        }
        for name, values in (("estimate", estimate), ("std_error", error), ("lower", lower), ("upper", upper)):
            columns[name] = pa.array(values.reshape(-1), from_pandas=True)
        columns["n"] = pa.array(np.repeat(one.rows, each))
        if several:
            columns["cutoff"] = [str(key[0]) if key[0] is not None else "" for key in keys] * len(groups)
        blocks.append(pa.table(columns))
    return pa.concat_tables(blocks)
