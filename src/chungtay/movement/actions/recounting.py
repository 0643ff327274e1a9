"""Count a movement's clauses anew from its tasks. May import accounts and the room."""

from __future__ import annotations

from django.db import transaction

from chungtay.accounts.models import User
from chungtay.movement.kept_counts import counted_on, units_counted_wrong
from chungtay.movement.models import Movement
from chungtay.movement.noting import note
from chungtay.movement.who_may import only_the_office


@transaction.atomic
def recount_coverage(movement: Movement, *, by: User | None = None) -> list[str]:
    """Make the kept counts of the movement's clauses anew; returns the codes of units whose counts were wrong.

    They are right as long as everything is done by the movement's actions; what was written past them is found here.
    Raises PermissionDenied for anyone but the standing office.
    """
    only_the_office(by)
    held = Movement.objects.select_for_update().get(pk=movement.pk)
    counted_on(held)
    wrong = units_counted_wrong(held)
    note(by, "recount_coverage", movement, movement.code, {"wrong": wrong})
    return wrong
