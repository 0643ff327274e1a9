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
    column: str = ""


def rows_of_page(page: Any) -> list[Row]:
    """The rows of a page from top to bottom; of a block in two columns the left one first."""
    textpage = page.get_textpage()
    try:
        pieces = _pieces(textpage.raw)
    finally:
        textpage.close()
        page.close()
    return _in_columns(_on_lines(pieces))


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
    row = Row(from_font(word, font), left, right, max(top, last_top), min(bottom, last_bottom), size, bold)
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


def _in_columns(lines: Sequence[list[Row]]) -> list[Row]:
    rows: list[Row] = []
    at = 0
    while at < len(lines):
        gutter, end = _block(lines, at)
        if gutter is None:
            rows.append(_joined(lines[at]))
            at += 1
            continue
        block = [piece for line in lines[at:end] for piece in line]
        rows.extend(replace(piece, column="left") for piece in block if piece.right <= gutter)
        rows.extend(replace(piece, column="right") for piece in block if piece.right > gutter)
        at = end
    return rows


def _block(lines: Sequence[list[Row]], start: int) -> tuple[float | None, int]:
    """The gutter and end of a block in two columns that begins here; None where the line is running text.

    Some line of the block has a piece on either side of the gutter, and no line crosses it.
    """
    opening = next((at for at in range(start, min(start + 4, len(lines))) if len(lines[at]) == 2), None)
    if opening is None:
        return None, start
    left, right = lines[opening]
    gutter = (left.right + right.left) / 2
    if any(_crosses(line, gutter) for line in lines[start:opening]) or not _short(lines[start:opening], gutter, right):
        return None, start
    end = opening + 1
    low, high = left.right, right.left
    while end < len(lines) and not _crosses(lines[end], gutter) and _near(lines[end - 1], lines[end]):
        low = max([low, *(piece.right for piece in lines[end] if piece.right <= gutter)])
        high = min([high, *(piece.left for piece in lines[end] if piece.left >= gutter)])
        end += 1
    return gutter, end


def _crosses(line: Sequence[Row], gutter: float) -> bool:
    return any(piece.left < gutter < piece.right for piece in line)


def _short(lines: Sequence[list[Row]], gutter: float, right: Row) -> bool:
    """Lines above the first double one belong to the block only where they stand to the right, as a signature's do."""
    return all(len(line) == 1 and line[0].left > gutter for line in lines)


def _near(above: Sequence[Row], below: Sequence[Row]) -> bool:
    size = max(piece.size for piece in below)
    return min(piece.bottom for piece in above) - max(piece.top for piece in below) < 8 * size


def _joined(line: Sequence[Row]) -> Row:
    first, last = line[0], line[-1]
    return replace(
        first,
        text=" ".join(piece.text for piece in line),
        right=last.right,
        top=max(piece.top for piece in line),
        bottom=min(piece.bottom for piece in line),
        bold=all(piece.bold for piece in line),
    )
