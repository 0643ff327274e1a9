"""Read lines from a DOCX file: headings, automatic numbers, tables, tracked changes as accepted.

May import `lines`, `tables`, `word_numbers`, `legacy_fonts`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from chungtay.messages import fail
from chungtay.movement.reading.document import KINDS
from chungtay.movement.reading.legacy_fonts import from_font
from chungtay.movement.reading.lines import MADE_UP, SYNTHETIC, Line, Lines
from chungtay.movement.reading.tables import table_lines
from chungtay.movement.reading.word_numbers import WordNumbers

_GONE = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
         qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:txbxContent")}  # fmt: skip
_HEADING = re.compile(r"^(?:heading|tiêu đề|đề mục)\s*(\d)$", re.IGNORECASE)

_KIND = re.compile(r"^_ct_([a-z]+?)(_text)?_\d+$")


def lines_of_docx(path: Path) -> Lines:
    """The lines of a DOCX file. Raises UserError where it cannot be opened, or is locked by a password."""
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _unreadable(path) from error
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: Any) -> None:
        self.body = document.element.body
        self.numbers = WordNumbers(document)
        self.styles = {style.style_id: style for style in document.styles if style.type == 1}
        self.footers = _footers(document)
        self.found = Lines("docx")

    def read(self) -> Lines:
        self.found.lines.extend(self._blocks(self.body))
        kept, gone = (sum(1 for _ in self.body.iter(qn(name))) for name in ("w:ins", "w:del"))
        if kept or gone:
            self.found.note(
                "tracked_changes",
                "Tệp có thay đổi đang theo dõi: đã đọc như thể mọi thay đổi được chấp nhận. Hãy xin bản chính thức.",
                "The file has tracked changes: it was read as if all were accepted. Ask the sender for the final text.",
            )
        if any(SYNTHETIC.match(words) for words in self.footers):
            self.found.note(*MADE_UP)
        return self.found

    def _blocks(self, parent: Any) -> list[Line]:
        lines: list[Line] = []
        merges = False
        for block in _walk(parent):
            if block.tag == qn("w:p"):
                new = self._paragraph(block)
                if merges and lines and new:
                    lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {new[0].text}".strip())
                    new = new[1:]
                lines.extend(new)
                merges = _mark_deleted(block)
            else:
                lines.extend(table_lines(self._rows(block)))
                merges = False
        return lines

    def _rows(self, table: Any) -> list[list[list[Line]]]:
        rows = []
        for row in table.findall(qn("w:tr")):
            properties = row.find(qn("w:trPr"))
            if properties is not None and properties.find(qn("w:del")) is not None:
                continue
            rows.append([self._blocks(cell) for cell in row.iter(qn("w:tc")) if cell.getparent() in (row, *row)])
        return rows

    def _paragraph(self, paragraph: Any) -> list[Line]:
        """The lines of a paragraph: several where it has line breaks."""
        pieces = [("", False)]
        for words, bold in self._runs(paragraph):
            for at, piece in enumerate(words.split("\n")):
                if at:
                    pieces.append(("", True))
                before, was_bold = pieces[-1]
                if any(sign.isalnum() for sign in piece):
                    was_bold = bold if not any(sign.isalnum() for sign in before) else was_bold and bold
                pieces[-1] = (before + piece, was_bold)
        label, depth = self.numbers.label(paragraph)
        level = self._level(paragraph)
        lines = []
        for at, (words, bold) in enumerate(pieces):
            text = re.sub(r"\s+", " ", words).strip()
            if text:
                own = label if at == 0 else ""
                kind, whole = _noted(paragraph) if at == 0 else ("", False)
                lines.append(Line(text, own, level, bold, depth if own else 0, at == 0, kind=kind, whole=whole))
        return lines

    def _level(self, paragraph: Any) -> int | None:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        outline = properties.find(qn("w:outlineLvl"))
        if outline is not None and int(outline.get(qn("w:val"))) < 9:
            return int(outline.get(qn("w:val"))) + 1
        style = self.styles.get(getattr(properties.find(qn("w:pStyle")), "val", None))
        while style is not None:
            named = _HEADING.match(style.name or "")
            if named:
                return int(named[1])
            if style.name == "Title":
                return 1
            style = style.base_style
        return None

    def _runs(self, paragraph: Any) -> Iterator[tuple[str, bool]]:
        bold_style = self._style_is_bold(paragraph)
        for run in _runs_kept(paragraph):
            properties = run.find(qn("w:rPr"))
            bold = _switch(properties, "w:b")
            words = "".join(_words(run))
            font = properties.find(qn("w:rFonts")) if properties is not None else None
            if font is not None:
                words = from_font(words, font.get(qn("w:ascii")) or font.get(qn("w:hAnsi")) or "")
            if _switch(properties, "w:caps"):
                words = words.upper()
            yield words, bold_style if bold is None else bold

    def _style_is_bold(self, paragraph: Any) -> bool:
        properties = paragraph.find(qn("w:pPr"))
        style = (
            self.styles.get(getattr(properties.find(qn("w:pStyle")), "val", None)) if properties is not None else None
        )
        while style is not None:
            if style.font.bold is not None:
                return bool(style.font.bold)
            style = style.base_style
        return False


def _footers(document: Any) -> list[str]:
    """The words at the foot of the pages."""
    parts = (part for section in document.sections for part in (section.first_page_footer, section.footer))
    return [paragraph.text for part in parts for paragraph in part.paragraphs]


def _noted(paragraph: Any) -> tuple[str, bool]:
    """The kind of clause in a hidden bookmark such as `_ct_solution_12`, as our own documents carry it, and whether the
    words are text without a heading (`_ct_solution_text_12`)."""
    names = (mark.get(qn("w:name")) or "" for mark in paragraph.iter(qn("w:bookmarkStart")))
    found = next((match for name in names if (match := _KIND.match(name)) and match[1] in KINDS), None)
    return (found[1], bool(found[2])) if found else ("", False)


def _walk(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those in content controls and insertions too."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo")):
            yield from _walk(child)


def _runs_kept(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == qn("w:r"):
            yield child
        else:
            yield from _runs_kept(child)


def _words(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag == qn("w:sym"):
            yield "•"


def _switch(properties: Any, name: str) -> bool | None:
    element = properties.find(qn(name)) if properties is not None else None
    if element is None:
        return None
    return element.get(qn("w:val")) not in ("0", "false", "off")


def _mark_deleted(paragraph: Any) -> bool:
    """The paragraph's own end was deleted: once accepted, it runs on into the next."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}")
    return mark is not None


def _unreadable(path: Path) -> Exception:
    if path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return fail(
            "Tệp là bản .doc cũ hoặc DOCX có mật khẩu.",
            "The file is an old .doc or a DOCX locked by a password.",
            do_vi="Mở bằng Word hoặc LibreOffice, bỏ mật khẩu, lưu thành .docx rồi nhập lại.",
            do_en="Open it in Word or LibreOffice, remove the password, save it as .docx and import again.",
            file=str(path),
            code="encrypted",
        )
    return fail(
        "Không mở được tệp DOCX: tệp hỏng hoặc không phải DOCX.",
        "The DOCX file cannot be opened: it is damaged or is no DOCX.",
        do_vi="Mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx.",
        do_en="Open it in Word or LibreOffice and save it as .docx again.",
        file=str(path),
        code="unreadable",
    )
