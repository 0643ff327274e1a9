"""Set a Paper as DOCX with real styles and tables that officers can go on editing. No Django."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from chungtay.documents.charts import draw_png
from chungtay.documents.docx_outline import outline_item
from chungtay.documents.docx_styles import BASIS, BODY, CAPTION, SOURCE, frame, lay_styles, page_number, rule_under
from chungtay.documents.docx_tables import TEXT_WIDTH, data_table, describe_picture, plain_grid
from chungtay.documents.paper import Block, Heading, Item, Paper, Paragraph, Picture, Table

PICTURE_WIDTH = 600
DOTS = 3.0
"""dots a chart pixel: 1800 dots over 160 mm is 286 dpi"""


def paper_docx(paper: Paper, made_at: dt.datetime | None = None) -> bytes:
    """Return the paper as DOCX; made_at is the time noted in the file's properties."""
    document = docx.Document()
    lay_styles(document)
    _page(document, paper)
    _head(document, paper)
    for basis in paper.bases:
        document.add_paragraph(basis, style=BASIS)
    for block in paper.body:
        _add(document, block)
    _foot(document, paper)
    if paper.annex:
        document.add_paragraph("PHỤ LỤC", style="Tên loại").paragraph_format.page_break_before = True
        for block in paper.annex:
            _add(document, block)
    properties = document.core_properties
    properties.title, properties.author, properties.language = paper.title, " ".join(paper.issuer), paper.language
    properties.comments, properties.subject = paper.footer, paper.mark
    if made_at:
        properties.created = properties.modified = made_at.astimezone(dt.UTC).replace(tzinfo=None)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: Any, paper: Paper) -> None:
    """A4, margins of Decree 30, numbers from page 2, the mark and the source at the foot of every page."""
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = "Normal"
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(number)
    for footer in (section.footer, section.first_page_footer):
        lines = footer.paragraphs
        if paper.mark:
            lines[0].style = "Dấu giả lập"
            lines[0].add_run(paper.mark)
            frame(lines[0])
            footer.add_paragraph(paper.footer, style="Chân trang")
        else:
            lines[0].style = "Chân trang"
            lines[0].add_run(paper.footer)
    language = document.styles["Normal"].element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), "vi-VN" if paper.language == "vi" else "en-GB")
    language.append(tag)


def _head(document: Any, paper: Paper) -> None:
    left, right = plain_grid(document, (66.0, 94.0))
    names = [(paper.superior, "Cơ quan chủ quản")] if paper.superior else []
    names += [(name, "Cơ quan ban hành") for name in paper.issuer]
    _stack(left, names)
    _rule(left, 20)
    left.add_paragraph(paper.number, style="Số ký hiệu")
    _stack(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quốc hiệu"), ("Độc lập - Tự do - Hạnh phúc", "Tiêu ngữ")])
    _rule(right, 19)
    right.add_paragraph(paper.place_and_day, style="Địa danh, ngày")
    document.add_paragraph(paper.kind, style="Tên loại")
    for part in paper.subject:
        document.add_paragraph(part, style="Trích yếu")
    _rule(document, 60).paragraph_format.space_after = Pt(10)


def _rule(place: Any, inset: float) -> Any:
    """Add the short rule as a paragraph of its own, so that the words above keep the whole width."""
    paragraph = place.add_paragraph(style="Normal")
    paragraph.paragraph_format.line_spacing = Pt(3)
    rule_under(paragraph, inset)
    return paragraph


def _stack(cell: Any, lines: list[tuple[str, str]]) -> None:
    """Write lines into a cell, each in its style."""
    for index, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading(text):
            document.add_heading(text, level=1)
        case Item():
            outline_item(document, block)
        case Paragraph(text, kind):
            style = SOURCE if kind == "source" else BODY
            document.add_paragraph(f"- {text}" if kind == "item" else text, style=style)
        case Table():
            if block.title:
                document.add_paragraph(block.title, style=CAPTION)
            data_table(document, block)
            document.add_paragraph(block.source, style=SOURCE)
        case Picture():
            document.add_paragraph(block.title, style=CAPTION)
            paragraph = document.add_paragraph(style="Normal")
            paragraph.paragraph_format.keep_with_next = True
            run = paragraph.add_run()
            run.add_picture(io.BytesIO(draw_png(block.spec, DOTS, width=PICTURE_WIDTH)), width=Mm(TEXT_WIDTH))
            describe_picture(run, block.title, block.alt)
            document.add_paragraph(block.source, style=SOURCE)


def _foot(document: Any, paper: Paper) -> None:
    document.add_paragraph(style="Normal")
    left, right = plain_grid(document, (80.0, 80.0))
    first = left.paragraphs[0]
    first.style = "Nơi nhận"
    words = first.add_run("Nơi nhận:")
    words.bold, words.italic, words.font.size = True, True, Pt(12)
    for recipient in paper.recipients:
        left.add_paragraph(f"- {recipient}", style="Nơi nhận")
    _stack(right, [(words, "Chức vụ") for words in paper.signing])
    for _ in range(4):
        right.add_paragraph(style="Chức vụ")
    right.add_paragraph(paper.signer or "……………………………", style="Chức vụ")
