"""What may change movements and plans. May import accounts and the room."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chungtay.accounts.audit import record
from chungtay.accounts.held import assignments_on
from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.messages import fail
from chungtay.movement.models import Movement, Plan
from chungtay.movement.readable import title_of
from chungtay.units.models import Unit

LARGEST = 5 * 1024 * 1024
"""bytes; a plan of hundreds of pages is far below it"""


@transaction.atomic
def open_movement(
    code: str, name: str, scope: Unit, first_year: int, last_year: int, *, by: User | None = None
) -> Movement:
    """Open a movement, or bring its name, scope and years up to date where the code is known.

    by  who opens it: the standing office; None is the console. Raises PermissionDenied for anyone else.
    """
    _only_the_office(by)
    if last_year < first_year:
        raise fail(
            "Năm cuối đứng trước năm đầu.",
            "The last year comes before the first.",
            do_vi="Sửa một trong hai năm.",
            do_en="Correct one of the two years.",
            value=f"{first_year}–{last_year}",
            code="years_backwards",
        )
    values = {"name": name, "scope": scope, "first_year": first_year, "last_year": last_year}
    movement, created = Movement.objects.update_or_create(code=code, defaults=values)
    record(by, "movement.open" if created else "movement.change", code, {"years": [first_year, last_year]})
    return movement


@transaction.atomic
def receive_plan(
    movement: Movement,
    file: Path | BinaryIO,
    *,
    issuer_name: str = "",
    source_name: str = "",
    title: str = "",
    by: User | None = None,
) -> Plan:
    """Keep a plan as received: Markdown or plain text in UTF-8, unchanged, with the SHA-256 of its bytes.

    title  default: the plan's own title. Receiving the same bytes again returns the plan already kept.
    Raises PermissionDenied, or UserError for a file that is empty, too large or not UTF-8 text.
    """
    _only_the_office(by)
    content = file.read_bytes() if isinstance(file, Path) else file.read(LARGEST + 1)
    name = source_name or Path(str(getattr(file, "name", "") or "")).name
    text = _as_text(content, name)
    digest = hashlib.sha256(content).hexdigest()
    own_title = title or title_of(text) or name
    plan, created = Plan.objects.get_or_create(
        movement=movement,
        sha256=digest,
        defaults={"title": own_title[:500], "issuer_name": issuer_name, "source_name": name[:255], "text": text},
    )
    if created:
        record(by, "movement.receive_plan", movement.code, {"file": name, "sha256": digest})
    return plan


def _as_text(content: bytes, name: str) -> str:
    if len(content) > LARGEST:
        raise fail(
            "Tệp kế hoạch quá lớn.",
            "The plan file is too large.",
            do_vi="Gửi bản văn bản (Markdown hoặc .txt), không gửi bản quét.",
            do_en="Send the text (Markdown or .txt), not the scan.",
            file=name,
            allowed="≤ 5 MB",
            code="too_large",
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise fail(
            "Tệp kế hoạch không phải văn bản UTF-8.",
            "The plan file is not UTF-8 text.",
            do_vi="Mở tệp, chọn Lưu thành với mã hóa UTF-8 (chuyển từ TCVN3 hoặc VNI nếu cần), rồi gửi lại.",
            do_en="Open the file, save it as UTF-8 (convert from TCVN3 or VNI if need be) and send it again.",
            file=name,
            code="not_utf8",
        ) from error
    if "\x00" in text or not text.strip("\ufeff \r\n\t"):
        raise fail(
            "Tệp kế hoạch không có chữ nào đọc được.",
            "The plan file holds no readable text.",
            do_vi="Kiểm tra lại tệp rồi gửi bản văn bản.",
            do_en="Check the file and send its text.",
            file=name,
            code="empty",
        )
    return text


def _only_the_office(by: User | None) -> None:
    if by is not None and not any(held.role == Role.PROVINCE_OFFICE for held in assignments_on(by)):
        raise PermissionDenied
