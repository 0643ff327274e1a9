"""A plan file between its preview and its import: kept for a day, known to the session that sent it. May import Django.

A browser cannot fill a file field in again, so what was sent is kept until the officer says what to do with it.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from chungtay.messages import fail
from chungtay.movement.reading import FORMATS

KEPT = "plan_incoming"
LARGEST = 50 * 1024 * 1024
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Incoming:
    """A file that was sent: where it lies, and what it was called."""

    path: Path
    name: str


def keep(request: HttpRequest, file: UploadedFile[bytes]) -> Incoming:
    """Keep a file for this session in place of the one before. Raises UserError for an unknown kind or a huge file."""
    name = PurePath(file.name or "").name
    extension = PurePath(name).suffix.lower()
    if extension not in FORMATS or (file.size or 0) > LARGEST:
        raise fail(
            "Không nhận tệp này.",
            "This file is not taken.",
            do_vi="Chọn tệp khác; văn bản quét phải nhận dạng chữ (OCR) trước.",
            do_en="Choose another file; a scan needs text recognition (OCR) first.",
            column="file",
            value=name,
            allowed=", ".join(sorted(FORMATS)) + f"; ≤ {LARGEST // 1024 // 1024} MB",
            code="plan_file",
        )
    _sweep()
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    path = _folder() / f"{digest}{extension}"
    path.write_bytes(content)
    request.session[KEPT] = {"digest": digest, "extension": extension, "name": name[:255]}
    return Incoming(path, name)


def kept(request: HttpRequest) -> Incoming | None:
    """The file this session sent last, if it still lies there."""
    known = request.session.get(KEPT)
    if not known or not re.fullmatch(r"[0-9a-f]{64}", known["digest"]) or known["extension"] not in FORMATS:
        return None
    path = _folder() / f"{known['digest']}{known['extension']}"
    return Incoming(path, known["name"]) if path.is_file() else None


def forget(request: HttpRequest) -> None:
    """Let the file go once it was imported."""
    request.session.pop(KEPT, None)


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sweep() -> None:
    """Take away what nobody imported within a day."""
    for path in _folder().iterdir():
        if path.stat().st_mtime < time.time() - A_DAY:
            path.unlink(missing_ok=True)
