"""Read the head of a plan: who issued it, its number, place, date, kind and subject. May import `division`, `dates`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chungtay.movement.reading.dates import first_day
from chungtay.movement.reading.division import BASIS, KIND_OF_DOCUMENT
from chungtay.movement.reading.document import Header
from chungtay.movement.reading.lines import Line
from chungtay.movement.reading.paragraphs import closed

_NATION = re.compile(r"^CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM$|^ĐẢNG CỘNG SẢN VIỆT NAM$", re.IGNORECASE)
_MOTTO = re.compile(r"^Độc lập\s*[-–]?\s*Tự do\s*[-–]?\s*Hạnh phúc\.?$", re.IGNORECASE)
_NUMBER = re.compile(r"^số\s*[:.]?\s*(.*)$", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"^(\d+[a-zđ]?\s*[/-]\s*[\wĐđƯư/-]+)", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(r"^(.{2,40}?),\s*(ngày\b.*)$", re.IGNORECASE)
_RULE = re.compile(r"^[\s_\-–—*=.…]*$")
_ADDRESSED = re.compile(r"^kính gửi\b", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:v/v|về việc)\b", re.IGNORECASE)
_MAKES = re.compile(
    r"(?:^|[,;.:]\s*)((?:Sở|Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Ban|Phòng|Hội|Ủy ban|Uỷ ban|Tỉnh đoàn|Liên đoàn"
    r"|Trung tâm|Chi cục|Bệnh viện|Trường|Công an|Huyện ủy|Đảng ủy|Đoàn)\b[^;:.]{1,90}?)\s+"
    r"(?:xây dựng|ban hành|lập|đề ra|triển khai)\s+(?:kế hoạch|chương trình|phương án|đề án)"
)


def read_head(lines: Sequence[Line], closing: Sequence[Line]) -> Header:
    """Read the lines before the outline.

    Bodies, number and date are taken from the lines above the kind of the document; where no issuer stands there, a
    sentence such as "Sở Y tế xây dựng kế hoạch" gives it, marked as inferred. What is not found is None.
    """
    found: dict[str, str | None] = {"number": None, "place": None, "date": None}
    title = next((at for at, line in enumerate(lines) if _is_title(line)), None)
    bodies = []
    for line in lines if title is None else lines[:title]:
        if not _take(line.text, found) and line.column != "right" and not BASIS.match(line.text):
            bodies.append(line)
    kind: str | None = None
    subject: list[str] = []
    rest = [line for line in lines if line not in bodies]
    if title is not None:
        kind, subject, rest = _title(lines[title:])
    elif bodies and not any(line.column or line.text.isupper() for line in bodies):
        rest, bodies = bodies, []
    preamble = [line.text for line in rest if not _take(line.text, found)]
    names = [line.text.strip(" *") for line in bodies if line.text.isupper() or line.column == "left"][:3]
    superior, issuer = (" ".join(names[:-1]) or None, names[-1]) if names else (None, None)
    inferred = None if issuer else _maker(" ".join(preamble))
    return Header(
        superior, issuer or inferred, inferred is not None, found["number"], found["place"], found["date"], kind,
        " ".join(subject) or None, "\n".join(preamble), "\n".join(line.text for line in closing),
    )  # fmt: skip


def _is_title(line: Line) -> bool:
    return bool(KIND_OF_DOCUMENT.match(line.text)) and not line.column and not BASIS.match(line.text)


def _title(lines: Sequence[Line]) -> tuple[str, list[str], list[Line]]:
    matched = KIND_OF_DOCUMENT.match(lines[0].text)
    assert matched is not None
    subject = [matched[2].strip()] if matched[2].strip() else []
    at = 1
    while at < len(lines) and _is_subject(lines[at], bool(subject), lines[0]):
        if not _RULE.match(lines[at].text):
            subject.append(lines[at].text)
        at += 1
    kind = matched[1].capitalize()
    return kind, subject, [line for line in lines[at:] if not _RULE.match(line.text)]


def _is_subject(line: Line, begun: bool, title: Line) -> bool:
    if (BASIS.match(line.text) and not (begun is False and (line.bold or line.level))) or _ADDRESSED.match(line.text):
        return False
    if _RULE.match(line.text) or _ABOUT.match(line.text) or line.bold or line.level or line.text.isupper():
        return True
    return not begun and not closed(line.text)


def _take(text: str, found: dict[str, str | None]) -> bool:
    """Take a line of the head that says one known thing; False where it says something else."""
    if _NATION.match(text) or _MOTTO.match(text) or _RULE.match(text):
        return True
    number = _NUMBER.match(text)
    if number and ("/" in number[1] or "-" in number[1] or not number[1]) and len(number[1].split()) <= 4:
        whole = _WHOLE_NUMBER.match(number[1])
        found["number"] = found["number"] or (re.sub(r"\s+", "", whole[1]) if whole else None)
        return True
    placed = _PLACE_AND_DATE.match(text)
    if placed and len(text) < 80 and "năm" in text.casefold():
        found["place"] = found["place"] or placed[1].strip(" *_")
        found["date"] = found["date"] or first_day(placed[2])
        return True
    return False


def _maker(text: str) -> str | None:
    """The body that the last sentence of the preamble says makes the plan."""
    found = [match[1] for match in _MAKES.finditer(text)]
    return found[-1].split(",")[-1].strip() if found else None
