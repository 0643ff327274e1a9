"""Read named columns of a table into memory, as numbers, text or days, and name the row of a value that is none of it.

Imports `survey.tables` (which opens paths, Arrow, pandas, polars and Ibis tables) and `messages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.tables import as_number, check_columns
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

Array = npt.NDArray[Any]


def read_columns(
    table: ir.Table,
    *,
    text: Sequence[str] = (),
    numbers: Sequence[str] = (),
    days: Sequence[str] = (),
    optional: Sequence[str] = (),
    file: str | None = None,
) -> dict[str, Array]:
    """Read columns in the order of the rows.

    text      as str
    numbers   as float64
    days      as datetime64[D], from dates or text like 2019-12-31
    optional  columns in which a value may be missing (None, nan, NaT)
    file      name of the file, for messages
    Raises UserError for an unknown column (with the nearest names), a value that does not read, a missing value.
    """
    check_columns(table, [*text, *numbers, *days])
    wanted: dict[str, ir.Value] = {f"t{i}": table[name].cast("string") for i, name in enumerate(text)}
    wanted |= {f"n{i}": as_number(table[name]) for i, name in enumerate(numbers)}
    wanted |= {f"d{i}": table[name].try_cast("date") for i, name in enumerate(days)}
    # A missing value and one that does not read look alike once read; the text beside it tells them apart.
    wanted |= {f"w{i}": table[name].cast("string") for i, name in enumerate(numbers)}
    wanted |= {f"x{i}": table[name].cast("string") for i, name in enumerate(days)}
    arrow = table.select(**wanted).to_pyarrow()
    out: dict[str, Array] = {}
    for i, name in enumerate(text):
        out[name] = np.array([value or None for value in arrow[f"t{i}"].to_pylist()], dtype=object)
        lost = np.array([value is None for value in out[name]], dtype=bool)
        _check(name, lost, optional, arrow[f"t{i}"], file)
    for i, name in enumerate(numbers):
        column = arrow[f"n{i}"]
        out[name] = column.cast("float64").to_numpy(zero_copy_only=False).astype(np.float64)
        lost = np.isnan(out[name])
        if name in optional and lost.any():
            written = arrow[f"w{i}"].to_pylist()
            lost &= np.array([bool(value) and str(value).strip().lower() != "nan" for value in written], dtype=bool)
        _check(name, lost, (), arrow[f"w{i}"], file)
    for i, name in enumerate(days):
        out[name] = arrow[f"d{i}"].to_numpy(zero_copy_only=False).astype("datetime64[D]")
        _check(name, np.isnat(out[name]), optional, arrow[f"x{i}"], file)
    return out


def _check(name: str, lost: Array, optional: Sequence[str], written: Any, file: str | None) -> None:
    if name in optional or not lost.any():
        return
    at = int(np.flatnonzero(lost)[0])
    value = written[at].as_py()
    raise fail(
        "Ô này trống hoặc không đọc được.",
        "This cell is empty or cannot be read.",
        do_vi="Điền hoặc sửa giá trị, hoặc bỏ dòng này (số thập phân dùng dấu chấm; ngày viết 2019-12-31).",
        do_en="Fill in or mend the value, or leave the row out (dates are written 2019-12-31).",
        file=file,
        row=at + 2,
        column=name,
        value="" if value is None else str(value),
        code="cell",
    )


def coded(values: Array) -> tuple[list[Any], npt.NDArray[np.intp]]:
    """The distinct values, sorted, and the place of each row's value among them."""
    labels, codes = np.unique(values.astype(str), return_inverse=True)
    return labels.tolist(), codes.astype(np.intp)
