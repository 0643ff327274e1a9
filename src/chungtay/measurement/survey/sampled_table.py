"""Bring a table into groups of sampled units: one statement of the engine, then small tables. Ibis, Arrow and NumPy.

The table is aggregated once, by all groupings together (with stratum, PSU, and what else the caller keys by). The
expressions are Ibis and run on any of its engines that knows GROUPING SETS; what comes back is of the size of the
groups, strata and PSUs, not of the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.survey.coding import codes_of, combined_codes, numbers
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.design_checks import (
    WEIGHT_SUM,
    check_fpc,
    check_nested,
    check_present,
    check_weights,
    fit_weight,
)
from chungtay.measurement.survey.grouping_sets import ENDS, ROWS, WorkedOut, grouped_sums
from chungtay.measurement.survey.strata import Strata, strata_of
from chungtay.measurement.survey.tables import as_number

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

    Codes = npt.NDArray[np.intp]

OVER, STRATUM, PSU, WEIGHT, FPC = "ct_over", "ct_stratum", "ct_psu", "ct_weight", "ct_fpc"


@dataclass(frozen=True)
class Grouping:
    """Columns whose combinations are the groups; none = the whole table."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class GroupedCells:
    """The cells of one grouping, sorted by (group, stratum).

    labels   the values of the grouping's columns (the period first), one tuple per group, sorted
    group, stratum, unit   codes per cell (unit -1 where there is no PSU), alike in all groupings
    columns  the other columns of the cells, by name; `ct_all` counts rows
    """

    labels: list[tuple[Any, ...]]
    group: Codes
    stratum: Codes
    unit: Codes
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
        values: Mapping[str, ir.Value],
        sums: Mapping[str, str],
        worked_out: Mapping[str, WorkedOut] | None = None,
        periods_apart: bool = True,
    ) -> None:
        """Aggregate the table. The first grouping must be that of the whole table.

        table   with the columns of the design, of the groupings and of `over`
        keys    further whole-number keys of the cells
        worked_out  further keys that follow from a few columns (such as the pattern of deprivations)
        values, sums   numbers per row, and SQL over their names that is added up within cells
        periods_apart   each period of `over` is a sample of its own: strata and PSUs are told apart by period
        Raises UserError for unfit weights, strata, PSUs and population sizes.
        """
        self.design, self.over = design, over
        self._groupings = list(groupings)
        sampled = design.kind != "full-count"
        # Given replicate weights hold all that strata and PSUs have to say.
        structured = sampled and not (design.replicates and design.replicates.columns)
        named: dict[str, ir.Value] = {OVER: table[over]} if over else {}
        if structured and design.strata:
            named[STRATUM] = table[design.strata]
        if structured and design.psu:
            named[PSU] = table[design.psu]
        if design.weight:
            values = {**values, WEIGHT: fit_weight(table, design.weight)}
            sums = {**sums, WEIGHT_SUM: WEIGHT}
        extremes = {FPC: as_number(table[design.fpc])} if structured and design.fpc else {}
        columns = [grouping.columns for grouping in groupings]
        self._place = {name: f"ct_by{i}" for i, name in enumerate(dict.fromkeys(c for one in columns for c in one))}
        self._arrow = grouped_sums(
            table, columns, keys={**named, **keys}, values=values, sums=sums, extremes=extremes, worked_out=worked_out
        )
        self._set = numbers(self._arrow["ct_set"])
        names = [
            *keys,
            *(worked_out or {}),
            ROWS,
            *sums,
            *(f"{name}_{end}" for name in extremes for end in ENDS),
        ]
        self._columns: dict[str, npt.NDArray[Any]] = {}
        for name in names:  # one after the other, so that only one column is there twice
            self._columns[name] = numbers(self._arrow[name])
            self._arrow = self._arrow.drop_columns([name])
        self._order_key = next(iter([*keys, *(worked_out or {})]), None)
        check_weights(design, table, self.total)
        period = over if periods_apart and sampled else None
        self._code(named, table, period)
        self.strata = self._read_strata(table, period) if sampled else None

    @property
    def total(self) -> dict[str, npt.NDArray[Any]]:
        """The columns of the cells of the whole table."""
        whole = self._set == 0
        return {name: column[whole] for name, column in self._columns.items()}

    def groups(self, grouping: Grouping) -> GroupedCells:
        """The cells of one grouping."""
        here = np.flatnonzero(self._set == self._groupings.index(grouping))
        keys = [*([OVER] if self.over else []), *(self._place[column] for column in grouping.columns)]
        labels, group = codes_of(self._arrow.select(keys).take(here), keys, len(here))
        stratum, unit = self._stratum[here], self._unit[here]
        # In one order whatever the engine's threads did, so that the same numbers give the same sums.
        last = unit if self._order_key is None or self._has_psu else self._columns[self._order_key][here]
        order = _order(group, stratum, last)
        columns = {name: column[here[order]] for name, column in self._columns.items()}
        return GroupedCells(labels, group[order], stratum[order], unit[order], columns)

    def _code(self, named: Mapping[str, ir.Value], table: ir.Table, period: str | None) -> None:
        """Code strata and units alike in all groupings; period: the column of periods that are samples of their own."""
        apart = [OVER] if period else []
        strata_keys = [*apart, *([STRATUM] if STRATUM in named else [])]
        self._has_psu = PSU in named
        here = [name for name in (STRATUM, PSU) if name in named]
        check_present(self.design, table, self._arrow.select(here).filter(self._set == 0))
        self._strata_labels, self._stratum = codes_of(self._arrow, strata_keys, len(self._arrow))
        self._unit = np.full(len(self._arrow), -1, dtype=np.intp)
        self.unit_strata = np.zeros(0, dtype=np.intp)  # the stratum of each PSU
        if self._has_psu:
            units = combined_codes(self._arrow, [*strata_keys, PSU])
            first, self._unit = np.unique(units, return_index=True, return_inverse=True)[1:]
            self.unit_strata = self._stratum[first]
            if STRATUM in named and not self.design.nest:
                check_nested(self.design, table, self._arrow.select([*apart, PSU]), first, period)

    def _read_strata(self, table: ir.Table, period: str | None) -> Strata:
        whole, count = self._set == 0, len(self._strata_labels)
        psus: npt.NDArray[np.float64] = np.bincount(
            self._stratum[whole], weights=self._columns[ROWS][whole], minlength=count
        ).astype(np.float64)
        if self._has_psu:
            psus = np.bincount(self.unit_strata, minlength=count).astype(np.float64)
        names = [" ".join(str(part) for part in label) or "1" for label in self._strata_labels]
        population = None
        if f"{FPC}_least" in self._columns:
            low, high = np.full(count, np.inf), np.full(count, -np.inf)
            np.minimum.at(low, self._stratum[whole], self._columns[f"{FPC}_least"][whole])
            np.maximum.at(high, self._stratum[whole], self._columns[f"{FPC}_most"][whole])
            check_fpc(self.design, table, self.total, (low, high), names=names, period=period)
            population = high
        corrected = self.design.kind == "sample"
        design = self.design
        return strata_of(
            psus, population, design.lonely_psu, corrected=corrected, labels=names, columns=(design.psu, design.fpc)
        )


def _order(group: Codes, stratum: Codes, last: npt.NDArray[np.int64]) -> Codes:
    """The order by all three; they are put into one number where it holds them, which sorts several times faster."""
    least, most = (int(end(last, initial=0)) for end in (np.min, np.max))
    width, strata = most - least + 1, int(stratum.max(initial=0)) + 1
    if width * strata * (int(group.max(initial=0)) + 1) >= 2**62:
        return np.lexsort((last, stratum, group))
    return np.argsort((group * strata + stratum) * width + (last - least))
