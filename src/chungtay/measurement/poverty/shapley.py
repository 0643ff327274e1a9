"""How much of a change in M0 comes from fewer poor, and how much from less intense poverty, with errors. NumPy, Arrow.

With M0 = H x A, the Shapley parts are exact: incidence (H1 - H0)(A0 + A1) / 2, intensity (A1 - A0)(H0 + H1) / 2.
Their errors are by the delta method: each part is smooth in H0, A0, H1 and A1, of which H and A of one period always
hang together, and those of two periods where these share their PSUs. Variances and covariances are those of the design,
by linearisation or by replicates.
Source: Shorrocks (2013); Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, ch. 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.poverty.changes import PeriodPair, period_pairs
from chungtay.measurement.poverty.estimated import Estimated
from chungtay.measurement.poverty.estimates import Estimates
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.intervals import interval
from chungtay.measurement.survey.rows import divide

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


@dataclass(frozen=True)
class HeadcountAndIntensity:
    """H and A (in this order) of every group at one cut-off.

    values      (groups, 2), null (nan) where A has nobody to be of
    numerators, denominators   (p, 2) of the totals
    covariance  (groups, 2, 2), 0 where a value is null
    """

    values: Floats
    numerators: Floats
    denominators: Floats
    covariance: Floats


def decomposition_table(
    estimated: Sequence[Estimated], wanted: Estimates, design: Design, *, same_psus: bool, several: bool
) -> pa.Table:
    """Split every change of M0 between two periods into incidence and intensity.

    same_psus  the periods are one sample of PSUs; False = independent samples
    several    there are several cut-offs, told apart in a last column `cutoff`
    Returns group, from, to, change, incidence, intensity (sum = change), incidence_share (null where nothing changed);
    then std_error, lower and upper (t or normal intervals) of both parts, as incidence_std_error and so on, and
    incidence_share_std_error.
    """
    import pyarrow as pa

    blocks: list[pa.Table] = []
    for one in estimated:
        pairs = period_pairs(one)
        for cutoff in dict.fromkeys(key[0] for key in wanted.keys) if pairs else ():
            columns = _columns(one, pairs, _at_cutoff(one, wanted, cutoff), design, same_psus=same_psus)
            named: dict[str, Any] = {
                "group": [pair.group for pair in pairs],
                "from": [pair.earlier for pair in pairs],
                "to": [pair.later for pair in pairs],
            }
            named |= {name: pa.array(values, from_pandas=True) for name, values in columns.items()}
            if several:
                named["cutoff"] = [str(cutoff)] * len(pairs)
            blocks.append(pa.table(named))
    return pa.concat_tables(blocks) if blocks else pa.table({"group": pa.array([], pa.string())})


def _at_cutoff(one: Estimated, wanted: Estimates, cutoff: Fraction) -> HeadcountAndIntensity:
    """H and A of one cut-off with their covariance: that of a sum less those of its parts."""
    places = [wanted.keys.index((cutoff, name, "")) for name in ("H", "A")]
    above, below = wanted.numerators[:, places], wanted.denominators[:, places]
    values, variances = one.values[:, places], np.nan_to_num(one.variances[:, places])
    if one.replicates is not None:
        both = one.replicates.ratio_replicates(one.sums, above, below).sum(axis=2, keepdims=True)
        of_sum = np.nan_to_num(one.replicates.variance(both, values.sum(axis=1, keepdims=True)))[:, 0]
    elif one.strata is not None:
        columns = np.nan_to_num(linearised_columns(one, values, above, below))
        of_sum = one.sums.combination_variances(columns.sum(axis=2), one.strata)
    else:
        of_sum = np.zeros(len(values))
    between = (of_sum - variances.sum(axis=1)) / 2
    between = np.where(np.isnan(values).any(axis=1), 0.0, between)
    covariance = np.zeros((len(values), 2, 2))
    covariance[:, [0, 1], [0, 1]] = variances
    covariance[:, 0, 1] = covariance[:, 1, 0] = between
    return HeadcountAndIntensity(values, above, below, covariance)


def linearised_columns(one: Estimated, values: Floats, above: Floats, below: Floats) -> Floats:
    """Columns c (groups, p, 2) whose total c'y has the error of each ratio: (above - ratio x below) / total below."""
    totals = one.sums.totals(below)
    return divide(above[None] - values[:, None, :] * below[None], totals[:, None, :])


