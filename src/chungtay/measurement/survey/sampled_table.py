"""Bring a table into groups of sampled units: one pass of the engine, then small tables. Ibis; imports `messages`.

The table is aggregated once to its finest cells (all group columns, stratum, PSU, and what else the caller keys by);
every grouping asked for is rolled up from these cells. The expressions are Ibis and run on any of its engines.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.survey.coding import codes_of, index_of, numbers
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.design_checks import (
    ALL_ROWS,
    FPC_HIGH,
    FPC_LOW,
    LEAST_WEIGHT,
    PSU,
    STRATUM,
    WEIGHTS,
    check_fpc,
    check_nested,
    check_present,
)
from chungtay.measurement.survey.strata import Strata, strata_of
from chungtay.measurement.survey.tables import as_number

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt
    import pyarrow as pa


OVER = "ct_over"


@dataclass(frozen=True)
class Grouping:
    """Columns whose combinations are the groups; none = the whole table."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class GroupedCells:
    """The cells of one grouping, sorted by (group, stratum).

    labels   the values of the grouping's columns, one tuple per group, sorted
    group, stratum, unit   codes per cell (unit -1 where there is no PSU)
    columns  the other columns of the cells, by name
    """

    labels: list[tuple[Any, ...]]
    group: npt.NDArray[np.intp]
    stratum: npt.NDArray[np.intp]
    unit: npt.NDArray[np.intp]
    columns: dict[str, npt.NDArray[Any]]


class SampledTable:
    """A table with a design, aggregated to cells. Use `groups` for each grouping and `strata` for the design."""

    def __init__(
        self,
        table: ir.Table,
        design: Design,
        *,
        by: Sequence[str],
        over: str | None,
        keys: Mapping[str, ir.Value],
        sums: Mapping[str, ir.Value],
        periods_apart: bool = True,
    ) -> None:
        """Build the cells' expression.

        table   with the columns of the design and of `by` and `over`
        keys    further keys of the cells (such as the pattern of deprivations)
        sums    reductions per cell that add up over cells
        periods_apart   each period of `over` is a sample of its own: strata and PSUs are told apart by period
        """
        self.design, self.by, self.over = design, tuple(by), over
        self.periods_apart = periods_apart and over is not None
        self._extra = list(keys)
        self._sums = list(sums)
        sampled = design.kind != "full-count"
        self._strata = [STRATUM] if design.strata and sampled else []
        self._psu = [PSU] if design.psu and sampled else []
        named: dict[str, ir.Value] = {column: table[column] for column in self.by}
        if over:
            named[OVER] = table[over]
        if self._strata:
            named[STRATUM] = table[design.strata]
        if self._psu:
            named[PSU] = table[design.psu]
        measures = {ALL_ROWS: table.count(), **sums}
        if design.weight:
            measures |= {
                LEAST_WEIGHT: as_number(table[design.weight]).min(),
                WEIGHTS: as_number(table[design.weight]).count(),
            }
        if design.fpc and sampled:
            fpc = as_number(table[design.fpc])
            measures |= {FPC_LOW: fpc.min(), FPC_HIGH: fpc.max()}
        cell_keys = [value.name(name) for name, value in (*named.items(), *keys.items())]
        cells = table.group_by(cell_keys).aggregate(**measures) if cell_keys else table.aggregate(**measures)
        self._kept = contextlib.ExitStack()
        self.cells: ir.Table = self._kept.enter_context(cells.cache())
        self._codes: dict[str, dict[Any, int]] = {}
        self.unit_strata = np.zeros(0, dtype=np.intp)  # the stratum of each PSU
        try:
            check_present(design, self.cells)
            self.strata = self._read_strata() if sampled else None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Drop what the engine keeps for this table."""
        self._kept.close()

    def groups(self, grouping: Grouping) -> GroupedCells:
        """Roll the cells up to one grouping, bring them into memory and code them."""
        group_keys = [*([OVER] if self.over else []), *grouping.columns]
        stratum_keys = self._stratum_keys()
        keys = list(dict.fromkeys([*group_keys, *stratum_keys, *self._psu, *self._extra]))
        measures = {name: self.cells[name].sum() for name in (ALL_ROWS, *self._sums)}
        rolled = self.cells.group_by(keys).aggregate(**measures) if keys else self.cells.aggregate(**measures)
        arrow = rolled.to_pyarrow()
        labels, group = codes_of(arrow, group_keys)
        stratum = self._known_codes(arrow, stratum_keys, "strata")
        unit = self._known_codes(arrow, [*stratum_keys, *self._psu], "units") if self._psu else np.full(len(group), -1)
        order = np.lexsort((stratum, group))
        columns = {name: numbers(arrow[name])[order] for name in (*self._extra, ALL_ROWS, *self._sums)}
        return GroupedCells(labels, group[order], stratum[order], unit[order].astype(np.intp), columns)

    def _stratum_keys(self) -> list[str]:
        return [*([OVER] if self.periods_apart and self.design.kind != "full-count" else []), *self._strata]

    def _read_strata(self) -> Strata:
        keys = self._stratum_keys()
        units = self.cells
        if self._psu:
            measures = {ALL_ROWS: units[ALL_ROWS].sum()} | self._fpc_range(units)
            units = self._kept.enter_context(units.group_by([*keys, *self._psu]).aggregate(**measures).cache())
            if self._strata and not self.design.nest:
                check_nested(self.design, units, [key for key in keys if key == OVER])
            measures = {"psus": units.count()} | self._fpc_range(units)
            self._codes["units"] = index_of(units.select([*keys, *self._psu]).to_pyarrow())
        else:
            measures = {"psus": units[ALL_ROWS].sum()} | self._fpc_range(units)
        arrow = (units.group_by(keys).aggregate(**measures) if keys else units.aggregate(**measures)).to_pyarrow()
        labels = list(zip(*(arrow[key].to_pylist() for key in keys), strict=True)) if keys else [()]
        self._codes["strata"] = {label: i for i, label in enumerate(labels)}
        if self._psu:
            found = [self._codes["strata"][label[:-1]] for label in self._codes["units"]]
            self.unit_strata = np.array(found, dtype=np.intp)
        names = [" ".join(str(part) for part in label) or "1" for label in labels]
        population = None
        if self.design.fpc:
            low, high = numbers(arrow[FPC_LOW]), numbers(arrow[FPC_HIGH])
            check_fpc(self.design, low, high, names)
            population = high
        corrected = self.design.kind == "sample"
        return strata_of(numbers(arrow["psus"]), population, self.design.lonely_psu, corrected=corrected, labels=names)

    def _fpc_range(self, units: ir.Table) -> dict[str, ir.Value]:
        return {FPC_LOW: units[FPC_LOW].min(), FPC_HIGH: units[FPC_HIGH].max()} if self.design.fpc else {}

    def _known_codes(self, arrow: pa.Table, keys: list[str], of: str) -> npt.NDArray[np.intp]:
        if not keys or self.strata is None:
            return np.zeros(len(arrow), dtype=np.intp)
        labels, codes = codes_of(arrow, keys, in_order=False)
        known = self._codes[of]
        return np.array([known[label] for label in labels], dtype=np.intp)[codes] if labels else codes
