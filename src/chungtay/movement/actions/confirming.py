"""A plan as read becomes a plan that holds: confirmed, put under its parent, issued. May import the room."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.actions.matching import match_to_parent, untie_from_others
from chungtay.movement.clause_rows import as_read
from chungtay.movement.legal import legal_document
from chungtay.movement.models import Clause, LegalDocument, Movement, Phase, Plan
from chungtay.movement.noting import note
from chungtay.movement.plan_states import IN_FORCE
from chungtay.movement.reading import read_frame
from chungtay.movement.who_may import only_for


@transaction.atomic
def confirm_plan(plan: Plan, *, by: User | None = None) -> Plan:
    """Say that the clauses are what the document says. A movement without phases or participants takes them from it.

    Raises PermissionDenied for another unit's plan; UserError for a plan that was not read or has no clauses.
    """
    only_for(by, plan.unit)
    if plan.status != Plan.Status.READ or not plan.clauses.exists():
        raise fail(
            "Chỉ xác nhận được kế hoạch đã đọc thành các mục.",
            "Only a plan that was read into clauses can be confirmed.",
            do_vi="Nhập kế hoạch và soát các mục trước.",
            do_en="Import the plan and check its clauses first.",
            value=str(plan.get_status_display()),
            code="not_read",
        )
    plan.status = Plan.Status.CONFIRMED
    plan.save(update_fields=["status"])
    _fill_frame(plan.movement, plan)
    note(by, "confirm_plan", plan.movement, plan.pk, units=())
    return plan


def _fill_frame(movement: Movement, plan: Plan) -> None:
    frame = read_frame(as_read(plan.clauses.all()))
    if not movement.participant_kinds and frame.participants:
        movement.participant_kinds = list(dict.fromkeys(one.kind for one in frame.participants))
    if not movement.name and frame.name:
        movement.name = frame.name[:300]
    movement.save(update_fields=["participant_kinds", "name"])
    if movement.phases.exists():
        return
    Phase.objects.bulk_create(
        Phase(
            movement=movement,
            review=one.review,
            first_year=one.first_year or movement.first_year,
            last_year=one.last_year,
            review_due=dt.date(one.review_year, 12, 31),
        )
        for one in frame.phases
    )


@transaction.atomic
def set_parent_plan(plan: Plan, parent: Plan | None, *, by: User | None = None) -> Plan:
    """Put a plan under the plan that it carries out, and tie its clauses to the clauses there by their words.

    What was tied to another plan's clauses is untied first. UserError for a circle, another movement, a unit's second
    plan.
    """
    only_for(by, plan.unit)
    plan.parent = checked_parent(plan, parent) if parent is not None else None
    plan.save(update_fields=["parent"])
    untie_from_others(plan, by=by)
    match_to_parent(plan, by=by)
    note(by, "set_parent_plan", plan.movement, plan.pk, {"parent": plan.parent_id})
    return plan


def checked_parent(plan: Plan, parent: Plan) -> Plan:
    """The parent, where the plan may stand under it; raises UserError otherwise."""
    if parent.movement_id != plan.movement_id:
        raise _cannot("Hai kế hoạch thuộc hai phong trào.", "The plans are of two movements.", parent)
    one: Plan | None = parent
    seen: set[int | None] = set()
    while one is not None:
        if one == plan or one.pk in seen:
            raise _cannot(
                "Các kế hoạch thực hiện lẫn nhau thành vòng tròn.", "The plans would carry each other out.", parent
            )
        seen.add(one.pk)
        one = one.parent
    if Plan.objects.filter(movement=plan.movement, unit=plan.unit, parent=parent).exclude(pk=plan.pk).exists():
        raise _cannot(
            "Đơn vị đã có kế hoạch thực hiện kế hoạch này.", "The unit already has a plan under this one.", parent
        )
    return parent


def _cannot(vi: str, en: str, parent: Plan) -> Exception:
    return fail(
        vi,
        en,
        do_vi="Chọn kế hoạch cấp trên khác.",
        do_en="Choose another plan above.",
        value=f"{parent.pk}: {parent.title[:80]}",
        code="parent_plan",
    )


@transaction.atomic
def set_leading_document(plan: Plan, document: LegalDocument, *, by: User | None = None) -> Plan:
    """Say which of the plan's bases it carries out. UserError where it is none of them."""
    only_for(by, plan.unit)
    basis = plan.plan_bases.filter(document=document).first()
    if basis is None:
        raise fail(
            "Văn bản này không nằm trong căn cứ của kế hoạch.",
            "This document is no basis of the plan.",
            do_vi="Chọn một căn cứ của kế hoạch.",
            do_en="Choose one of the plan's bases.",
            value=document.number,
            code="no_basis",
        )
    plan.plan_bases.update(leading=False)
    plan.plan_bases.filter(pk=basis.pk).update(leading=True)
    if plan.document is not None and plan.document != document:
        LegalDocument.objects.filter(pk=plan.document.pk).update(carries_out=document)
    note(by, "set_leading_document", plan.movement, plan.pk, {"number": document.number}, units=())
    return plan


