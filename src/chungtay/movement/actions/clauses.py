"""Correct the clauses of a plan: kind, words, joins, splits, numbers. May import accounts and the room.

A clause keeps its address whatever happens to its neighbours, so that a link to II.4.c stays good; `renumber_plan`
counts them anew on request, while nobody carries the plan out yet.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, ProtectedError

from chungtay.accounts.models import User
from chungtay.messages import UserError, fail
from chungtay.movement.clause_rows import reread
from chungtay.movement.labels import free_address, joined, label_at, next_label, own_label
from chungtay.movement.models import Clause, Plan, Task
from chungtay.movement.noting import note
from chungtay.movement.who_may import only_for

WORDS = ("kind", "heading", "text", "dates", "figures", "actors", "origin")


@transaction.atomic
def change_clause(
    clause: Clause,
    *,
    kind: str | None = None,
    heading: str | None = None,
    text: str | None = None,
    by: User | None = None,
) -> Clause:
    """Correct a clause; what is None stays. An inherited clause whose words change is narrowed.

    Raises PermissionDenied for another unit's plan; UserError for words of an issued plan, and a clause left empty.
    """
    only_for(by, clause.plan.unit)
    words = (clause.heading if heading is None else heading.strip(), clause.text if text is None else text.strip())
    if words != (clause.heading, clause.text):
        still_open(clause.plan)
        if not any(words):
            raise fail(
                "Mục không còn chữ nào.",
                "The clause would be empty.",
                do_vi="Ghi lời của mục, hoặc xóa mục.",
                do_en="Write its words, or delete the clause.",
                value=clause.address,
                code="empty_clause",
            )
        clause.heading, clause.text = words
        if clause.origin == Clause.Origin.INHERITED:
            clause.origin = Clause.Origin.NARROWED
    clause.kind = Clause.Kind(kind) if kind else clause.kind
    reread(clause)
    clause.save(update_fields=WORDS)
    _note(by, "change_clause", clause, {"kind": clause.kind})
    return clause


@transaction.atomic
def join_clauses(first: Clause, second: Clause, *, by: User | None = None) -> Clause:
    """Join a paragraph that was broken in two: the second's words follow the first's, what lay below it moves along.

    Raises UserError unless the second comes next after the first, and where others carry it out or have work on it.
    """
    only_for(by, first.plan.unit)
    still_open(first.plan)
    following = _following(first)
    if following is None or following.pk != second.pk:
        raise fail(
            "Chỉ nối được hai mục liền nhau.",
            "Only clauses that follow each other can be joined.",
            do_vi="Chọn mục đứng ngay sau.",
            do_en="Choose the clause right after it.",
            value=f"{first.address}, {second.address}",
            allowed=following.address if following else None,
            code="not_next",
        )
    _free(second)
    if first.kind == Clause.Kind.HEADING and second.text:
        first.kind = second.kind
    first.text = " ".join(part for part in (first.text, second.heading, second.text) if part)
    reread(first)
    first.save(update_fields=WORDS)
    taken = {row.address for row in first.plan.clauses.all()} - {second.address}
    for child in second.children.order_by("order"):
        _readdress(child, joined(first.address, own_label(child.address, second.address)), taken)
        child.parent = first
        child.save(update_fields=["parent"])
    address = second.address
    second.delete()
    _note(by, "join_clauses", first, {"joined": address})
    return first


@transaction.atomic
def split_clause(clause: Clause, at: int, *, by: User | None = None) -> tuple[Clause, Clause]:
    """Split a clause's text before the character at `at`; the second part becomes the next clause beside it.

    Raises UserError where one part would be empty, and for a clause with others below it (split those).
    """
    only_for(by, clause.plan.unit)
    still_open(clause.plan)
    head, tail = clause.text[:at].strip(), clause.text[at:].strip()
    if at <= 0 or not head or not tail or clause.children.exists():
        raise fail(
            "Không tách được ở chỗ này.",
            "It cannot be split here.",
            do_vi="Chọn chỗ ở giữa lời văn của một mục không có mục con.",
            do_en="Choose a place within the text of a clause without clauses below it.",
            value=f"{clause.address}: {at}",
            allowed=f"1 – {max(len(clause.text) - 1, 1)}",
            code="cannot_split",
        )
    Clause.objects.filter(plan=clause.plan, order__gt=clause.order).update(order=F("order") + 1)
    taken = set(clause.plan.clauses.values_list("address", flat=True))
    second = Clause(
        plan=clause.plan,
        parent=clause.parent,
        order=clause.order + 1,
        kind=clause.kind,
        text=tail,
        address=free_address(clause.address, taken),
    )
    clause.text = head
    if clause.origin == Clause.Origin.INHERITED:
        clause.origin = Clause.Origin.NARROWED
    for row in (clause, second):
        reread(row)
    clause.save(update_fields=WORDS)
    second.save()
    _note(by, "split_clause", clause, {"new": second.address})
    return clause, second


@transaction.atomic
def delete_clause(clause: Clause, *, by: User | None = None) -> None:
    """Delete a clause with those below it.

    Raises UserError for an issued plan, and where a plan below carries one of them out or there is work on it.
    """
    only_for(by, clause.plan.unit)
    still_open(clause.plan)
    below = clauses_below(clause)
    for row in (clause, *below):
        _free(row)
    _note(by, "delete_clause", clause, {"with": [row.address for row in below]})
    try:
        clause.delete()
    except ProtectedError as error:
        raise _in_use(clause) from error


@transaction.atomic
def renumber_plan(plan: Plan, *, by: User | None = None) -> list[Clause]:
    """Count all clauses anew, each group of siblings in its own style from its first label; returns them in order.

    Raises UserError once a plan below carries this one out or there is work on it: their words name addresses.
    """
    only_for(by, plan.unit)
    still_open(plan)
    if plan.children.exists() or Task.objects.filter(clause__plan=plan).exists():
        raise fail(
            "Kế hoạch đã được triển khai nên không đánh số lại.",
            "The plan is being carried out; it is not renumbered.",
            do_vi="Giữ nguyên địa chỉ các mục.",
            do_en="Keep the addresses as they are.",
            value=plan.title[:80],
            code="in_use",
        )
    rows = list(plan.clauses.order_by("order"))
    groups: dict[int | None, list[Clause]] = {}
    for row in rows:
        groups.setdefault(row.parent_id, []).append(row)
    old = {row.pk: row.address for row in rows}
    levels: list[tuple[int | None, str | None]] = [(None, None)]
    while levels:
        parent_id, parent = levels.pop()
        siblings = groups.get(parent_id, [])
        like = own_label(old[siblings[0].pk], old.get(parent_id or 0)) if siblings else ""
        for place, row in enumerate(siblings, start=1):
            row.address = joined(parent, label_at(place, like))
            levels.append((row.pk, row.address))
    for row in rows:  # two steps, since addresses are unique within a plan
        Clause.objects.filter(pk=row.pk).update(address=f"~{row.pk}")
    Clause.objects.bulk_update(rows, ["address"])
    note(by, "renumber_plan", plan.movement, plan.pk)
    return rows


def still_open(plan: Plan) -> None:
    """Raise UserError for an issued plan: what was signed is not rewritten."""
    if plan.status == Plan.Status.ISSUED:
        raise fail(
            "Kế hoạch đã ban hành nên không sửa lời văn.",
            "The plan is issued; its words no longer change.",
            do_vi="Ban hành kế hoạch điều chỉnh.",
            do_en="Issue a plan that amends it.",
            value=plan.title[:80],
            code="plan_issued",
        )


def clauses_below(clause: Clause) -> list[Clause]:
    """All clauses under one, in order."""
    groups: dict[int | None, list[Clause]] = {}
    for row in clause.plan.clauses.order_by("order"):
        groups.setdefault(row.parent_id, []).append(row)
    found, waiting = [], [clause.pk]
    while waiting:
        for row in groups.get(waiting.pop(), []):
            found.append(row)
            waiting.append(row.pk)
    return sorted(found, key=lambda row: row.order)


def new_address(plan: Plan, parent: Clause | None) -> str:
    """The address after the last clause under a parent."""
    above = parent.address if parent else None
    rows = plan.clauses.filter(parent=parent).order_by("order")
    labels = [own_label(row.address, above) for row in rows]
    level = above.count(".") + 1 if above else 0
    taken = set(plan.clauses.values_list("address", flat=True))
    return free_address(joined(above, next_label(labels, level)), taken)


def _following(clause: Clause) -> Clause | None:
    """The clause that comes next in the text, if it lies beside or right under this one."""
    following = clause.plan.clauses.filter(order__gt=clause.order).order_by("order").first()
    if following is not None and following.parent_id in (clause.parent_id, clause.pk):
        return following
    return None


def _readdress(clause: Clause, wanted: str, taken: set[str]) -> None:
    old = clause.address
    taken.discard(old)
    clause.address = free_address(wanted, taken)
    taken.add(clause.address)
    clause.save(update_fields=["address"])
    for child in clause.children.order_by("order"):
        _readdress(child, joined(clause.address, own_label(child.address, old)), taken)


def _free(clause: Clause) -> None:
    if clause.carried_by.exists() or clause.tasks.exists():
        raise _in_use(clause)


def _in_use(clause: Clause) -> UserError:
    plans = clause.carried_by.count()
    return fail(
        "Mục này đã được đơn vị khác kế thừa hoặc đã có việc.",
        "Others carry this clause out, or there is work on it.",
        do_vi="Giữ mục này; nếu đơn vị không làm, ghi «Không áp dụng» kèm lý do.",
        do_en="Keep the clause; where a unit does not do it, mark it not applicable with a reason.",
        value=f"{clause.address} ({plans})",
        code="clause_in_use",
    )


def _note(by: User | None, action: str, clause: Clause, detail: dict[str, object]) -> None:
    note(by, action, clause.plan.movement, f"{clause.plan_id} {clause.address}", detail)
