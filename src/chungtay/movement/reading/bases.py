"""Read the legal bases of a plan from its preamble. May import `dates` and `document`."""

from __future__ import annotations

import re

from chungtay.movement.reading.dates import first_day
from chungtay.movement.reading.document import Basis, Notice

_KINDS = (
    r"bộ luật|luật|pháp lệnh|nghị quyết liên tịch|nghị quyết|nghị định|quyết định|chỉ thị|thông tư liên tịch|thông tư"
    r"|kế hoạch|chương trình hành động|chương trình|công văn|hướng dẫn|thông báo|kết luận|đề án|tờ trình|văn bản"
    r"|báo cáo"
)
_NUMBER = r"\d{1,5}[a-zđ]?\s?[/-]\s?[\dA-ZĐƯ][\wĐđƯư]*(?:\s?[/-]\s?[A-ZĐƯ\d][\wĐđƯư]*)*"
_DAY = r"ngày\s+(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
_OPENS = (
    r"(?:(?:^|[;,:\n])\s*(?:[-–+*•]\s*)?(?:\d+[.)]\s*)?"
    r"|(?:căn cứ|thực hiện|thi hành|triển khai|theo|và|cùng với|các|những)\s+)"
)
_START = re.compile(
    rf"{_OPENS}(?:căn cứ\s+|thực hiện\s+|theo\s+|thi hành\s+)?"
    rf"(?P<whole>(?P<kind>{_KINDS})\s+(?:số\s*:?\s*)?(?P<number>{_NUMBER}))",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:^|[;\n])\s*(?:[-–+*•]\s*)?căn cứ\s+(?P<whole>(?P<kind>bộ luật|luật|pháp lệnh)\s+(?!số)(?P<name>[^;\n]+))",
    re.IGNORECASE,
)
_REST = re.compile(rf"^\s*,?\s*\(?(?P<day>{_DAY})?\)?\s*,?\s*(?:(?:của|do)\s+(?P<issuer>.+?))?(?P<title>\s*(?:,\s*)?"
                   rf"(?:về việc|về|v/v|ban hành|phê duyệt|quy định|sửa đổi|hướng dẫn|triển khai|tổ chức|phát động"
                   rf"|giao|thực hiện|đẩy mạnh|tăng cường|thông qua)\b.*)?$", re.IGNORECASE | re.DOTALL)  # fmt: skip
_ABOUT = re.compile(r"^(?:về việc|v/v|về)\s+", re.IGNORECASE)
_MAKER = re.compile(
    r",\s*(?:nay\s+)?(?:Sở|Ủy ban|Uỷ ban|UBND|Ban|Phòng|Hội|Tỉnh đoàn|Liên đoàn|Trung tâm|Chi cục|Bệnh viện|Trường"
    r"|Công an|Huyện ủy|Đảng ủy|Đoàn)\b[^;]*?\s(?:xây dựng|ban hành|lập|đề ra|triển khai|tổ chức)\s.*$",
    re.DOTALL,
)


def read_bases(preamble: str) -> tuple[Basis, ...]:
    """The documents a plan stands on, in the order of the text.

    Looks for the kind of a document and its number at the start of a clause ("Căn cứ …", "Thực hiện …; … số …"), so a
    document named within the title of another is not a basis of its own. A law may stand without a number.
    """
    text = "\n".join(line.strip() for line in preamble.splitlines())
    starts = list(_START.finditer(text))
    places = [(found.start("whole"), found, True) for found in starts]
    taken = {start for start, _, _ in places}
    places += [(law.start("whole"), law, False) for law in _LAW.finditer(text) if law.start("whole") not in taken]
    places.sort(key=lambda place: place[0])
    bases = []
    for at, (start, found, numbered) in enumerate(places):
        end = places[at + 1][0] if at + 1 < len(places) else len(text)
        bases.append(_numbered(found, text, end) if numbered else _unnumbered(found, text[start:end]))
    return tuple(bases)


def _numbered(found: re.Match[str], text: str, end: int) -> Basis:
    quoted = _cut(text[found.start("whole") : end])
    rest = _REST.match(quoted[len(found["whole"]) :])
    number = re.sub(r"\s+", "", found["number"])
    kind = found["kind"][0].upper() + found["kind"][1:].lower()
    if rest is None:
        words = quoted[len(found["whole"]) :].strip(" ,")
        return Basis(number, first_day(words[:40]), None, words, kind, quoted)
    title = _ABOUT.sub("", (rest["title"] or "").strip(" ,"))
    issuer = (rest["issuer"] or "").strip(" ,") or None
    return Basis(number, first_day(rest["day"]) if rest["day"] else None, issuer, title, kind, quoted)


def _unnumbered(found: re.Match[str], quoted: str) -> Basis:
    quoted = _cut(quoted)
    named = re.split(rf"\s*,?\s+(?={_DAY}|năm \d{{4}})", quoted, maxsplit=1)
    issuer = re.search(r"\bcủa\s+(Quốc hội|Ủy ban Thường vụ Quốc hội)", quoted, re.IGNORECASE)
    kind = found["kind"][0].upper() + found["kind"][1:].lower()
    return Basis(None, first_day(quoted), issuer[1] if issuer else None, named[0].strip(" ,"), kind, quoted)


def _cut(words: str) -> str:
    """End a basis at its semicolon or line, before the sentence in which the plan's own issuer begins."""
    words = re.split(r"[;\n]", words, maxsplit=1)[0]
    words = _MAKER.sub("", words)
    words = re.sub(r"[\s,]+(?:và\s+)?(?:căn cứ|thực hiện|theo|và|các|những)\s*$", "", words, flags=re.IGNORECASE)
    return words.strip(" ,.:")


def two_names_of_one(bases: tuple[Basis, ...], text: str) -> list[Notice]:
    """Notices on a basis that the text also calls by another order of the same signs (06/UBND-KH and 06/KH-UBND)."""
    notices = []
    others = {re.sub(r"\s+", "", found) for found in re.findall(_NUMBER, text)}
    for basis in bases:
        for other in sorted(others):
            if basis.number and other != basis.number and _signs(other) == _signs(basis.number):
                vi = f"Cùng một văn bản được ghi hai cách: {basis.number} và {other}."
                notices.append(Notice("two_numbers", vi, f"One document is written both {basis.number} and {other}."))
    return notices


def _signs(number: str) -> tuple[str, ...]:
    return tuple(sorted(re.split(r"[/-]", number)))
