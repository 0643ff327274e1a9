"""Writes the example plan as files: plain text, Markdown, DOCX, PDF, in any scheme of numbers."""

from __future__ import annotations

import importlib.util
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import example_plan as example
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from example_plan import Piece, Style, Written

FONTS = Path(str(importlib.util.find_spec("fontpkg_crimson_text").origin)).parent  # type: ignore[union-attr]


def plain_text(tree: Sequence[Piece], scheme: Sequence[Style], *, width: int | None = None) -> str:
    """The plan as plain text, two columns set with spaces; wrapped at a width where one is given."""
    head = [f"{left:<34}{right}" for left, right in zip(example.HEAD_LEFT, example.HEAD_RIGHT, strict=True)]
    title = [" " * 28 + "KẾ HOẠCH", " " * 10 + example.SUBJECT, ""]
    body = [*example.BASES, *(f"{one.label}{one.words}" for one in example.written(tree, scheme)), example.CLOSING]
    if width:
        body = [line for words in body for line in (*textwrap.wrap(words, width), "")]
    foot = [f"{left:<40}{right}" for left, right in zip(example.FOOT_LEFT[:2], example.FOOT_RIGHT[:2], strict=True)]
    foot += [example.FOOT_LEFT[2], f"{example.FOOT_LEFT[3]:<40}{example.FOOT_RIGHT[2]}"]
    return "\n".join([*head, "", *title, *body, "", *foot]) + "\n"


def markdown(tree: Sequence[Piece], scheme: Sequence[Style], levels: Sequence[int] = (2, 3, 4, 5)) -> str:
    """The plan as Markdown: headings for pieces that have others below, at the given levels by depth."""
    rows = [f"| {' <br> '.join(example.HEAD_LEFT)} | {' <br> '.join(example.HEAD_RIGHT)} |", "|---|---|", ""]
    rows += ["## **KẾ HOẠCH**", "", f"### **{example.SUBJECT}**", ""]
    for words in example.BASES:
        rows += [f"*{words}*", ""]
    for one in example.written(tree, scheme):
        line = f"{one.label}{one.words}"
        rows += [f"{'#' * levels[one.depth]} **{line}**" if one.heads else line, ""]
    rows += [example.CLOSING, "", f"***{example.FOOT_LEFT[0]}***", "", *example.FOOT_LEFT[1:], ""]
    for words in example.FOOT_RIGHT:
        rows += [f"**{words}**", ""]
    return "\n".join(rows)


def two_columns(document: Any, left: Sequence[str], right: Sequence[str]) -> None:
    """The head or foot of a document as a table without rules."""
    table = document.add_table(rows=1, cols=2)
    for cell, words in zip(table.rows[0].cells, (left, right), strict=True):
        cell.paragraphs[0].text = words[0]
        for line in words[1:]:
            cell.add_paragraph(line)


def word_document(tree: Sequence[Piece], scheme: Sequence[Style], *, styled: bool = True) -> Any:
    """The plan as a DOCX with typed numbers."""
    document = docx.Document()
    begin_word(document)
    for one in example.written(tree, scheme):
        _word_line(document, one, f"{one.label}{one.words}", styled)
    end_word(document)
    return document


def begin_word(document: Any) -> None:
    two_columns(document, example.HEAD_LEFT, example.HEAD_RIGHT)
    document.add_paragraph().add_run("KẾ HOẠCH").bold = True
    document.add_paragraph().add_run(example.SUBJECT).bold = True
    for words in example.BASES:
        document.add_paragraph().add_run(words).italic = True


def end_word(document: Any) -> None:
    document.add_paragraph(example.CLOSING)
    two_columns(document, example.FOOT_LEFT, example.FOOT_RIGHT)


def _word_line(document: Any, one: Written, words: str, styled: bool) -> Any:
    if one.heads and styled:
        return document.add_heading(words, level=min(one.depth + 1, 9))
    paragraph = document.add_paragraph()
    paragraph.add_run(words).bold = one.heads
    return paragraph


NUMBER_FORMS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))


def automatic_numbers(tree: Sequence[Piece], forms: Sequence[tuple[str, str]] = NUMBER_FORMS) -> Any:
    """The plan as a DOCX whose numbers Word counts: a list of several levels, no number typed."""
    document = docx.Document()
    begin_word(document)
    add_list(document, "77", forms)
    scheme = (example.ROMAN_DOT, example.ARABIC, example.LETTER, example.DASH)
    for one in example.written(tree, scheme):
        paragraph = document.add_paragraph()
        paragraph.add_run(one.words).bold = one.heads
        put_in_list(paragraph, "77", one.depth)
    end_word(document)
    return document


def add_list(document: Any, number_id: str, forms: Sequence[tuple[str, str]]) -> None:
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(forms)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number_id}">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="{number_id}"/></w:num>')
    )


def put_in_list(paragraph: Any, number_id: str, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number_id}"/></w:numPr>')
    )


def insert_and_delete(paragraph: Any, kept: str, gone: str) -> None:
    """Track a change at the end of a paragraph: one piece inserted, one deleted."""
    who = 'w:id="1" w:author="Ví dụ" w:date="2019-01-01T00:00:00Z"'
    paragraph._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} {who}><w:r><w:t xml:space="preserve">{kept}</w:t></w:r></w:ins>')
    )
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} {who}><w:r><w:delText xml:space="preserve">{gone}</w:delText></w:r></w:del>')
    )


def delete_end(paragraph: Any) -> None:
    """Track the deletion of a paragraph's end, which joins it to the next."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="2" w:author="Ví dụ"/></w:rPr>'))
    assert properties.find(qn("w:rPr")) is not None


SET_IN = "justify: true, first-line-indent: 10mm, spacing: 1em"


def pdf(
    path: Path,
    tree: Sequence[Piece],
    scheme: Sequence[Style],
    *,
    before: str = "",
    running: bool = True,
    paragraphs: str = SET_IN,
) -> Path:
    """The plan as a PDF with text, page numbers, a running head and justified paragraphs."""

    def row(left: str, right: str) -> str:
        return f"[{_typst(left)}], [{_typst(right)}],"

    body = []
    for one in example.written(tree, scheme):
        words = _typst(f"{one.label}{one.words}")
        body.append(f"*{words}*" if one.heads else words)
    parts = [
        '#set page(paper: "a4", margin: 25mm' + (', numbering: "1", number-align: top + center)' if running else ")"),
        '#set text(font: "Crimson Text", size: 13pt, lang: "vi")',
        f"#set par(leading: 0.65em, {paragraphs})",
        "#grid(columns: (1fr, 1.3fr), align: center, row-gutter: 6pt,",
        *(row(left, right) for left, right in zip(example.HEAD_LEFT, example.HEAD_RIGHT, strict=True)),
        ")",
        f"#align(center)[*KẾ HOẠCH* \\ *{_typst(example.SUBJECT)}*]",
        *(f"{_typst(words)}\n" for words in example.BASES),
        before,
        *(f"{words}\n" for words in body),
        f"{_typst(example.CLOSING)}\n",
        "#grid(columns: (1fr, 1fr), row-gutter: 6pt,",
        *(row(left, right) for left, right in zip(example.FOOT_LEFT[:3], [*example.FOOT_RIGHT[:2], ""], strict=True)),
        row(example.FOOT_LEFT[3], example.FOOT_RIGHT[2]),
        ")",
    ]
    typst.compile("\n".join(parts).encode(), output=str(path), font_paths=[str(FONTS)])
    return path


def _typst(words: str) -> str:
    for sign in "\\#$*_`<>@=-+/[]":
        words = words.replace(sign, f"\\{sign}")
    return words
