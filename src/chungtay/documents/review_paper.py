"""Write the yearly review report of an area as an official paper. Words and tables only; no Django.

The paper is in Vietnamese whatever the reader's language: it is an administrative act.
"""

from __future__ import annotations

from collections.abc import Iterator

from chungtay.documents.numerals import count, day, percent, points
from chungtay.documents.paper import BLANK, Block, Heading, Paper, Paragraph
from chungtay.documents.review_notes import notes
from chungtay.documents.review_pictures import children_picture
from chungtay.documents.review_rows import Persons, Rate, ReviewReport
from chungtay.documents.review_tables import deprivation_table, group_table, movement_table, result_table

SYNTHETIC_MARK = "DỮ LIỆU GIẢ LẬP – không phải số liệu của đơn vị thật"
ROUNDS = {
    "base": "hộ trong đợt rà soát toàn bộ đầu kỳ",
    "listed": "hộ trong danh sách hộ nghèo, hộ cận nghèo của năm trước",
    "applied": "hộ có giấy đề nghị rà soát",
}


def review_paper(report: ReviewReport) -> Paper:
    """Lay out the report: head, legal bases, six sections, recipients and signature."""
    superior = f"UBND {report.superior_kind} {report.superior_name}".upper() if report.superior_name else ""
    recipients = [f"UBND {report.superior_kind} {report.superior_name};"] if report.superior_name else []
    return Paper(
        superior=superior,
        issuer=("ỦY BAN NHÂN DÂN", report.unit_full_name.upper()),
        number=f"Số: {BLANK}/BC-UBND",
        place_and_day=f"{report.unit_name}, ngày … tháng … năm ……",
        kind="BÁO CÁO",
        subject=(f"Kết quả rà soát hộ nghèo, hộ cận nghèo năm {report.year}", f"trên địa bàn {report.unit_full_name}"),
        bases=tuple(f"Căn cứ {basis.text};" for basis in report.bases),
        body=tuple(_body(report)),
        recipients=(*recipients, "…………………………;", "Lưu: VT."),
        signing=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        footer=footer(report),
        mark=SYNTHETIC_MARK if report.synthetic else "",
    )


def footer(report: ReviewReport) -> str:
    """Say at the foot of every page which data, standard and day the figures come from."""
    return (
        f"Nguồn: bản chụp số liệu {report.snapshot_id}; chuẩn {report.standard_id}, "
        f"phiên bản {report.standard_version or 'chưa ghi'}; tính ngày {day(report.computed_at.date())}."
    )


def _body(report: ReviewReport) -> Iterator[Block]:
    yield Paragraph(
        f"Ủy ban nhân dân {report.unit_full_name} báo cáo kết quả rà soát hộ nghèo, hộ cận nghèo năm {report.year} "
        f"(số liệu đến ngày 31/12/{report.year}) như sau:"
    )
    yield Heading("1. Cách tiến hành rà soát")
    yield from _rounds(report)
    yield Heading("2. Kết quả rà soát")
    yield from _result(report)
    yield result_table(report)
    picture = children_picture(report)
    if picture is not None:
        yield picture
    yield Heading("3. Biến động hộ nghèo trong năm")
    yield Paragraph(_movement(report))
    yield movement_table(report)
    yield Heading("4. Mức độ thiếu hụt các dịch vụ xã hội cơ bản")
    if report.deprivations:
        yield Paragraph(_deprivation(report))
        yield deprivation_table(report)
    else:
        yield Paragraph("Chưa có số liệu thiếu hụt theo từng chỉ số.")
    yield Heading("5. Hộ nghèo, hộ cận nghèo theo nhóm đối tượng")
    if report.minority_poor.numerator is not None:
        among = _rate(report.minority_poor, "hộ nghèo")
        yield Paragraph(f"Trong các hộ dân tộc thiểu số, đến 31/12/{report.year} có {among}.")
    if report.groups:
        yield group_table(report)
    else:
        yield Paragraph("Chưa có số liệu theo nhóm đối tượng.")
    yield Heading("6. Ghi chú về số liệu")
    yield from notes(report)


