"""Sampling variances that a handful of households can bear: one unit variance for all areas. NumPy; imports `messages`.

The variance that a small sample gives of itself is as uncertain as its estimate, and 0 where all households were alike;
the model takes variances as known. What varies little from area to area is the variance of a unit (with the effect of
the design in it), n_i x variance_i. Its mean over areas, each counting by its sample, is taken for all:

    smoothed_i = S2 / n_i,    S2 = sum n_i (n_i variance_i) / sum n_i

Areas with one household know nothing of their variance and do not enter S2, but receive a smoothed one.
Source: Wolter (2007), Introduction to Variance Estimation, ch. 7 (generalised variance functions); Rao and Molina
(2015), Small Area Estimation, section 6.4.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from chungtay.messages import fail

Floats = npt.NDArray[np.float64]


def smooth_variances(variance: Floats, sizes: Floats) -> Floats:
    """Smoothed sampling variances.

    variance  (areas,) as the sample gives them, >= 0; nan = not known
    sizes     (areas,) sampled units; nan or 0 = no sample, which gives nan
    Raises UserError where no area with two units or more shows any variation.
    """
    n = np.where(sizes > 0, sizes, np.nan)
    usable = (n >= 2) & ~np.isnan(variance)
    unit = float((n[usable] ** 2 * variance[usable]).sum() / n[usable].sum()) if usable.any() else 0.0
    if not unit > 0:
        raise fail(
            "Không địa bàn nào có sai số lớn hơn 0 nên không làm trơn được.",
            "No area has an error above 0, so nothing can be smoothed.",
            do_vi="Sổ bộ đầy đủ không cần mô hình; mẫu thì tính lại sai số trực tiếp (chungtay measure).",
            do_en="A full count needs no model; for a sample compute the direct errors again (chungtay measure).",
            code="variance",
        )
    return unit / n
