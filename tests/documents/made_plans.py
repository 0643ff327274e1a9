"""Random small plans for the round trip: headings and sentences as plans use them, in any tree of four depths."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from chungtay.movement.reading import Basis, Clause, Header, PlanDocument, Signature, found_in, read_frame
from chungtay.movement.reading.kinds import kind_of_heading
from chungtay.movement.reading.numbering import letters, roman

HEADINGS = (
    "Mục đích", "Yêu cầu", "NỘI DUNG THI ĐUA", "Giải pháp thực hiện", "Tổ chức thực hiện", "Phạm vi", "Thời gian",
    "Về công tác tuyên truyền", "Kinh phí", "Hỗ trợ hộ nghèo về nhà ở", "Khen thưởng",
)  # fmt: skip
SENTENCES = (
    "Vận động các doanh nghiệp hỗ trợ 120 hộ nghèo về vốn, việc làm và nhà ở trong năm 2019.",
    "Các xã, phường, thị trấn rà soát hộ nghèo, hộ cận nghèo trước ngày 15/11/2018;",
    "Phát hiện, biểu dương và nhân rộng các điển hình tiên tiến “Không để ai bị bỏ lại phía sau - vì người nghèo”.",
    "Giảm tỷ lệ hộ nghèo từ 1% đến 1,5% mỗi năm, riêng các xã đặc biệt khó khăn giảm 4%.",
    "Năm 2020: Tổ chức tổng kết phong trào thi đua giai đoạn 2016 - 2020;",
    "Thôn, bản giúp nhau phát triển kinh tế, ổn định cuộc sống và cùng nhau vươn lên thoát nghèo bền vững, "
    "không trông chờ, ỷ lại vào sự hỗ trợ của Nhà nước và của cộng đồng.",
    "Mặt trận Tổ quốc chủ trì, phối hợp với các đoàn thể.",
)
KINDS = ("purpose", "requirement", "frame", "content", "solution", "organisation")
ISSUERS = ("ỦY BAN NHÂN DÂN HUYỆN A LƯỚI", "SỞ Y TẾ", "ỦY BAN NHÂN DÂN XÃ HỒNG VÂN")
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)).map(lambda day: day.isoformat())


def labels(depth: int, count: int) -> list[str]:
    """I, II … / 1, 2 … / a, b …, as an official outline counts."""
    return [(roman, str, letters, letters)[depth](place) for place in range(1, count + 1)]


@st.composite
def clause_trees(draw: st.DrawFn, *, noted: bool = True) -> tuple[Clause, ...]:
    """Clauses in the order of the text.

    noted  some bear a kind that their heading does not say, or words that look like a heading and its text
    """
    sentences = [one for one in SENTENCES if noted or ":" not in one]
    made: list[Clause] = []

    def below(parent: str | None, kind: str, depth: int) -> None:
        most = 3 if depth else 4
        count = draw(st.integers(1 if depth == 0 else 0, most))
        headed = draw(st.booleans()) if depth == 2 else depth < 2
        for label in labels(depth, count):
            address = f"{parent}.{label}" if parent else label
            heading = draw(st.sampled_from(HEADINGS)) if headed and (depth == 0 or draw(st.booleans())) else ""
            own = (kind_of_heading(heading) if heading else None) or kind
            if noted and draw(st.integers(0, 5)) == 0:
                own = draw(st.sampled_from(KINDS))
            text = "\n".join(draw(st.lists(st.sampled_from(sentences), min_size=0 if heading else 1, max_size=2)))
            made.append(found_in(address, parent, own if text else "heading", heading, text))
            if depth < 3:
                below(address, own, depth + 1)

    below(None, "content", 0)
    return tuple(made)


@st.composite
def plans(draw: st.DrawFn, *, noted: bool = True) -> PlanDocument:
    """A plan with head, bases, clauses and foot; noted as in `clause_trees`."""
    clauses = draw(clause_trees(noted=noted))
    quoted = "Quyết định số 1258/QĐ-TTg ngày 21/8/2017 của Thủ tướng Chính phủ về việc ban hành Kế hoạch"
    bases = draw(
        st.sampled_from([
            (),
            (Basis("1258/QĐ-TTg", "2017-08-21", "Thủ tướng Chính phủ", "ban hành Kế hoạch", "Quyết định", quoted),),
        ])
    )  # fmt: skip
    preamble = "".join(f"Căn cứ {basis.quoted};\n" for basis in bases) + "Đơn vị ban hành kế hoạch như sau:"
    header = Header(
        superior=draw(st.sampled_from([None, "UBND TỈNH THỪA THIÊN HUẾ"])),
        issuer=draw(st.sampled_from(ISSUERS)),
        number=draw(st.sampled_from([None, "12/KH-UBND", "06/KH-SYT"])),
        place=draw(st.sampled_from(["A Lưới", "Thừa Thiên Huế"])),
        date=draw(st.one_of(st.none(), DAYS)),
        kind="Kế hoạch",
        subject="Tổ chức phong trào thi đua “Chung tay vì người nghèo - Không để ai bị bỏ lại phía sau”",
        preamble=preamble,
        closing=draw(st.sampled_from(["", "Trên đây là kế hoạch, các đơn vị triển khai thực hiện."])),
    )
    signature = draw(
        st.sampled_from([
            Signature(None, "GIÁM ĐỐC", None),
            Signature("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Viết Bắc"),
            Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Hồ Thị Mẫu"),
            Signature("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"),
        ])
    )  # fmt: skip
    recipients = draw(st.sampled_from([(), ("Sở Y tế", "Lưu: VT"), ("Các đơn vị trực thuộc", "Lưu: VT, KHTC")]))
    return PlanDocument(header, bases, clauses, read_frame(clauses), signature, recipients, ())