def _rounds(report: ReviewReport) -> Iterator[Block]:
    """Say how many households were looked at, and in which rounds."""
    valid = f" Danh sách được dùng cho năm {report.valid_for_year}." if report.valid_for_year else ""
    if report.reviewed == 0:
        yield Paragraph(f"Việc rà soát thực hiện theo {report.standard_title}. Không có hộ nào thuộc diện rà soát.")
        return
    yield Paragraph(
        f"Việc rà soát thực hiện theo {report.standard_title}.{valid} Đã rà soát {count(report.reviewed)} hộ, gồm:"
    )
    for name, households in report.rounds:
        yield Paragraph(f"{count(households)} {ROUNDS.get(name, name)};", "item")
    if any(name == "base" for name, _ in report.rounds):
        return
    yield Paragraph(
        "Các hộ khác không thuộc diện rà soát năm nay; tỷ lệ được tính trên tổng số hộ của địa bàn đến 31/12."
    )


def _result(report: ReviewReport) -> Iterator[Block]:
    row, year = report.total, report.year
    place = f"trên địa bàn {report.unit_full_name}"
    yield Paragraph(
        f"Đến ngày 31/12/{year}, {place} có {_rate(row.poor, 'hộ nghèo')}; {_rate(row.near_poor, 'hộ cận nghèo')}."
    )
    if row.change is not None:
        turn = "giảm" if row.change < 0 else "tăng" if row.change > 0 else "không đổi"
        size = "" if row.change == 0 else f" {points(abs(row.change)).lstrip('+')} điểm phần trăm"
        yield Paragraph(
            f"So với cuối năm {year - 1} ({_rate(row.poor_before, 'hộ nghèo')}), tỷ lệ hộ nghèo {turn}{size}."
        )
    else:
        yield Paragraph(f"Chưa có số liệu cùng chuẩn của cuối năm {year - 1} để so sánh.")
    people = [_persons(report.poor_persons, "hộ nghèo"), _persons(report.near_poor_persons, "hộ cận nghèo")]
    if any(people):
        whole = f" Dân số trên địa bàn: {count(report.all_persons)} người." if report.all_persons else ""
        yield Paragraph("Nhân khẩu: " + "; ".join(text for text in people if text) + "." + whole)


def _rate(rate: Rate, what: str) -> str:
    """ "1.234 hộ nghèo trên tổng số 31.654 hộ, tỷ lệ 3,90%"; says what is missing where a part is."""
    if rate.numerator is None:
        return f"số {what}: chưa có"
    if rate.denominator is None:
        return f"{count(rate.numerator)} {what} (tỷ lệ chưa có vì thiếu tổng số hộ)"
    return f"{count(rate.numerator)} {what} trên tổng số {count(rate.denominator)} hộ, tỷ lệ {percent(rate.value)}"


def _persons(persons: Persons | None, what: str) -> str:
    if persons is None or persons.households_listed == 0:
        return ""
    known = (
        ""
        if persons.households_listed == persons.households
        else f" (biết ở {count(persons.households_listed)}/{count(persons.households)} hộ)"
    )
    return f"{count(persons.persons)} người trong {what}{known}"


def _movement(report: ReviewReport) -> str:
    flow, year = report.movement, report.year
    if flow.opening is None:
        return f"Chưa có số hộ nghèo cuối năm {year - 1} nên chưa lập được bảng biến động."
    return (
        f"Trong năm {year}, từ {count(flow.opening)} hộ nghèo đầu kỳ có {count(flow.exits)} hộ thoát nghèo, "
        f"{count(flow.relapses)} hộ tái nghèo, {count(flow.new)} hộ nghèo phát sinh mới; "
        f"cuối kỳ còn {count(flow.closing)} hộ nghèo."
    )


def _deprivation(report: ReviewReport) -> str:
    known = [row for row in report.deprivations if row.poor.value is not None]
    if not known:
        return "Chưa có tỷ lệ thiếu hụt của hộ nghèo."
    worst = sorted(known, key=lambda row: -(row.poor.value or 0))[:3]
    named = "; ".join(
        f"{row.label.lower()} ({percent(row.poor.value)}, {count(row.poor.numerator)}/{count(row.poor.denominator)} hộ)"
        for row in worst
    )
    return f"Đến 31/12/{report.year}, hộ nghèo thiếu hụt nhiều nhất về: {named}."
