"""The last section of the yearly review report: what the figures do not say by themselves. No Django."""

from __future__ import annotations

from collections.abc import Iterator

from chungtay.documents.numerals import count, percent, points, range_of
from chungtay.documents.paper import Block, Column, Paragraph, Table, TableRow
from chungtay.documents.review_rows import Published, ReviewReport
from chungtay.indicators.figures import worst_case

STATUSES = {
    "verified": "đã đối chiếu văn bản gốc",
    "secondary": "nguồn thứ cấp, chưa đối chiếu văn bản gốc",
    "unverified": "chưa kiểm chứng",
}
KINDS = {"result": "số công bố", "derived": "số suy ra từ số công bố", "forecast": "số dự báo đã công bố"}
TOLERANCE = 0.00005
"""half of a hundredth of a point: below it two rates print alike"""


def notes(report: ReviewReport) -> Iterator[Block]:
    """Undetermined households, differences from published figures, ledgers that do not close, unverified sources."""
    yield from _undetermined(report)
    yield from _denominators(report)
    if not report.published:
        yield Paragraph("Chưa có số công bố của cùng địa bàn và cùng năm trong hệ thống để đối chiếu.", "item")
    for figure in report.published:
        yield Paragraph(_against(report, figure), "item")
    yield from _ledgers(report)
    unsure = [basis for basis in report.bases if basis.status != "verified"]
    if unsure:
        yield Paragraph(
            "Tên và ngày các văn bản trong phần căn cứ lấy từ nguồn thứ cấp hoặc chưa kiểm chứng; "
            "cần đối chiếu với văn bản gốc trước khi ký.",
            "item",
        )
    if not report.bases:
        yield Paragraph("Chưa có căn cứ pháp lý của chuẩn này trong hệ thống; cơ quan ban hành bổ sung.", "item")
    if report.synthetic:
        yield Paragraph("Toàn bộ số liệu hộ trong báo cáo là dữ liệu giả lập, dùng để giới thiệu hệ thống.", "item")


def _undetermined(report: ReviewReport) -> Iterator[Block]:
    if report.undetermined == 0:
        yield Paragraph("Mọi hộ được rà soát đều đã xác định được loại hộ.", "item")
        return
    yield Paragraph(
        f"Có {count(report.undetermined)} hộ trong {count(report.reviewed)} hộ được rà soát chưa xác định được loại hộ "
        "vì thiếu dữ kiện; các hộ này không tính vào số hộ nghèo, hộ cận nghèo ở trên." + _bounds(report),
        "item",
    )
    if report.missing:
        yield Table(
            title="Bảng 5. Dữ kiện còn thiếu ở các hộ chưa xác định được loại",
            columns=(Column("Dữ kiện", 70, "left"), Column("Số hộ thiếu", 30)),
            rows=tuple(TableRow((fact.label, count(fact.households))) for fact in report.missing),
            source="Một hộ có thể thiếu nhiều dữ kiện.",
        )


def _bounds(report: ReviewReport) -> str:
    """Between what the poor rate lies, from no undetermined household being poor to all of them."""
    poor = report.total.poor
    found = range_of(*worst_case(poor.numerator, poor.denominator, report.undetermined))
    return f" Tùy dữ kiện của các hộ này, tỷ lệ hộ nghèo nằm trong {found}." if found else ""


def _denominators(report: ReviewReport) -> Iterator[Block]:
    lacking = [row.name for row in report.rows if row.weight == "plain" and row.households is None]
    if lacking:
        named = ", ".join(lacking[:10]) + (" và các địa bàn khác" if len(lacking) > 10 else "")
        yield Paragraph(f"{count(len(lacking))} địa bàn chưa có tổng số hộ nên chưa có tỷ lệ: {named}.", "item")


def _against(report: ReviewReport, figure: Published) -> str:
    """Set the computed rate against a published one."""
    kind, status = KINDS.get(figure.kind, figure.kind), STATUSES.get(figure.status, figure.status)
    text = f"Tỷ lệ hộ nghèo, {kind}: {percent(figure.value)} ({status}; {figure.source})"
    if report.total.poor.value is None:
        return f"{text}; chưa có số tính từ sổ hộ để so sánh."
    gap = report.total.poor.value - figure.value
    alike = "trùng nhau" if abs(gap) < TOLERANCE else f"chênh lệch {points(gap)} điểm phần trăm"
    return f"{text}; số tính từ sổ hộ: {percent(report.total.poor.value)}; {alike}."


def _ledgers(report: ReviewReport) -> Iterator[Block]:
    open_ones = [row.name for row in (*report.movements, report.movement) if row.balanced is False]
    if open_ones:
        yield Paragraph(
            f"Bảng 2 không cân ở: {', '.join(open_ones)}. Cần kiểm tra lại kết quả rà soát của hai năm.", "item"
        )
