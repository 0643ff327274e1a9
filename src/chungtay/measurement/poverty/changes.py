"""Changes between periods: absolute, relative, annualised, each with its error and a test. NumPy and Arrow.

A change is later less earlier. Periods are independent samples, or they share PSUs and the covariance is taken in. The
error of a relative change is by the delta method. Source: Alkire et al. (2015), Multidimensional Poverty Measurement
and Analysis, ch. 9 (changes) and 8 (inference).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.poverty.estimated import Estimated
from chungtay.measurement.poverty.estimates import Estimates
from chungtay.measurement.poverty.result_table import group_label, value_label
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.intervals import interval, two_sided_p

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PeriodPair:
    """Two periods of one group: their labels, their places among the groups, and the years between (nan: unknown)."""

    group: str
    earlier: str
    later: str
    first: int
    last: int
    years: float


def period_pairs(one: Estimated) -> list[PeriodPair]:
    """The pairs of neighbouring periods of every group, and its first with its last."""
    places = {label: place for place, label in enumerate(one.labels)}
    periods = sorted({label[0] for label in one.labels if label[0] is not None})
    steps = list(itertools.pairwise(periods))
    if len(periods) > 2:
        steps.append((periods[0], periods[-1]))
    return [
        PeriodPair(
            group_label(one.grouping.columns, values), value_label(earlier), value_label(later),
            places[earlier, *values], places[later, *values], _years(earlier, later),
        )
        for values in dict.fromkeys(label[1:] for label in one.labels)
        for earlier, later in steps
        if (earlier, *values) in places and (later, *values) in places
    ]  # fmt: skip


def change_table(
    estimated: Sequence[Estimated], wanted: Estimates, design: Design, *, same_psus: bool, several: bool
) -> pa.Table:
    """One row per group, pair of neighbouring periods (and first to last) and measure.

    Columns: group, from, to, measure, indicator, first, last, absolute, std_error, lower, upper, p_value, relative,
    relative_std_error, annualised (absolute per year), annualised_relative (mean growth rate per year), and cutoff
    where there are several. Annualised values are null where the period is not a number.
    """
    import pyarrow as pa

    blocks: list[pa.Table] = []
    for one in estimated:
        for pair in period_pairs(one):
            columns = _change(one, pair.first, pair.last, wanted, design, same_psus=same_psus, years=pair.years)
            count = len(wanted.keys)
            named: dict[str, Any] = {
                "group": [pair.group] * count,
                "from": [pair.earlier] * count,
                "to": [pair.later] * count,
                "measure": [key[1] for key in wanted.keys],
                "indicator": [key[2] for key in wanted.keys],
            }
            named |= {name: pa.array(column, from_pandas=True) for name, column in columns.items()}
            if several:
                named["cutoff"] = [str(key[0]) for key in wanted.keys]
            blocks.append(pa.table(named))
    return pa.concat_tables(blocks) if blocks else pa.table({"group": pa.array([], pa.string())})


def _change(
    one: Estimated, first: int, last: int, wanted: Estimates, design: Design, *, same_psus: bool, years: float
) -> dict[str, Floats]:
    before, after = one.values[first], one.values[last]
    shared = _covariance(one, first, last, wanted) if same_psus else np.zeros_like(before)
    variance = np.maximum(one.variances[first] + one.variances[last] - 2 * shared, 0.0)
    error = np.sqrt(variance)
    df = np.full_like(before, one.df[first] if same_psus else one.df[first] + one.df[last])
    lower, upper = interval(
        after - before, error, df, level=design.level, kind="normal" if design.interval == "normal" else "t"
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where(error > 0, (after - before) / error, np.nan)
        ratio = np.where(before > 0, after / before, np.nan)
        ratio_variance = (one.variances[last] + ratio**2 * one.variances[first] - 2 * ratio * shared) / before**2
        growth = np.where(ratio > 0, ratio ** (1 / years) - 1, np.nan)
        growth_error = np.where(ratio > 0, ratio ** (1 / years - 1) / years, np.nan) * np.sqrt(
            np.maximum(ratio_variance, 0)
        )
    return {
        "first": before,
        "last": after,
        "absolute": after - before,
        "std_error": error,
        "lower": lower,
        "upper": upper,
        "p_value": two_sided_p(statistic, df),
        "relative": ratio - 1,
        "relative_std_error": np.sqrt(np.maximum(ratio_variance, 0)),
        "annualised": (after - before) / years,
        "annualised_std_error": error / years,
        "annualised_relative": growth,
        "annualised_relative_std_error": growth_error,
    }


def _covariance(one: Estimated, first: int, last: int, wanted: Estimates) -> Floats:
    """Covariance of the estimates of two groups of one sample."""
    above, below = wanted.numerators, wanted.denominators
    if one.replicates is not None:
        each = one.replicates.ratio_replicates(one.sums, above, below)[[first, last]]
        apart = each[1] - each[0]
        of_change = one.replicates.variance(apart[None], (one.values[last] - one.values[first])[None])[0]
        return (one.variances[first] + one.variances[last] - of_change) / 2
    if one.strata is None:
        return np.zeros_like(one.values[first])
    return one.sums.covariances(first, last, above, below, one.strata)


def _years(earlier: Any, later: Any) -> float:
    try:
        apart = float(later) - float(earlier)
    except (TypeError, ValueError):
        return float("nan")
    return apart if apart > 0 else float("nan")
