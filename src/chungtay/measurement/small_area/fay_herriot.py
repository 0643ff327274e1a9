"""The area-level model of Fay and Herriot: modelled estimates of small areas with their errors. NumPy, Arrow.

    direct_i = x_i' beta + v_i + e_i,    v_i ~ (0, sigma2),    e_i ~ (0, variance_i known)

The modelled estimate (EBLUP) is gamma_i * direct_i + (1 - gamma_i) * x_i' beta with gamma_i = sigma2 / (sigma2 +
variance_i): the better the sample of an area, the more its own figure counts. These are modelled values, not counts,
and must be shown as such.
Sources: Fay and Herriot (1979), JASA 74, 269-277; Prasad and Rao (1990), JASA 85, 163-171; Datta and Lahiri (2000),
Statistica Sinica 10, 613-627; Datta, Rao and Smith (2005), Biometrika 92, 183-196; Yoshimori and Lahiri (2014), Journal
of Multivariate Analysis 124, 281-294; Rao and Molina (2015), Small Area Estimation, ch. 5-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from chungtay.measurement.small_area.checks import check_areas
from chungtay.measurement.small_area.fit import fit_of
from chungtay.measurement.small_area.result import CONSTANT, Kind, Method, SmallAreas
from chungtay.measurement.small_area.spread import estimate_spread
from chungtay.messages import fail

Floats = npt.NDArray[np.float64]


def fay_herriot(
    direct: Sequence[float] | Floats,
    variance: Sequence[float] | Floats,
    covariates: Sequence[Sequence[float]] | Floats | None = None,
    *,
    areas: Sequence[Any] | None = None,
    names: Sequence[str] | None = None,
    method: Method = "reml",
    level: float = 0.95,
    interval: Kind = "logit",
) -> SmallAreas:
    """Fit the model and estimate every area.

    direct      (areas,) direct estimates, such as poverty rates from a survey; nan = no sample in the area
    variance    (areas,) their sampling variances (squared standard errors), > 0; taken as known
    covariates  (areas, p) or (areas,) known of every area, such as shares from the registry; None = a common mean
    areas, names  names of the areas and of the covariates
    method      how sigma2 is estimated: "reml"; "ml"; "adjusted" (REML kept away from 0, Yoshimori and Lahiri); or
                "moment" (Fay and Herriot's own moment equation)
    level       confidence level of the intervals
    interval    "logit" keeps those of shares within 0 and 1; where a direct estimate is no share, and for modelled ones
                outside 0 and 1, they are "normal"
    Returns SmallAreas. The errors hold to second order: g1 + g2 + 2 g3 (their parts for a known model, for beta and for
    sigma2), less the bias of g1 where the method estimates sigma2 with one: ML (Datta and Lahiri) and the moment
    equation (Datta, Rao and Smith). An area without a sample has sigma2 + x' V(beta) x.
    Raises UserError for too few areas, variances not above 0, covariates that are missing or that repeat each other.
    """
    _check_options(method, level)
    y, d, x = check_areas(direct, variance, covariates, areas)
    sampled = ~np.isnan(y)
    # Centred and scaled: the same model, but covariates in millions lose no digits.
    middle, scale = x[sampled].mean(axis=0), x[sampled].std(axis=0)
    middle[0], scale[0] = 0.0, 1.0
    z = (x - middle) / scale
    spread = estimate_spread(y[sampled], d[sampled], z[sampled], method)
    w = 1 / (spread + d[sampled])
    inverse = np.asarray(np.linalg.inv((z[sampled].T * w) @ z[sampled]), dtype=np.float64)
    beta = inverse @ (z[sampled].T @ (w * y[sampled]))
    fitted = z @ beta
    weight = np.where(sampled, spread / (spread + np.where(sampled, d, 1.0)), 0.0)
    estimates = np.where(sampled, weight * np.where(sampled, y, 0.0) + (1 - weight) * fitted, fitted)
    back = np.diag(1 / scale)
    back[0, 1:] = -middle[1:] / scale[1:]
    return SmallAreas(
        areas=tuple(areas) if areas is not None else tuple(range(1, len(y) + 1)),
        estimates=estimates,
        mse=_mean_squared_errors(d, z, inverse, spread=spread, method=method),
        direct=y,
        variance=d,
        weight=weight,
        synthetic=fitted,
        residuals=(y - fitted) / np.sqrt(spread + d - np.einsum("ij,jk,ik->i", z, inverse, z)),
        terms=(CONSTANT, *(names if names is not None else (f"x{place}" for place in range(1, x.shape[1])))),
        beta=back @ beta,
        beta_errors=np.sqrt(np.diag(back @ inverse @ back.T)),
        spread=spread,
        method=method,
        fit=fit_of(y[sampled], d[sampled], z[sampled], spread=spread, fitted=fitted[sampled]),
        level=level,
        interval="normal" if ((y < 0) | (y > 1)).any() else interval,
    )


def _mean_squared_errors(d: Floats, x: Floats, inverse: Floats, *, spread: float, method: Method) -> Floats:
    """g1 + g2 + 2 g3, less the bias of g1; d is nan where there is no sample."""
    of_beta = np.einsum("ij,jk,ik->i", x, inverse, x)
    sampled = ~np.isnan(d)
    known = np.where(sampled, d, 1.0)
    rest = np.where(sampled, known / (spread + known), 1.0)  # 1 - gamma
    w, inside = 1 / (spread + d[sampled]), x[sampled]
    # Asymptotic variance of the estimated spread, and its bias.
    of_spread, bias = 2 / float((w**2).sum()), 0.0
    if method == "ml":
        bias = -float(np.trace(inverse @ ((inside.T * w**2) @ inside))) / float((w**2).sum())
    elif method == "moment":
        of_spread = 2 * len(w) / float(w.sum()) ** 2
        bias = 2 * float(len(w) * (w**2).sum() - w.sum() ** 2) / float(w.sum()) ** 3
    g1 = np.where(sampled, spread * rest, spread)
    g2 = rest**2 * of_beta
    g3 = np.where(sampled, rest**2 / (spread + known) * of_spread, 0.0)
    return np.asarray(g2 + np.maximum(g1 - rest**2 * bias, 0.0) + 2 * g3, dtype=np.float64)


def _check_options(method: str, level: float) -> None:
    if method not in get_args(Method):
        raise fail(
            "Không hiểu phương pháp.",
            "Unknown method.",
            do_vi="Chọn một trong các phương pháp được phép.",
            do_en="Choose one of the allowed methods.",
            value=method,
            allowed=", ".join(get_args(Method)),
            code="method",
        )
    if not 0 < level < 1:
        raise fail(
            "Độ tin cậy phải nằm giữa 0 và 1.",
            "The confidence level must lie between 0 and 1.",
            do_vi="Ví dụ 0.95 cho khoảng 95 %.",
            do_en="For example 0.95 for a 95 % interval.",
            value=str(level),
            code="level",
        )
