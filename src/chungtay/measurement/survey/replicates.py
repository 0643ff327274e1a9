"""Replicate weights: made from strata and PSUs, or given as columns; variances from the spread of the replicates.

NumPy only. Source: Wolter (2007), Introduction to Variance Estimation; Rao, Wu and Yue (1992) for the bootstrap of
n_h - 1 PSUs; scales as in the R package `survey`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.design import Replicates
from chungtay.measurement.survey.rows import Codes, Floats, Rows, combined, divide
from chungtay.measurement.survey.strata import Strata
from chungtay.messages import fail


@dataclass(frozen=True)
class ReplicateFactors:
    """Factor of each PSU in each replicate (units, replicates), and how the replicates' spread adds up."""

    factors: Floats
    scale: float
    rscales: Floats


@dataclass(frozen=True)
class ReplicateSums:
    """Totals of every replicate.

    weights  (entries, replicates): each entry's sum of replicate weights (or its PSU's factor), beside `Rows.values`
    """

    weights: Floats
    scale: float
    rscales: Floats
    mse: bool
    df: float

    def totals(self, rows: Rows, columns: Floats) -> Floats:
        """Totals (groups, replicates, estimates) of the columns (p, estimates)."""
        projected = combined(rows.values, columns)
        out = np.zeros((rows.groups, self.weights.shape[1], columns.shape[1]))
        for group in range(rows.groups):
            mine = rows.group == group
            out[group] = self.weights[mine].T @ projected[rows.pattern[mine]]
        return out

    def ratio_replicates(self, rows: Rows, numerators: Floats, denominators: Floats) -> Floats:
        """Ratios (groups, replicates, estimates)."""
        return divide(self.totals(rows, numerators), self.totals(rows, denominators))

    def ratios(self, rows: Rows, numerators: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """Full-sample ratios and their variances, (groups, estimates)."""
        full = divide(rows.totals(numerators), rows.totals(denominators))
        return full, self.variance(self.ratio_replicates(rows, numerators, denominators), full)

    def shares(
        self, rows: Rows, parents: ReplicateSums, parent: Rows, parent_of: Codes, columns: Floats
    ) -> tuple[Floats, Floats]:
        """Each group's part of its parent's totals of the columns (p, e), and its variance, (groups, e)."""
        full = divide(rows.totals(columns), parent.totals(columns)[parent_of])
        each = divide(self.totals(rows, columns), parents.totals(parent, columns)[parent_of])
        return full, self.variance(each, full)

    def variance(self, replicates: Floats, full: Floats) -> Floats:
        """Variance over axis 1 of replicate estimates; a replicate without a value is left out."""
        wide = (None, slice(None)) + (None,) * (replicates.ndim - 2)
        used = (self.rscales > 0)[wide] & ~np.isnan(replicates)
        filled = np.where(used, replicates, 0.0)
        centre = full if self.mse else divide(filled.sum(axis=1), used.sum(axis=1))
        apart = np.where(used, replicates - np.expand_dims(centre, 1), 0.0)
        spread = self.scale * (self.rscales[wide] * apart * apart).sum(axis=1)
        return np.where(np.isnan(full), np.nan, spread)


def given_sums(asked: Replicates, weights: Floats, df: float) -> ReplicateSums:
    """Replicates given as columns; weights: each entry's sum of them (entries, replicates)."""
    scale, rscales = given_scales(asked, weights.shape[1])
    return ReplicateSums(weights, scale, rscales, asked.mse, df)


def made_sums(asked: Replicates, sums: Rows, stratum: Codes, strata: Strata) -> ReplicateSums:
    """Make replicates for sums by PSU; stratum: the stratum of each PSU. Raises UserError as `made_factors` does."""
    made = made_factors(asked, stratum, strata)
    df = float(len(stratum) - len(strata.psus))
    return ReplicateSums(made.factors[sums.unit], made.scale, made.rscales, asked.mse, df)


def given_scales(replicates: Replicates, count: int) -> tuple[float, Floats]:
    """Scale and rscales of replicate weights that are given as columns."""
    implied = {
        "BRR": 1 / count,
        "Fay": 1 / (count * (1 - replicates.rho) ** 2),
        "JK1": (count - 1) / count,
        "bootstrap": 1 / max(count - 1, 1),
    }
    scale = replicates.scale if replicates.scale is not None else implied.get(replicates.kind, 1.0)
    rscales = np.ones(count) if replicates.rscales is None else np.array(replicates.rscales, dtype=np.float64)
    if len(rscales) != count:
        raise fail(
            "Số hệ số rscales khác số cột trọng số lặp.",
            "There are not as many rscales as columns of replicate weights.",
            do_vi="Nêu một hệ số cho mỗi cột.",
            do_en="Give one factor per column.",
            value=str(len(rscales)),
            allowed=str(count),
            code="rscales",
        )
    return scale, rscales


def made_factors(replicates: Replicates, stratum: Codes, strata: Strata) -> ReplicateFactors:
    """Make the replicates of a design.

    stratum  the stratum of each PSU of the sample
    A stratum with a single PSU keeps the factor 1 in every replicate and adds nothing to the variance.
    Raises UserError for BRR where a stratum has not two PSUs, and for JK1 with several strata.
    """
    counts = np.bincount(stratum, minlength=len(strata.psus))
    units = len(stratum)
    if replicates.kind == "JK1":
        if len(counts) > 1:
            raise _unfit("JK1", "một tầng duy nhất (dùng JKn)", "a single stratum (use JKn)")
        factors = np.full((units, units), units / max(units - 1, 1))
        np.fill_diagonal(factors, 0.0)
        # The factor of a stratum is (1 - sampled share) * n / (n - 1): take the correction out of it again.
        rest = strata.factor[0] * (units - 1) / units
        return ReplicateFactors(factors, (units - 1) / units * rest, np.ones(units))
    if replicates.kind == "JKn":
        kept = np.flatnonzero(counts[stratum] > 1)
        size = counts[stratum].astype(np.float64)
        same = stratum[:, None] == stratum[kept][None, :]
        factors = np.where(same, (size / np.maximum(size - 1, 1))[:, None], 1.0)
        factors[kept, np.arange(len(kept))] = 0.0
        n = size[kept]
        rest = strata.factor[stratum[kept]] * (n - 1) / n
        return ReplicateFactors(factors, 1.0, (n - 1) / n * rest)
    if replicates.kind == "BRR":
        return _balanced(stratum, counts)
    return _bootstrap(replicates, stratum, counts)


def _balanced(stratum: Codes, counts: npt.NDArray[np.intp]) -> ReplicateFactors:
    from scipy.linalg import hadamard

    if (counts != 2).any():
        raise _unfit("BRR", "đúng hai đơn vị mẫu (PSU) mỗi tầng", "exactly two PSUs in every stratum")
    size = 1 << len(counts).bit_length()
    signs = hadamard(size)[:, 1 : len(counts) + 1].T  # (strata, replicates); the first column is constant
    order = np.argsort(stratum, kind="stable")
    second = np.zeros(len(stratum), dtype=bool)
    second[order[1::2]] = True
    taken = np.where(second[:, None], -signs[stratum], signs[stratum])
    return ReplicateFactors(1.0 + taken, 1 / size, np.ones(size))


def _bootstrap(replicates: Replicates, stratum: Codes, counts: npt.NDArray[np.intp]) -> ReplicateFactors:
    draw = np.random.default_rng(replicates.seed)
    factors = np.ones((len(stratum), replicates.count))
    for number, size in enumerate(counts):
        if size < 2:
            continue
        times = draw.multinomial(size - 1, np.full(size, 1 / size), size=replicates.count)
        factors[stratum == number] = times.T * size / (size - 1)
    return ReplicateFactors(factors, 1 / max(replicates.count - 1, 1), np.ones(replicates.count))


def _unfit(kind: str, needs_vi: str, needs_en: str) -> Exception:
    return fail(
        f"{kind} cần {needs_vi}.",
        f"{kind} needs {needs_en}.",
        do_vi="Chọn loại trọng số lặp khác, hoặc tuyến tính hóa.",
        do_en="Choose another kind of replicates, or linearisation.",
        code="replicates",
    )
