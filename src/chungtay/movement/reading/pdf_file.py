"""Read lines from a PDF that has text: columns apart, page numbers and running heads dropped. May import `pdf_page`.

A scan without text and a locked file are said to be so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2

from chungtay.messages import UserError, fail
from chungtay.movement.reading.lines import Line, Lines
from chungtay.movement.reading.pdf_page import Row, rows_of_page

_LOCKED = 4
"""FPDF_ERR_PASSWORD"""
_PAGE_NUMBER = re.compile(r"^[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*$", re.IGNORECASE)
_EDGE = 2
"""rows at the top and bottom of a page among which running heads and page numbers are sought"""


def lines_of_pdf(path: Path) -> Lines:
    """The lines of a PDF file. Raises UserError where it is locked, damaged, or a scan without text."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(
            path, getattr(error, "err_code", None) == _LOCKED or "password" in str(error).lower()
        ) from error
    try:
        pages = [rows_of_page(document[number]) for number in range(len(document))]
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
    kept = _without_running_heads(pages)
    body_right = _usual_right([row for page in kept for row in page])
    for page in kept:
        read.lines.extend(_lines(page, body_right))
    return read


def _without_running_heads(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """Drop page numbers at the edges of pages, and rows that return at the edges of most pages, numbers aside."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_shape(row.text) for row in (*page[:_EDGE], *page[-_EDGE:])})
    often = max(3, len([page for page in pages if page]) // 2)
    running = {shape for shape, times in edges.items() if times >= often}
    kept = []
    for page in pages:
        rows = []
        for at, row in enumerate(page):
            edge = at < _EDGE or at >= len(page) - _EDGE
            if not (edge and (_PAGE_NUMBER.match(row.text) or _shape(row.text) in running)):
                rows.append(row)
        kept.append(rows)
    return kept


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _usual_right(rows: Sequence[Row]) -> float:
    """Where lines usually end: the right margin of the text."""
    ends = Counter(round(row.right / 4) * 4 for row in rows if not row.column)
    common = [end for end, times in ends.items() if times >= max(2, max(ends.values(), default=0) // 4)]
    return float(max(common, default=0))


def _lines(page: Sequence[Row], right: float) -> list[Line]:
    """Rows as lines; a row begins anew after a wider gap, or where it is set in from the row before."""
    lines: list[Line] = []
    before: Row | None = None
    for row in page:
        fresh = before is not None and (
            row.column != before.column
            or (before.bottom - row.top) > 0.9 * row.size
            or row.left - before.left > 0.8 * row.size
        )
        full = row.right >= right - 3 * row.size and not row.column
        lines.append(Line(row.text, bold=row.bold, fresh=fresh, full=full, column=row.column))
        before = row
    if lines:
        lines[0] = replace(lines[0], fresh=False)  # a paragraph may run over from the page before
    return lines


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
