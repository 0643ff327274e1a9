"""Set a Paper as PDF with the typst engine, which needs nothing from the system. No Django.

A Times-like face of the system is used where there is one with all Vietnamese letters, else the packaged Crimson Text;
fonts are embedded and the file is PDF/A-2b, as archives ask. The layout itself is in paper.typ.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import importlib.resources
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import typst

from chungtay.documents.charts import draw_svg
from chungtay.documents.paper import Heading, Item, Paper, Paragraph, Picture, Table

LETTERS = "ảạấầẩẫậắằẳẵặẻẽẹếềểễệỉịỏọốồổỗộớờởỡợủụứừửữựỳỷỹỵẢẠẤẦẨẪẬẮẰẲẴẶẺẼẸẾỀỂỄỆỈỊỎỌỐỒỔỖỘỚỜỞỠỢỦỤỨỪỬỮỰỲỶỸỴ"
"""letters of Vietnamese that faces for western Europe lack"""
FACES = ("Times New Roman", "Liberation Serif", "Tinos", "Crimson Text")
PARTS = ("body", "annex")
PICTURE_WIDTH = 600
"""pixels of a chart that fills the text column"""


def paper_pdf(paper: Paper, made_at: dt.datetime | None = None, *, system_fonts: bool = True) -> bytes:
    """Return the paper as PDF.

    made_at       day and time written into the file; the same paper and time give the same bytes
    system_fonts  False to set it with the packaged fonts alone
    """
    with tempfile.TemporaryDirectory(prefix="chungtay-") as name:
        folder = Path(name)
        (folder / "paper.typ").write_bytes((importlib.resources.files(__package__) / "paper.typ").read_bytes())
        blocks = [
            _block(block, f"picture-{index}.svg", folder) for index, block in enumerate((*paper.body, *paper.annex))
        ]
        fields: dict[str, Any] = {
            field.name: getattr(paper, field.name) for field in dataclasses.fields(paper) if field.name not in PARTS
        }
        fields |= {"bases": [dash_held(basis) for basis in paper.bases]}
        body = len(paper.body)
        fields |= {
            "body": blocks[:body],
            "annex": blocks[body:],
            "title": paper.title,
            "faces": list(_faces(system_fonts)),
        }
        (folder / "paper.json").write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            str(folder / "paper.typ"),
            root=str(folder),
            font_paths=list(_packaged_fonts()),
            ignore_system_fonts=not system_fonts,
            format="pdf",
            pdf_standards="a-2b",
            timestamp=int(made_at.timestamp()) if made_at else None,
        )
    if not isinstance(made, bytes):
        raise TypeError("the PDF engine returned no file")
    return made


def _block(block: object, picture: str, folder: Path) -> dict[str, Any]:
    """Turn a block into what paper.typ reads; a picture is drawn beside it."""
    match block:
        case Heading(text):
            return {"is": "heading", "text": text}
        case Paragraph(text, kind):
            return {"is": kind, "text": dash_held(text)}
        case Item(marker, text, depth, strong):
            return {"is": "outline", "text": dash_held(f"{marker} {text}".strip()), "depth": depth, "strong": strong}
        case Table():
            return {
                "is": "table",
                "title": block.title,
                "columns": [dataclasses.asdict(column) for column in block.columns],
                "rows": [{"cells": list(row.cells), "weight": row.weight} for row in block.rows],
                "source": block.source,
            }
        case Picture():
            (folder / picture).write_text(draw_svg(block.spec, width=PICTURE_WIDTH), encoding="utf-8")
            fields = {"title": block.title, "alt": block.alt, "source": block.source}
            return {"is": "picture", "file": picture, **fields}
    raise TypeError(f"no such part of a paper: {type(block).__name__}")


def dash_held(text: str) -> str:
    """Keep a dash on the line of the word before it: a line that begins with one reads as a new item."""
    return re.sub(r"(?<=\S) (?=[-–+] )", "\u00a0", text)


@functools.cache
def _packaged_fonts() -> tuple[str, ...]:
    packages = ("fontpkg_crimson_text", "fontpkg_be_vietnam_pro")
    return tuple(str(importlib.resources.files(package) / "files") for package in packages)


@functools.cache
def _faces(system_fonts: bool) -> tuple[str, ...]:
    """Name the faces that are at hand and have all Vietnamese letters, the best first.

    Naming others would make the engine warn, or set some letters of a word in another face.
    """
    fonts = typst.Fonts(include_system_fonts=system_fonts, font_paths=list(_packaged_fonts()))
    known = fonts.families()
    return tuple(face for face in FACES if face in known and _has_letters(face, fonts))


def _has_letters(face: str, fonts: typst.Fonts) -> bool:
    """Whether a face has each letter, upright and slanted, bold and not: what it lacks, it draws as one same box."""
    styles = [(weight, style) for weight in ("regular", "bold") for style in ("normal", "italic")]
    for weight, style in styles:
        setting = f'#set text(font: "{face}", weight: "{weight}", style: "{style}", fallback: false)'
        drawn = typst.compile(f"{setting}\n{LETTERS}".encode(), font_paths=fonts, format="svg")
        if not isinstance(drawn, bytes) or len(set(re.findall(rb'<use xlink:href="([^"]+)"', drawn))) < len(LETTERS):
            return False
    return True