@transaction.atomic
def issue_plan(plan: Plan, number: str, date: dt.date, *, by: User | None = None) -> Plan:
    """Issue a draft or confirmed plan under its number and date; its words no longer change.

    Raises PermissionDenied for another unit's plan; UserError for a plan not ready, a parent not yet in force, a number
    that another plan bears on that date, and clauses due later than the plan above allows.
    """
    only_for(by, plan.unit)
    if plan.status not in (Plan.Status.DRAFT, Plan.Status.CONFIRMED) or plan.unit is None:
        raise _not_ready(
            "Kế hoạch chưa được xác nhận, hoặc đã ban hành.", "The plan is not confirmed, or issued.", plan
        )
    if not number.strip():
        raise _not_ready("Kế hoạch chưa có số, ký hiệu.", "The plan has no number.", plan)
    if plan.parent is not None and plan.parent.status not in IN_FORCE:
        raise _not_ready("Kế hoạch cấp trên chưa có hiệu lực.", "The plan above is not in force.", plan.parent)
    if late := late_against_parent(plan):
        addresses = ", ".join(clause.address for clause in late[:10])
        raise _not_ready(
            f"Có mục hạn muộn hơn kế hoạch cấp trên: {addresses}.", f"Clauses due too late: {addresses}.", plan
        )
    document = legal_document(number.strip(), date, plan.issuer_name, plan.title)
    if Plan.objects.filter(document=document).exclude(pk=plan.pk).exists():
        raise _not_ready("Một kế hoạch khác đã mang số và ngày này.", "Another plan bears this number and date.", plan)
    leading = plan.parent.document if plan.parent else None
    if leading is not None and document.carries_out_id is None and leading != document:
        document.carries_out = leading
        document.save(update_fields=["carries_out"])
    plan.document, plan.status = document, Plan.Status.ISSUED
    plan.header = {**plan.header, "number": document.number, "date": date.isoformat()}
    plan.save(update_fields=["document", "status", "header"])
    detail = {"number": document.number, "date": date.isoformat()}
    note(by, "issue_plan", plan.movement, plan.pk, detail, units=())
    return plan


def late_against_parent(plan: Plan) -> list[Clause]:
    """Clauses of a plan whose own deadline is later than that of the clause they carry out."""
    rows = plan.clauses.filter(due__isnull=False, inherits__due__isnull=False).select_related("inherits")
    return [row for row in rows if row.due and row.inherits and row.inherits.due and row.due > row.inherits.due]


def _not_ready(vi: str, en: str, plan: Plan) -> Exception:
    return fail(
        vi,
        en,
        do_vi="Sửa điều này rồi ban hành lại.",
        do_en="Correct this, then issue it again.",
        value=plan.title[:80],
        code="not_ready_to_issue",
    )
