"""The yearly review report as files: the same paper set as DOCX or PDF. No Django."""

from __future__ import annotations

from chungtay.documents.docx import paper_docx
from chungtay.documents.pdf import paper_pdf
from chungtay.documents.review_paper import review_paper
from chungtay.documents.review_rows import ReviewReport


def to_docx(report: ReviewReport) -> bytes:
    """Return the report as DOCX."""
    return paper_docx(review_paper(report), report.computed_at)


def to_pdf(report: ReviewReport) -> bytes:
    """Return the report as PDF/A."""
    return paper_pdf(review_paper(report), report.computed_at)


def file_name(report: ReviewReport, extension: str) -> str:
    """ "bao-cao-ra-soat-ho-ngheo-2019-46.pdf" """
    return f"bao-cao-ra-soat-ho-ngheo-{report.year}-{report.unit_code}.{extension}"
