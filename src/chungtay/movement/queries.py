"""Reads of movements and plans. May import units and the room."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from chungtay.movement.models import Movement, Plan
from chungtay.movement.readable import ReadablePlan, read_plan
from chungtay.units.queries import tree


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
