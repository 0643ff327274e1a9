"""Hand out the yearly review report: check the right, set the file or take it from the store, write the audit row.

A file is kept under the snapshot that its figures come from, named by everything that went into it.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.accounts.rights import Right
from chungtay.accounts.scope import may
from chungtay.documents.review_files import file_name, to_docx, to_pdf
from chungtay.documents.review_report import build_review_report, reported_node
from chungtay.documents.review_rows import ReviewReport

SETTERS = {"docx": to_docx, "pdf": to_pdf}
PUBLIC_LEVELS = ("province",)
"""levels whose report anyone may download; below them the tables reach villages with a few households"""


@dataclass(frozen=True)
class ReportFile:
    """A report as a file."""

    name: str
    content: bytes
    report: ReviewReport


def may_download_review(user: User | AnonymousUser | None, unit_code: str, level: str) -> bool:
    """Whether someone may have the report: the province's is public, others need the right in the unit."""
    return level in PUBLIC_LEVELS or may(user, Right.DOWNLOAD_REPORT, unit_code)


def download_review(user: User | AnonymousUser, unit_code: str, year: int, extension: str) -> ReportFile:
    """Give a reader the report and note it.

    Raises PermissionDenied without the right, UserError where there is no such report.
    """
    _, node = reported_node(unit_code, year)
    if not may_download_review(user, node.code, node.level):
        raise PermissionDenied
    file = review_file(unit_code, year, extension)
    detail = {"year": year, "format": extension, "snapshot": file.report.snapshot_id}
    record(user, "documents.review_report", unit_code, detail)
    return file


def review_file(unit_code: str, year: int, extension: str) -> ReportFile:
    """Set the report as "docx" or "pdf", or take it from the store. Checks no right: that is for its caller."""
    report = build_review_report(unit_code, year)
    name = file_name(report, extension)
    ingredients = f"{_layout_version()} {report!r}"
    key = hashlib.sha256(ingredients.encode()).hexdigest()[:16]
    kept = Path(settings.HOME) / "documents" / report.snapshot_id / f"{key}-{name}"
    if kept.exists():
        return ReportFile(name, kept.read_bytes(), report)
    content = SETTERS[extension](report)
    _keep(kept, content)
    return ReportFile(name, content, report)


def _keep(path: Path, content: bytes) -> None:
    """Write whole or not at all: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)


@functools.cache
def _layout_version() -> str:
    """Digest of the code and data that set the file, so that a new layout never serves an old file."""
    digest = hashlib.sha256()
    folder = Path(str(importlib.resources.files(__package__)))
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".typ", ".yaml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
