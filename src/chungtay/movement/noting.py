"""Write down what was done in a movement, and keep what is counted about it. May import accounts and the room."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.movement.kept_counts import count_again
from chungtay.movement.models import Movement


def note(
    by: User | None,
    action: str,
    movement: Movement,
    target: object,
    detail: Mapping[str, object] | None = None,
    *,
    units: Collection[int | None] | None = None,
) -> None:
    """Record an action of the movement inside its transaction, as its last step, and count what it changed.

    action  the verb, e.g. "accept_task"; it is recorded as "movement.accept_task"
    units   ids of the units whose plans hold what it touched, () for none; None: any, so that all are counted again
    """
    token = secrets.token_hex(8)
    Movement.objects.filter(pk=movement.pk).update(work_token=token)
    movement.work_token = token
    count_again(movement.pk, units)
    record(by, f"movement.{action}", target, {"movement": movement.code, **(detail or {})})
