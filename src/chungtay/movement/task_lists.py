"""The lists of tasks that a page offers, and who may ask for which. May import accounts, units and the room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.movement import queries
from chungtay.movement.deadlines import late_day
from chungtay.movement.models import Movement, Task
from chungtay.movement.task_states import UNFINISHED
from chungtay.movement.who_may import is_office, own_units
from chungtay.units.models import Unit

MINE, UNIT, LATE, WAITING, ALL = VIEWS = ("cua-toi", "don-vi", "qua-han", "cho-duyet", "tat-ca")


@dataclass(frozen=True)
class TaskList:
    """One list: its word in the address, its label, its rows by deadline."""

    view: str
    label: str
    rows: QuerySet[Task]


def view_label(view: str) -> str:
    """What a list is called."""
    return {
        MINE: _("Việc của tôi"),
        UNIT: _("Đơn vị tôi và cấp dưới"),
        LATE: _("Quá hạn"),
        WAITING: _("Chờ tôi quyết định"),
        ALL: _("Tất cả"),
    }[view]


def views_for(user: User) -> tuple[str, ...]:
    """The lists that mean something to a person: who does no unit's work reads late ones and all."""
    if is_office(user):
        return (WAITING, LATE, MINE, ALL)
    return VIEWS if own_units(user) else (LATE, ALL)


def task_list(user: User, movement: Movement, asked: str, unit: Unit | None = None) -> TaskList:
    """The list asked for, or the first that means something to the person. unit: only tasks of this unit and below."""
    known = views_for(user)
    view = asked if asked in known else known[0]
    rows = _rows(user, movement, view)
    if unit is not None:
        rows = rows & queries.tasks_for(unit, movement=movement, below=True)
    return TaskList(view, view_label(view), rows)


def _rows(user: User, movement: Movement, view: str) -> QuerySet[Task]:
    every = Task.objects.select_related("clause__plan__movement", "unit", "person").order_by("due", "id")
    every = every.filter(clause__plan__movement=movement)
    if view == MINE:
        return queries.tasks_for(user, movement=movement)
    if view == UNIT:
        return queries.tasks_for(user, movement=movement, below=True)
    if view == WAITING:
        return queries.tasks_to_decide(user, movement)
    if view == LATE:
        late = every.filter(status__in=UNFINISHED, due__lt=late_day(movement))
        if is_office(user) or not own_units(user):
            return late
        return late & queries.tasks_for(user, movement=movement, below=True)
    return every


def month_of(asked: str, rows: QuerySet[Task]) -> dt.date:
    """The first day of the month asked for ("2019-05"); else of the first unfinished deadline from today on, the last
    deadline, or today."""
    try:
        return dt.datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007  a month of the calendar
    except ValueError:
        pass
    today = timezone.localdate()
    coming = rows.filter(due__gte=today).values_list("due", flat=True).first()
    day = coming or rows.order_by("-due").values_list("due", flat=True).first() or today
    return day.replace(day=1)
