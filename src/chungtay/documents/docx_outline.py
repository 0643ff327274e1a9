"""Pieces of an outline in DOCX: a style for each depth, headings that Word's own outline shows. python-docx only.

The number is typed, not counted by Word: an address that others cite must not change when a line is taken out. The kind
of a clause is a hidden bookmark (a name that begins with "_"), which Word keeps with its paragraph.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from chungtay.documents.docx_styles import face
from chungtay.documents.paper import Item

HEADS = ("Mục I", "Mục 1", "Mục a", "Mục nhỏ")
"""styles of headings by depth, built on Word's own Heading 1 to 4"""
TEXTS = ("Nội dung mục I", "Nội dung mục 1", "Điểm a", "Gạch đầu dòng")
KIND_MARK = "_ct_"


def outline_item(document: Document, item: Item) -> None:
    """Add a piece of an outline: number and words in one paragraph."""
    names = HEADS if item.strong else TEXTS
    depth = min(item.depth, len(names) - 1)
    paragraph: Any = document.add_paragraph(style=_style(document, names[depth], depth, strong=item.strong))
    paragraph.add_run(f"{item.marker} {item.text}".strip())
    if item.kind:
        _note(document, paragraph, f"{KIND_MARK}{item.kind}{'_text' if item.whole else ''}")


def _style(document: Document, name: str, depth: int, *, strong: bool) -> Any:
    """The style of that name, made at first need."""
    styles: Any = document.styles
    known = next((style for style in styles if style.name == name), None)
    if known is not None:
        return known
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles[f"Heading {depth + 1}" if strong else "Normal"]
    face(style, 13, strong, False)
    shape = style.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.LEFT if strong else WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.space_before, shape.space_after = Pt(10 if strong and depth == 0 else 6 if strong else 0), Pt(6)
    shape.first_line_indent = Mm(10)
    shape.keep_with_next = strong
    return style


def _note(document: Document, paragraph: Any, words: str) -> None:
    """Wrap the paragraph's words in a bookmark; names within a document are unique."""
    number = str(len(document.element.body.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), f"{words}_{number}")
    end.set(qn("w:id"), number)
    first = paragraph.runs[0]._r
    first.addprevious(start)
    paragraph._p.append(end)
