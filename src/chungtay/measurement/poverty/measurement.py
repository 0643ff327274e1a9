"""What a measurement gives: one row per group and measure, with its error, as Arrow, pandas or polars; and pictures.

The table's columns are the contract of `chungtay measure`: group, measure, indicator, estimate, std_error, lower,
upper, n; with several cut-offs also `cutoff`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from chungtay.measurement.poverty.estimates import MEASURES
from chungtay.measurement.poverty.weights import Indicators
from chungtay.measurement.survey.design import Design
from chungtay.messages import Words, fail

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd
    import polars as pl
    import pyarrow as pa

TOTAL = "total"
MISSING_LABEL = "(missing)"


@dataclass(frozen=True)
class Measurement:
    """Estimates of a table under one structure of indicators, cut-offs and design.

    table       one row per group and measure (see the module); shares in [0, 1]
    details     in the same columns: absolute contributions, contributions of dimensions, severe poverty, each group's
                part of all poverty (see `estimates.MEASURES`)
    changes     one row per group, pair of periods and measure; None where no periods were given
    decomposition   one row per group and pair of periods: the change of M0 as incidence plus intensity (see `shapley`)
    rows        rows of the data; incomplete: rows left out because an indicator is unknown
    notes       what a reader should know, such as constant indicators or missing values
    """

    table: pa.Table
    details: pa.Table
    changes: pa.Table | None
    decomposition: pa.Table | None
    indicators: Indicators
    cutoffs: tuple[Fraction, ...]
    design: Design
    rows: int
    incomplete: int
    notes: tuple[Words, ...] = field(default=())

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas data frame."""
        return self.table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars data frame. Raises UserError where polars is not installed."""
        try:
            import polars
        except ImportError as error:
            raise fail(
                "Chưa cài polars.",
                "polars is not installed.",
                do_vi="Cài polars, hoặc dùng .table (Arrow) hay .to_pandas().",
                do_en="Install polars, or use .table (Arrow) or .to_pandas().",
                code="polars",
            ) from error
        frame = polars.from_arrow(self.table)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def value(self, measure: str, group: str = TOTAL, indicator: str = "", cutoff: Any = None) -> dict[str, Any]:
        """The row of one estimate, as a dict. Raises KeyError where there is none."""
        import pyarrow.compute as pc

        wanted = {"measure": measure, "group": group, "indicator": indicator}
        if cutoff is not None and "cutoff" in self.table.column_names and measure != "population_share":
            wanted["cutoff"] = str(cutoff)
        for table in (self.table, self.details):
            fits = [pc.equal(table[name], value) for name, value in wanted.items()]
            found = table.filter(functools.reduce(pc.and_, fits)).slice(0, 1).to_pylist()
            if found:
                return dict(found[0])
        raise KeyError(wanted)

    def plot_level(self, measure: str = "H") -> alt.LayerChart | alt.FacetChart:
        """H, A, M0, severe, population_share or poverty_share of every group with intervals."""
        from chungtay.measurement.poverty.plots import level_plot

        return level_plot(self.table if measure in MEASURES else self.details, measure)

    def plot_contributions(self) -> alt.Chart:
        """What each indicator contributes to M0, per group."""
        from chungtay.measurement.poverty.plots import contribution_plot

        return contribution_plot(self.table)

    def plot_changes(self, measure: str = "H") -> alt.LayerChart | alt.FacetChart:
        """Changes between periods with intervals. Raises UserError where the measurement has no periods."""
        from chungtay.measurement.poverty.plots import change_plot

        return change_plot(self._of_periods(self.changes), measure)

    def decompose_changes(self) -> pa.Table:
        """Changes of M0 as incidence plus intensity (Shapley), with errors. Raises UserError without periods."""
        return self._of_periods(self.decomposition)

    def plot_decomposition(self) -> alt.LayerChart | alt.FacetChart:
        """What fewer poor and what less intense poverty did to M0, with intervals. Raises UserError without periods."""
        from chungtay.measurement.poverty.plots import decomposition_plot

        return decomposition_plot(self._of_periods(self.decomposition))

    def _of_periods(self, table: pa.Table | None) -> pa.Table:
        if table is None:
            raise fail(
                "Phép đo này không có các kỳ.",
                "This measurement has no periods.",
                do_vi="Đo lại với cột kỳ: over=… hoặc --over-time.",
                do_en="Measure again with the column of the period: over=… or --over-time.",
                code="no_periods",
            )
        return table
