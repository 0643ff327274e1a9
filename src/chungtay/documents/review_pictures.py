"""The chart of the yearly review report: where poverty stands now against a year ago. No Django."""

from __future__ import annotations

from chungtay.documents.charts import Dot, RatePoint, rate_path, sorted_dots
from chungtay.documents.numerals import percent
from chungtay.documents.paper import Picture
from chungtay.documents.review_rows import ResultRow, ReviewReport

ROWS = 30
"""rows that fit one page; the table before has all of them"""
WHOLE = {"district": "các huyện, thị xã, thành phố", "commune": "các xã, phường, thị trấn", "village": "các thôn"}


def children_picture(report: ReviewReport) -> Picture | None:
    """Draw the areas next below as sorted dots, or the rate by year where they have no rates; None with neither."""
    shown, level = _shown(report)
    known = [row for row in shown if row.poor.value is not None]
    if len(known) < 2:
        return _path_picture(report)
    known.sort(key=lambda row: -(row.poor.value or 0))
    top = known[0]
    dots = [
        Dot(row.name, row.poor.value, row.poor_before.value, row.poor.numerator, row.poor.denominator)
        for row in known[:ROWS]
    ]
    more = f" Hình chỉ vẽ {ROWS} địa bàn cao nhất trong {len(known)}." if len(known) > ROWS else ""
    title = f"{top.name} có tỷ lệ hộ nghèo cao nhất: {percent(top.poor.value)}"
    alt = f"Tỷ lệ hộ nghèo theo {WHOLE[level]}: " + "; ".join(f"{dot.name} {percent(dot.share)}" for dot in dots)
    return Picture(
        title=f"Hình 1. {title}",
        alt=alt,
        spec=sorted_dots(dots, language="vi"),
        source=(
            f"Tỷ lệ hộ nghèo của {WHOLE[level]}: chấm đặc là cuối năm {report.year}, chấm rỗng là cuối năm "
            f"{report.year - 1}. Tử số, mẫu số: Bảng 1.{more}"
        ),
    )


def _shown(report: ReviewReport) -> tuple[list[ResultRow], str]:
    """A province shows its districts (the table's subtotals); other areas the rows themselves."""
    subtotals = [row for row in report.rows if row.weight == "subtotal"]
    if len(subtotals) > 1:
        return subtotals, "district"
    return [row for row in report.rows if row.weight == "plain"], report.rows_level


def _path_picture(report: ReviewReport) -> Picture | None:
    known = [(year, rate) for year, rate in report.series if rate.value is not None]
    if len(known) < 2:
        return None
    (first, start), (last, end) = known[0], known[-1]
    points = [RatePoint(year, rate.value, "computed", "", rate.numerator, rate.denominator) for year, rate in known]
    return Picture(
        title=f"Hình 1. Tỷ lệ hộ nghèo từ {percent(start.value)} năm {first} đến {percent(end.value)} năm {last}",
        alt="; ".join(f"{year}: {percent(rate.value)}" for year, rate in known),
        spec=rate_path(points, language="vi"),
        source=f"Tỷ lệ hộ nghèo cuối năm của {report.unit_full_name}, theo chuẩn {report.standard_id}.",
    )
