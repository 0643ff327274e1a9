"""The two sheets of a template that are read, not filled in: the codes and the guide. Imports rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chungtay.messages import Words
from chungtay.rules import Fact, Standard

CODES_SHEET = Words("Bảng mã", "Codes")
GUIDE_SHEET = Words("Hướng dẫn", "Guide")

GUIDE = (
    ("Cách điền", (
        "Mỗi hộ một dòng ở trang «Hộ»; mỗi người một dòng ở trang «Thành viên», nối với hộ bằng mã hộ.",
        "Dòng 1 là tên máy của cột, dòng 2 là tên tiếng Việt; điền từ dòng 3. Không đổi, không gộp ô hai dòng này "
        "(có thể ẩn dòng 1).",
        "Cột nền xanh là bắt buộc. Điều gì chưa biết thì để trống: để trống nghĩa là «chưa biết», không phải «không».",
        "Mã hộ không đổi qua các năm và không phụ thuộc số thứ tự trong thôn. Hộ mới nhận mã mới; hộ tách giữ mã cũ "
        "cho hộ gốc.",
        "Mã xã là mã 5 chữ số vào ngày 31/12 của năm rà soát. Các cột mã, số định danh ở dạng Văn bản để giữ "
        "số 0 ở đầu.",
        "Chọn mã trong danh sách của ô; nghĩa của từng mã ở trang «Bảng mã». Cột nhiều nguyên nhân: nhiều mã cách nhau "
        "bằng dấu chấm phẩy.",
        "Chỉ nhập giá trị, không dùng công thức. Số thập phân dùng dấu của máy bạn; không gõ dấu chấm hàng nghìn.",
        "Ngày gõ dạng ngày/tháng/năm, ví dụ 05/11/2019.",
    )),
    ("Nhập vào hệ thống", (
        "chungtay registry import tệp.xlsx --standard {standard} --review-year NĂM --round listed --dry-run",
        "Xem báo cáo thử; nếu có lỗi, thêm --errors loi.xlsx để nhận tệp đánh dấu từng ô sai. Bỏ --dry-run để "
        "nhập thật.",
        "Có một lỗi thì không dòng nào được nhập. Nhập lại cùng tệp không tạo dòng trùng.",
    )),
    ("Dữ liệu cá nhân", (
        "Họ tên, số định danh, điện thoại, địa chỉ được mã hóa khi lưu và không nằm trong số liệu tổng hợp.",
        "Giữ tệp này như hồ sơ mật của xã; xóa bản sao khi đã nhập xong.",
    )),
)  # fmt: skip


def write_codes(book: Any, formats: Mapping[str, Any], facts: Sequence[Fact]) -> dict[str, str]:
    """Write the sheet of codes; return fact name -> the range that its dropdown lists."""
    sheet = book.add_worksheet(CODES_SHEET.vi)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 38)
    sheet.set_column(2, 2, 24, formats["text"])
    sheet.set_column(3, 3, 60)
    for column, words in enumerate(("Cột", "Tên cột", "Mã", "Nghĩa")):
        sheet.write_string(0, column, words, formats["label"])
    row, places = 1, {}
    for fact in facts:
        if not fact.codes:
            continue
        first = row
        for code in fact.codes:
            for column, text in enumerate((fact.name, fact.label.vi, code.value, code.label.vi)):
                sheet.write_string(row, column, text)
            row += 1
        places[fact.name] = f"'{CODES_SHEET.vi}'!$C${first + 1}:$C${row}"
    return places


def write_guide(book: Any, formats: Mapping[str, Any], standard: Standard) -> None:
    """Write the guide: how to fill in, how to import, how to keep personal data."""
    sheet = book.add_worksheet(GUIDE_SHEET.vi)
    sheet.set_column(0, 0, 110, formats["wrap"])
    sheet.write_string(0, 0, "Biểu mẫu rà soát hộ", formats["title"])
    sheet.write_string(1, 0, f"{standard.title.vi} ({standard.id}, phiên bản {standard.version})")
    row = 3
    for title, lines in GUIDE:
        sheet.write_string(row, 0, title, formats["label"])
        for line in lines:
            row += 1
            sheet.write_string(row, 0, line.replace("{standard}", standard.id), formats["wrap"])
        row += 2
