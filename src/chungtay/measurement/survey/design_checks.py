"""Refuse tables that a design cannot stand on: weights, strata, PSUs and population sizes. Ibis; imports `messages`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.survey.design import Design
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

# Columns of the cells to which a table is aggregated.
STRATUM, PSU, ALL_ROWS = "ct_stratum", "ct_psu", "ct_all"
FPC, WEIGHT = "ct_fpc", "ct_weight"


def check_present(design: Design, cells: ir.Table) -> None:
    """Raise UserError for weights that are missing or not above 0, and for rows without a stratum or PSU."""
    for key, column in ((STRATUM, design.strata), (PSU, design.psu)):
        if key not in cells.columns:
            continue
        lost = cells.filter(cells[key].isnull())[ALL_ROWS].sum().to_pyarrow().as_py()
        if lost:
            raise fail(
                "Có dòng không có tầng hoặc đơn vị mẫu (PSU).",
                "Some rows have no stratum or PSU.",
                do_vi="Điền cho đủ; không có tầng và PSU thì không tính được sai số.",
                do_en="Fill them in; without stratum and PSU there is no error to compute.",
                column=column,
                value=f"{lost} × null",
                code="design_missing",
            )
    if not design.weight:
        return
    sums = cells.aggregate(
        least=cells[f"{WEIGHT}_least"].min(), have=cells[f"{WEIGHT}_known"].sum(), rows=cells[ALL_ROWS].sum()
    )
    found = sums.to_pyarrow().to_pylist()[0]
    missing = (found["rows"] or 0) - (found["have"] or 0)
    if missing or (found["least"] is not None and not found["least"] > 0):
        raise fail(
            "Quyền số phải có ở mọi dòng và lớn hơn 0.",
            "Every row needs a weight above 0.",
            do_vi="Sửa hoặc bỏ các dòng này trước khi tính; không thể đoán thay.",
            do_en="Mend these rows or leave them out before measuring; a weight cannot be guessed.",
            column=design.weight,
            value=f"{missing} × null" if missing else f"{found['least']:g}",
            allowed="> 0",
            code="weight",
        )


def check_nested(design: Design, units: ir.Table, apart: Sequence[str]) -> None:
    """Raise UserError for a PSU in several strata.

    units  one row per stratum and PSU; apart: keys (the period) by which PSUs are told apart
    """
    homes = units.group_by([*apart, PSU]).aggregate(homes=units.count())
    split = homes.filter(homes.homes > 1).order_by(PSU).limit(6).to_pyarrow()
    if len(split):
        raise fail(
            "Một đơn vị mẫu (PSU) nằm ở nhiều tầng.",
            "A PSU lies in several strata.",
            do_vi="Sửa mã PSU hoặc tầng; nếu PSU được đánh số lại trong mỗi tầng, thêm --nest.",
            do_en="Mend the codes; if PSUs are numbered anew in each stratum, add --nest.",
            column=design.psu,
            value=", ".join(str(value) for value in split[PSU].to_pylist()[:5]),
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
