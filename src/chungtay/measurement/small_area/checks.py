"""Refuse areas from which no model can be fitted. NumPy; imports `messages`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from chungtay.messages import fail

Floats = npt.NDArray[np.float64]


def check_areas(
    direct: Sequence[float] | Floats,
    variance: Sequence[float] | Floats,
    covariates: Sequence[Sequence[float]] | Floats | None,
    areas: Sequence[Any] | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Direct estimates, variances and covariates (with the constant) as arrays; areas: names for messages.

    Raises UserError.
    """
    y = np.asarray(direct, dtype=np.float64).ravel()
    d = np.asarray(variance, dtype=np.float64).ravel()
    one = np.ones((len(y), 1))
    given = None if covariates is None else np.asarray(covariates, dtype=np.float64)
    sizes = {len(y), len(d), len(y if given is None else given), len(y if areas is None else areas)}
    if len(sizes) > 1:
        raise fail(
            "Số dòng của ước lượng, phương sai, biến giải thích và tên địa bàn không khớp.",
            "Estimates, variances, covariates and names have different numbers of rows.",
            do_vi="Mỗi địa bàn một dòng trong tất cả.",
            do_en="Give one row per area in each.",
            value=", ".join(str(size) for size in sorted(sizes)),
            code="shape",
        )
    x = one if given is None else np.concatenate([one, given.reshape(len(y), -1)], axis=1)
    if not np.isfinite(x).all():
        at = int(np.flatnonzero(~np.isfinite(x).all(axis=1))[0])
        raise fail(
            "Biến giải thích phải có ở mọi địa bàn.",
            "Covariates must be known of every area.",
            do_vi="Bổ sung, hoặc bỏ biến này.",
            do_en="Fill them in, or leave the covariate out.",
            row=at + 2,
            value=None if areas is None else str(areas[at]),
            code="covariate_missing",
        )
    sampled = ~np.isnan(y)
    wrong = sampled & ~((d > 0) & np.isfinite(d) & np.isfinite(y))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise fail(
            "Phương sai mẫu phải lớn hơn 0 (địa bàn có ước lượng mà không có sai số).",
            "Sampling variances must be above 0 (an area has an estimate without an error).",
            do_vi="Tỷ lệ 0 % hay 100 % thường có sai số 0: làm trơn phương sai trước, hoặc để trống ước lượng.",
            do_en="Rates of 0 or 100 % often have an error of 0: smooth the variances, or leave the estimate out.",
            row=at + 2,
            value=f"{d[at]:g}" if areas is None else f"{areas[at]}: {d[at]:g}",
            allowed="> 0",
            code="variance",
        )
    if sampled.sum() < x.shape[1] + 3:
        raise fail(
            f"Chỉ có {int(sampled.sum())} địa bàn có mẫu cho {x.shape[1]} hệ số.",
            f"Only {int(sampled.sum())} sampled areas for {x.shape[1]} coefficients.",
            do_vi="Cần nhiều địa bàn hơn số hệ số ít nhất 3, hoặc bớt biến.",
            do_en="Areas must exceed coefficients by 3 at least; leave covariates out.",
            code="too_few_areas",
        )
    # Scaled, so that a covariate in millions is not taken for a repetition of the constant.
    centred = x[sampled, 1:] - x[sampled, 1:].mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    flat = lengths <= 1e-10 * np.abs(x[sampled, 1:]).max(axis=0, initial=0)
    if flat.any() or np.linalg.matrix_rank(centred / lengths) < x.shape[1] - 1:
        raise fail(
            "Các biến giải thích lặp lại nhau (hoặc không đổi).",
            "Covariates repeat each other (or do not vary).",
            do_vi="Bỏ bớt biến; hệ số tự do đã có sẵn.",
            do_en="Leave some out; the constant is there already.",
            code="covariates",
        )
    return y, np.where(sampled, d, np.nan), x
