"""The factor between the means of two years and its error, for every group at once. NumPy; imports its siblings.

log(factor) has the influence y1 / Y1 - w1 / W1 - y0 / Y0 + w0 / W0, with w the weights and y the incomes times weights
of the households that count in each year, W and Y their totals: a combination of totals per PSU.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.income_growth.two_years import DOMAIN, TwoYears, sums_of
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.groups import product_rows, unit_rows
from chungtay.measurement.survey.intervals import quantile
from chungtay.measurement.survey.sampled_table import GroupedCells, Grouping, SampledTable
from chungtay.measurement.survey.strata import Strata

if TYPE_CHECKING:
    import ibis.expr.types as ir

Floats = npt.NDArray[np.float64]
TOTAL = "total"


def factor_rows(
    years: TwoYears, readings: Sequence[str], named: tuple[int, int], *, grouped: bool
) -> list[dict[str, Any]]:
    """One row per group and reading: the total first, then the groups by name.

    named  the two years, as the rows are to name them
    """
    by_unit = bool(years.design.psu) and years.design.kind != "full-count"
    sums: dict[str, str] = {"ct_lost": "lost"}
    for reading in readings:
        sums |= sums_of(reading, by_unit=by_unit)
    whole, everybody = Grouping(()), Grouping((DOMAIN,))

    def sampled(table: ir.Table, *groupings: Grouping) -> SampledTable:
        values = {name: table[name] for name in dict.fromkeys(_names(readings))}
        return SampledTable(
            table, years.design, groupings=groupings, over=None, keys={}, values=values, sums=sums, periods_apart=False
        )

    total = sampled(years.table, whole)
    rows = _factors(total.groups(whole), total.strata, years.design, readings, by_unit=by_unit)
    if grouped:
        # Whoever changed groups stands here twice: how many units each stratum has is known from the table above.
        groups = sampled(years.in_domains(), whole, everybody)
        rows += _factors(groups.groups(everybody), total.strata, years.design, readings, by_unit=by_unit)
    return [row | {"base_year": named[0], "last_year": named[1]} for row in rows]


def _names(readings: Sequence[str]) -> list[str]:
    parts = ("v0", "v1", "v2", "v3", "base", "last", "any")
    return ["lost", *(f"{reading}_{part}" for reading in readings for part in parts)]


def _factors(
    cells: GroupedCells, strata: Strata | None, design: Design, readings: Sequence[str], *, by_unit: bool
) -> list[dict[str, Any]]:
    size = len(cells.labels)
    labels = [label[0] if label else TOTAL for label in cells.labels]
    by_group: list[list[dict[str, Any]]] = [[] for _ in labels]

    def count(name: str) -> Floats:
        rows = cells.columns[f"ct_{name}"].astype(np.float64)
        return np.bincount(cells.group, weights=rows, minlength=size).astype(np.float64)

    lost = count("lost")
    for reading in readings:
        values = [f"ct_{reading}_v{place}" for place in range(4)]
        counted = f"ct_{reading}_any"
        rows = unit_rows(cells, values, counted) if by_unit else product_rows(cells, values, f"ct_{reading}_q", counted)
        w0, y0, w1, y1 = rows.totals(np.eye(4)).T
        with np.errstate(divide="ignore", invalid="ignore"):
            base, last = y0 / w0, y1 / w1
            known = (base > 0) & (last > 0)
            factor = np.where(known, last / base, np.nan)
            influence = np.column_stack([1 / w0, -1 / y0, -1 / w1, 1 / y1])
        error, df = np.where(known, 0.0, np.nan), np.full(size, np.inf)
        if strata is not None:
            usable = np.where(known[:, None], influence, 0.0)
            error = np.where(known, np.sqrt(rows.combination_variances(usable, strata)), np.nan)
            df = rows.df() if design.df is None else np.full(size, float(design.df))
        width = quantile(design.level, np.full(size, np.inf) if design.interval == "normal" else df)
        lower, upper = factor * np.exp(-width * error), factor * np.exp(width * error)
        numbers = {"base_mean": base, "last_mean": last, "factor": factor, "std_error": factor * error,
                   "lower": lower, "upper": upper}  # fmt: skip
        counts = {"n_base": count(f"{reading}_base"), "n_last": count(f"{reading}_last"), "lost": lost}
        for place, label in enumerate(labels):
            found: dict[str, Any] = {"group": label, "reading": reading}
            found |= {name: float(x[place]) if np.isfinite(x[place]) else None for name, x in numbers.items()}
            by_group[place].append(found | {name: int(x[place]) for name, x in counts.items()})
    return [row for label, rows in zip(labels, by_group, strict=True) if label is not None for row in rows]
