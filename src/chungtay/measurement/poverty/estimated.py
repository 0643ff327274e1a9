"""Estimates and variances of the groups of one grouping, by linearisation or by replicates. NumPy; imports `survey`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.poverty.estimates import Estimates
from chungtay.measurement.poverty.sampled import SampledDeprivations
from chungtay.measurement.survey.replicates import ReplicateSums
from chungtay.measurement.survey.rows import Rows
from chungtay.measurement.survey.sampled_table import Grouping
from chungtay.measurement.survey.strata import Strata

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimated:
    """The groups of one grouping.

    grouping    the column it is by; none = the total
    labels      values per group: (period,) first where there are periods, then the group's value
    values, variances   (groups, estimates)
    shares, share_variances   population share within the total of the same period (groups,)
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
    ones = np.zeros(above.shape[0])
    ones[0] = 1.0
    parent_of = np.zeros(len(labels), dtype=np.intp)
    if total is not None and sampled.sampled.over:
        periods = {label[0]: place for place, label in enumerate(total.labels)}
        parent_of = np.array([periods[label[0]] for label in labels], dtype=np.intp)
    elif total is None:
        parent_of = np.arange(len(labels), dtype=np.intp)
    parent = total.sums if total is not None else sums
    replicates = None
    if strata is None:
        below_totals = sums.totals(below)
        values = np.divide(
            sums.totals(above), below_totals, out=np.full_like(below_totals, np.nan), where=below_totals != 0
        )
        variances = np.where(np.isnan(values), np.nan, 0.0)
        mine, theirs = sums.totals(ones[:, None])[:, 0], parent.totals(ones[:, None])[:, 0]
        shares, share_variances = mine / theirs[parent_of], np.zeros(len(labels))
        df = np.full(len(labels), np.inf)
    elif design.replicates is not None:
        replicates = sampled.replicate_sums(grouping, sums)
        values, variances = replicates.ratios(sums, above, below)
        parents = total.replicates if total is not None and total.replicates is not None else replicates
        shares, share_variances = replicates.shares(sums, parents, parent, parent_of, ones)
        df = np.full(len(labels), replicates.df)
    else:
        values, variances = sums.ratio_variances(above, below, strata)
        shares, share_variances = sums.share_variances(parent, parent_of, ones, strata)
        df = sums.df()
    if design.df is not None:
        df = np.full(len(labels), float(design.df))
    return Estimated(
        grouping, labels, values, variances, shares, share_variances, df, sums.count(), sums, strata, replicates
    )