def _columns(
    one: Estimated, pairs: Sequence[PeriodPair], found: HeadcountAndIntensity, design: Design, *, same_psus: bool
) -> dict[str, Floats]:
    first, last = (np.array([getattr(pair, name) for pair in pairs], dtype=np.intp) for name in ("first", "last"))
    before, after = _filled(found.values[first], found.values[last])
    parts = shapley_parts(before, after)
    change = parts.sum(axis=1)
    share = divide(parts[:, 0], change)
    slopes = _slopes(before, after)
    # Of two periods of which one has nobody poor, the other's intensity stands for both.
    for here, there, values in ((0, 1, found.values[first]), (1, 0, found.values[last])):
        lost = np.isnan(values[:, 1])
        slopes[there][lost, 1] += slopes[here][lost, 1]
        slopes[here][lost, 1] = 0.0
    with_share = tuple(
        np.concatenate([slope, ((1 - share)[:, None] * slope[:, :, 0] - share[:, None] * slope[:, :, 1])[:, :, None]
                        / np.where(change == 0, np.nan, change)[:, None, None]], axis=2)
        for slope in slopes
    )  # fmt: skip
    error = np.sqrt(np.maximum(_variances(one, first, last, found, with_share, same_psus=same_psus), 0.0))
    df = one.df[first] if same_psus else one.df[first] + one.df[last]
    kind = "normal" if design.interval == "normal" else "t"
    lower, upper = interval(parts, error[:, :2], df[:, None], level=design.level, kind=kind)  # type: ignore[arg-type]
    out = {"change": change, "incidence": parts[:, 0], "intensity": parts[:, 1], "incidence_share": share}
    for place, name in enumerate(("incidence", "intensity")):
        out |= {
            f"{name}_std_error": error[:, place],
            f"{name}_lower": lower[:, place],
            f"{name}_upper": upper[:, place],
        }
    return out | {"incidence_share_std_error": error[:, 2]}


def shapley_parts(before: Floats, after: Floats) -> Floats:
    """Incidence and intensity (pairs, 2) from H and A (pairs, 2) before and after."""
    (h0, a0), (h1, a1) = before.T, after.T
    return np.stack([(h1 - h0) * (a0 + a1) / 2, (a1 - a0) * (h0 + h1) / 2], axis=1)


def _slopes(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Derivatives of both parts by H and A before, and by H and A after: (pairs, H and A, parts)."""
    (h0, a0), (h1, a1) = before.T, after.T
    mean_a, mean_h, less_h, less_a = (a0 + a1) / 2, (h0 + h1) / 2, (h1 - h0) / 2, (a1 - a0) / 2
    earlier = [[-mean_a, less_a], [less_h, -mean_h]]
    later = [[mean_a, less_a], [less_h, mean_h]]
    return np.array(earlier).transpose(2, 0, 1), np.array(later).transpose(2, 0, 1)


def _filled(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """With no poor there is no intensity: the other period's is taken, and all of the change is one of incidence."""
    a0, a1 = before[:, 1], after[:, 1]
    either = np.nan_to_num(np.where(np.isnan(a0), a1, a0))
    return (
        np.stack([before[:, 0], np.where(np.isnan(a0), either, a0)], axis=1),
        np.stack([after[:, 0], np.where(np.isnan(a1), either, a1)], axis=1),
    )


def _variances(
    one: Estimated,
    first: Codes,
    last: Codes,
    found: HeadcountAndIntensity,
    slopes: Sequence[Floats],
    *,
    same_psus: bool,
) -> Floats:
    """Variances (pairs, parts) of what has these slopes in H and A of both periods."""
    earlier, later = slopes
    apart = sum(
        np.einsum("pio,pij,pjo->po", slope, found.covariance[groups], slope)
        for slope, groups in ((earlier, first), (later, last))
    )
    if not same_psus or one.strata is None:
        return np.asarray(apart)
    if one.replicates is not None:
        each = one.replicates.ratio_replicates(one.sums, found.numerators, found.denominators)
        each = np.where(np.isnan(found.values)[:, None, :], 0.0, each)
        moved = np.einsum("pri,pio->pro", each[first], earlier) + np.einsum("pri,pio->pro", each[last], later)
        values = np.nan_to_num(found.values)
        full = np.einsum("pi,pio->po", values[first], earlier) + np.einsum("pi,pio->po", values[last], later)
        return one.replicates.variance(moved, full)
    columns = np.nan_to_num(linearised_columns(one, found.values, found.numerators, found.denominators))
    between = np.array([
        one.sums.combination_covariances(a, b, columns[a] @ earlier[i], columns[b] @ later[i], one.strata)
        for i, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True))
    ])  # fmt: skip
    return np.asarray(apart + 2 * between)
