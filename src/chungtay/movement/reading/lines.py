"""A line of a plan with the hints its file gives, the same for every format. May import `document`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chungtay.movement.reading.document import MARKED, Notice

SYNTHETIC = re.compile(r"^\W*(?:VĂN BẢN|DỮ LIỆU) GIẢ LẬP\b")
"""the mark that our own documents bear on every page where what they say is made up; no words of the plan"""
MADE_UP = (
    MARKED,
    "Tệp mang dấu giả lập: không phải kế hoạch của đơn vị thật.",
    "The file bears the mark of made-up content: it is no plan of a real unit.",
)


@dataclass(frozen=True)
class Line:
    """One line or paragraph.

    text     the words, white space in single spaces, marks of emphasis gone
    marker   a number or dash that the file keeps apart from the words ("1.", "-"); "" where it is part of the text
    level    heading level 1-9 where the file says so, else None
    bold     the whole line is bold
    indent   depth in a list, 0 outside lists or where unknown
    fresh    a new paragraph for certain (after a blank line, a paragraph of its own)
    full     the line runs to the right margin, so its paragraph may go on in the next line
    column   "left" or "right" in the two-column head and foot of a document, else ""
    row      a row of a table
    kind     the kind of clause that our own DOCX notes on the paragraph; "" where the file says none
    whole    our own DOCX notes that the words are the clause's text, with no heading among them
    """

    text: str
    marker: str = ""
    level: int | None = None
    bold: bool = False
    indent: int = 0
    fresh: bool = True
    full: bool = False
    column: str = ""
    row: bool = False
    kind: str = ""
    whole: bool = False


@dataclass
class Lines:
    """The lines of a file, with what a reader should know of how they were read."""

    format: str
    lines: list[Line] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def note(self, code: str, vi: str, en: str) -> None:
        """Say something once."""
        notice = Notice(code, vi, en)
        if notice not in self.notices:
            self.notices.append(notice)
