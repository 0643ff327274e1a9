"""A review report made by hand, for tests of the layout: 9 districts, 152 communes, synthetic figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from chungtay.documents.review_rows import (
    UNKNOWN,
    Basis,
    Deprivation,
    Group,
    MissingFact,
    Movement,
    Persons,
    Published,
    Rate,
    ResultRow,
    ReviewReport,
)

DISTRICTS = (
    ("474", "Thành phố Huế", 27, 0.02), ("476", "Huyện Phong Điền", 16, 0.05), ("477", "Huyện Quảng Điền", 11, 0.05),
    ("478", "Huyện Phú Vang", 20, 0.06), ("479", "Thị xã Hương Thủy", 12, 0.03), ("480", "Thị xã Hương Trà", 16, 0.05),
    ("481", "Huyện A Lưới", 21, 0.21), ("482", "Huyện Phú Lộc", 18, 0.06), ("483", "Huyện Nam Đông", 11, 0.08),
)  # fmt: skip


def rate(numerator: float, denominator: float) -> Rate:
    return Rate(numerator, denominator, numerator / denominator)


def row(code: str, name: str, households: int, share: float, weight: str = "plain") -> ResultRow:
    poor, near = round(households * share), round(households * share * 0.9)
    before = round(households * share * 1.2)
    return ResultRow(
        code, name, rate(poor, households), rate(near, households), rate(before, households),
        rate(near, households), weight,
    )  # fmt: skip


def total(rows: list[ResultRow], code: str, name: str, weight: str) -> ResultRow:
    def of(pick: str) -> Rate:
        parts = [getattr(each, pick) for each in rows]
        return rate(sum(part.numerator for part in parts), sum(part.denominator for part in parts))

    return ResultRow(code, name, of("poor"), of("near_poor"), of("poor_before"), of("near_poor_before"), weight)


def province_report() -> ReviewReport:
    """The province with a row for each commune and a subtotal for each district."""
    rows: list[ResultRow] = []
    movements: list[Movement] = []
    for code, name, communes, share in DISTRICTS:
        inside = [
            row(f"{code}{index:02}", f"Xã {name.split()[-1]} {index}", 1500 + 70 * index, share * (0.6 + 0.04 * index))
            for index in range(1, communes + 1)
        ]
        subtotal = total(inside, code, name, "subtotal")
        rows += [subtotal, *inside]
        movements.append(ledger(name, subtotal))
    whole = total([each for each in rows if each.weight == "plain"], "46", "Toàn tỉnh", "total")
    return ReviewReport(
        unit_code="46", unit_name="Thừa Thiên Huế", unit_kind="tỉnh", level="province", superior_name="",
        superior_kind="", year=2019, valid_for_year=2020, standard_id="vn-2016-2020",
        standard_title="chuẩn nghèo tiếp cận đa chiều giai đoạn 2016 - 2020", standard_version="a1b2c3d4",
        snapshot_id="s0123456789abcdef", computed_at=dt.datetime(2020, 1, 6, 9, 30, tzinfo=dt.UTC), synthetic=True,
        rows_level="commune", rows=tuple(rows), total=whole, movements=tuple(movements),
        movement=replace(ledger("Toàn tỉnh", whole), weight="total"),
        deprivations=(
            Deprivation("toilet", "Hố xí/nhà tiêu hợp vệ sinh", rate(7210, 12890), rate(4020, 11600)),
            Deprivation("house_quality", "Chất lượng nhà ở", rate(4810, 12880), rate(3020, 11600)),
            Deprivation("edu_adult", "Trình độ giáo dục của người lớn", rate(3990, 12700), rate(2100, 11500)),
            Deprivation("health_access", "Tiếp cận các dịch vụ y tế", rate(122, 12890), UNKNOWN),
        ),
        rounds=(("listed", 28120), ("applied", 1730)), reviewed=29850, poor_persons=Persons(41230, 13100, 12950),
        near_poor_persons=Persons(45010, 11700, 11700), all_persons=1129505,
        groups=(
            Group("Hộ dân tộc thiểu số", rate(4120, 13000), rate(2010, 11650)),
            Group("Hộ có thành viên là người có công với cách mạng", rate(104, 12800), rate(201, 11600)),
            Group("Hộ không có khả năng lao động", rate(3390, 12700), rate(310, 11500)),
        ),
        undetermined=37,
        missing=(MissingFact("Thu nhập bình quân đầu người một tháng", 31), MissingFact("Diện tích nhà ở", 9)),
        published=(Published(0.0417, "result", "Báo cáo tổng kết chương trình", "secondary"),),
        bases=(
            Basis(
                "Quyết định số 59/2015/QĐ-TTg ngày 19 tháng 11 năm 2015 của Thủ tướng Chính phủ về việc ban hành chuẩn "
                "nghèo tiếp cận đa chiều áp dụng cho giai đoạn 2016 - 2020",
                "secondary",
            ),
        ),
        series=((2018, whole.poor_before), (2019, whole.poor)),
    )  # fmt: skip


def ledger(name: str, area: ResultRow) -> Movement:
    opening, closing = area.poor_before.numerator or 0, area.poor.numerator or 0
    new, relapses = round(closing * 0.08), round(closing * 0.03)
    stay = closing - new - relapses - 2
    return Movement(name, opening, opening - stay - 3, new, relapses, stay, closing)


def commune_report() -> ReviewReport:
    """A commune with five villages, one of which has no household count."""
    villages = [row(f"19900-{index}", f"Thôn {index}", 120 + index, 0.2 - 0.02 * index) for index in range(1, 5)]
    lacking = ResultRow("19900-5", "Thôn 5", Rate(9, None, None), Rate(4, None, None))
    whole = total(villages, "19900", "Toàn xã", "total")
    return replace(
        province_report(), unit_code="19900", unit_name="Hồng Kim", unit_kind="xã", level="commune",
        superior_kind="huyện", superior_name="A Lưới", rows_level="village", rows=(*villages, lacking), total=whole,
        movements=(), movement=replace(ledger("Toàn xã", whole), weight="total"), published=(), reviewed=210,
        rounds=(("listed", 190), ("applied", 20)), undetermined=0, missing=(), all_persons=None,
        poor_persons=Persons(310, 69, 69), near_poor_persons=None,
    )  # fmt: skip
