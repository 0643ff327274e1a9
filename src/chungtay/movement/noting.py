"""Write down what was done in a movement, and let figures kept about it go stale. May import accounts and the room."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.movement.models import Movement


def note(
    by: User | None, action: str, movement: Movement, target: object, detail: Mapping[str, object] | None = None
) -> None:
    """Record an action of the movement inside its transaction, as its last step.

    action  the verb, e.g. "accept_task"; it is recorded as "movement.accept_task"
    """
    token = secrets.token_hex(8)
    Movement.objects.filter(pk=movement.pk).update(work_token=token)
    movement.work_token = token
    record(by, f"movement.{action}", target, {"movement": movement.code, **(detail or {})})
