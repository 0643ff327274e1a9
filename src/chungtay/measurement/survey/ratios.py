"""Means and ratios of any numbers with design-based errors: incomes, gaps, shares. Ibis and NumPy.

    ratios(table, {"income_per_head": (t.income, t.persons)}, Design(weight="w", strata="s", psu="p"), by=["area"])

One pass over the table. Without PSUs the sums of squares and products of the values take the place of the rows, so
nothing of the size of the table comes into memory.
Source: Woodruff (1971); svymean, svyratio and svyby of the R package `survey`; replicates as in `survey.replicates`.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.design import Design, Interval
from chungtay.measurement.survey.groups import product_rows, products, unit_rows, value_rows
from chungtay.measurement.survey.intervals import interval
from chungtay.measurement.survey.replicate_columns import given_df, replicate_name, replicate_weights
from chungtay.measurement.survey.replicates import ReplicateSums, given_sums, made_sums
from chungtay.measurement.survey.rows import Rows, divide
from chungtay.measurement.survey.sampled_table import GroupedCells, Grouping, SampledTable
from chungtay.measurement.survey.tables import as_number, as_table, check_columns

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Floats = npt.NDArray[np.float64]
COMPLETE = "ct_complete"


def ratios(
    data: ir.Table | Path | str | Any,
    wanted: Mapping[str, tuple[ir.Value | str, ir.Value | str | int]],
    design: Design | None = None,
    *,
    by: Sequence[str] = (),
) -> pa.Table:
    """Estimate ratios of weighted totals.

    data    an Ibis table, an Arrow table, a data frame or a path
    wanted  name -> (numerator, denominator): columns, or expressions of the Ibis table; a denominator of 1 makes a
            mean. A row in which any of them is unknown is left out
    design  how the table was sampled; with replicate weights, given or made, errors come from their spread
    by      columns of subgroups, each on its own next to the total
    Returns group, name, estimate, std_error, lower, upper (t or normal intervals), df, n (complete rows).
    Raises UserError for unknown columns and designs that the table does not bear.
    """
    design = design or Design()
    with as_table(data) as table:
        check_columns(
            table, [*design.columns, *by, *(part for pair in wanted.values() for part in pair if isinstance(part, str))]
        )
        values, above, below = _values(table, wanted)
        groupings = [Grouping(()), *(Grouping((column,)) for column in dict.fromkeys(by))]
        rows, sums = _sums(table, design, values)
        sampled = SampledTable(table, design, groupings=groupings, over=None, keys={}, values=rows, sums=sums)
        df = given_df(table, design) if design.replicates and design.replicates.columns else None
        blocks = []
        for grouping in groupings:
            cells = sampled.groups(grouping)
            entries, replicates = _entries(cells, sampled, len(values), df)
            blocks.append(
                _estimates(entries, replicates, cells, grouping, names=list(wanted), columns=(above, below),
                           sampled=sampled)
            )  # fmt: skip
    import pyarrow as pa

    return pa.concat_tables(blocks)


def _values(
    table: ir.Table, wanted: Mapping[str, tuple[ir.Value | str, ir.Value | str | int]]
) -> tuple[list[ir.Value], Floats, Floats]:
    """The distinct values of a row (1 first), and the columns that pick numerators and denominators among them."""
    import ibis

    values: list[ir.Value] = [ibis.literal(1.0)]
    places: list[tuple[int, int]] = []
    for pair in wanted.values():
        found = []
        for part in pair:
            if isinstance(part, int | float):
                if part != 1:
                    raise ValueError("a number as denominator can only be 1: the mean")
                found.append(0)
                continue
            value = as_number(table[part] if isinstance(part, str) else part)
            same = [place for place, known in enumerate(values) if known.equals(value)]
            if not same:
                values.append(value)
            found.append(same[0] if same else len(values) - 1)
        places.append((found[0], found[1]))
    above, below = (np.zeros((len(values), len(places))) for _ in range(2))
    for number, (top, bottom) in enumerate(places):
        above[top, number] = below[bottom, number] = 1.0
    return values, above, below


def _by_unit(design: Design) -> bool:
    """Whether sums are kept by PSU; given replicate weights and a full count do without."""
    return bool(design.psu) and design.kind != "full-count" and not (design.replicates and design.replicates.columns)


def _sums(table: ir.Table, design: Design, values: list[ir.Value]) -> tuple[dict[str, ir.Value], dict[str, str]]:
    """The weighted values of a row (0 where one is unknown), and what is added up of them."""
    import ibis

    weight = as_number(table[design.weight]) if design.weight else ibis.literal(1.0)
    complete = functools.reduce(operator.and_, (value.notnull() for value in values))
    rows: dict[str, ir.Value] = {"ct_whole": complete.cast("int8")}
    rows |= {f"ct_v{place}": ibis.ifelse(complete, weight * value, 0.0) for place, value in enumerate(values)}
    sums = {COMPLETE: "ct_whole", **{f"ct_y{place}": f"ct_v{place}" for place in range(len(values))}}
    given = replicate_weights(table, design)
    if given:
        rows |= {**given, **{f"ct_u{place}": ibis.ifelse(complete, value, 0.0) for place, value in enumerate(values)}}
        sums |= {f"{name}_{place}": f"{name} * ct_u{place}" for name in given for place in range(len(values))}
    elif not _by_unit(design):
        sums |= products("ct_q", [f"ct_v{place}" for place in range(len(values))])
    return rows, sums


def _entries(
    cells: GroupedCells, sampled: SampledTable, size: int, given_df: float | None
) -> tuple[Rows, ReplicateSums | None]:
    """The entries of one grouping, and their replicates where the design has any."""
    names, asked = [f"ct_y{place}" for place in range(size)], sampled.design.replicates
    if asked is not None and given_df is not None:
        given = [replicate_name(place) for place in range(len(asked.columns))]
        entries, weights = value_rows(cells, names, given, COMPLETE)
        return entries, given_sums(asked, weights, given_df)
    if not _by_unit(sampled.design):
        return product_rows(cells, names, "ct_q", COMPLETE), None
    entries = unit_rows(cells, names, COMPLETE)
    if asked is None or sampled.strata is None:
        return entries, None
    return entries, made_sums(asked, entries, sampled.unit_strata, sampled.strata)


def _estimates(
    rows: Rows,
    replicates: ReplicateSums | None,
    cells: GroupedCells,
    grouping: Grouping,
    *,
    names: list[str],
    columns: tuple[Floats, Floats],
    sampled: SampledTable,
) -> pa.Table:
    import pyarrow as pa

    design = sampled.design
    if sampled.strata is None:
        estimate = divide(rows.totals(columns[0]), rows.totals(columns[1]))
        error, df = np.where(np.isnan(estimate), np.nan, 0.0), np.full(rows.groups, np.inf)
    elif replicates is not None:
        estimate, variance = replicates.ratios(rows, *columns)
        error, df = np.sqrt(variance), np.full(rows.groups, replicates.df)
    else:
        estimate, variance = rows.ratio_variances(*columns, sampled.strata)
        error, df = np.sqrt(variance), rows.df()
    if design.df is not None:
        df = np.full(rows.groups, float(design.df))
    kind: Interval = "normal" if design.interval == "normal" else "t"
    lower, upper = interval(estimate, error, df[:, None], level=design.level, kind=kind)
    labels = [",".join(f"{c}={v}" for c, v in zip(grouping.columns, label, strict=True)) for label in cells.labels]
    each = len(names)
    table = {"group": [label or "total" for label in labels for _ in names], "name": names * len(labels)}
    numbers = {"estimate": estimate, "std_error": error, "lower": lower, "upper": upper}
    return pa.table(
        {
            **table,
            **{name: pa.array(value.reshape(-1), from_pandas=True) for name, value in numbers.items()},
            "df": pa.array(np.repeat(df, each)),
            "n": pa.array(np.repeat(rows.count(), each)),
        }
    )
