"""An invented plan about reading clubs and clean water, as a tree; every name, number and date in it is an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
OFFICIAL = list("abcdđeghiklmnopqrstuvxy")


@dataclass
class Piece:
    """A piece of a plan: a heading with pieces below, or a sentence."""

    words: str
    below: list[Piece] = field(default_factory=list)

    @property
    def heads(self) -> bool:
        return bool(self.below)


def example_tree() -> list[Piece]:
    return [
        Piece("MỤC ĐÍCH, YÊU CẦU", [
            Piece("Mục đích", [
                Piece("Mỗi thôn có ít nhất 200 quyển sách vào cuối năm 2020 (ví dụ)."),
                Piece("Số người đọc sách tăng 1,5 lần so với năm 2018."),
            ]),
            Piece("Yêu cầu", [Piece("Việc đọc sách được giữ đều hằng tháng, không phô trương.")]),
        ]),
        Piece("NỘI DUNG", [
            Piece("Tủ sách của thôn", [
                Piece("Các xã, phường, thị trấn chọn nơi đặt tủ sách."),
                Piece("Hội Phụ nữ cử người trông tủ sách trước ngày 15/6/2019."),
                Piece("Doanh nghiệp ví dụ tặng trên 50 triệu đồng tiền sách."),
            ]),
            Piece("Giếng nước sạch", [Piece("Đào giếng cho 1.000 hộ gia đình trong giai đoạn 2019 - 2021.")]),
        ]),
        Piece("GIẢI PHÁP THỰC HIỆN", [
            Piece("Báo, đài kể chuyện người đọc sách mỗi tuần một lần."),
            Piece("Các cụm, khối thi đua học hỏi lẫn nhau."),
        ]),
        Piece("TỔ CHỨC THỰC HIỆN", [Piece("Sở Ví dụ theo dõi việc thực hiện và báo cáo trong quý IV/2020.")]),
    ]  # fmt: skip


KINDS_BY_TOP = ("purpose", "content", "solution", "organisation")


@dataclass(frozen=True)
class Style:
    """One depth's way of counting: how it is written before the words, and how it reads in an address."""

    name: str
    written: Callable[[int, str], str]
    part: Callable[[int], str]
    carries: bool = False
    """written with the numbers above, as 1.2"""


def _simple(name: str, labels: Sequence[str], shape: str, part: str = "{}") -> Style:
    return Style(name, lambda at, _: shape.format(labels[at]), lambda at: part.format(labels[at]))


NUMBERS = [str(number) for number in range(1, 30)]
LETTERS = list("abcdefghijklmnopqrstuvwxyz")
ROMAN_DOT = _simple("I.", ROMAN, "{}. ")
ROMAN_DASH = _simple("I -", ROMAN, "{} - ")
ROMAN_SLASH = _simple("I/", ROMAN, "{}/ ")
UPPER = _simple("A.", [letter.upper() for letter in LETTERS], "{}. ")
PART = _simple("Phần", ROMAN, "Phần {}. ", "P{}")
COUNTED_PART = Style(
    "Phần thứ", lambda at, _: f"Phần thứ {['nhất', 'hai', 'ba', 'tư', 'năm', 'sáu'][at]}: ", lambda at: f"P{at + 1}"
)
CHAPTER = _simple("Chương", ROMAN, "Chương {}. ", "C{}")
SECTION = _simple("Mục", NUMBERS, "Mục {}. ", "M{}")
ARTICLE = _simple("Điều", NUMBERS, "Điều {}. ", "Đ{}")
ARABIC = _simple("1.", NUMBERS, "{}. ")
ARABIC_TIGHT = _simple("1.x", NUMBERS, "{}.")
ARABIC_BRACKET = _simple("1)", NUMBERS, "{}) ")
ARABIC_SLASH = _simple("1/", NUMBERS, "{}/ ")
LETTER = _simple("a)", LETTERS, "{}) ")
LETTER_OFFICIAL = _simple("a) đ)", OFFICIAL, "{}) ")
LETTER_DOT = _simple("a.", LETTERS, "{}. ")
LETTER_BRACKETS = _simple("(a)", LETTERS, "({}) ")
DASH = Style("-", lambda _at, _above: "- ", lambda at: LETTERS[at])
PLUS = Style("+", lambda _at, _above: "+ ", lambda at: LETTERS[at])
DECIMAL = Style("1.1.", lambda at, above: f"{above}.{at + 1}. ", lambda at: NUMBERS[at], carries=True)

