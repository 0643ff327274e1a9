"""Read lines from a PDF that has text: columns apart, page numbers and running heads dropped.

A scan without text and a locked file are said to be so. May import `pdf_page`,
`paragraphs`, `numbering`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pypdfium2

from chungtay.messages import UserError, fail
from chungtay.movement.reading.lines import MADE_UP, SYNTHETIC, Line, Lines
from chungtay.movement.reading.numbering import markers
from chungtay.movement.reading.paragraphs import closed
from chungtay.movement.reading.pdf_page import Row, in_columns, joined_line, lines_of_page

_LOCKED = 4
"""FPDF_ERR_PASSWORD"""
_PAGE_NUMBER = re.compile(r"^[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*$", re.IGNORECASE)
STEP = 4
"""points within which the ends of lines are taken for one margin"""
SAME = 2
"""points by which the beginnings of lines set in alike may differ: letters begin a little after their place"""
SHORT = 40
"""lines of a document in which no line is taken to stick out over the margin"""
_EDGE = 2
"""lines at the top and bottom of a page among which running heads and page numbers are sought"""


def lines_of_pdf(path: Path) -> Lines:
    """The lines of a PDF file. Raises UserError where it is locked, damaged, or a scan without text."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(
            path, getattr(error, "err_code", None) == _LOCKED or "password" in str(error).lower()
        ) from error
    try:
        pages = [lines_of_page(document[number]) for number in range(len(document))]
    finally:
        document.close()
    written = sum(bool(page) for page in pages)
    if not written:
        raise _scanned(path)
    read = Lines("pdf")
    if written < len(pages):
        read.note(
            "pages_without_text",
            f"{len(pages) - written} trong {len(pages)} trang không có chữ (trang trắng hoặc ảnh quét).",
            f"{len(pages) - written} of {len(pages)} pages hold no text (blank or scanned) and were not read.",
        )
    if any(SYNTHETIC.match(joined_line(line).text) for page in pages for line in page):
        read.note(*MADE_UP)
    kept = [in_columns(page) for page in _without_running_heads(pages)]
    setting = _setting(kept)
    for page in kept:
        read.lines.extend(_lines(page, setting))
    return read


