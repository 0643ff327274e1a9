"""The received plan in other clothes (no marks, all bold, one level of headings, DOCX, PDF) reads as the same plan."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import docx
import pytest
import typst

from chungtay.movement.reading import PlanDocument, read_plan

PLAN = Path(__file__).parents[3] / "shared" / "seed" / "ke-hoach-so-y-te.md"
pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="the received plan is not here")
FONTS = Path(str(importlib.util.find_spec("fontpkg_crimson_text").origin)).parent  # type: ignore[union-attr]


def _marked() -> str:
    return PLAN.read_text("utf-8")


def _plain() -> str:
    return re.sub(r"^#+ *", "", _marked(), flags=re.MULTILINE).replace("*", "")


def _paragraphs() -> list[str]:
    return [line.strip() for line in _plain().splitlines() if line.strip()]


def _same(read: PlanDocument) -> None:
    received = read_plan(PLAN)
    assert read.clauses == received.clauses
    assert read.bases == received.bases
    assert (read.frame, read.signature, read.recipients) == (received.frame, received.signature, received.recipients)
    assert (read.header.subject, read.header.issuer) == (received.header.subject, received.header.issuer)


@pytest.mark.parametrize(
    ("name", "pattern", "put"),
    [
        ("without marks.md", r"^#+ *|\*", ""),
        ("without marks.txt", r"^#+ *|\*", ""),
        ("without blank lines.txt", r"^#+ *|\*|\n(?=\s*\n)", ""),
        ("bold.md", r"^#+ *(?:\*\*)?(.*?)(?:\*\*)?$", r"**\1**"),
        ("one level.md", r"^#+ ", "# "),
        ("deepest level.md", r"^#+ ", "###### "),
    ],
)
def test_as_text(tmp_path: Path, name: str, pattern: str, put: str) -> None:
    (tmp_path / name).write_text(re.sub(pattern, put, _marked(), flags=re.MULTILINE), "utf-8")
    _same(read_plan(tmp_path / name))


def test_as_a_word_file_without_styles(tmp_path: Path) -> None:
    document = docx.Document()
    for words in _paragraphs():
        document.add_paragraph(words)
    document.save(str(tmp_path / "a.docx"))
    _same(read_plan(tmp_path / "a.docx"))


@pytest.mark.parametrize(
    "setting",
    [
        "justify: true, first-line-indent: (amount: 10mm, all: true)",
        "justify: true, first-line-indent: (amount: 10mm, all: true), spacing: 0.65em",
        "justify: true",
        "justify: false",
    ],
)
def test_as_a_pdf(tmp_path: Path, setting: str) -> None:
    body = "\n\n".join(re.sub(r"([\\#$*_`<>@=+/\[\]-])", r"\\\1", words) for words in _paragraphs())
    page = '#set page(paper: "a4", margin: (left: 30mm, right: 20mm, y: 20mm), numbering: "1")\n'
    text = f'{page}#set text(font: "Crimson Text", size: 14pt)\n#set par({setting})\n{body}'
    typst.compile(text.encode(), output=str(tmp_path / "a.pdf"), font_paths=[str(FONTS)])
    _same(read_plan(tmp_path / "a.pdf"))
