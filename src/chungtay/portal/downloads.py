"""The reports a reader may take from a place's page. May import accounts and know the addresses of documents."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from chungtay.accounts.rights import Right
from chungtay.accounts.scope import may
from chungtay.portal.asking import Asked
from chungtay.units.queries import Node

REPORTED_LEVELS = ("province", "commune")


def offered(request: HttpRequest, node: Node, asked: Asked) -> list[dict[str, str]]:
    """The yearly review report of the place as DOCX and PDF, where the reader may download it; else nothing."""
    if node.level not in REPORTED_LEVELS or not may(request.user, Right.DOWNLOAD_REPORT, node.code):
        return []
    labels = {"docx": _("Tải báo cáo (DOCX)"), "pdf": _("Tải báo cáo (PDF)")}
    found = []
    for ending, label in labels.items():
        try:
            url = reverse(f"documents:review-report-{ending}", args=[node.code, asked.year])
        except NoReverseMatch:
            continue
        found.append({"label": label, "url": url})
    return found
