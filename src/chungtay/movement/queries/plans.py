"""Movements and plans: what they are, their clauses as a tree, their text as a page. May import units and the room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from chungtay.movement.clause_rows import as_read
from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.readable import ReadablePlan, read_plan
from chungtay.movement.reading import clause_to_dict
from chungtay.units.queries import tree


@dataclass
class ClauseNode:
    """A clause with those below it, in the order of the text."""

    clause: Clause
    children: list[ClauseNode] = field(default_factory=list)


def movements() -> list[Movement]:
    """Every movement with its scope and plans, the latest first."""
    return list(Movement.objects.select_related("scope").prefetch_related("plans").order_by("-last_year", "name"))


def scope_name(movement: Movement) -> str:
    """The scope as it was called at the end of the movement's last year; its code where it had no name then."""
    node = tree(dt.date(movement.last_year, 12, 31)).get(movement.scope.code)
    return node.full_name if node else movement.scope.code


def readable(plan: Plan) -> ReadablePlan:
    """The plan as HTML; the same text is rendered once."""
    return _rendered(plan.sha256, plan.text)


@lru_cache(maxsize=64)
def _rendered(_sha256: str, text: str) -> ReadablePlan:
    return read_plan(text)


def plan_tree(plan: Plan) -> list[ClauseNode]:
    """The clauses of a plan as a tree, from one query."""
    nodes = {row.pk: ClauseNode(row) for row in plan.clauses.order_by("order").select_related("inherits")}
    roots: list[ClauseNode] = []
    for node in nodes.values():
        above = nodes.get(node.clause.parent_id or 0)
        (above.children if above else roots).append(node)
    return roots


def plan_as_dict(plan: Plan) -> dict[str, Any]:
    """A plan in the shape that reading a file gives (`PlanDocument.to_dict`), as corrected, with its own keys first."""
    bases = plan.plan_bases.select_related("document")
    return {
        "id": plan.pk,
        "status": plan.status,
        "unit": plan.unit.code if plan.unit else None,
        "parent_plan": plan.parent_id,
        "header": plan.header,
        "bases": [
            {
                "number": one.document.number or None,
                "date": one.document.date.isoformat() if one.document.date else None,
                "issuer": one.document.issuer or None,
                "title": one.document.title,
            }
            for one in bases
        ],
        "clauses": [clause_to_dict(one) for one in as_read(plan.clauses.all())],
        "signature": plan.signature,
        "recipients": plan.recipients,
    }
