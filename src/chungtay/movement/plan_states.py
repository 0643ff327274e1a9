"""How far a plan is on its way, and what follows from it. May import the room's models."""

from __future__ import annotations

from chungtay.movement.models import Plan

IN_FORCE = (Plan.Status.CONFIRMED, Plan.Status.ISSUED)
"""a plan that others may carry out"""


def is_public(plan: Plan) -> bool:
    """Whether the plan was issued: here, or on the paper that came in under its number and was confirmed."""
    return plan.status == Plan.Status.ISSUED or (plan.status == Plan.Status.CONFIRMED and plan.document_id is not None)
