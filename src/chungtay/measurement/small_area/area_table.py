"""Read direct estimates and covariates of areas from tables, naming the cell that cannot be used. Imports `columns`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.columns import read_columns
from chungtay.messages import UserError, fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AreaTable:
    """Areas with what a sample says of them; one entry per area.

    direct, variance, sizes   nan where there is no sample (sizes: where no column of them was named)
    covariates                (areas, p); population: persons or households, nan where no column was named
    """

    areas: tuple[str, ...]
    direct: Floats
    variance: Floats
    sizes: Floats
    covariates: Floats
    population: Floats


@dataclass(frozen=True)
class Columns:
    """The columns of a table of direct estimates; error is a standard error, or, with `squared`, a variance.

    measure, indicator   where given, the table is a result of `chungtay measure --by AREA`: only rows of that measure
                         and indicator are read, and the area is what follows "AREA=" in the group
    """

    area: str
    estimate: str = "estimate"
    error: str = "std_error"
    squared: bool = False
    size: str | None = None
    measure: str | None = None
    indicator: str = ""


def read_areas(
    table: ir.Table,
    columns: Columns,
    covariates: Sequence[str] = (),
    *,
    population: str | None = None,
    known: ir.Table | None = None,
    file: str | None = None,
    known_file: str | None = None,
    smooth: bool = False,
) -> AreaTable:
    """Read the areas.

    table       direct estimates, one row per area; an empty estimate = no sample
    covariates  columns of numbers, in `known` where it is given, else in `table`; so is the population
    known       one row for every area, those without a sample too, with the column `columns.area`
    smooth      errors will be smoothed: those that are 0 or missing are let through
    Raises UserError for unknown columns, cells that do not read, an area twice, an estimate without an error above 0,
    a covariate that is missing, an estimate of an area that `known` does not have.
    """
    asked = list(dict.fromkeys([*covariates, *([population] if population else [])]))
    here = [] if known is not None else asked
    rows = _direct_rows(table, columns, here, file)
    _check_once(rows["area"], rows["row"], columns.area, file)
    variance = rows["error"] if columns.squared else np.where(rows["error"] < 0, np.nan, rows["error"] ** 2)
    sampled = ~np.isnan(rows["estimate"])
    if smooth:
        _check_sizes(rows, sampled, columns, file)
    else:
        _check_errors(rows, sampled, columns, file)
    variance, sizes = np.where(sampled, variance, np.nan), np.where(sampled, rows["size"], np.nan)
    if known is None:
        return _areas(rows["area"], (rows["estimate"], variance, sizes), rows, covariates, population)
    every = read_columns(known, text=[columns.area], numbers=asked, file=known_file)
    names = every[columns.area]
    _check_once(names, np.arange(len(names)), columns.area, known_file)
    place = {name: at for at, name in enumerate(names.tolist())}
    for name, row in zip(rows["area"], rows["row"].tolist(), strict=True):
        if name not in place:
            raise _stranger(name, row, columns.area, file, known_file)
    at = np.array([place[name] for name in rows["area"]], dtype=np.intp)
    estimates = np.full((3, len(names)), np.nan)
    estimates[:, at] = rows["estimate"], variance, sizes
    return _areas(names, (estimates[0], estimates[1], estimates[2]), every, covariates, population)


def _areas(
    names: Any,
    estimates: tuple[Floats, Floats, Floats],
    found: dict[str, Any],
    covariates: Sequence[str],
    population: str | None,
) -> AreaTable:
    matrix = np.stack([found[name] for name in covariates], axis=1) if covariates else np.empty((len(names), 0))
    people = found[population] if population else np.full(len(names), np.nan)
    return AreaTable(tuple(names), *estimates, matrix, people)


def _direct_rows(table: ir.Table, columns: Columns, covariates: list[str], file: str | None) -> dict[str, Any]:
    """Area, estimate, error, size and covariates of the rows that are meant, and their places in the table."""
    label = "group" if columns.measure else columns.area
    texts = [label, *(["measure", "indicator"] if columns.measure else [])]
    open_ = [columns.estimate, columns.error, *([columns.size] if columns.size else [])]
    found = read_columns(
        table, text=texts, numbers=[*dict.fromkeys([*open_, *covariates])], optional=[*open_, "indicator"], file=file
    )
    kept = np.arange(len(found[label]))
    areas = found[label]
    if columns.measure:
        start = f"{columns.area}="
        meant = (found["measure"] == columns.measure) & (
            np.array([name or "" for name in found["indicator"]], dtype=object) == columns.indicator
        )
        kept = np.flatnonzero(meant & np.array([name.startswith(start) for name in areas], dtype=bool))
        areas = np.array([name.removeprefix(start) for name in areas], dtype=object)
        _check_measured(areas[kept], found["measure"], found[label], columns, file)
    size = found[columns.size][kept] if columns.size else np.full(len(kept), np.nan)
    rows: dict[str, Any] = {"area": areas[kept], "row": kept, "size": size}
    return rows | {"estimate": found[columns.estimate][kept], "error": found[columns.error][kept]} | {
        name: found[name][kept] for name in covariates
    }  # fmt: skip


def _check_measured(areas: Any, measures: Any, groups: Any, columns: Columns, file: str | None) -> None:
    """Refuse a result of `measure` without the rows that are meant, or with several periods."""
    if not len(areas):
        keys = sorted({str(name).partition("=")[0] for name in groups} - {"total"})
        raise fail(
            f"Không có dòng {columns.measure} của từng {columns.area}.",
            f"There are no rows of {columns.measure} by {columns.area}.",
            do_vi="Chạy chungtay measure với --by là cột địa bàn, và nêu số đo có trong kết quả.",
            do_en="Run chungtay measure with --by naming the areas, and name a measure of its result.",
            file=file,
            value=f"{columns.area}, {columns.measure} {columns.indicator}".strip(),
            allowed=f"{', '.join(keys)}; {', '.join(sorted(set(measures)))}",
            code="measure",
        )
    periods = [name for name in areas if re.search(r",[^,=]+=", str(name))]
    if periods:
        raise fail(
            "Kết quả có nhiều kỳ.",
            "The result has several periods.",
            do_vi="Đo riêng một kỳ (bỏ --over-time), rồi chạy lại.",
            do_en="Measure one period (without --over-time), then run again.",
            file=file,
            column="group",
            value=f"{columns.area}={periods[0]}",
            code="periods",
        )


def _check_once(areas: Any, rows: Any, column: str, file: str | None) -> None:
    seen: dict[str, int] = {}
    for name, row in zip(areas, rows.tolist(), strict=True):
        if name in seen:
            raise fail(
                f"Địa bàn có hai dòng (dòng {seen[name] + 2} và {row + 2}).",
                f"An area has two rows ({seen[name] + 2} and {row + 2}).",
                do_vi="Mỗi địa bàn một dòng; chọn một năm, một số đo, một ngưỡng trước.",
                do_en="Keep one row per area; choose one year, measure and cut-off first.",
                file=file,
                row=row + 2,
                column=column,
                value=str(name),
                code="area_twice",
            )
        seen[name] = row


def _check_sizes(rows: dict[str, Any], sampled: npt.NDArray[np.bool_], columns: Columns, file: str | None) -> None:
    wrong = np.flatnonzero(sampled & ~(rows["size"] > 0))
    if len(wrong):
        at = int(wrong[0])
        raise fail(
            f"{len(wrong)} địa bàn có ước lượng mà không có cỡ mẫu.",
            f"An estimate without the size of its sample (areas: {len(wrong)}).",
            do_vi="Làm trơn sai số cần --size: cột số hộ (người) của mẫu trong địa bàn.",
            do_en="Smoothing takes --size: the column of sampled households (persons) in the area.",
            file=file,
            row=int(rows["row"][at]) + 2,
            column=columns.size,
            value=f"{rows['area'][at]}: {rows['size'][at]:g}",
            allowed="> 0",
            code="size",
        )


def _check_errors(rows: dict[str, Any], sampled: npt.NDArray[np.bool_], columns: Columns, file: str | None) -> None:
    wrong = np.flatnonzero(sampled & ~(rows["error"] > 0))
    if not len(wrong):
        return
    at = int(wrong[0])
    value = rows["error"][at]
    raise fail(
        f"{len(wrong)} địa bàn có ước lượng mà không có sai số lớn hơn 0.",
        f"An estimate without an error above 0 (areas: {len(wrong)}).",
        do_vi="Tỷ lệ 0 % hay 100 % của mẫu nhỏ có sai số 0: thêm --smooth --size CỘT_SỐ_HỘ, hoặc để trống ước lượng. "
        "Sổ bộ đầy đủ (full-count) không cần mô hình.",
        do_en="Rates of 0 or 100 % in a small sample have an error of 0: add --smooth --size COLUMN, or leave the "
        "estimate empty. A full count needs no model.",
        file=file,
        row=int(rows["row"][at]) + 2,
        column=columns.error,
        value=f"{rows['area'][at]}: " + ("" if np.isnan(value) else f"{value:g}"),
        allowed="> 0",
        code="variance",
    )


def _stranger(name: str, row: int, column: str, file: str | None, known_file: str | None) -> UserError:
    return fail(
        f"Địa bàn này không có trong {known_file or 'bảng địa bàn'}.",
        f"This area is not in {known_file or 'the table of areas'}.",
        do_vi="Dùng cùng một mã địa bàn trong hai bảng, và thêm dòng còn thiếu.",
        do_en="Use the same codes in both tables, and add the row that is missing.",
        file=file,
        row=row + 2,
        column=column,
        value=name,
        code="area_unknown",
    )
