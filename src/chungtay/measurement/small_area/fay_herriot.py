"""The area-level model of Fay and Herriot: modelled estimates of small areas with their errors. NumPy, Arrow.

    direct_i = x_i' beta + v_i + e_i,    v_i ~ (0, sigma2),    e_i ~ (0, variance_i known)

The modelled estimate (EBLUP) is gamma_i * direct_i + (1 - gamma_i) * x_i' beta with gamma_i = sigma2 / (sigma2 +
variance_i): the better the sample of an area, the more its own figure counts. These are modelled values, not counts,
and must be shown as such.
Sources: Fay and Herriot (1979), JASA 74, 269-277; Prasad and Rao (1990), JASA 85, 163-171; Datta and Lahiri (2000),
Statistica Sinica 10, 613-627; Rao and Molina (2015), Small Area Estimation, ch. 5-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from chungtay.measurement.small_area.checks import check_areas
from chungtay.measurement.small_area.spread import estimate_spread

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.float64]
Method = Literal["reml", "moment"]


@dataclass(frozen=True)
class SmallAreas:
    """A fitted model.

    estimates, mse   modelled estimates and their mean squared errors, one per area
    direct, variance what was put in; nan for an area without a sample, whose estimate is x' beta alone
    beta, beta_errors   coefficients, the constant first, and their standard errors
    spread           sigma2, the variance between areas that x does not explain; at_zero: it was estimated as 0, so that
                     the model takes all areas for x' beta (then doubt the errors)
    weight           gamma, the part of the direct estimate
    """

    areas: tuple[Any, ...]
    estimates: Floats
    mse: Floats
    direct: Floats
    variance: Floats
    weight: Floats
    beta: Floats
    beta_errors: Floats
    spread: float
    method: Method

    @property
    def at_zero(self) -> bool:
        """Whether the spread between areas was estimated as 0."""
        return self.spread == 0

    @property
    def table(self) -> pa.Table:
        """One row per area; `kind` says "modelled" so that no reader takes these for counts."""
        import pyarrow as pa

        return pa.table(
            {
                "area": list(self.areas),
                "kind": ["modelled"] * len(self.areas),
                "estimate": self.estimates,
                "std_error": np.sqrt(self.mse),
                "direct": pa.array(self.direct, from_pandas=True),
                "direct_std_error": pa.array(np.sqrt(self.variance), from_pandas=True),
                "weight_of_direct": self.weight,
            }
        )


def fay_herriot(
    direct: Sequence[float] | Floats,
    variance: Sequence[float] | Floats,
    covariates: Sequence[Sequence[float]] | Floats | None = None,
    *,
    areas: Sequence[Any] | None = None,
    method: Method = "reml",
) -> SmallAreas:
    """Fit the model and estimate every area.

    direct      (areas,) direct estimates, such as poverty rates from a survey; nan = no sample in the area
    variance    (areas,) their sampling variances (squared standard errors), > 0; taken as known
    covariates  (areas, p) or (areas,) known of every area, such as shares from the registry; None = a common mean
    method      how sigma2 is estimated: "reml", or "moment" (Fay and Herriot's own moment equation)
    Returns SmallAreas. The errors hold to second order: with their part for the estimation of beta and of sigma2
    (Prasad and Rao for REML, where the bias term vanishes; Datta, Rao and Smith 2005, Biometrika 92, for the moment
    equation). An area without a sample has sigma2 + x' V(beta) x.
    Raises UserError for too few areas, variances not above 0, covariates that are missing or that repeat each other.
    """
    y, d, x = check_areas(direct, variance, covariates)
    sampled = ~np.isnan(y)
    spread = estimate_spread(y[sampled], d[sampled], x[sampled], method)
    w = 1 / (spread + d[sampled])
    inverse = np.asarray(np.linalg.inv((x[sampled].T * w) @ x[sampled]), dtype=np.float64)
    beta = inverse @ (x[sampled].T @ (w * y[sampled]))
    fitted = x @ beta
    weight = np.where(sampled, spread / (spread + np.where(sampled, d, 1.0)), 0.0)
    estimates = np.where(sampled, weight * np.where(sampled, y, 0.0) + (1 - weight) * fitted, fitted)
    return SmallAreas(
        areas=tuple(areas) if areas is not None else tuple(range(1, len(y) + 1)),
        estimates=estimates,
        mse=_mean_squared_errors(d, x, inverse, weight, spread, sampled, method),
        direct=y,
        variance=d,
        weight=weight,
        beta=beta,
        beta_errors=np.sqrt(np.diag(inverse)),
        spread=spread,
        method=method,
    )


def _mean_squared_errors(  # noqa: PLR0917
    d: Floats, x: Floats, inverse: Floats, weight: Floats, spread: float, sampled: npt.NDArray[np.bool_], method: Method
) -> Floats:
    """g1 + g2 + 2 g3, less the bias of g1 for the moment equation."""
    known = np.where(sampled, d, 1.0)
    of_beta = np.einsum("ij,jk,ik->i", x, inverse, x)
    w = 1 / (spread + d[sampled])
    g1 = weight * known
    g2 = (1 - weight) ** 2 * of_beta
    # Asymptotic variance of the estimated spread; and the bias of the moment estimator.
    if method == "reml":
        of_spread, bias = 2 / (w**2).sum(), 0.0
    else:
        of_spread = 2 * len(w) / w.sum() ** 2
        bias = 2 * (len(w) * (w**2).sum() - w.sum() ** 2) / w.sum() ** 3
    g3 = known**2 / (spread + known) ** 3 * of_spread
    inside = g1 + g2 + 2 * g3 - (1 - weight) ** 2 * bias
    return np.where(sampled, np.maximum(inside, 0.0), spread + of_beta)
