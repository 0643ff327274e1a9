"""How well an area model fits: likelihood, information criteria, explained variance, normality. NumPy and SciPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """Figures of fit, over the areas with a sample.

    areas            areas with a sample; terms: coefficients, the constant included
    log_likelihood   of the direct estimates under the model, at the estimates; aic and bic follow from it and compare
                     models of the same areas (lower is better)
    explained        share of the variance between the areas' true values that the covariates explain, free of sampling
                     errors (adjusted R2 of Lahiri and Suntornchost); None where sampling errors leave no variance
    normality        p value of Shapiro and Wilk for the standardised residuals; None beyond 5,000 areas
    """

    areas: int
    terms: int
    log_likelihood: float
    explained: float | None
    normality: float | None

    @property
    def aic(self) -> float:
        """Akaike's criterion; sigma2 counts as a parameter."""
        return -2 * self.log_likelihood + 2 * (self.terms + 1)

    @property
    def bic(self) -> float:
        """Schwarz's criterion; sigma2 counts as a parameter."""
        return float(-2 * self.log_likelihood + np.log(self.areas) * (self.terms + 1))


def fit_of(y: Floats, d: Floats, x: Floats, *, spread: float, fitted: Floats) -> Fit:
    """Work out the fit; y, d, x and fitted (x' beta) are those of the areas with a sample.

    Source of `explained`: Lahiri and Suntornchost (2015), Sankhya B 77, 312-320.
    """
    total = spread + d
    likelihood = -0.5 * float((np.log(2 * np.pi * total) + (y - fitted) ** 2 / total).sum())
    areas, terms = x.shape
    hat = np.einsum("ij,jk,ik->i", x, np.linalg.inv(x.T @ x), x)
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    within = float(left @ left - ((1 - hat) * d).sum()) / (areas - terms)
    whole = float(((y - y.mean()) ** 2).sum()) / (areas - 1) - float(d.mean())
    explained = min(max(1 - within / whole, 0.0), 1.0) if whole > 0 else None
    return Fit(areas, terms, likelihood, explained, _normality((y - fitted) / np.sqrt(total)))


def _normality(residuals: Floats) -> float | None:
    if len(residuals) > 5000 or np.ptp(residuals) == 0:
        return None
    from scipy.stats import shapiro

    return float(shapiro(residuals).pvalue)
