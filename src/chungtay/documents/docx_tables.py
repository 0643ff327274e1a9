"""Tables of an official paper in DOCX: fixed widths, and a heading row that Word repeats. python-docx only."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from chungtay.documents.docx_styles import CELL
from chungtay.documents.paper import Column, Table

TEXT_WIDTH = 160.0
"""mm between the margins of the page"""
SHORT = 14
"""rows up to which a table is kept on one page"""
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


def data_table(document: Document, block: Table) -> None:
    """Add a table of figures; no row is split over two pages."""
    table: Any = document.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = _fix_widths(table, block.columns)
    _paddings(table)
    rows = list(table.rows)
    for row in rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _fill(rows[0], [column.heading for column in block.columns], widths, ["center"] * len(widths), bold=True)
    alignments = [column.align for column in block.columns]
    for row, content in zip(rows[1:], block.rows, strict=True):
        _fill(row, content.cells, widths, alignments, bold=content.weight != "plain")
    if len(block.rows) <= SHORT:
        for paragraph in (cell.paragraphs[0] for row in rows for cell in row.cells):
            paragraph.paragraph_format.keep_with_next = True


def plain_grid(document: Document, widths: tuple[float, ...]) -> Any:
    """Add a one-row table without lines, to set parts of the paper side by side; return its cells."""
    table: Any = document.add_table(rows=1, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return table.rows[0].cells


def _fix_widths(table: Any, columns: tuple[Column, ...]) -> list[float]:
    table.autofit = False
    whole = sum(column.width for column in columns)
    widths = [TEXT_WIDTH * column.width / whole for column in columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return widths


def _paddings(table: Any) -> None:
    sides = "".join(f'<w:{side} w:w="55" w:type="dxa"/>' for side in ("left", "right"))
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))


def _fill(row: Any, texts: Any, widths: list[float], alignments: list[str], *, bold: bool) -> None:
    for cell, text, width, alignment in zip(row.cells, texts, widths, alignments, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = CELL
        paragraph.alignment = ALIGNMENTS[alignment]
        run = paragraph.add_run(text)
        if bold:
            run.bold = True


def describe_picture(run: Any, name: str, alt: str) -> None:
    """Give the last picture of a run its words for those who do not see it."""
    properties = run._r.findall(f".//{qn('wp:docPr')}")[-1]
    properties.set("descr", alt)
    properties.set("title", name)
