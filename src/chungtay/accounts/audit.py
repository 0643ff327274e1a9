"""The record of who did what to what. May import Django."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser

from chungtay.accounts.models import AuditEntry, User


def record(
    user: User | AnonymousUser | None, action: str, target: object, detail: Mapping[str, object] | None = None
) -> AuditEntry:
    """Write down an action inside the transaction that does it.

    user    who; None for the console of the machine itself
    action  room and verb, e.g. "registry.import"
    target  what it was done to, as text that finds it again (a code, a file name)
    detail  what else a later reader needs; JSON values, never names or identity numbers of people in households
    """
    who = user if isinstance(user, User) else None
    return AuditEntry.objects.create(user=who, action=action, target=str(target)[:120], detail=dict(detail or {}))
