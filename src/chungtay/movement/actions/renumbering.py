"""Count a plan's clauses anew. May import accounts and the room."""

from __future__ import annotations

from django.db import transaction

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.labels import joined, label_at, own_label
from chungtay.movement.models import Clause, Plan, Task
from chungtay.movement.noting import note
from chungtay.movement.outline_rows import still_open
from chungtay.movement.who_may import only_for


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
    note(by, "renumber_plan", plan.movement, plan.pk, units=())
    return rows
