"""Read the rows of one PDF page with their places, and tell columns from running text. May import `legacy_fonts`."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from chungtay.movement.reading.legacy_fonts import from_font


@dataclass(frozen=True)
class Row:
    """A stretch of text on one line. Places in points, y upwards; column is "left", "right" or "" """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    base: float = 0.0
    """where the letters stand"""
    column: str = ""


def lines_of_page(page: Any) -> list[list[Row]]:
    """The lines of a page from top to bottom, each the stretches of text on it from left to right."""
    textpage = page.get_textpage()
    try:
        pieces = _pieces(textpage.raw)
    finally:
        textpage.close()
        page.close()
    return _on_lines(pieces)


def _pieces(textpage: Any) -> list[Row]:
    """Stretches of words without a wide gap, in the order of the file."""
    pieces: list[Row] = []
    word: list[str] = []
    start = 0
    for at in range(pdfium.FPDFText_CountChars(textpage) + 1):
        sign = chr(pdfium.FPDFText_GetUnicode(textpage, at) or 0x20)
        if not sign.isspace() and sign != "\x00" and at < pdfium.FPDFText_CountChars(textpage):
            if not word:
                start = at
            word.append("-" if sign == "\x02" else sign)
        elif word:
            _extend(pieces, textpage, "".join(word), start, start + len(word) - 1)
            word = []
    return pieces


def _extend(pieces: list[Row], textpage: Any, word: str, first: int, last: int) -> None:
    left, _, bottom, top = _box(textpage, first)
    _, right, last_bottom, last_top = _box(textpage, last)
    size = pdfium.FPDFText_GetFontSize(textpage, first) or 12.0
    if size < 3:  # text drawn at size 1 and scaled
        size = max(top - bottom, 6.0)
    font = _font(textpage, first)
    bold = "bold" in font.lower() or pdfium.FPDFText_GetFontWeight(textpage, first) >= 600
    row = Row(
        from_font(word, font),
        left,
        right,
        max(top, last_top),
        min(bottom, last_bottom),
        size,
        bold,
        _base(textpage, first),
    )
    before = pieces[-1] if pieces else None
    if before is not None and _same_line(before, row) and -0.5 * size < row.left - before.right < 2.5 * size:
        worded = any(sign.isalnum() for sign in word)
        pieces[-1] = replace(
            before,
            text=f"{before.text} {row.text}",
            right=row.right,
            top=max(before.top, row.top),
            bottom=min(before.bottom, row.bottom),
            bold=before.bold and bold if worded else before.bold,
        )
    else:
        pieces.append(row)


def _box(textpage: Any, at: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value


def _base(textpage: Any, at: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, at, x, y)
    return y.value


def _font(textpage: Any, at: int) -> str:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, at, name, 128, flags)
    return name.value.decode("utf-8", "replace")


def _same_line(one: Row, other: Row) -> bool:
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    return overlap > 0.4 * min(one.top - one.bottom, other.top - other.bottom)


def _on_lines(pieces: Sequence[Row]) -> list[list[Row]]:
    """Pieces that share a line, from top to bottom and left to right."""
    lines: list[list[Row]] = []
    for piece in sorted(pieces, key=lambda one: -(one.top + one.bottom)):
        if lines and any(_same_line(other, piece) for other in lines[-1]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def in_columns(lines: Sequence[list[Row]]) -> list[Row]:
    """The rows of a page; of a block in two columns the left one first."""
    middle = (min((line[0].left for line in lines), default=0) + max((line[-1].right for line in lines), default=0)) / 2
    rows: list[Row] = []
    at = 0
    while at < len(lines):
        block = _block(lines[at:], middle)
        if block is None:
            rows.append(joined_line(lines[at]))
            at += 1
        else:
            left, right, end = block
            rows.extend(replace(piece, column="left") for piece in left)
            rows.extend(replace(piece, column="right") for piece in right)
            at += end
    return rows


def _block(lines: Sequence[list[Row]], middle: float) -> tuple[list[Row], list[Row], int] | None:
    """A block in two columns that begins here: its left and right pieces and its length; None for running text.

    It holds a line with a piece on either side, and no line of it crosses the gap between the columns. Lines set in the
    middle of the page, as a title is, end it.
    """
    opening = next((at for at in range(min(4, len(lines))) if len(lines[at]) == 2), None)
    if opening is None:
        return None
    gap = (lines[opening][0].right, lines[opening][1].left)
    if any(
        len(line) != 1 or line[0].left < gap[1] - 4 * line[0].size or _central(line, middle) for line in lines[:opening]
    ):
        return None
    left: list[Row] = []
    right = [line[0] for line in lines[:opening]]
    end = opening
    while end < len(lines):
        line = lines[end]
        sides = _sides(line, gap)
        if sides is None or (end > opening and (_central(line, middle) or not _near(lines[end - 1], line))):
            break
        left += sides[0]
        right += sides[1]
        gap = (
            max([gap[0], *(piece.right for piece in sides[0])]),
            min([gap[1], *(piece.left for piece in sides[1])]),
        )
        end += 1
    return left, right, end


def _sides(line: Sequence[Row], gap: tuple[float, float]) -> tuple[list[Row], list[Row]] | None:
    """The pieces of a line left and right of the gap; None where one crosses it."""
    left: list[Row] = []
    right: list[Row] = []
    for piece in line:
        if piece.left >= gap[1] or (piece.left > gap[0] and piece.left + piece.right > gap[0] + gap[1]):
            right.append(piece)
        elif piece.right <= gap[1]:
            left.append(piece)
        else:
            return None
    return (left, right) if len(left) < 2 and len(right) < 2 else None


def _central(line: Sequence[Row], middle: float) -> bool:
    return len(line) == 1 and abs((line[0].left + line[0].right) / 2 - middle) < line[0].size


def _near(above: Sequence[Row], below: Sequence[Row]) -> bool:
    size = max(piece.size for piece in below)
    return min(piece.bottom for piece in above) - max(piece.top for piece in below) < 8 * size


def joined_line(line: Sequence[Row]) -> Row:
    first, last = line[0], line[-1]
    return replace(
        first,
        text=" ".join(piece.text for piece in line),
        right=last.right,
        top=max(piece.top for piece in line),
        bottom=min(piece.bottom for piece in line),
        bold=all(piece.bold for piece in line),
    )
