"""Correct the clauses of a plan: kind, words, joins, splits. May import accounts and the room.

A clause keeps its address whatever happens to its neighbours, so that a link to II.4.c stays good; counting
them anew is an action of its own (`renumbering`).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, ProtectedError

from chungtay.accounts.models import User
from chungtay.messages import UserError, fail
from chungtay.movement.clause_rows import reread
from chungtay.movement.labels import free_address, joined, own_label
from chungtay.movement.models import Clause
from chungtay.movement.noting import note
from chungtay.movement.outline_rows import clauses_below, following_clause, readdress, still_open
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
    following = following_clause(first)
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
    Clause.objects.filter(pk=second.pk).update(address=f"~{second.pk}")  # its address may go to one below it
    for child in second.children.order_by("order"):
        readdress(child, joined(first.address, own_label(child.address, second.address)), taken)
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
    try:
        clause.delete()
    except ProtectedError as error:
        raise _in_use(clause) from error
    _note(by, "delete_clause", clause, {"with": [row.address for row in below]})


def _free(clause: Clause) -> None:
    copied = Clause.objects.filter(root=clause).exists()
    if copied or clause.carried_by.exists() or clause.tasks.exists():
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
    plan = clause.plan
    note(by, action, plan.movement, f"{plan.pk} {clause.address}", detail, units=[plan.unit_id])
