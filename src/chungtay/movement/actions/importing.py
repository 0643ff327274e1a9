"""Take a plan in: its file is read, kept to the byte, and written as clauses for a person to confirm.

May import accounts, units and the room.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.actions.confirming import checked_parent
from chungtay.movement.actions.matching import match_to_parent
from chungtay.movement.clause_rows import store_clauses
from chungtay.movement.legal import legal_document, same_number
from chungtay.movement.models import LegalDocument, Movement, Plan, PlanBasis
from chungtay.movement.noting import note
from chungtay.movement.reading import PlanDocument, read_plan
from chungtay.movement.who_may import only_for
from chungtay.units.models import Unit


@transaction.atomic
def import_plan(
    *,
    movement_code: str,
    issuer_code: str,
    path: Path,
    parent_id: int | None = None,
    source_name: str = "",
    synthetic: bool = False,
    by: User | None = None,
) -> Plan:
    """Read a plan file (.md, .txt, .docx, .pdf) and keep it with its clauses, bases, signature and recipients.

    parent_id    the plan that this one carries out; where None, the plan of the movement that is one of its bases
    source_name  the file's own name, where `path` is a temporary one
    synthetic    the plan is made up; a file that bears the mark of made-up content is so without being told
    Importing the same bytes again returns the plan already kept, as people have corrected it.
    Raises PermissionDenied for another unit's plan, UserError for a file that cannot be read, an unknown movement, unit
    or parent, and a chain of parents that runs in a circle; then nothing is written.
    """
    movement = _movement(movement_code)
    issuer = _issuer(issuer_code)
    only_for(by, issuer)
    document = read_plan(path)
    content = path.read_bytes()
    name = source_name or path.name
    digest = hashlib.sha256(content).hexdigest()
    known = Plan.objects.filter(movement=movement, sha256=digest).first()
    if known is not None:
        return _kept_already(known, issuer, parent_id, by)
    plan = Plan(movement=movement, unit=issuer, status=Plan.Status.READ, sha256=digest)
    plan.synthetic = synthetic or document.made_up
    _fill(plan, document, content, name)
    documents = _bases(document)
    leading = _leading(document, documents)
    plan.parent = _parent(plan, parent_id, documents, leading)
    if plan.parent is not None and plan.parent.document in documents:
        leading = plan.parent.document
    plan.document = _own_document(plan, document, leading)
    plan.original.save(f"{digest}{path.suffix.lower()}", ContentFile(content), save=False)
    plan.save()
    PlanBasis.objects.bulk_create(
        PlanBasis(plan=plan, document=one, order=place, quoted=basis.quoted[:600], leading=one == leading)
        for place, (basis, one) in enumerate(zip(document.bases, documents, strict=True), start=1)
    )
    clauses = store_clauses(plan, document.clauses)
    note(by, "import_plan", movement, plan.pk, {"file": name, "sha256": digest, "clauses": len(clauses)},
         units=[issuer.pk])  # fmt: skip
    if plan.parent is not None:
        match_to_parent(plan, by=by)
    return plan


def _kept_already(plan: Plan, issuer: Unit, parent_id: int | None, by: User | None) -> Plan:
    if plan.unit_id != issuer.pk:
        raise fail(
            "Văn bản này đã được nhập cho đơn vị khác.",
            "This document was imported for another unit.",
            do_vi="Kiểm tra lại đơn vị ban hành.",
            do_en="Check the issuing unit.",
            value=plan.unit.code if plan.unit else "",
            code="imported_for_another",
        )
    if parent_id is not None and parent_id != plan.parent_id:
        plan.parent = checked_parent(plan, _plan(plan.movement, parent_id))
        plan.save(update_fields=["parent"])
        note(by, "set_parent_plan", plan.movement, plan.pk, {"parent": parent_id}, units=())
    return plan


def _fill(plan: Plan, document: PlanDocument, content: bytes, name: str) -> None:
    header = document.header
    plan.title = (" ".join(part for part in (header.kind, header.subject) if part) or name)[:500]
    plan.issuer_name = (header.issuer or "")[:200]
    plan.header = {**document.to_dict()["header"]}
    plan.signature = document.to_dict()["signature"]
    plan.recipients = list(document.recipients)
    plan.notices = document.to_dict()["notices"]
    plan.source_name, plan.source_format = name[:255], document.format
    plan.text = document.text
    if document.format in ("markdown", "text"):
        try:
            plan.text = content.decode("utf-8")
        except UnicodeDecodeError:
            plan.text = document.text


def _bases(document: PlanDocument) -> list[LegalDocument]:
    return [legal_document(one.number, _day(one.date), one.issuer, one.title) for one in document.bases]


def _leading(document: PlanDocument, documents: list[LegalDocument]) -> LegalDocument | None:
    """The basis carried out: the one that the closing words name again, else the latest plan, else the latest."""
    pairs = list(zip(document.bases, documents, strict=True))
    words = document.header.closing.split()
    for basis, one in pairs:
        if any(same_number(word.strip(",.;()"), basis.number) for word in words):
            return one
    dated = [(basis, one) for basis, one in pairs if basis.date]
    plans = [(basis, one) for basis, one in dated if basis.kind.casefold() == "kế hoạch"]
    return max(plans or dated, key=lambda pair: pair[0].date or "", default=(None, None))[1]


def _parent(
    plan: Plan, parent_id: int | None, documents: list[LegalDocument], leading: LegalDocument | None
) -> Plan | None:
    if parent_id is not None:
        return checked_parent(plan, _plan(plan.movement, parent_id))
    among = list(Plan.objects.filter(movement=plan.movement, document__in=documents).exclude(unit=plan.unit))
    return next((one for one in among if one.document == leading), among[-1] if among else None)


def _own_document(plan: Plan, document: PlanDocument, leading: LegalDocument | None) -> LegalDocument | None:
    if not document.header.number:
        return None
    own = legal_document(document.header.number, _day(document.header.date), document.header.issuer, plan.title)
    if leading is not None and own != leading and own.carries_out_id is None:
        own.carries_out = leading
        own.save(update_fields=["carries_out"])
    return own


def _movement(code: str) -> Movement:
    found = Movement.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Movement.objects.order_by("code").values_list("code", flat=True)[:20])
        raise fail(
            "Không có phong trào mang mã này.",
            "There is no movement of this code.",
            do_vi="Kiểm tra mã, hoặc mở phong trào trước.",
            do_en="Check the code, or open the movement first.",
            value=code,
            allowed=known or None,
            code="unknown_movement",
        )
    return found


def _issuer(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise fail(
            "Không có đơn vị mang mã này.",
            "There is no unit of this code.",
            do_vi="Xem mã bằng lệnh chungtay units.",
            do_en="Look the code up with chungtay units.",
            value=code,
            code="unknown_unit",
        )
    return found


def _plan(movement: Movement, plan_id: int) -> Plan:
    found = Plan.objects.filter(movement=movement, pk=plan_id).first()
    if found is None:
        raise fail(
            "Phong trào không có kế hoạch cấp trên này.",
            "The movement has no such plan above.",
            do_vi="Chọn một kế hoạch của cùng phong trào.",
            do_en="Choose a plan of the same movement.",
            value=str(plan_id),
            code="unknown_plan",
        )
    return found


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
