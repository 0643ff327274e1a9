"""Refuse estimates and options from which no ranks can be made. NumPy; imports `messages`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from chungtay.messages import UserError, fail

Floats = npt.NDArray[np.float64]
LEAST_DRAWS = 100


def check_estimates(
    estimates: Sequence[float] | Floats,
    std_errors: Sequence[float] | Floats | None,
    draws: npt.NDArray[np.floating] | None,
) -> tuple[Floats, Floats, npt.NDArray[np.floating] | None]:
    """Estimates, standard errors and draws as arrays. Raises UserError."""
    theta = np.asarray(estimates, dtype=np.float64).ravel()
    if len(theta) < 2:
        raise fail(
            "Cần ít nhất hai đơn vị để xếp thứ tự.",
            "Ranking needs at least two units.",
            do_vi="Đưa vào bảng nhiều đơn vị hơn.",
            do_en="Give a table of more units.",
            value=str(len(theta)),
            code="too_few_units",
        )
    _finite(theta, "estimate", "Ước lượng", "an estimate")
    matrix = None if draws is None else np.asarray(draws)
    if matrix is not None:
        if matrix.ndim != 2 or matrix.shape[1] != len(theta) or len(matrix) < LEAST_DRAWS:
            raise _shape(matrix.shape, len(theta))
        _finite(matrix.ravel(), "draws", "Lần lặp", "a draw", size=len(theta))
    if std_errors is None:
        if matrix is None:
            raise fail(
                "Thiếu sai số chuẩn.",
                "There are no standard errors.",
                do_vi="Nêu sai số chuẩn của từng đơn vị, hoặc ma trận các lần lặp.",
                do_en="Give the standard error of each unit, or a matrix of draws.",
                code="std_error",
            )
        return theta, matrix.std(axis=0, ddof=1).astype(np.float64), matrix
    se = np.asarray(std_errors, dtype=np.float64).ravel()
    if len(se) != len(theta):
        raise _shape(se.shape, len(theta))
    _finite(se, "std_error", "Sai số chuẩn", "a standard error")
    negative = np.flatnonzero(se < 0)
    if len(negative):
        raise fail(
            f"Sai số chuẩn âm ở {len(negative)} đơn vị.",
            f"{len(negative)} standard errors are negative.",
            do_vi="Sai số chuẩn phải từ 0 trở lên; kiểm tra lại cách tính.",
            do_en="A standard error is at least 0; check how it was computed.",
            row=int(negative[0]) + 2,
            column="std_error",
            value=f"{se[negative[0]]:g}",
            allowed=">= 0",
            code="std_error",
        )
    return theta, se, matrix


def check_options(units: int, level: float, top: int | None, sides: str, count: int) -> None:
    """Raise UserError for a level, top, side or number of draws that means nothing."""
    checks: tuple[tuple[bool, str, Any, str, str, str], ...] = (
        (0 < level < 1, "level", level, "0 < level < 1", "Độ tin cậy không hợp lệ.", "The confidence level cannot be."),
        (top is None or 1 <= top < units, "top", top, f"1 … {units - 1}",
         "Số đơn vị dẫn đầu không hợp lệ.", "The number of first units cannot be."),
        (sides in ("two", "best", "worst"), "sides", sides, "two, best, worst",
         "Không hiểu lựa chọn.", "Unknown choice."),
        (count >= LEAST_DRAWS, "draws", count, f">= {LEAST_DRAWS}", "Quá ít lần lặp.", "There are too few draws."),
    )  # fmt: skip
    for fine, column, value, allowed, vi, en in checks:
        if not fine:
            raise fail(
                vi, en, do_vi="Chọn một giá trị được phép.", do_en="Choose an allowed value.",
                column=column, value=str(value), allowed=allowed, code=column,
            )  # fmt: skip


def _finite(values: npt.NDArray[Any], column: str, vi: str, en: str, size: int | None = None) -> None:
    lost = np.flatnonzero(~np.isfinite(values))
    if len(lost):
        at = int(lost[0])
        raise fail(
            f"{vi} thiếu hoặc không phải là số ({len(lost)} chỗ).",
            f"{en.capitalize()} is missing or no number ({len(lost)} places).",
            do_vi="Bổ sung, hoặc bỏ các đơn vị này ra khỏi bảng trước khi xếp thứ tự.",
            do_en="Fill it in, or leave these units out before ranking.",
            row=(at if size is None else at // size) + 2,
            column=column,
            value=str(values[at]),
            code="not_a_number",
        )


def _shape(found: tuple[int, ...], units: int) -> UserError:
    return fail(
        "Số cột của các lần lặp (hoặc số sai số) không khớp số đơn vị, hoặc có quá ít lần lặp.",
        "The draws or errors do not fit the number of units, or the draws are too few.",
        do_vi=f"Ma trận cần ít nhất {LEAST_DRAWS} dòng (lần lặp) và {units} cột (đơn vị).",
        do_en=f"A matrix needs at least {LEAST_DRAWS} rows (draws) and {units} columns (units).",
        value=" x ".join(str(part) for part in found),
        code="shape",
    )
