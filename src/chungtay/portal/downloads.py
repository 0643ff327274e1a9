"""The reports a reader may take from a place's page. May import documents."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.documents.review_actions import may_download_review
from chungtay.documents.review_report import REPORTED_LEVELS
from chungtay.portal.asking import Asked
from chungtay.units.queries import Node


def offered(request: HttpRequest, node: Node, asked: Asked) -> list[dict[str, str]]:
    """The yearly review report of the place as DOCX and PDF, where the reader may download it; else nothing."""
    if node.level not in REPORTED_LEVELS or not may_download_review(request.user, node.code, node.level):
        return []
    labels = {"docx": _("Tải báo cáo (DOCX)"), "pdf": _("Tải báo cáo (PDF)")}
    return [
        {"label": label, "url": reverse(f"documents:review-{ending}", args=[node.code, asked.year])}
        for ending, label in labels.items()
    ]
