"""Read set documents back: the words and figures of a PDF and of a DOCX, as plain text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import pdfplumber


def pdf_pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    lines = list(_blocks(document.element.body))
    section = document.sections[0]
    for part in (section.first_page_footer, section.footer):
        lines += [paragraph.text for paragraph in part.paragraphs]
    return "\n".join(lines)


def _blocks(body: Any) -> Iterator[str]:
    """Text in the order of the page, cells included."""
    for paragraph in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        yield "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))


def figures(text: str) -> list[str]:
    """Every count and rate in a text, sorted: 1.234, 4,17%, −1,21."""
    return sorted(re.findall(r"[−+]?\d[\d.,]*%?", text.replace("\u00a0", " ")))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))
