"""Write a plan as an official paper: head, bases in italics, outline, closing words, recipients, signature.

May import movement.reading (what a plan says) and the room's paper. In Vietnamese whatever the reader's language: it is
an administrative act. No Django.
"""

from __future__ import annotations

import datetime as dt
import re

from chungtay.documents.paper import BLANK, Block, Paper, Paragraph
from chungtay.documents.plan_outline import outline
from chungtay.movement.reading import Basis, PlanDocument
from chungtay.movement.reading.division import BASIS

SYNTHETIC_MARK = "VĂN BẢN GIẢ LẬP – không phải kế hoạch của đơn vị thật"
_KINDS = {"QĐ": "Quyết định", "KH": "Kế hoạch", "NQ": "Nghị quyết", "NĐ": "Nghị định", "TT": "Thông tư",
          "CT": "Chỉ thị", "CTr": "Chương trình", "HD": "Hướng dẫn", "TB": "Thông báo", "QH": "Luật"}  # fmt: skip
_ABOUT = re.compile(r"^(?:về|ban hành|phê duyệt|quy định|sửa đổi|hướng dẫn|triển khai|tổ chức|phát động|giao)\b", re.I)


def plan_paper(document: PlanDocument, *, symbol: str = "KH", synthetic: bool = False, draft: bool = False) -> Paper:
    """Lay a plan out.

    symbol     what follows the number where the plan has none yet: "KH-UBND"
    synthetic  it was made up: the mark stands on every page
    draft      it is not issued: "(DỰ THẢO)" stands at the foot of every page
    """
    header, signature = document.header, document.signature
    preamble = [line for line in header.preamble.split("\n") if line] or [
        basis_sentence(basis) for basis in document.bases
    ]
    bases, opening = _divided(preamble)
    body: list[Block] = [Paragraph(line) for line in opening]
    body += outline(document.clauses)
    body += [Paragraph(line) for line in header.closing.split("\n") if line]
    signing = [*(signature.authority or "").split(" / "), signature.title or ""]
    return Paper(
        superior=(header.superior or "").upper(),
        issuer=((header.issuer or BLANK).upper(),),
        number=f"Số: {header.number or f'{BLANK}/{symbol}'}",
        place_and_day=place_and_day(header.place, header.date),
        kind=(header.kind or "Kế hoạch").upper(),
        subject=(header.subject,) if header.subject else (),
        bases=tuple(bases),
        body=tuple(body),
        recipients=tuple(_ended(document.recipients)),
        signing=tuple(line for line in signing if line),
        footer="(DỰ THẢO)" if draft else "",
        mark=SYNTHETIC_MARK if synthetic else "",
        signer=signature.name or "",
    )


def place_and_day(place: str | None, iso: str | None) -> str:
    """ "Huế, ngày 05 tháng 3 năm 2018": days below 10 and the months 1 and 2 with a nought, as the rules ask."""
    day = day_in_words(dt.date.fromisoformat(iso)) if iso else "ngày … tháng … năm ……"
    return f"{place}, {day}" if place else day.capitalize()


def day_in_words(day: dt.date) -> str:
    """ "ngày 05 tháng 3 năm 2018" """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def basis_sentence(basis: Basis) -> str:
    """ "Căn cứ Kế hoạch số 06/KH-UBND ngày 17 tháng 01 năm 2018 của UBND tỉnh về việc …;", as quoted where it was."""
    if basis.quoted:
        return f"Căn cứ {basis.quoted};"
    if not basis.number:
        return f"Căn cứ {basis.title};"
    said = [f"{basis.kind or _kind_of(basis.number)} số {basis.number}"]
    if basis.date:
        said.append(day_in_words(dt.date.fromisoformat(basis.date)))
    if basis.issuer:
        said.append(f"của {basis.issuer}")
    if basis.title:
        said.append(basis.title if _ABOUT.match(basis.title) else f"về việc {basis.title}")
    return f"Căn cứ {' '.join(said)};"


def _kind_of(number: str) -> str:
    signs = re.split(r"[/\-]", number)
    return next((_KINDS[sign] for sign in signs if sign in _KINDS), "Văn bản")


def _divided(preamble: list[str]) -> tuple[list[str], list[str]]:
    """The bases, in italics, and what is said between them and the outline."""
    at = next((at for at, line in enumerate(preamble) if not BASIS.match(line)), len(preamble))
    return preamble[:at], preamble[at:]


def _ended(recipients: tuple[str, ...]) -> list[str]:
    """Recipients with a semicolon after each and a full stop after the last."""
    return [f"{one}{'.' if at == len(recipients) else ';'}" for at, one in enumerate(recipients, 1)]