def _without_running_heads(pages: Sequence[list[list[Row]]]) -> list[list[list[Row]]]:
    """Drop page numbers at the edges of pages, and lines that return at the edges of most pages, numbers aside."""
    edges: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edges.update({_shape(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    often = max(3, len([page for page in pages if page]) // 2)
    running = {shape for shape, times in edges.items() if times >= often}
    kept = []
    for page in pages:
        lines = []
        for at, line in enumerate(page):
            edge = at < _EDGE or at >= len(page) - _EDGE
            if not (edge and (_PAGE_NUMBER.match(joined_line(line).text) or _shape(line) in running)):
                lines.append(line)
        kept.append(lines)
    return kept


def _shape(line: Sequence[Row]) -> tuple[str, int]:
    """What a line says, numbers aside, and how high it stands: a running head returns in both."""
    return re.sub(r"\d+", "#", joined_line(line).text), round(line[0].base / 3)


@dataclass(frozen=True)
class _Setting:
    """How the text is set: its margins, the distance of lines, whether paragraphs begin set in."""

    left: float
    right: float
    distance: float
    first_lines_set_in: bool


def _setting(pages: Sequence[Sequence[Row]]) -> _Setting:
    rows = [row for page in pages for row in page if not row.column]
    left = _outermost([round(row.left / STEP) * STEP for row in rows], min, near=STEP)
    right = _outermost([round(row.right / STEP) * STEP for row in rows], max, near=STEP)
    pairs = [pair for page in pages for pair in pairwise(page) if not pair[0].column and not pair[1].column]
    distances = [
        round((above.base - row.base) * 2) / 2 for above, row in pairs if above.base - row.base > 0.8 * row.size
    ]
    back = sum(
        above.left > left + 0.8 * row.size and abs(row.left - left) < SAME and not closed(above.text)
        for above, row in pairs
    )
    return _Setting(left, right, _outermost(distances, min, near=0), back >= 2)


def _outermost(measures: Sequence[float], outermost: Callable[[Sequence[float]], float], *, near: float) -> float:
    """The smallest or largest of the measures that are not rare: margins, the distance of lines.

    near   measures so far apart are alike: justified lines end within a point or two of each other. With it, a short
           document may have a single line that reaches the margin
    """
    counted = Counter(measures)
    often = 1 if near and len(measures) < SHORT else max(2, len(measures) // 50)
    usual = [
        measure
        for measure in counted
        if sum(times for other, times in counted.items() if abs(other - measure) <= near) >= often
    ]
    return float(outermost(usual)) if usual else 0.0


def _lines(page: Sequence[Row], setting: _Setting) -> list[Line]:
    """Rows as lines; a row begins anew after a wider gap, or where it is set in."""
    lines: list[Line] = []
    before: Row | None = None
    for at, row in enumerate(page):
        fresh = before is not None and (row.column != before.column or _begins(before, row, setting, lines[-1]))
        # At the foot of a page nobody knows what the next line begins with; three letters stand for it.
        room = _first_word(page[at + 1]) if at + 1 < len(page) else 3 * row.size
        full = not row.column and row.right + room > setting.right
        lines.append(Line(row.text, bold=row.bold, fresh=fresh, full=full, column=row.column))
        before = row
    if lines and page[0].left <= setting.left + 0.8 * page[0].size:
        lines[0] = replace(lines[0], fresh=False)  # a paragraph may run over from the page before
    return lines


def _first_word(row: Row) -> float:
    """The width of a row's first word and the space before it, in points; ample, for capitals are wide."""
    return 1.4 * (len(row.text.split(maxsplit=1)[0]) + 1) * (row.right - row.left) / len(row.text)


def _begins(before: Row, row: Row, setting: _Setting, line: Line) -> bool:
    """Whether a row begins a paragraph; line: what was made of the row before it."""
    if line.bold and not row.bold and not line.full:  # a heading stands above its text
        return True
    if setting.distance and before.base - row.base > 1.15 * max(setting.distance, row.size):
        return True
    if markers(Line(before.text)):  # what is set in below a number hangs from it
        return False
    if row.left - before.left > 0.8 * row.size:
        return True
    if not line.fresh and abs(row.left - before.left) < SAME:  # both hang from the line where the text begins
        return False
    return setting.first_lines_set_in and row.left > setting.left + 0.8 * row.size and closed(before.text)


def _unreadable(path: Path, locked: bool) -> UserError:
    if locked:
        return fail(
            "Tệp PDF bị khóa bằng mật khẩu.",
            "The PDF is locked by a password.",
            do_vi="Xin nơi gửi bản không khóa, hoặc mở bằng mật khẩu rồi lưu lại.",
            do_en="Ask the sender for a file without a password, or open it with the password and save it again.",
            file=str(path),
            code="encrypted",
        )
    return fail(
        "Không mở được tệp PDF: tệp hỏng hoặc không phải PDF.",
        "The PDF cannot be opened: it is damaged or is no PDF.",
        do_vi="Tải lại tệp, hoặc xin nơi gửi bản khác.",
        do_en="Download the file again, or ask the sender for another copy.",
        file=str(path),
        code="unreadable",
    )


def _scanned(path: Path) -> UserError:
    return fail(
        "Tệp PDF là bản quét: chỉ có ảnh, không có chữ.",
        "The PDF is a scan: pictures of pages, no text.",
        do_vi="Nhận dạng chữ (OCR) tiếng Việt trước, ví dụ `ocrmypdf -l vie vao.pdf ra.pdf`, hoặc xin bản DOCX.",
        do_en="Recognise its text first (OCR, Vietnamese), e.g. `ocrmypdf -l vie in.pdf out.pdf`, or ask for the DOCX.",
        file=str(path),
        code="scanned",
    )
