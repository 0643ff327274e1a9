"""Read a plan: lines, then head, bases, clauses, frame, foot. May import the package."""

from __future__ import annotations

from pathlib import Path

from chungtay.movement.reading.bases import read_bases, two_names_of_one
from chungtay.movement.reading.clauses import clauses_of
from chungtay.movement.reading.division import divide
from chungtay.movement.reading.document import Notice, PlanDocument
from chungtay.movement.reading.foot import read_foot
from chungtay.movement.reading.frame import read_frame
from chungtay.movement.reading.head import read_head
from chungtay.movement.reading.lines import MADE_UP, SYNTHETIC, Lines
from chungtay.movement.reading.opening import open_lines
from chungtay.movement.reading.outline import Node, Outline
from chungtay.movement.reading.paragraphs import join_paragraphs


def read_plan(path: Path | str) -> PlanDocument:
    """Read a plan from a .md, .txt, .docx or .pdf file.

    What is absent is None or empty. Raises UserError where the file cannot be read: missing, empty, of an unknown kind,
    locked, a scan without text.
    """
    return read_lines(open_lines(Path(path)))


def read_lines(read: Lines) -> PlanDocument:
    """Read a plan from lines that a format gave."""
    lines, mended = join_paragraphs(line for line in read.lines if not SYNTHETIC.match(line.text))
    if any(SYNTHETIC.match(line.text) for line in read.lines):
        read.note(*MADE_UP)
    parts = divide(lines)
    outline = Outline()
    for line in parts.outline:
        outline.add(line)
    clauses, numbering = clauses_of(outline.roots)
    header = read_head(parts.head, parts.closing)
    bases = read_bases(header.preamble)
    signature, recipients = read_foot(parts.foot)
    text = "\n".join(f"{line.marker} {line.text}".strip() for line in lines)
    notices = [*read.notices, *_on_the_whole(outline.roots, mended, parts.annex)]
    if header.issuer_inferred:
        vi = f"Cơ quan ban hành không có ở đầu văn bản; suy ra từ lời văn: {header.issuer}."
        notices.append(Notice("issuer_inferred", vi, f"The issuer was inferred from the wording: {header.issuer}."))
    notices += [*two_names_of_one(bases, f"{header.preamble}\n{header.closing}"), *numbering]
    return PlanDocument(
        header, bases, tuple(clauses), read_frame(clauses), signature, recipients, tuple(notices), text, read.format
    )


def _on_the_whole(roots: list[Node], mended: int, annex: bool) -> list[Notice]:
    notices = []
    if mended:
        vi = f"Đã nối {mended} đoạn văn bị ngắt."
        notices.append(Notice("paragraphs_joined", vi, f"Broken paragraphs joined: {mended}."))
    if annex:
        vi = "Phụ lục đứng sau chữ ký không được đọc thành mục."
        notices.append(Notice("annex_left_out", vi, "The annex after the signature was not read as clauses."))
    if not roots:
        notices.append(Notice("no_outline", "Không tìm thấy mục nào.", "No clauses were found."))
    return notices
