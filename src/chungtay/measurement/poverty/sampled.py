"""The deprivations of a table as `Rows` for each grouping: the one pass over the data. Ibis and NumPy."""

from __future__ import annotations

import functools
import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.poverty.deprivations import UNFIT, deprived, pattern, refuse_unfit, whole
from chungtay.measurement.poverty.estimates import row_values, value_count
from chungtay.measurement.poverty.weights import Indicators
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.design_checks import WEIGHT_SUM
from chungtay.measurement.survey.grouping_sets import ROWS, WorkedOut
from chungtay.measurement.survey.groups import pattern_rows, unit_rows
from chungtay.measurement.survey.replicate_columns import given_df, replicate_name, replicate_weights
from chungtay.measurement.survey.replicates import ReplicateSums, given_sums, made_sums
from chungtay.measurement.survey.rows import Rows
from chungtay.measurement.survey.sampled_table import WEIGHT, Grouping, SampledTable
from chungtay.measurement.survey.tables import as_number
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

PATTERN, COUNTED_WEIGHT, SQUARES = "ct_pattern", "ct_w", "ct_w2"
COMPLETE, UNFITS = "ct_complete", "ct_unfit"


class SampledDeprivations:
    """A table aggregated by design, groups and deprivations; `rows` gives the sums of one grouping."""

    def __init__(
        self,
        table: ir.Table,
        indicators: Indicators,
        cutoffs: tuple[Fraction, ...],
        design: Design,
        *,
        by: tuple[str, ...],
        over: str | None,
        periods_apart: bool,
    ) -> None:
        """Aggregate. Raises UserError for values other than 0 and 1, and for unfit weights, strata and PSUs."""
        import ibis

        self.indicators, self.cutoffs = indicators, cutoffs
        self.replicates = design.replicates.columns if design.replicates else ()
        self.by_unit = bool(design.psu) and design.kind != "full-count" and not self.replicates
        self.weighted = design.weight is not None
        self._table = table
        values: dict[str, ir.Value] = {}
        worked_out: dict[str, WorkedOut] = {}
        if self.by_unit:
            table = table.mutate(**{PATTERN: pattern(table, indicators.names)})
            row = table[PATTERN]
            weight = as_number(table[design.weight]) if design.weight else ibis.literal(1.0)
            values = {PATTERN: row, COUNTED_WEIGHT: ibis.ifelse(row >= 0, weight, 0.0), **self._poor(row)}
            sums = {**self._unit_sums(), COMPLETE: f"CASE WHEN {PATTERN} >= 0 THEN 1 ELSE 0 END"}
            sums[UNFITS] = f"CASE WHEN {PATTERN} = {UNFIT} THEN 1 ELSE 0 END"
        else:
            worked_out[PATTERN] = WorkedOut(indicators.names, lambda cells: pattern(cells, indicators.names))
            sums = {SQUARES: f"{WEIGHT} * {WEIGHT}"} if self.weighted else {}
            each = replicate_weights(table, design)
            values |= each
            sums |= {f"{name}_sum": name for name in each}
        groupings = [Grouping(()), *(Grouping((column,)) for column in by)]
        self.sampled = SampledTable(
            table, design, groupings=groupings, over=over, keys={}, values=values, sums=sums, worked_out=worked_out,
            periods_apart=periods_apart,
        )  # fmt: skip
        self.all_rows, self.incomplete = self._count()

    def rows(self, grouping: Grouping) -> tuple[list[tuple[Any, ...]], Rows]:
        """The labels of one grouping's groups, and their sums."""
        cells = self.sampled.groups(grouping)
        if self.by_unit:
            count = value_count(len(self.indicators.names), len(self.cutoffs))
            return cells.labels, unit_rows(cells, [f"ct_y{place}" for place in range(count)], COMPLETE)
        distinct, values = self._patterns
        found = cells.columns[PATTERN]
        patterns = np.where(found >= 0, np.searchsorted(distinct, found), -1)
        weight, squares = (WEIGHT_SUM, SQUARES) if self.weighted else (ROWS, ROWS)
        return cells.labels, pattern_rows(cells, patterns, values, weight=weight, squares=squares, rows=ROWS)

    def replicate_sums(self, grouping: Grouping, sums: Rows) -> ReplicateSums:
        """The replicate weights of each entry of a grouping's sums."""
        asked = self.sampled.design.replicates
        assert asked is not None and self.sampled.strata is not None
        if self.replicates:
            columns = self.sampled.groups(grouping).columns
            kept = columns[PATTERN] >= 0
            names = [f"{replicate_name(i)}_sum" for i in range(len(self.replicates))]
            weights = np.stack([columns[name][kept] for name in names], axis=1)
            return given_sums(asked, weights, self._given_df())
        return made_sums(asked, sums, self.sampled.unit_strata, self.sampled.strata)

    @functools.cache  # noqa: B019 - lives as long as the measurement
    def _given_df(self) -> float:
        return given_df(self._table, self.sampled.design)

    @functools.cached_property
    def _patterns(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """The complete patterns of the table, sorted, and the values y of each."""
        distinct = np.unique(self.sampled.total[PATTERN])
        distinct = distinct[distinct >= 0]
        return distinct, row_values(deprived(distinct, len(self.indicators.names)), self.indicators, self.cutoffs)

    def _poor(self, row: ir.Value) -> dict[str, ir.Value]:
        """Whether a row is poor at each cut-off, as 0 and 1."""
        points = functools.reduce(
            operator.add, (((row >> place) & 1) * point for place, point in enumerate(self.indicators.points))
        )
        levels = (self.indicators.least_points(cutoff) for cutoff in self.cutoffs)
        return {f"ct_poor{number}": (points >= least).cast("float64") for number, least in enumerate(levels)}

    def _unit_sums(self) -> dict[str, str]:
        """SQL of the values y times the weight, in the order of `row_values`; an incomplete row weighs 0."""
        bits = [f"(({PATTERN} >> {place}) & 1)" for place in range(len(self.indicators.names))]
        values = [COUNTED_WEIGHT, *(f"{COUNTED_WEIGHT} * {bit}" for bit in bits)]
        for number in range(len(self.cutoffs)):
            poor = f"{COUNTED_WEIGHT} * ct_poor{number}"
            values += [poor, *(f"{poor} * {bit}" for bit in bits)]
        return {f"ct_y{place}": value for place, value in enumerate(values)}

    def _count(self) -> tuple[int, int]:
        """Rows in all, and rows with an unknown indicator. Raises UserError for values other than 0 and 1."""
        cells = self.sampled.total
        every = int(cells[ROWS].sum())
        if self.by_unit:
            complete, unfit = int(cells[COMPLETE].sum()), int(cells[UNFITS].sum())
        else:
            complete, unfit = (
                int(cells[ROWS][which].sum()) for which in (cells[PATTERN] >= 0, cells[PATTERN] == UNFIT)
            )
        if unfit:
            refuse_unfit(self._table, self.indicators.names)
        if not complete:
            names = self.indicators.names
            lost = [whole(self._table[name]).isnull().sum().name(name) for name in names]
            unknown = self._table.aggregate(lost).to_pyarrow().to_pylist()[0] if every else dict.fromkeys(names, 0)
            counted = ", ".join(f"{name} {unknown[name]}" for name in names)
            raise fail(
                f"Trong {every} dòng không có dòng nào đủ mọi chỉ số. Số ô trống: {counted}.",
                f"None of the {every} rows has all indicators. Empty cells: {counted}.",
                do_vi="Kiểm tra tệp có số liệu, và bỏ chỉ số chưa ai có.",
                do_en="Check that the file has data, and leave out an indicator that no row has.",
                column=max(names, key=lambda name: unknown[name]),
                code="no_rows",
            )
        return every, every - complete
