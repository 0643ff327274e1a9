"""Add what shows that a task was done: a file, a link, a figure, a note. May import the room.

A file is kept under its SHA-256, so that nobody can exchange it unnoticed; what it is called is kept apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.db import transaction

from chungtay.accounts.models import User
from chungtay.messages import UserError, fail
from chungtay.movement.actions.task_moves import move_for_evidence
from chungtay.movement.models import Evidence, Task
from chungtay.movement.noting import note

LARGEST = 20 * 1024 * 1024
"""bytes of one file"""
KINDS_OF_FILES = (
    ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".csv", ".txt", ".md", ".jpg", ".jpeg", ".png", ".webp", ".heic",
    ".mp3", ".m4a", ".mp4", ".zip",
)  # fmt: skip
FIGURE = ("indicator", "unit", "year", "group", "value", "snapshot")


@transaction.atomic
def add_evidence(
    task: Task,
    *,
    title: str = "",
    file: BinaryIO | None = None,
    file_name: str = "",
    link: str = "",
    figure: Mapping[str, object] | None = None,
    text: str = "",
    by: User | None = None,
) -> Evidence:
    """Add one piece of evidence; exactly one of file, link, figure and text is given.

    figure  indicator, unit (code), year, group, value, snapshot: kept as the indicator said it then
    title   default: the file's name, the link, the indicator, the beginning of the note
    Raises PermissionDenied for another unit's task; UserError for a task that is submitted or accepted, a file that is
    empty, too large or of an unknown kind, a link that is no web address, a figure that lacks one of its parts.
    """
    given = [name for name, value in (("file", file), ("link", link), ("figure", figure), ("text", text)) if value]
    if len(given) != 1:
        raise _refused("Mỗi minh chứng là một tệp, một đường dẫn, một số liệu hoặc một ghi chú.",
                       "A piece of evidence is one file, link, figure or note.", ", ".join(given) or "–")  # fmt: skip
    move_for_evidence(task, "add_evidence", by)
    row = Evidence(task=task, added_by=by, title=title.strip()[:300])
    if file is not None:
        _with_file(row, file, file_name or PurePath(str(getattr(file, "name", "") or "")).name)
    elif link:
        row.kind, row.link, row.title = Evidence.Kind.LINK, _checked_link(link), row.title or link[:300]
    elif figure:
        row.kind, row.figure = Evidence.Kind.FIGURE, _checked_figure(figure)
        row.title = row.title or f"{figure['indicator']} {figure['year']}"
    else:
        row.kind, row.text = Evidence.Kind.NOTE, text.strip()
        row.title = row.title or text.strip()[:120]
    row.save()
    detail = {"task": task.pk, "kind": row.kind, "sha256": row.sha256}
    plan = task.clause.plan
    note(by, "add_evidence", plan.movement, row.pk, detail, units=[plan.unit_id])
    return row


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User | None = None) -> None:
    """Take a piece of evidence away before the task is submitted; its file stays on disk for the record.

    Raises PermissionDenied for another unit's task; UserError for a task that is submitted or accepted.
    """
    task = evidence.task
    move_for_evidence(task, "remove_evidence", by)
    detail = {"task": task.pk, "kind": evidence.kind, "title": evidence.title, "sha256": evidence.sha256}
    key, plan = evidence.pk, task.clause.plan
    evidence.delete()
    note(by, "remove_evidence", plan.movement, key, detail, units=[plan.unit_id])


def _with_file(row: Evidence, file: BinaryIO, name: str) -> None:
    extension = PurePath(name).suffix.lower()
    if extension not in KINDS_OF_FILES:
        raise _refused("Không nhận loại tệp này.", "This kind of file is not taken.", name,
                       allowed=", ".join(KINDS_OF_FILES))  # fmt: skip
    content = file.read(LARGEST + 1)
    if not content or len(content) > LARGEST:
        raise _refused("Tệp rỗng hoặc quá lớn.", "The file is empty or too large.", name,
                       allowed="1 byte – 20 MB")  # fmt: skip
    row.kind, row.sha256 = Evidence.Kind.FILE, hashlib.sha256(content).hexdigest()
    row.file_name, row.title = name[:255], row.title or name[:300]
    row.file.save(f"{row.sha256}{extension}", ContentFile(content), save=False)


def _checked_link(link: str) -> str:
    parts = urlsplit(link.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or len(link) > 500:
        raise _refused("Đường dẫn phải là địa chỉ web.", "The link must be a web address.", link[:120],
                       allowed="https://…")  # fmt: skip
    return link.strip()


def _checked_figure(figure: Mapping[str, object]) -> dict[str, object]:
    if missing := [name for name in FIGURE if figure.get(name) in (None, "")]:
        raise _refused("Số liệu thiếu phần để truy lại nguồn.", "The figure cannot be traced back.",
                       ", ".join(missing), allowed=", ".join(FIGURE))  # fmt: skip
    return {name: figure[name] for name in FIGURE}


def _refused(vi: str, en: str, value: str, *, allowed: str | None = None) -> UserError:
    return fail(
        vi,
        en,
        do_vi="Chọn lại rồi thêm.",
        do_en="Choose again, then add it.",
        value=value,
        allowed=allowed,
        code="evidence",
    )
