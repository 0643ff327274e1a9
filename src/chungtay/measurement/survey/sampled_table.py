"""Bring a table into groups of sampled units: one pass of the engine, then small tables. Ibis; imports `messages`.

The table is aggregated once, by all groupings together (with stratum, PSU, and what else the caller keys by). The
expressions are Ibis and run on any of its engines that knows GROUPING SETS.
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
    FPC,
    PSU,
    STRATUM,
    WEIGHT,
    check_fpc,
    check_nested,
    check_present,
)
from chungtay.measurement.survey.grouping_sets import WorkedOut, grouped_sums
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
        groupings: Sequence[Grouping],
        over: str | None,
        keys: Mapping[str, ir.Value],
        sums: Mapping[str, ir.Value],
        worked_out: Mapping[str, WorkedOut] | None = None,
        periods_apart: bool = True,
    ) -> None:
        """Aggregate the table. The first grouping must be that of the whole table.

        table   with the columns of the design, of the groupings and of `over`
        keys    further keys of the cells
        sums    a number per row, to be added up within cells
        worked_out  further keys that follow from a few columns (such as the pattern of deprivations)
        periods_apart   each period of `over` is a sample of its own: strata and PSUs are told apart by period
        Raises UserError for unfit weights, strata, PSUs and population sizes.
        """
        self.design, self.over = design, over
        self.groupings = list(groupings)
        self._sampled = design.kind != "full-count"
        self._extra, self._sums = [*keys, *(worked_out or {})], list(sums)
        # Given replicate weights hold all that strata and PSUs have to say.
        structured = self._sampled and not (design.replicates and design.replicates.columns)
        self._fpc = design.fpc if structured else None
        named: dict[str, ir.Value] = {OVER: table[over]} if over else {}
        if structured and design.strata:
            named[STRATUM] = table[design.strata]
        if structured and design.psu:
            named[PSU] = table[design.psu]
        self._stratum_keys = [OVER] if over and periods_apart and self._sampled else []
        self._stratum_keys += [STRATUM] if STRATUM in named else []
        self._psu = [PSU] if PSU in named else []
        extremes = {WEIGHT: as_number(table[design.weight])} if design.weight else {}
        if self._fpc:
            extremes[FPC] = as_number(table[self._fpc])
        self._kept = contextlib.ExitStack()
        columns = [grouping.columns for grouping in groupings]
        self._place = {name: f"ct_by{i}" for i, name in enumerate(dict.fromkeys(c for one in columns for c in one))}
        made = grouped_sums(table, columns, keys={**named, **keys}, sums=sums, extremes=extremes, worked_out=worked_out)
        self._cells = self._kept.enter_context(made.cache())
        self.total: ir.Table = self._cells.filter(self._cells.ct_set == 0)
        self._codes: dict[str, dict[Any, int]] = {}
        self.unit_strata = np.zeros(0, dtype=np.intp)  # the stratum of each PSU
        try:
            check_present(design, self.total)
            self.strata = self._read_strata() if self._sampled else None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Drop what the engine keeps for this table."""
        self._kept.close()

    def groups(self, grouping: Grouping) -> GroupedCells:
        """Bring the cells of one grouping into memory and code them."""
        group_keys = [*([OVER] if self.over else []), *(self._place[column] for column in grouping.columns)]
        names = [*self._extra, ALL_ROWS, *self._sums]
        wanted = list(dict.fromkeys([*group_keys, *self._stratum_keys, *self._psu, *names]))
        cells = self._cells.filter(self._cells.ct_set == self.groupings.index(grouping))
        arrow = cells.select(wanted).to_pyarrow()
        labels, group = codes_of(arrow, group_keys)
        stratum = self._known_codes(arrow, self._stratum_keys, "strata")
        unit = np.full(len(group), -1, dtype=np.intp)
        if self._psu:
            unit = self._known_codes(arrow, [*self._stratum_keys, *self._psu], "units")
        # In one order whatever the engine's threads did, so that sums of the same numbers are the same to the last digit.
        last = unit if self._psu or not self._extra else numbers(arrow[self._extra[0]])
        order = np.lexsort((last, stratum, group))
        columns = {name: numbers(arrow[name])[order] for name in names}
        return GroupedCells(labels, group[order], stratum[order], unit[order], columns)

    def _read_strata(self) -> Strata:
        keys, units = self._stratum_keys, self.total
        if self._psu:
            units = units.group_by([*keys, *self._psu]).aggregate(
                **{ALL_ROWS: units[ALL_ROWS].sum()}, **self._sizes(units)
            )
            units = self._kept.enter_context(units.cache())
            if STRATUM in keys and not self.design.nest:
                check_nested(self.design, units, [key for key in keys if key == OVER])
            self._codes["units"] = index_of(units.select([*keys, *self._psu]).to_pyarrow())
        psus = units.count() if self._psu else units[ALL_ROWS].sum()
        measures = {"psus": psus, **self._sizes(units)}
        arrow = (units.group_by(keys).aggregate(**measures) if keys else units.aggregate(**measures)).to_pyarrow()
        labels = list(zip(*(arrow[key].to_pylist() for key in keys), strict=True)) if keys else [()]
        self._codes["strata"] = {label: i for i, label in enumerate(labels)}
        if self._psu:
            found = [self._codes["strata"][label[:-1]] for label in self._codes["units"]]
            self.unit_strata = np.array(found, dtype=np.intp)
        names = [" ".join(str(part) for part in label) or "1" for label in labels]
        population = None
        if self._fpc:
            low, high = numbers(arrow[f"{FPC}_least"]), numbers(arrow[f"{FPC}_most"])
            check_fpc(self.design, low, high, names)
            population = high
        corrected = self.design.kind == "sample"
        return strata_of(numbers(arrow["psus"]), population, self.design.lonely_psu, corrected=corrected, labels=names)

    def _sizes(self, units: ir.Table) -> dict[str, ir.Value]:
        """Least and greatest population size that the rows of a unit or stratum name."""
        if not self._fpc:
            return {}
        return {f"{FPC}_least": units[f"{FPC}_least"].min(), f"{FPC}_most": units[f"{FPC}_most"].max()}

    def _known_codes(self, arrow: pa.Table, keys: list[str], of: str) -> npt.NDArray[np.intp]:
        if not keys or self.strata is None:
            return np.zeros(len(arrow), dtype=np.intp)
        labels, codes = codes_of(arrow, keys, in_order=False)
        known = self._codes[of]
        return np.array([known[label] for label in labels], dtype=np.intp)[codes] if labels else codes
