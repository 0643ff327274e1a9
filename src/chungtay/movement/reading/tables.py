"""Turn a table into lines: two columns at the head and foot of a document, rows of a list elsewhere.

May import `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chungtay.movement.reading.lines import Line

_SERIAL = re.compile(r"^(?:tt|stt|số tt|số thứ tự|no\.?)$", re.IGNORECASE)
_LAYOUT = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*[-–]|nơi nhận\s*:?|^\s*(?:KT|TM|TL|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ]", re.I | re.M
)

Cell = Sequence[Line]
"""a cell as its own lines"""


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a table.

    The head ("CỘNG HÒA XÃ HỘI …") and the foot ("Nơi nhận", "KT. …") of a document are set as a table without rules:
    their cells are read column by column. Any other table becomes a line a row, "Column: words; Column: words".
    """
    rows = [row for row in rows if any(_text(cell) for cell in row)]
    if not rows:
        return []
    if max(map(len, rows)) <= 3 and _LAYOUT.search(
        "\n".join(line.text for row in rows for cell in row for line in cell)
    ):
        return _columns(rows)
    if max(map(len, rows)) == 1:
        return [line for row in rows for cell in row for line in cell]
    return _rows([[_text(cell) for cell in row] for row in rows])


def _columns(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        for at, cell in enumerate(row):
            side = left if at < len(row) / 2 and len(row) > 1 else right
            name = "left" if side is left else "right"
            side.extend(
                Line(line.text, line.marker, None, line.bold, column=name) for line in cell if line.text or line.marker
            )
    return left + right


def _rows(rows: Sequence[Sequence[str]]) -> list[Line]:
    heading, body = rows[0], rows[1:]
    if not body:
        return [Line("; ".join(cell for cell in heading if cell), row=True)]
    lines = []
    for row in body:
        marker, parts = "", []
        for at, cell in enumerate(row):
            name = heading[at] if at < len(heading) else ""
            if at == 0 and (_SERIAL.match(name) or re.match(r"^\(?(?:\d{1,3}|[IVX]+|[a-z])[.)]?$", cell)):
                marker = cell
            elif cell:
                parts.append(f"{name}: {cell}" if name and name != cell else cell)
        if parts:
            lines.append(Line("; ".join(parts), marker=marker, row=True))
    return lines


def _text(cell: Cell) -> str:
    return " ".join(f"{line.marker} {line.text}".strip() for line in cell).strip()
