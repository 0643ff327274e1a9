"""What a signed-in person should do next in a movement, the most pressing first. May import the room and below."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.accounts.models import User
from chungtay.movement import queries
from chungtay.movement.deadlines import late_day
from chungtay.movement.models import Movement, Plan
from chungtay.movement.places import unit_name
from chungtay.movement.plan_states import IN_FORCE
from chungtay.movement.task_states import UNFINISHED
from chungtay.movement.who_may import is_office, own_units, unit_above
from chungtay.units.models import Unit

SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class ToDo:
    """One thing to do: what, where, and whether it is late. `cascade_to` is the unit code for a one-button plan."""

    text: str
    url: str
    action: str
    late: bool = False
    cascade_to: str = ""


def doing_now(user: User, movement: Movement) -> list[ToDo]:
    """What waits for this person: work overdue, work to decide on, reminders, their units' plans, work due soon."""
    return [*_tasks(user, movement), *_plans(user, movement)]


def _tasks(user: User, movement: Movement) -> list[ToDo]:
    today = late_day(movement)
    board = reverse("movement:tasks", args=[movement.code])
    mine = queries.tasks_for(user, movement=movement).filter(status__in=UNFINISHED).order_by()
    late = mine.filter(due__lt=today).count()
    soon = mine.filter(due__gte=today, due__lte=today + SOON).count()
    waiting = queries.tasks_to_decide(user, movement).order_by().count()
    unseen = queries.unseen_count(user)
    found = []
    if late:
        words = ngettext("%(n)d việc quá hạn", "%(n)d việc quá hạn", late) % {"n": late}
        found.append(ToDo(words, f"{board}?xem=qua-han", _("Xem việc quá hạn"), late=True))
    if waiting:
        words = ngettext("%(n)d việc chờ bạn quyết định", "%(n)d việc chờ bạn quyết định", waiting) % {"n": waiting}
        found.append(ToDo(words, f"{board}?xem=cho-duyet", _("Xem và quyết định")))
    if soon:
        words = ngettext("%(n)d việc đến hạn trong 30 ngày tới", "%(n)d việc đến hạn trong 30 ngày tới", soon)
        found.append(ToDo(words % {"n": soon}, f"{board}?xem=cua-toi", _("Xem việc của tôi")))
    if unseen:
        words = ngettext("%(n)d lời nhắc chưa xem", "%(n)d lời nhắc chưa xem", unseen) % {"n": unseen}
        found.append(ToDo(words, reverse("movement:reminders"), _("Xem lời nhắc")))
    return found


def _plans(user: User, movement: Movement) -> list[ToDo]:
    found = []
    if is_office(user):
        read = Plan.objects.filter(movement=movement, status=Plan.Status.READ, unit__isnull=False).count()
        if read:
            words = ngettext("%(n)d kế hoạch đã đọc, chờ soát", "%(n)d kế hoạch đã đọc, chờ soát", read) % {"n": read}
            url = reverse("movement:movement", args=[movement.code]) + "#ke-hoach"
            found.append(ToDo(words, url, _("Xem các kế hoạch")))
    for unit in own_units(user):
        found += _plan_of(unit, movement)
    return found


def _plan_of(unit: Unit, movement: Movement) -> list[ToDo]:
    plan = Plan.objects.filter(movement=movement, unit=unit).order_by("-pk").first()
    name = {"unit": unit_name(unit, movement)}
    if plan is None:
        above = plan_above(unit, movement)
        if above is None:
            return []
        text = _("%(unit)s chưa có kế hoạch của mình") % name
        late = above.due_by is not None and above.due_by < timezone.localdate()
        url = reverse("movement:cascade", args=[above.pk])
        return [ToDo(text, url, _("Lập từ kế hoạch cấp trên"), late, cascade_to=unit.code)]
    if plan.status == Plan.Status.READ:
        url = reverse("movement:correct", args=[plan.pk])
        return [ToDo(_("Kế hoạch của %(unit)s đã đọc, chờ soát và xác nhận") % name, url, _("Soát các mục"))]
    if plan.status == Plan.Status.DRAFT:
        url = reverse("movement:plan", args=[plan.pk])
        return [ToDo(_("Kế hoạch của %(unit)s còn là dự thảo") % name, url, _("Cụ thể hóa rồi ban hành"))]
    return []


def plan_above(unit: Unit, movement: Movement) -> Plan | None:
    """The plan in force of the nearest unit above; the one that a unit's own plan would carry out."""
    code: str | None = unit.code
    for _step in range(5):
        code = unit_above(code, movement) if code else None
        if code is None:
            return None
        plan = Plan.objects.filter(movement=movement, unit__code=code, status__in=IN_FORCE).order_by("pk").first()
        if plan is not None:
            return plan
    return None
