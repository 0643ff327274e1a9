"""How far a plan has been carried down: who has a plan of their own, who has none, whose deadlines slipped.

May import units and the room.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, QuerySet

from chungtay.movement.models import Clause, Plan
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.tree import Node


@dataclass(frozen=True)
class UnitsWithout:
    """The units of one level and kind that have no plan yet, and how many of them do."""

    level: str
    category: str
    kind: str
    units: tuple[Node, ...]
    with_plan: int

    @property
    def expected(self) -> int:
        return self.with_plan + len(self.units)


def plans_below(plan: Plan) -> QuerySet[Plan]:
    """The plans that units made from this one; templates are none of them."""
    return Plan.objects.filter(parent=plan, unit__isnull=False).select_related("unit").order_by("unit__code")


def units_without_plan(plan: Plan, on: dt.date | None = None, level: str | None = None) -> list[UnitsWithout]:
    """Which units below the plan's own have no plan that carries it out, by level and kind, as of a day.

    level  None: the areas and organisations right below; else all areas of that level below ("commune"), whether their
           plan hangs on this one or on one between
    """
    day = hierarchy_day(plan.movement, on)
    top = plan.unit.code if plan.unit else plan.movement.scope.code
    tree = units.tree(day)
    if top not in tree:
        return []
    expected = tree.children(top, category=None) if level is None else tree.descendants(top, level)
    planned = set(
        Plan.objects.filter(movement=plan.movement, parent__isnull=False).values_list("unit__code", flat=True)
        if level
        else plans_below(plan).values_list("unit__code", flat=True)
    )
    groups: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for node in expected:
        key = (node.level, node.category, node.kind)
        if node.code in planned:
            counts[key] += 1
        else:
            groups[key].append(node)
    keys = sorted({*groups, *counts}, key=lambda key: (key[1], key[0], key[2]))
    return [UnitsWithout(key[0], key[1], key[2], tuple(groups[key]), counts[key]) for key in keys]


def clauses_late_below(plan: Plan) -> list[Clause]:
    """Clauses of the plans right below that are due later than the clause they carry out: a deadline above moved."""
    late = Clause.objects.filter(plan__parent=plan, inherits__due__lt=F("due"))
    return list(late.select_related("plan__unit", "inherits").order_by("plan__unit__code", "order"))
