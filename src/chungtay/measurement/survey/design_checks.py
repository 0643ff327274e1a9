"""Refuse tables that a design cannot stand on: weights, strata, PSUs and population sizes. Imports `messages`.

What is wrong shows in the sums; only then is the table read once more, for the first row that has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.survey.coding import combined_codes
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.offending_rows import first_contradiction, first_offence
from chungtay.measurement.survey.tables import as_number
from chungtay.messages import UserError, fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt
    import pyarrow as pa


WEIGHT_SUM = "ct_weight_sum"
"""Sum of the weights of a cell as `fit_weight` gives them: nan where one of them is unfit."""


def fit_weight(table: ir.Table, weight: str) -> ir.Value:
    """The weight of a row; nan where it is missing or not above 0, so that one such row shows in any sum."""
    import ibis

    number = as_number(table[weight])
    return ibis.ifelse(is_above_0(number), number, float("nan"))


def check_weights(design: Design, table: ir.Table, cells: Mapping[str, npt.NDArray[Any]]) -> None:
    """Raise UserError for weights that are missing or not above 0; cells are those of the whole table."""
    if design.weight and (np.isnan(cells[WEIGHT_SUM]) & (cells["ct_all"] > 0)).any():
        raise bad_weight(table, design.weight)


def bad_weight(table: ir.Table, weight: str) -> UserError:
    """Name the first row whose weight is missing or not above 0; there must be one."""
    offence = first_offence(table, ~is_above_0(as_number(table[weight])), weight)
    return fail(
        f"Quyền số phải có ở mọi dòng và lớn hơn 0.{offence.more[0]}",
        f"Every row needs a weight above 0.{offence.more[1]}",
        do_vi="Sửa hoặc bỏ các dòng này trước khi tính; không thể đoán thay.",
        do_en="Mend these rows or leave them out before measuring; a weight cannot be guessed.",
        row=offence.row,
        column=weight,
        value=offence.value,
        allowed="> 0",
        code="weight",
    )


def is_above_0(number: ir.Value) -> ir.BooleanValue:
    """Whether a number is there, above 0 and finite.

    nan is asked for by name: a comparison with infinity is struck out by DuckDB where a Parquet file says that all
    values lie below, and what it says leaves nan out.
    """
    return ((number > 0) & ~number.isnan() & ~number.isinf()).fill_null(False)


def check_present(design: Design, table: ir.Table, keys: pa.Table) -> None:
    """Raise UserError for rows without a stratum or PSU; keys: strata and PSUs of the cells."""
    for key in keys.column_names:
        if not keys[key].null_count:
            continue
        is_psu = key == "ct_psu"
        column = str(design.psu if is_psu else design.strata)
        offence = first_offence(table, table[column].isnull(), column)
        raise fail(
            ("Dòng này không có đơn vị mẫu (PSU)." if is_psu else "Dòng này không có tầng.") + offence.more[0],
            ("This row has no PSU." if is_psu else "This row has no stratum.") + offence.more[1],
            do_vi="Điền cho đủ; không có tầng và PSU thì không tính được sai số.",
            do_en="Fill them in; without stratum and PSU there is no error to compute.",
            row=offence.row,
            column=column,
            value=offence.value,
            code="design_missing",
        )


def check_nested(
    design: Design, table: ir.Table, keys: pa.Table, first: npt.NDArray[np.intp], period: str | None
) -> None:
    """Raise UserError for a PSU in several strata.

    keys    (the period and) the PSU of every cell; first: one cell of every stratum and PSU
    period  column of the period, where each is a sample of its own
    """
    units = keys.take(first)
    times = np.unique(combined_codes(units, units.column_names), return_counts=True)[1]
    split = int((times > 1).sum())
    if not split:
        return
    psu, strata = str(design.psu), str(design.strata)
    found = first_contradiction(table, [*([period] if period else []), psu], strata)
    raise fail(
        f"Đơn vị mẫu (PSU) {found.keys[-1]} nằm ở nhiều tầng: trước là {found.before}, ở dòng này là {found.value}."
        + (f" Có {split} PSU như vậy." if split > 1 else ""),
        f"PSU {found.keys[-1]} lies in several strata: {found.before} before, {found.value} in this row."
        + (f" There are {split} such PSUs." if split > 1 else ""),
        do_vi="Sửa mã PSU hoặc tầng; nếu PSU được đánh số lại trong mỗi tầng, thêm --nest.",
        do_en="Mend the codes; if PSUs are numbered anew in each stratum, add --nest.",
        row=found.row,
        column=psu,
        value=str(found.keys[-1]),
        allowed=f"{strata} = {found.before}",
        code="psu_spans_strata",
    )


def check_fpc(
    design: Design,
    table: ir.Table,
    cells: Mapping[str, npt.NDArray[Any]],
    bounds: tuple[npt.NDArray[Any], npt.NDArray[Any]],
    *,
    names: Sequence[str],
    period: str | None,
) -> None:
    """Raise UserError where a row has no population size, or a stratum has several.

    cells   those of the whole table; bounds: the least and the greatest size of each stratum
    names   of the strata; period as for `check_nested`
    """
    column = str(design.fpc)
    place: dict[str, Any] = {"column": column, "code": "fpc", "allowed": "> 0"}
    if (cells["ct_fpc_known"] != cells["ct_all"]).any():
        offence = first_offence(table, as_number(table[column]).isnull(), column)
        raise fail(
            f"Dòng này không có giá trị fpc.{offence.more[0]}",
            f"This row has no fpc.{offence.more[1]}",
            do_vi="Ghi số đơn vị (PSU) của tầng trong tổng thể, hoặc tỷ lệ mẫu trong (0, 1].",
            do_en="Write the stratum's PSUs in the population, or the share sampled in (0, 1].",
            row=offence.row,
            value=offence.value,
            **place,
        )
    low, high = bounds
    for i in np.flatnonzero(low != high).tolist():
        found = first_contradiction(table, [name for name in (period, design.strata) if name], column)
        raise fail(
            f"Tầng {names[i]} có nhiều giá trị fpc: từ {low[i]:g} đến {high[i]:g}.",
            f"Stratum {names[i]} has several values of the fpc: {low[i]:g} to {high[i]:g}.",
            do_vi="Trong một tầng, mọi dòng phải có cùng một giá trị fpc.",
            do_en="Every row of a stratum must have the same fpc.",
            row=found.row,
            value=found.value,
            **(place | {"allowed": found.before}),
        )
