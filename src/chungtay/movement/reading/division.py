"""Divide the lines of a plan into head, outline and foot. May import `lines`, `numbering`, `outline`, `paragraphs`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chungtay.movement.reading.kinds import kind_of_heading
from chungtay.movement.reading.lines import Line
from chungtay.movement.reading.numbering import Marker, markers
from chungtay.movement.reading.outline import is_heading
from chungtay.movement.reading.paragraphs import CLOSING

KIND_OF_DOCUMENT = re.compile(
    r"^(KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|NGHỊ QUYẾT|THÔNG BÁO|HƯỚNG DẪN|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|TỜ TRÌNH|BÁO CÁO"
    r"|CÔNG VĂN|QUY CHẾ|QUY ĐỊNH)\b[\s:]*(.*)$",
    re.IGNORECASE,
)
RECIPIENTS = re.compile(r"^nơi\s+nhận\b\s*:?", re.IGNORECASE)
AUTHORITY = re.compile(r"^(?:KT|TM|T/M|TL|TUQ|T/L|Q)\s*\.\s*[A-ZĐÀ-Ỹ]{2}")
OFFICE = re.compile(
    r"^(?:QUYỀN |PHÓ )?(?:GIÁM ĐỐC|CHỦ TỊCH|TỔNG GIÁM ĐỐC|CHỦ NHIỆM|TRƯỞNG BAN|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|CỤC TRƯỞNG"
    r"|BÍ THƯ|HIỆU TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TRƯỞNG|VIỆN TRƯỞNG|BAN)\b"
)
ANNEX = re.compile(r"^(?:PHỤ LỤC|BIỂU MẪU|Phụ lục)\b")
BASIS = re.compile(
    r"^(?:[-–+*]\s*)?(?:căn cứ|thực hiện|thi hành|triển khai|theo|xét|(?:luật|bộ luật|nghị quyết|nghị định|quyết định"
    r"|chỉ thị|thông tư|kế hoạch|công văn|chương trình|hướng dẫn|thông báo|kết luận)\s+(?:số\b|liên tịch))",
    re.IGNORECASE,
)
_TOP = ("part", "chapter", "section", "article", "upper", "roman", "arabic", "decimal")


@dataclass(frozen=True)
class Division:
    """The parts of a plan. annex says that something follows the foot and was left out."""

    head: list[Line]
    outline: list[Line]
    closing: list[Line]
    foot: list[Line]
    annex: bool = False


def divide(lines: Sequence[Line]) -> Division:
    """Find where the outline begins and ends; any part may be empty."""
    title = next((at for at, line in enumerate(lines[:60]) if _titles(line)), None)
    first = _outline_begins(lines, title)
    foot = next((at for at in range(first, len(lines)) if _foots(lines[at])), len(lines))
    annex = next((at for at in range(foot, len(lines)) if ANNEX.match(lines[at].text)), len(lines))
    closing = foot
    for at in range(foot - 1, first - 1, -1):
        if CLOSING.match(lines[at].text) and not markers(lines[at]):
            closing = at
            break
        if markers(lines[at]) or is_heading(lines[at]):
            break
    return Division(
        list(lines[:first]), list(lines[first:closing]), list(lines[closing:foot]), list(lines[foot:annex]),
        annex < len(lines),
    )  # fmt: skip


def _titles(line: Line) -> bool:
    """The line that names the kind of the document: in capitals, bold or a heading, not a sentence about one."""
    found = KIND_OF_DOCUMENT.match(line.text)
    if not found or line.column or markers(line):
        return False
    return found[1].isupper() or ((line.bold or bool(line.level)) and not line.text.endswith((";", ".")))


def _outline_begins(lines: Sequence[Line], title: int | None) -> int:
    """The first numbered line; without numbers, the first heading after the subject and the sentences below it."""
    start = 0 if title is None else title + 1
    subject = title is not None and len(lines[title].text.split()) > 4
    spoken = title is None
    bullet = None
    for at in range(start, len(lines)):
        line, readings = lines[at], markers(lines[at])
        if line.column or _is_basis(line, readings):
            spoken = spoken or not (is_heading(line) or line.column)
        elif any(_opens(marker) for marker in readings):
            return at
        elif readings and readings[0].bullet:
            bullet = at if bullet is None and title is not None else bullet
        elif is_heading(line):
            if (spoken and title is not None) or ((subject or title is None) and _is_section(line)):
                return at
            subject = True
        elif not readings:
            spoken = True
    if bullet is not None:
        return bullet
    return next((at for at in range(start, len(lines)) if _is_sentence(lines[at])), len(lines))


def _is_section(line: Line) -> bool:
    return kind_of_heading(line.text) is not None and (len(line.text.split()) <= 6 or line.text.isupper())


def _opens(marker: Marker) -> bool:
    return marker.family in _TOP and not marker.weak and (marker.first or marker.parts[0] in ("1", "I", "A"))


def _is_basis(line: Line, readings: Sequence[Marker]) -> bool:
    return any(BASIS.match(text) for text in (line.text, *(marker.rest for marker in readings if not marker.prefix)))


def _is_sentence(line: Line) -> bool:
    return not line.column and not is_heading(line) and not BASIS.match(line.text)


def _foots(line: Line) -> bool:
    if len(line.text.split()) > 12:
        return False
    if RECIPIENTS.match(line.text) or AUTHORITY.match(line.text):
        return True
    return bool(OFFICE.match(line.text)) and line.text.isupper() and (bool(line.column) or not line.level)
