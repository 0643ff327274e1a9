"""The deprivations of a table as `Rows` for each grouping: the one pass over the data. Ibis and NumPy."""

from __future__ import annotations

import functools
import math
import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.poverty.deprivations import UNFIT, deprived, pattern, refuse_unfit
from chungtay.measurement.poverty.estimates import row_values, value_count
from chungtay.measurement.poverty.weights import Indicators
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.design_checks import ALL_ROWS
from chungtay.measurement.survey.grouping_sets import WorkedOut
from chungtay.measurement.survey.groups import pattern_rows, unit_rows
from chungtay.measurement.survey.replicates import ReplicateSums, given_scales, made_factors
from chungtay.measurement.survey.rows import Rows
from chungtay.measurement.survey.sampled_table import Grouping, SampledTable
from chungtay.measurement.survey.tables import as_number
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

PATTERN, WEIGHT, SQUARES, COMPLETE, UNFITS = "ct_pattern", "ct_w", "ct_w2", "ct_complete", "ct_unfit"


def replicate_name(number: int) -> str:
    """The name under which sums of a replicate weight are kept."""
    return f"ct_r{number}"


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
        if self.by_unit:
            table = table.mutate(**{PATTERN: pattern(table, indicators.names)})
        weight = as_number(table[design.weight]) if design.weight else ibis.literal(1.0)
        worked_out: dict[str, WorkedOut] = {}
        if self.by_unit:
            row = table[PATTERN]
            complete = row >= 0
            sums: dict[str, ir.Value] = {
                name: ibis.ifelse(complete, weight * value, 0.0) for name, value in self._values(row).items()
            }
            sums |= {COMPLETE: complete.cast("int8"), UNFITS: (row == UNFIT).cast("int8")}
        else:
            sums = {WEIGHT: weight, SQUARES: weight * weight} if self.weighted else {}
            times = ibis.literal(1.0) if design.replicates is None or design.replicates.combined else weight
            self.replicate_weights = table.select(
                **{name: as_number(table[name]) * times for name in self.replicates}
            ) if self.replicates else None  # fmt: skip
            sums |= {replicate_name(i): as_number(table[name]) * times for i, name in enumerate(self.replicates)}
            worked_out[PATTERN] = WorkedOut(indicators.names, lambda cells: pattern(cells, indicators.names))
        groupings = [Grouping(()), *(Grouping((column,)) for column in by)]
        self.sampled = SampledTable(
            table,
            design,
            groupings=groupings,
            over=over,
            keys={},
            sums=sums,
            worked_out=worked_out,
            periods_apart=periods_apart,
        )
        try:
            self.all_rows, self.incomplete = self._count(table)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> SampledDeprivations:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop what the engine keeps for this table."""
        self.sampled.close()

    def rows(self, grouping: Grouping) -> tuple[list[tuple[Any, ...]], Rows]:
        """The labels of one grouping's groups, and their sums."""
        cells = self.sampled.groups(grouping)
        if self.by_unit:
            count = value_count(len(self.indicators.names), len(self.cutoffs))
            return cells.labels, unit_rows(cells, [f"ct_y{place}" for place in range(count)], COMPLETE)
        values, patterns = self.patterns(cells.columns[PATTERN])
        weight, squares = (WEIGHT, SQUARES) if self.weighted else (ALL_ROWS, ALL_ROWS)
        return cells.labels, pattern_rows(cells, patterns, values, weight=weight, squares=squares, rows=ALL_ROWS)

    def replicate_sums(self, grouping: Grouping, sums: Rows) -> ReplicateSums:
        """The replicate weights of each entry of a grouping's sums."""
        asked = self.sampled.design.replicates
        assert asked is not None and self.sampled.strata is not None
        if self.replicates:
            columns = self.sampled.groups(grouping).columns
            kept = columns[PATTERN] >= 0
            names = [replicate_name(i) for i in range(len(self.replicates))]
            weights = np.stack([columns[name][kept] for name in names], axis=1)
            scale, rscales = given_scales(asked, len(self.replicates))
            return ReplicateSums(weights, scale, rscales, asked.mse, self._given_df())
        made = made_factors(asked, self.sampled.unit_strata, self.sampled.strata)
        df = float(len(self.sampled.unit_strata) - len(self.sampled.strata.psus))
        return ReplicateSums(made.factors[sums.unit], made.scale, made.rscales, asked.mse, df)

    @functools.cache  # noqa: B019 - lives as long as the measurement
    def _given_df(self) -> float:
        """Rank of the replicate weights less 1, as R `survey` counts their degrees of freedom."""
        if self.sampled.design.df is not None or self.replicate_weights is None:
            return math.inf
        products = np.zeros((len(self.replicates), len(self.replicates)))
        for batch in self.replicate_weights.to_pyarrow_batches(chunk_size=65_536):
            block = np.stack([column.to_numpy(zero_copy_only=False) for column in batch.columns], axis=1)
            products += block.T @ block
        return float(np.linalg.matrix_rank(products, tol=1e-10 * np.trace(products), hermitian=True) - 1)

    def patterns(self, found: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
        """The values y of the distinct complete patterns, and which of them each cell has (-1: incomplete)."""
        distinct, place = np.unique(found, return_inverse=True)
        complete = distinct >= 0
        values = row_values(deprived(distinct[complete], len(self.indicators.names)), self.indicators, self.cutoffs)
        return values, np.where(complete, np.cumsum(complete) - 1, -1)[place].astype(np.intp)

    def _values(self, row: ir.Value) -> dict[str, ir.Value]:
        """The values y of a row as Ibis numbers, in the order of `row_values`."""
        bits = [(row >> place) & 1 for place in range(len(self.indicators.names))]
        points = functools.reduce(
            operator.add, (bit * point for bit, point in zip(bits, self.indicators.points, strict=True))
        )
        values: list[ir.Value] = [(row >= 0).cast("float64"), *(bit.cast("float64") for bit in bits)]
        for cutoff in self.cutoffs:
            poor = (points >= self.indicators.least_points(cutoff)).cast("float64")
            values += [poor, *(poor * bit for bit in bits)]
        return {f"ct_y{place}": value for place, value in enumerate(values)}

    def _count(self, table: ir.Table) -> tuple[int, int]:
        """Rows in all, and rows with an unknown indicator. Raises UserError for values other than 0 and 1."""
        cells = self.sampled.total
        if self.by_unit:
            found = cells.aggregate(
                rows=cells[ALL_ROWS].sum(), complete=cells[COMPLETE].sum(), unfit=cells[UNFITS].sum()
            )
        else:
            rows, kind = cells[ALL_ROWS], cells[PATTERN]
            found = cells.aggregate(
                rows=rows.sum(), complete=rows.sum(where=kind >= 0), unfit=rows.sum(where=kind == UNFIT)
            )
        counts = {name: value or 0 for name, value in found.to_pyarrow().to_pylist()[0].items()}
        if counts["unfit"]:
            refuse_unfit(table, self.indicators.names)
        if not counts["complete"]:
            raise fail(
                "Không có dòng nào đủ mọi chỉ số.",
                "No row has all indicators.",
                do_vi="Kiểm tra tệp có số liệu, và bỏ chỉ số chưa ai có.",
                do_en="Check that the file has data, and leave out an indicator that no row has.",
                value=str(counts["rows"]),
                code="no_rows",
            )
        return int(counts["rows"]), int(counts["rows"] - counts["complete"])
