"""Estimates and variances of the groups of one grouping, by linearisation or by replicates. NumPy; imports `survey`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.poverty.estimates import Estimates, score_of_poor
from chungtay.measurement.poverty.sampled import SampledDeprivations
from chungtay.measurement.survey.replicates import ReplicateSums
from chungtay.measurement.survey.rows import Rows, divide
from chungtay.measurement.survey.sampled_table import Grouping
from chungtay.measurement.survey.strata import Strata

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimated:
    """The groups of one grouping.

    grouping    the column it is by; none = the total
    labels      values per group: (period,) first where there are periods, then the group's value
    values, variances   (groups, estimates)
    shares, share_variances   parts of the total of the same period (groups, 1 + cut-offs): the group's part of the
                population, then of the poverty (M0) by each cut-off
    df, rows    degrees of freedom and complete rows per group
    sums        what it was computed from; replicates the same per replicate, where replicates were asked for
    """

    grouping: Grouping
    labels: list[tuple[Any, ...]]
    values: Floats
    variances: Floats
    shares: Floats
    share_variances: Floats
    df: Floats
    rows: npt.NDArray[np.int64]
    sums: Rows
    strata: Strata | None
    replicates: ReplicateSums | None


def estimate_groups(
    sampled: SampledDeprivations, grouping: Grouping, wanted: Estimates, total: Estimated | None
) -> Estimated:
    """Estimate every group of a grouping; total: the same without subgroups (None: this is the total)."""
    labels, sums = sampled.rows(grouping)
    design, strata = sampled.sampled.design, sampled.sampled.strata
    above, below = wanted.numerators, wanted.denominators
    cutoffs = range(len(sampled.cutoffs))
    shared = np.stack(
        [np.eye(above.shape[0])[0], *(score_of_poor(sampled.indicators, k, len(cutoffs)) for k in cutoffs)], axis=1
    )
    parent_of = np.zeros(len(labels), dtype=np.intp)
    if total is not None and sampled.sampled.over:
        periods = {label[0]: place for place, label in enumerate(total.labels)}
        parent_of = np.array([periods[label[0]] for label in labels], dtype=np.intp)
    elif total is None:
        parent_of = np.arange(len(labels), dtype=np.intp)
    parent = total.sums if total is not None else sums
    replicates = None
    if strata is None:
        values = divide(sums.totals(above), sums.totals(below))
        variances = np.where(np.isnan(values), np.nan, 0.0)
        shares = divide(sums.totals(shared), parent.totals(shared)[parent_of])
        share_variances = np.where(np.isnan(shares), np.nan, 0.0)
        df = np.full(len(labels), np.inf)
    elif design.replicates is not None:
        replicates = sampled.replicate_sums(grouping, sums)
        values, variances = replicates.ratios(sums, above, below)
        parents = total.replicates if total is not None and total.replicates is not None else replicates
        shares, share_variances = replicates.shares(sums, parents, parent, parent_of, shared)
        df = np.full(len(labels), replicates.df)
    else:
        values, variances = sums.ratio_variances(above, below, strata)
        parts = [sums.share_variances(parent, parent_of, column, strata) for column in shared.T]
        shares, share_variances = (np.stack(part, axis=1) for part in zip(*parts, strict=True))
        df = sums.df()
    if design.df is not None:
        df = np.full(len(labels), float(design.df))
    return Estimated(
        grouping, labels, values, variances, shares, share_variances, df, sums.count(), sums, strata, replicates
    )
