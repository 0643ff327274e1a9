"""`measure`: Alkire-Foster poverty of a table with design-based errors, in one pass. Imports `survey`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.measurement.panel.panel import check_standard
from chungtay.measurement.poverty.changes import change_table
from chungtay.measurement.poverty.estimated import Estimated, estimate_groups
from chungtay.measurement.poverty.estimates import estimates_of
from chungtay.measurement.poverty.measurement import Measurement
from chungtay.measurement.poverty.notes import notes_of
from chungtay.measurement.poverty.result_table import result_table
from chungtay.measurement.poverty.sampled import SampledDeprivations
from chungtay.measurement.poverty.shapley import decomposition_table
from chungtay.measurement.poverty.weights import Number, cutoff_of, indicators_of
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.sampled_table import Grouping
from chungtay.measurement.survey.tables import as_table, check_columns

if TYPE_CHECKING:
    import ibis.expr.types as ir

Weights = Mapping[str, Number] | Mapping[str, Mapping[str, Number]] | Sequence[str]


def measure(
    data: ir.Table | Path | str | Any,
    *,
    indicators: Weights,
    cutoff: Number | Sequence[Number] = "1/3",
    design: Design | None = None,
    by: Sequence[str] | str = (),
    over: str | None = None,
    same_psus: bool = False,
    standard: str | None = None,
    normalise: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Measurement:
    """Measure multidimensional poverty.

    data        an Ibis table on any engine, an Arrow table, a pandas or polars frame, or a path (.csv, .parquet); one
                row per household or person, each indicator 0/1 (1 = deprived); null = unknown
    indicators  weights by indicator or nested by dimension (see `weights.indicators_of`)
    cutoff      k in (0, 1], or several; a row is poor where its weighted deprivations are at least k, exactly
    design      how the table was sampled; None = a simple random sample without weights
    by          columns of subgroups; each is decomposed on its own, next to the total
    over        column of the period; every group is then estimated per period, and changes are tested
    same_psus   the periods share their PSUs: changes take their covariance in; False = independent samples
    standard    column of the poverty standard; None = "standard_id" where there is one. Periods under different
                standards are not compared: deprivations must first be found again under one
    normalise   divide weights by their sum instead of refusing
    progress    called with (steps done, steps in all)

    Returns a Measurement: H (share poor), A (mean score of the poor), M0 = H x A, headcounts by indicator before and
    after censoring the non-poor, contributions to M0 (sum to 1) and population shares, all in [0, 1].
    Raises UserError for unknown columns, values other than 0/1, weights not above 0, PSUs across strata, single PSUs,
    and for periods under different standards.
    Source: Alkire and Foster (2011); errors by Taylor linearisation as in Lumley (2010), or by replicate weights.
    """
    design = design or Design()
    structure = indicators_of(indicators, normalise=normalise)
    several = isinstance(cutoff, Sequence) and not isinstance(cutoff, str)
    cutoffs = tuple(dict.fromkeys(cutoff_of(value) for value in (cutoff if several else (cutoff,))))  # type: ignore[union-attr,arg-type]
    groups = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    with as_table(data) as table:
        check_columns(table, [*structure.names, *design.columns, *groups, *(name for name in (over, standard) if name)])
        if over:
            check_standard(table, standard or ("standard_id" if "standard_id" in table.columns else None), over)
        steps = len(groups) + 2
        tell = progress or (lambda done, of: None)
        wanted = estimates_of(structure, cutoffs)
        sampled = SampledDeprivations(
            table, structure, cutoffs, design, by=groups, over=over, periods_apart=not same_psus
        )
        tell(1, steps)
        total = estimate_groups(sampled, Grouping(()), wanted, None)
        estimated: list[Estimated] = [total]
        for place, column in enumerate(groups):
            tell(2 + place, steps)
            estimated.append(estimate_groups(sampled, Grouping((column,)), wanted, total))
        tell(steps, steps)
    changes = parts = None
    if over:
        changes = change_table(estimated, wanted, design, same_psus=same_psus, several=len(cutoffs) > 1)
        parts = decomposition_table(estimated, wanted, design, same_psus=same_psus, several=len(cutoffs) > 1)
    return Measurement(
        table=result_table(estimated, wanted, design, over=over, cutoffs=cutoffs),
        details=result_table(estimated, wanted, design, over=over, cutoffs=cutoffs, details=True),
        changes=changes,
        decomposition=parts,
        indicators=structure,
        cutoffs=cutoffs,
        design=design,
        rows=sampled.all_rows,
        incomplete=sampled.incomplete,
        notes=notes_of(sampled, estimated, wanted, design, over),
    )
