"""The outline of a plan's clauses as rows: what lies below or comes next, which address is free. Imports the room."""

from __future__ import annotations

from chungtay.messages import fail
from chungtay.movement.labels import free_address, joined, next_label, own_label
from chungtay.movement.models import Clause, Plan


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


def following_clause(clause: Clause) -> Clause | None:
    """The clause that comes next in the text, if it lies beside or right under this one."""
    following = clause.plan.clauses.filter(order__gt=clause.order).order_by("order").first()
    if following is not None and following.parent_id in (clause.parent_id, clause.pk):
        return following
    return None


def new_address(plan: Plan, parent: Clause | None) -> str:
    """The address after the last clause under a parent."""
    above = parent.address if parent else None
    rows = plan.clauses.filter(parent=parent).order_by("order")
    labels = [own_label(row.address, above) for row in rows]
    level = above.count(".") + 1 if above else 0
    taken = set(plan.clauses.values_list("address", flat=True))
    return free_address(joined(above, next_label(labels, level)), taken)


def readdress(clause: Clause, wanted: str, taken: set[str]) -> None:
    """Give a clause another address, and those below it with it; `taken` are the addresses in use."""
    old = clause.address
    taken.discard(old)
    clause.address = free_address(wanted, taken)
    taken.add(clause.address)
    clause.save(update_fields=["address"])
    for child in clause.children.order_by("order"):
        readdress(child, joined(clause.address, own_label(child.address, old)), taken)
