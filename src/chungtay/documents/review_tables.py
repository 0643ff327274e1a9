"""The tables of the yearly review report. Words only; no Django."""

from __future__ import annotations

from collections.abc import Iterable

from chungtay.documents.numerals import NOT_KNOWN, count, percent, points
from chungtay.documents.paper import Column, Table, TableRow
from chungtay.documents.review_rows import Movement, Rate, ResultRow, ReviewReport

AREAS = {"district": "huyện, thị xã, thành phố", "commune": "xã, phường, thị trấn", "village": "thôn, tổ dân phố"}


def result_table(report: ReviewReport) -> Table:
    """Households, poor and near-poor by area, with the year before."""
    year = report.year
    columns = (
        Column("TT", 5, "center"),
        Column("Địa bàn", 22, "left"),
        Column("Tổng số hộ", 11),
        Column("Hộ nghèo", 11),
        Column("Tỷ lệ hộ nghèo", 11),
        Column("Hộ cận nghèo", 11),
        Column("Tỷ lệ hộ cận nghèo", 11),
        Column(f"Tỷ lệ hộ nghèo {year - 1}", 11),
        Column("Tăng, giảm (điểm %)", 11),
    )
    rows, number = [], 0
    for row in report.rows:
        number += row.weight == "plain"
        rows.append(_result_cells(row, str(number) if row.weight == "plain" else ""))
    rows.append(_result_cells(report.total, ""))
    return Table(
        title=f"Bảng 1. Hộ nghèo, hộ cận nghèo đến 31/12/{year} theo {AREAS[report.rows_level]}",
        columns=columns,
        rows=tuple(rows),
        source=(
            "Tỷ lệ = số hộ chia tổng số hộ của địa bàn cùng thời điểm; "
            "“chưa có”: thiếu tổng số hộ hoặc địa bàn chưa có số năm trước."
        ),
    )


def _result_cells(row: ResultRow, number: str) -> TableRow:
    cells = (
        number, row.name, count(row.households), count(row.poor.numerator), percent(row.poor.value),
        count(row.near_poor.numerator), percent(row.near_poor.value), percent(row.poor_before.value),
        points(row.change),
    )  # fmt: skip
    return TableRow(_unbroken(cells), row.weight)


def _unbroken(cells: Iterable[str]) -> tuple[str, ...]:
    """Keep "chưa có" on one line of a narrow cell."""
    return tuple(cell.replace(NOT_KNOWN["vi"], NOT_KNOWN["vi"].replace(" ", "\u00a0")) for cell in cells)


def movement_table(report: ReviewReport) -> Table:
    """The ledger of poor households: column 7 = 1 − 2 − 3 + 4 + 5 + 6."""
    columns = (
        Column("Địa bàn", 24, "left"),
        Column(f"Hộ nghèo cuối {report.year - 1} (1)", 12),
        Column("Thoát nghèo (2)", 11),
        Column("Giảm khác (3)", 11),
        Column("Tái nghèo (4)", 11),
        Column("Phát sinh mới (5)", 11),
        Column("Tăng khác (6)", 11),
        Column(f"Hộ nghèo cuối {report.year} (7)", 12),
    )
    return Table(
        title=f"Bảng 2. Biến động hộ nghèo năm {report.year} (hộ)",
        columns=columns,
        rows=tuple(_movement_cells(row) for row in (*report.movements, report.movement)),
        source=(
            "(7) = (1) − (2) − (3) + (4) + (5) + (6). Giảm khác, tăng khác: chuyển đi, chuyển đến, tách, nhập hộ, "
            "hộ chưa xác định được loại ở một trong hai năm."
        ),
    )


def _movement_cells(row: Movement) -> TableRow:
    flows = (row.opening, row.exits, row.other_out, row.relapses, row.new, row.other_in, row.closing)
    return TableRow((row.name, *_unbroken(count(flow) for flow in flows)), row.weight)


def deprivation_table(report: ReviewReport) -> Table:
    """Count and share deprived in each indicator, most frequent among the poor first."""
    columns = (
        Column("Chỉ số", 31, "left"),
        Column("Hộ nghèo thiếu hụt", 12),
        Column("Trên số hộ nghèo đã biết", 13),
        Column("Tỷ lệ", 12),
        Column("Hộ cận nghèo thiếu hụt", 12),
        Column("Trên số hộ cận nghèo đã biết", 13),
        Column("Tỷ lệ", 12),
    )
    ordered = sorted(report.deprivations, key=lambda row: (row.poor.value is None, -(row.poor.value or 0), row.label))
    return Table(
        title=f"Bảng 3. Số hộ thiếu hụt theo từng chỉ số, đến 31/12/{report.year}",
        columns=columns,
        rows=tuple(TableRow((row.label, *_rate_cells(row.poor), *_rate_cells(row.near_poor))) for row in ordered),
        source="Một hộ có thể thiếu hụt nhiều chỉ số; hộ chưa rõ có thiếu hụt hay không thì không tính vào mẫu số.",
    )


def group_table(report: ReviewReport) -> Table:
    """Poor and near-poor households by group."""
    columns = (
        Column("Nhóm đối tượng", 31, "left"),
        Column("Hộ nghèo", 12),
        Column("Trên số hộ nghèo đã biết", 13),
        Column("Tỷ lệ", 12),
        Column("Hộ cận nghèo", 12),
        Column("Trên số hộ cận nghèo đã biết", 13),
        Column("Tỷ lệ", 12),
    )
    return Table(
        title=f"Bảng 4. Hộ nghèo, hộ cận nghèo theo nhóm đối tượng, đến 31/12/{report.year}",
        columns=columns,
        rows=tuple(TableRow((row.label, *_rate_cells(row.poor), *_rate_cells(row.near_poor))) for row in report.groups),
        source="Tỷ lệ tính trên số hộ nghèo (cận nghèo) đã biết có thuộc nhóm hay không; các nhóm có thể trùng nhau.",
    )


def _rate_cells(rate: Rate) -> tuple[str, ...]:
    return _unbroken((count(rate.numerator), count(rate.denominator), percent(rate.value)))
