"""All units' work on one clause. May import units and the room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from chungtay.movement.models import Clause, Task
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.models import Unit


@dataclass(frozen=True)
class UnitWork:
    """One unit's clause with its tasks; `evidence` counts pieces on all of them.

    state  accepted | open | none | not_applicable, as `queries.coverage` counts it
    """

    unit: Unit
    name: str
    clause: Clause
    state: str
    tasks: tuple[Task, ...]
    evidence: int
    late: bool


def clause_work(clause: Clause, on: dt.date | None = None) -> list[UnitWork]:
    """The work of every unit that carries a clause out, itself included, by unit code; three queries."""
    day = on or timezone.localdate()
    root = clause.root_id or clause.pk
    rows = Clause.objects.filter(Q(root_id=root) | Q(pk=root), plan__unit__isnull=False)
    carried = list(rows.select_related("plan__unit", "plan__movement").order_by("plan__unit__code", "order"))
    tasks: dict[int, list[Task]] = {}
    found = Task.objects.filter(clause__in=[row.pk for row in carried]).annotate(pieces=Count("evidence"))
    for task in found.select_related("unit", "person").order_by("due", "id"):
        tasks.setdefault(task.clause_id, []).append(task)
    tree = units.tree(hierarchy_day(clause.plan.movement))
    work = []
    for row in carried:
        own = tasks.get(row.pk, [])
        unit = row.plan.unit
        if unit is None:
            continue
        node = tree.get(unit.code)
        work.append(
            UnitWork(
                unit=unit,
                name=node.full_name if node else row.plan.issuer_name or unit.code,
                clause=row,
                state=state_of(row, own, day),
                tasks=tuple(own),
                evidence=sum(getattr(task, "pieces", 0) for task in own),
                late=any(is_late(task, day) for task in own),
            )
        )
    return work


def state_of(clause: Clause, tasks: list[Task], day: dt.date) -> str:
    """The state of one clause from its tasks; the database counts the same in `queries.coverage`."""
    if clause.origin == Clause.Origin.NOT_APPLICABLE:
        return "not_applicable"
    if not tasks:
        return "none"
    accepted = [task for task in tasks if task.status == Task.Status.ACCEPTED]
    waiting = [task for task in tasks if task.status != Task.Status.ACCEPTED and task.due <= day]
    return "accepted" if accepted and not waiting else "open"


def is_late(task: Task, day: dt.date) -> bool:
    """Whether the owner is behind: the deadline has passed and the work was not handed in."""
    return task.due < day and task.status in (Task.Status.OPEN, Task.Status.DOING, Task.Status.RETURNED)
