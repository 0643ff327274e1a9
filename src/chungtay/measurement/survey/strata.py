"""Strata of a design: how many PSUs each has, and by what factor its spread counts. NumPy only; knows no tables.

Source: the behaviour of `onestrat` and `onestage` in the R package `survey` 4.1 is matched, options included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.design import LonelyPsu
from chungtay.messages import fail

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
SELF_REPRESENTING = 1e-7


@dataclass(frozen=True)
class Strata:
    """What each stratum contributes; arrays have one entry per stratum.

    psus     number of PSUs in the sample, those without rows of a group included
    factor   (1 - sampled share) * n / (n - 1); for a single PSU (1 - sampled share)
    centred  spread is taken about the stratum's mean (False: about the grand mean, 0 for linearised values)
    known    False where the stratum's spread stands open and counts as the mean of the others
    """

    psus: Floats
    factor: Floats
    centred: Bools
    known: Bools

    def spread(self, squares: Floats, sums: Floats, stratum: npt.NDArray[np.intp]) -> Floats:
        """Contribution of (group, stratum) pairs to the variance.

        squares, sums   sum of squares and sum of the PSUs' linearised values; (pairs,) or (pairs, estimates)
        stratum         the stratum of each pair
        """
        wide = (slice(None),) + (None,) * (squares.ndim - 1)
        psus, centred = self.psus[stratum][wide], self.centred[stratum][wide]
        inside = squares - np.where(centred, sums * sums / psus, 0.0)
        return np.where(self.known[stratum][wide], self.factor[stratum][wide] * np.maximum(inside, 0.0), 0.0)


def strata_of(
    psus: Floats,
    population: Floats | None,
    lonely_psu: LonelyPsu,
    *,
    corrected: bool,
    labels: list[Any],
    columns: tuple[str | None, str | None] = (None, None),
) -> Strata:
    """Build the strata.

    psus        PSUs in the sample per stratum
    population  PSUs in the population per stratum (> 1) or the share sampled (<= 1); None = no correction
    corrected   whether to use the correction
    labels      names of the strata, and columns: those of PSU and population size, both for messages
    Raises UserError for a population smaller than the sample, and for a single PSU where the option is "fail".
    """
    psus = np.asarray(psus, dtype=np.float64)
    if not psus.any():  # an empty table has no strata to complain of
        lonely_psu = "remove"
    share = np.zeros_like(psus)
    if population is not None and corrected:
        population = np.asarray(population, dtype=np.float64)
        share = np.where(population > 1, psus / np.where(population > 1, population, 1.0), population)
        for i in np.flatnonzero((share > 1 + 1e-12) | (population <= 0)):
            raise fail(
                f"Tầng {labels[i]}: mẫu có {psus[i]:.0f} đơn vị, nhiều hơn tổng thể.",
                f"Stratum {labels[i]}: the sample has {psus[i]:.0f} units, more than the population.",
                do_vi="Cột fpc ghi số đơn vị (PSU) của tầng trong tổng thể, hoặc tỷ lệ mẫu trong (0, 1].",
                do_en="The fpc column holds the stratum's PSUs in the population, or the share sampled in (0, 1].",
                column=columns[1],
                value=f"{population[i]:g}",
                code="fpc",
            )
    rest = 1.0 - np.minimum(share, 1.0)
    single = psus <= 1
    open_ = single & (rest >= SELF_REPRESENTING)
    if lonely_psu == "fail" and open_.any():
        names = ", ".join(str(labels[i]) for i in np.flatnonzero(open_)[:5])
        raise fail(
            f"{int(open_.sum())} tầng chỉ có một đơn vị mẫu (PSU): {names}.",
            f"{int(open_.sum())} strata have a single PSU: {names}.",
            do_vi="Gộp tầng, hoặc chọn --lonely-psu remove, adjust hay average.",
            do_en="Join strata, or choose --lonely-psu remove, adjust or average.",
            column=columns[0],
            code="lonely_psu",
        )
    factor = rest * np.where(single, 1.0, psus / np.maximum(psus - 1, 1.0))
    factor = np.where(rest < SELF_REPRESENTING, 0.0, factor)
    return Strata(
        psus=np.maximum(psus, 1.0),
        factor=factor,
        centred=~(open_ & (lonely_psu == "adjust")),
        known=~(open_ & (lonely_psu == "average")),
    )


def averaged(known: Bools, stratum: npt.NDArray[np.intp], group: npt.NDArray[np.intp], groups: int) -> Floats:
    """Factor per group that lets strata of unknown spread count as the mean of the known ones among its strata."""
    all_ = np.bincount(group, minlength=groups).astype(np.float64)
    fine = np.bincount(group, weights=known[stratum].astype(np.float64), minlength=groups)
    return np.divide(all_, fine, out=np.full(groups, np.nan), where=fine > 0)