SCHEMES: dict[str, tuple[Style, ...]] = {
    "I. 1. a) -": (ROMAN_DOT, ARABIC, LETTER, DASH),
    "I - 1/ a. -": (ROMAN_DASH, ARABIC_SLASH, LETTER_DOT, DASH),
    "I/ 1) a) +": (ROMAN_SLASH, ARABIC_BRACKET, LETTER, PLUS),
    "I. 1. - +": (ROMAN_DOT, ARABIC_TIGHT, DASH, PLUS),
    "I. 1. 1) -": (ROMAN_DOT, ARABIC, ARABIC_BRACKET, DASH),
    "I. 1. (a) -": (ROMAN_DOT, ARABIC, LETTER_BRACKETS, DASH),
    "A. I. 1. a)": (UPPER, ROMAN_DOT, ARABIC, LETTER_OFFICIAL),
    "Phần Mục 1. a)": (PART, SECTION, ARABIC, LETTER),
    "Phần thứ I. 1. -": (COUNTED_PART, ROMAN_DOT, ARABIC, DASH),
    "Chương Điều 1. đ)": (CHAPTER, ARTICLE, ARABIC, LETTER_OFFICIAL),
    "1. 1.1. 1.1.1. -": (ARABIC, DECIMAL, DECIMAL, DASH),
    "1. a) - +": (ARABIC, LETTER, DASH, PLUS),
}


@dataclass(frozen=True)
class Written:
    """A piece as written: its label, its words, its depth; and the address it must have."""

    label: str
    words: str
    depth: int
    heads: bool
    address: str
    parent: str | None


def written(tree: Sequence[Piece], scheme: Sequence[Style]) -> Iterator[Written]:
    """Every piece in order, numbered by a scheme."""
    yield from _written(tree, scheme, 0, None, "")


def _written(
    pieces: Sequence[Piece], scheme: Sequence[Style], depth: int, parent: str | None, above: str
) -> Iterator[Written]:
    if not pieces:
        return
    style = scheme[depth]
    for at, piece in zip(count(), pieces, strict=False):
        part = style.part(at)
        address = f"{parent}.{part}" if parent else part
        heads = piece.heads and style not in (DASH, PLUS)  # a dash never has a heading
        yield Written(style.written(at, above), piece.words, depth, heads, address, parent)
        carried = f"{above}.{part}" if style.carries else part
        yield from _written(piece.below, scheme, depth + 1, address, carried)


HEAD_LEFT = ["UBND TỈNH MẪU", "SỞ VÍ DỤ", "Số: 07/KH-SVD"]
HEAD_RIGHT = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Tỉnh Mẫu, ngày 05 tháng 3 năm 2019",
]
SUBJECT = "Phong trào đọc sách và dùng nước sạch ở thôn (ví dụ)"
BASES = [
    "Căn cứ Quyết định số 11/QĐ-VD ngày 02/01/2019 của Ủy ban nhân dân tỉnh Mẫu về việc mở tủ sách ở thôn;",
    "Thực hiện Kế hoạch số 22/KH-HVD ngày 15 tháng 02 năm 2019 của Hội Ví dụ về nước sạch cho mọi nhà,",
    "Sở Ví dụ ban hành kế hoạch thực hiện như sau:",
]
CLOSING = "Trên đây là kế hoạch ví dụ, đề nghị các đơn vị thực hiện."
FOOT_LEFT = ["Nơi nhận:", "- Các xã, phường, thị trấn;", "- Các hội đọc sách ví dụ;", "- Lưu: VT."]
FOOT_RIGHT = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Người Ký Ví Dụ"]


def check_example(document: object, scheme: Sequence[Style], *, kinds: bool = True) -> None:
    """The document is the example plan: head, bases, clauses at their addresses, foot."""
    from chungtay.movement.reading import PlanDocument

    assert isinstance(document, PlanDocument)
    expected = list(written(example_tree(), scheme))
    assert [clause.address for clause in document.clauses] == [one.address for one in expected]
    assert [clause.parent for clause in document.clauses] == [one.parent for one in expected]
    assert [(clause.heading, clause.text) for clause in document.clauses] == [
        (one.words, "") if one.heads else ("", one.words) for one in expected
    ]
    if kinds:
        counted = {kind: sum(clause.kind == kind for clause in document.clauses) for kind in KINDS_BY_TOP}
        assert counted == {"purpose": 2, "content": 4, "solution": 2, "organisation": 1}
        assert sum(clause.kind == "requirement" for clause in document.clauses) == 1
    check_head_and_foot(document)


def check_head_and_foot(document: object) -> None:
    """Head, bases and foot are the example's."""
    from chungtay.movement.reading import PlanDocument

    assert isinstance(document, PlanDocument)
    header = document.header
    assert (header.superior, header.issuer, header.issuer_inferred) == ("UBND TỈNH MẪU", "SỞ VÍ DỤ", False)
    assert (header.number, header.place, header.date) == ("07/KH-SVD", "Tỉnh Mẫu", "2019-03-05")
    assert (header.kind, header.subject) == ("Kế hoạch", SUBJECT)
    assert [(basis.number, basis.date, basis.issuer, basis.title) for basis in document.bases] == [
        ("11/QĐ-VD", "2019-01-02", "Ủy ban nhân dân tỉnh Mẫu", "mở tủ sách ở thôn"),
        ("22/KH-HVD", "2019-02-15", "Hội Ví dụ", "nước sạch cho mọi nhà"),
    ]
    signature = document.signature
    assert (signature.authority, signature.title, signature.name) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Người Ký Ví Dụ")
    assert document.recipients == ("Các xã, phường, thị trấn", "Các hội đọc sách ví dụ", "Lưu: VT")
    assert header.closing == CLOSING
