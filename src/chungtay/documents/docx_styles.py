"""The styles of an official paper in DOCX, so that officers change a style and not each paragraph. python-docx only."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FACE = "Times New Roman"

# name -> (based on, size, bold, italic, alignment, space before, space after, first-line indent in mm)
STYLES: dict[str, tuple[str, float, bool, bool, str, float, float, float]] = {
    "Thân văn bản": ("Normal", 13, False, False, "JUSTIFY", 0, 6, 10),
    "Căn cứ": ("Normal", 13, False, True, "JUSTIFY", 0, 6, 10),
    "Cơ quan chủ quản": ("Normal", 12, False, False, "CENTER", 0, 0, 0),
    "Cơ quan ban hành": ("Normal", 12.5, True, False, "CENTER", 0, 0, 0),
    "Quốc hiệu": ("Normal", 12, True, False, "CENTER", 0, 0, 0),
    "Tiêu ngữ": ("Normal", 13, True, False, "CENTER", 0, 0, 0),
    "Số ký hiệu": ("Normal", 13, False, False, "CENTER", 6, 0, 0),
    "Địa danh, ngày": ("Normal", 13, False, True, "CENTER", 6, 0, 0),
    "Tên loại": ("Normal", 14, True, False, "CENTER", 16, 2, 0),
    "Trích yếu": ("Normal", 14, True, False, "CENTER", 0, 0, 0),
    "Tên bảng, hình": ("Normal", 12, True, False, "CENTER", 8, 4, 0),
    "Ô bảng": ("Normal", 10.5, False, False, "LEFT", 0, 0, 0),
    "Nguồn số liệu": ("Normal", 9.5, False, True, "LEFT", 2, 8, 0),
    "Nơi nhận": ("Normal", 11, False, False, "LEFT", 0, 0, 0),
    "Chức vụ": ("Normal", 13, True, False, "CENTER", 0, 0, 0),
    "Chân trang": ("Normal", 8.5, False, False, "LEFT", 2, 0, 0),
    "Dấu giả lập": ("Normal", 9, True, False, "CENTER", 0, 0, 0),
}
BODY, BASIS, CELL, CAPTION, SOURCE = "Thân văn bản", "Căn cứ", "Ô bảng", "Tên bảng, hình", "Nguồn số liệu"


def lay_styles(document: Document) -> None:
    """Set Normal and the section heading, and add the styles of an official paper."""
    styles: Any = document.styles
    face(styles["Normal"], 13, False, False)
    styles["Normal"].paragraph_format.space_after = Pt(0)
    heading = styles["Heading 1"]
    face(heading, 13, True, False)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(6)
    heading.paragraph_format.first_line_indent = Mm(10)
    heading.paragraph_format.keep_with_next = True
    for name, (base, size, bold, italic, alignment, before, after, indent) in STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        face(style, size, bold, italic)
        shape = style.paragraph_format
        shape.alignment = getattr(WD_ALIGN_PARAGRAPH, alignment)
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.first_line_indent = Mm(indent) if indent else None
    styles[CAPTION].paragraph_format.keep_with_next = True


def face(style: Any, size: float, bold: bool, italic: bool) -> None:
    """Name the face for every script: Word takes accented letters from the `cs` and `eastAsia` names too."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FACE, Pt(size), bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FACE)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)


def rule_under(paragraph: Any, inset: float) -> None:
    """Draw the short rule under a paragraph, `inset` mm shorter at both ends."""
    paragraph.paragraph_format.left_indent = Mm(inset)
    paragraph.paragraph_format.right_indent = Mm(inset)
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def page_number(paragraph: Any) -> None:
    """Put the number of the page into a paragraph, as a field that Word counts."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def frame(paragraph: Any) -> None:
    """Draw a frame round a paragraph."""
    border = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
    paragraph._p.get_or_add_pPr().append(border)
