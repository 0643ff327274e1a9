"""Tasks of a person or a unit: their own, overdue, to decide on. May import accounts, units and the room."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db.models import Q, QuerySet
from django.utils import timezone

from chungtay.accounts.models import User
from chungtay.movement.models import Evidence, FeedToken, Movement, Reminder, Task
from chungtay.movement.task_states import UNFINISHED
from chungtay.movement.who_may import hierarchy_day, is_office, may_see_work, own_units
from chungtay.units import queries as units
from chungtay.units.models import Unit

WITH = ("clause__plan__movement", "unit", "person")


def tasks_for(who: User | Unit, *, movement: Movement | None = None, below: bool = False) -> QuerySet[Task]:
    """Tasks by deadline.

    who    a person: tasks that name them, and those of their own units that name nobody or one of them; a unit: its own
    below  also the tasks of every unit below, as the units lay in the movement's days (needs `movement`)
    """
    rows = Task.objects.select_related(*WITH).order_by("due", "id")
    if movement is not None:
        rows = rows.filter(clause__plan__movement=movement)
    own = [who] if isinstance(who, Unit) else own_units(who)
    codes = {unit.code for unit in own}
    if below and movement is not None:
        tree = units.tree(hierarchy_day(movement))
        for code in list(codes):
            codes |= {node.code for node in tree.descendants(code, category=None)}
    named = Q() if isinstance(who, Unit) else Q(person=who)
    return rows.filter(named | Q(unit__code__in=codes)) if codes or not isinstance(who, Unit) else rows.none()


def listed_tasks(
    unit: Unit | None = None,
    *,
    movement: Movement | None = None,
    status: str | None = None,
    late_on: dt.date | None = None,
) -> QuerySet[Task]:
    """Tasks by deadline: of a unit and all below it, or of everybody; late_on keeps those overdue on that day."""
    if late_on is not None:
        rows = overdue(unit, late_on, movement=movement)
    else:
        rows = Task.objects.select_related(*WITH).order_by("due", "id")
        if movement is not None:
            rows = rows.filter(clause__plan__movement=movement)
        if unit is not None:
            rows = rows.filter(unit__code__in=_within(unit, movement, None))
    return rows.filter(status=status) if status else rows


def overdue(unit: Unit | None = None, on: dt.date | None = None, *, movement: Movement | None = None) -> QuerySet[Task]:
    """Tasks whose deadline has passed without being handed in: of a unit and all below it, or of everybody."""
    day = on or timezone.localdate()
    rows = Task.objects.select_related(*WITH).filter(status__in=UNFINISHED, due__lt=day).order_by("due", "id")
    if movement is not None:
        rows = rows.filter(clause__plan__movement=movement)
    if unit is None:
        return rows
    return rows.filter(unit__code__in=_within(unit, movement, day))


def _within(unit: Unit, movement: Movement | None, on: dt.date | None) -> set[str]:
    """The unit's code and those of all units below it, as they lay on the day, or on the movement's last."""
    day = hierarchy_day(movement, on) if movement is not None else on or timezone.localdate()
    span = next(iter(units.history(unit.code)[-1:]), None)
    if span is not None and span.valid_to is not None:
        day = min(day, span.valid_to)
    return {unit.code, *(node.code for node in units.tree(day).descendants(unit.code, category=None))}


def tasks_to_decide(user: User, movement: Movement) -> QuerySet[Task]:
    """Tasks handed in that wait for this person's word: of the units right below their own; all for the office."""
    rows = Task.objects.select_related(*WITH).filter(clause__plan__movement=movement, status=Task.Status.SUBMITTED)
    rows = rows.order_by("submitted_at", "id")
    if is_office(user):
        return rows
    tree = units.tree(hierarchy_day(movement))
    own = own_units(user)
    codes = {node.code for unit in own for node in tree.children(unit.code, category=None)}
    return rows.filter(unit__code__in=codes)


def unseen_reminders(user: User) -> QuerySet[Reminder]:
    """Reminders that a person has not seen: of tasks that name them, or nobody in a unit of theirs; newest first."""
    if not user.is_authenticated:
        return Reminder.objects.none()
    mine = Q(task__person=user) | Q(task__person__isnull=True, task__unit__in=[unit.pk for unit in own_units(user)])
    rows = Reminder.objects.filter(mine, seen_at__isnull=True, task__status__in=UNFINISHED)
    return rows.select_related("task__clause__plan", "task__unit").order_by("-on", "task__due")


def unseen_count(user: User) -> int:
    """How many tasks a person has unseen reminders of."""
    return unseen_reminders(user).order_by().values("task").distinct().count()


def evidence_file(evidence: Evidence, user: User | None) -> File[bytes]:
    """The file of a piece of evidence, open for reading. PermissionDenied unless the person may see the work."""
    if not may_see_work(user) or not evidence.file:
        raise PermissionDenied
    return evidence.file.open("rb")


def user_of_token(token: str) -> User | None:
    """Whose calendar feed a secret address is; None where nobody's, or the account is closed."""
    found = FeedToken.objects.filter(token=token, user__is_active=True).select_related("user").first()
    return found.user if found else None
