"""Refuse tables that a design cannot stand on: weights, strata, PSUs and population sizes. Imports `messages`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.survey.coding import combined_codes
from chungtay.measurement.survey.design import Design
from chungtay.messages import fail

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa


def check_weights(design: Design, cells: Mapping[str, npt.NDArray[Any]]) -> None:
    """Raise UserError for weights that are missing or not above 0; cells are those of the whole table."""
    if not design.weight or not len(cells["ct_all"]):
        return
    missing = int(cells["ct_all"].sum() - cells["ct_weight_known"].sum())
    least = float(np.nanmin(cells["ct_weight_least"].astype(np.float64), initial=np.inf))
    if missing or not least > 0:
        raise fail(
            "Quyền số phải có ở mọi dòng và lớn hơn 0.",
            "Every row needs a weight above 0.",
            do_vi="Sửa hoặc bỏ các dòng này trước khi tính; không thể đoán thay.",
            do_en="Mend these rows or leave them out before measuring; a weight cannot be guessed.",
            column=design.weight,
            value=f"{missing} × null" if missing else f"{least:g}",
            allowed="> 0",
            code="weight",
        )


def check_present(design: Design, keys: pa.Table, rows: npt.NDArray[Any]) -> None:
    """Raise UserError for rows without a stratum or PSU; keys: strata and PSUs of the cells, rows: rows in each."""
    for key in keys.column_names:
        lost = int(rows[keys[key].is_null().to_numpy()].sum())
        if lost:
            raise fail(
                "Có dòng không có tầng hoặc đơn vị mẫu (PSU).",
                "Some rows have no stratum or PSU.",
                do_vi="Điền cho đủ; không có tầng và PSU thì không tính được sai số.",
                do_en="Fill them in; without stratum and PSU there is no error to compute.",
                column=design.psu if key == "ct_psu" else design.strata,
                value=f"{lost} × null",
                code="design_missing",
            )


def check_nested(design: Design, keys: pa.Table, first: npt.NDArray[np.intp]) -> None:
    """Raise UserError for a PSU in several strata.

    keys   (the period and) the PSU of every cell; first: one cell of every stratum and PSU
    """
    units = keys.take(first)
    _, place, times = np.unique(combined_codes(units, units.column_names), return_index=True, return_counts=True)
    split = place[times > 1]
    if len(split):
        raise fail(
            "Một đơn vị mẫu (PSU) nằm ở nhiều tầng.",
            "A PSU lies in several strata.",
            do_vi="Sửa mã PSU hoặc tầng; nếu PSU được đánh số lại trong mỗi tầng, thêm --nest.",
            do_en="Mend the codes; if PSUs are numbered anew in each stratum, add --nest.",
            column=design.psu,
            value=", ".join(str(value) for value in sorted(units["ct_psu"].take(split).to_pylist())[:5]),
            code="psu_spans_strata",
        )


def check_fpc(design: Design, low: npt.NDArray[Any], high: npt.NDArray[Any], names: Sequence[str]) -> None:
    """Raise UserError where a stratum has several population sizes, or none."""
    for i in np.flatnonzero(~(low == high)).tolist():
        raise fail(
            f"Tầng {names[i]} có nhiều giá trị fpc, hoặc thiếu giá trị.",
            f"Stratum {names[i]} has several values of the fpc, or none.",
            do_vi="Trong một tầng, mọi dòng phải có cùng một giá trị fpc.",
            do_en="Every row of a stratum must have the same fpc.",
            column=design.fpc,
            value=f"{low[i]:g} … {high[i]:g}",
            code="fpc",
        )
