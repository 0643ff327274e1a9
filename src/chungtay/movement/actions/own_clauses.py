"""What a unit makes of the clauses it was given: narrowed, added, not applicable, due earlier. May import the room."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Max

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.actions.clauses import WORDS
from chungtay.movement.clause_rows import reread
from chungtay.movement.deadlines import later_below, not_later_than_above
from chungtay.movement.models import Clause, Plan
from chungtay.movement.noting import note
from chungtay.movement.outline_rows import clauses_below, new_address, still_open
from chungtay.movement.who_may import only_for


@transaction.atomic
def narrow_clause(
    clause: Clause,
    *,
    text: str | None = None,
    heading: str | None = None,
    due: dt.date | None = None,
    by: User | None = None,
) -> Clause:
    """Put an inherited clause into the unit's own words, and bring its deadline forward where one is named.

    Raises PermissionDenied for another unit's plan; UserError for an issued plan, a clause that carries out none, and a
    deadline later than that above.
    """
    only_for(by, clause.plan.unit)
    _from_above(clause)
    if text is not None or heading is not None:
        still_open(clause.plan)
    clause.text = clause.text if text is None else text.strip()
    clause.heading = clause.heading if heading is None else heading.strip()
    if due is not None:
        not_later_than_above(clause, due)
        clause.due = due
    clause.origin, clause.reason = Clause.Origin.NARROWED, ""
    reread(clause)
    clause.save(update_fields=[*WORDS, "due", "reason"])
    _note(by, "narrow_clause", clause, {"due": str(clause.due or "")})
    return clause


@transaction.atomic
def restore_clause(clause: Clause, *, by: User | None = None) -> Clause:
    """Take the words of the clause above again, as they are there now; also ends "not applicable"."""
    only_for(by, clause.plan.unit)
    still_open(clause.plan)
    above = _from_above(clause)
    clause.kind, clause.heading, clause.text = above.kind, above.heading, above.text
    clause.origin, clause.reason = Clause.Origin.INHERITED, ""
    reread(clause)
    clause.save(update_fields=[*WORDS, "reason"])
    _note(by, "restore_clause", clause, {})
    return clause


@transaction.atomic
def add_clause(
    plan: Plan,
    *,
    kind: str,
    text: str = "",
    heading: str = "",
    parent: Clause | None = None,
    due: dt.date | None = None,
    by: User | None = None,
) -> Clause:
    """Add a clause of the unit's own after the last one under `parent` (or at the top).

    Raises PermissionDenied for another unit's plan; UserError for an issued plan, no words, or a parent elsewhere.
    """
    only_for(by, plan.unit)
    still_open(plan)
    if not (text.strip() or heading.strip()) or (parent is not None and parent.plan_id != plan.pk):
        raise fail(
            "Mục thêm phải có lời và nằm trong kế hoạch này.",
            "An added clause has words and lies in this plan.",
            do_vi="Ghi lời của mục và chọn mục cha trong kế hoạch.",
            do_en="Write its words and choose a parent in the plan.",
            value=parent.address if parent else None,
            code="cannot_add",
        )
    row = Clause(plan=plan, parent=parent, kind=Clause.Kind(kind), heading=heading.strip(), text=text.strip(), due=due)
    row.address = new_address(plan, parent)
    last = plan.clauses.aggregate(last=Max("order"))["last"] or 0
    if parent is not None:
        last = max([parent.order, *(one.order for one in clauses_below(parent))])
        plan.clauses.filter(order__gt=last).update(order=F("order") + 1)
    row.order = last + 1
    reread(row)
    row.save()
    _note(by, "add_clause", row, {"kind": row.kind})
    return row


@transaction.atomic
def mark_not_applicable(clause: Clause, reason: str, *, by: User | None = None) -> Clause:
    """Say that an inherited clause does not concern the unit, and why; the same for all inherited clauses below it.

    Raises PermissionDenied for another unit's plan; UserError without a reason, for a clause that carries out none, and
    where there is work on it.
    """
    only_for(by, clause.plan.unit)
    still_open(clause.plan)
    _from_above(clause)
    if not reason.strip():
        raise fail(
            "Phải ghi lý do không áp dụng.",
            "A reason is needed.",
            do_vi="Ghi vì sao mục này không áp dụng ở đơn vị.",
            do_en="Say why the clause does not concern the unit.",
            column="reason",
            value=clause.address,
            code="no_reason",
        )
    rows = [clause, *(row for row in clauses_below(clause) if row.inherits_id)]
    for row in rows:
        if row.tasks.exists():
            raise fail(
                "Mục này đã có việc.",
                "There is work on this clause.",
                do_vi="Bỏ các việc của mục trước.",
                do_en="Remove its tasks first.",
                value=row.address,
                code="has_tasks",
            )
        row.origin, row.reason = Clause.Origin.NOT_APPLICABLE, reason.strip()[:500]
        row.save(update_fields=["origin", "reason"])
    _note(by, "mark_not_applicable", clause, {"reason": reason.strip()[:500], "clauses": len(rows)})
    return clause


@transaction.atomic
def set_clause_due(clause: Clause, due: dt.date | None, *, by: User | None = None) -> list[Clause]:
    """Set by when a clause must be done; None leaves it to the deadline above.

    Returns the clauses of plans below that are now due later than this allows; their units bring them forward.
    Raises PermissionDenied for another unit's plan; UserError where the deadline would be later than that above.
    """
    only_for(by, clause.plan.unit)
    if due is not None:
        not_later_than_above(clause, due)
    clause.due = due
    clause.save(update_fields=["due"])
    late = later_below(clause)
    _note(by, "set_clause_due", clause, {"due": str(due or ""), "late_below": len(late)})
    return late


def _from_above(clause: Clause) -> Clause:
    if clause.inherits is None:
        raise fail(
            "Đây là mục riêng của đơn vị, không phải mục cấp trên giao.",
            "This clause is the unit's own, not one from above.",
            do_vi="Sửa hoặc xóa thẳng mục này.",
            do_en="Change or delete it directly.",
            value=clause.address,
            code="not_inherited",
        )
    return clause.inherits


def _note(by: User | None, action: str, clause: Clause, detail: dict[str, object]) -> None:
    plan = clause.plan
    note(by, action, plan.movement, f"{plan.pk} {clause.address}", detail, units=[plan.unit_id])
