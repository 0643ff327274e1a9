"""A person's tasks and the movement's reviews as an iCalendar feed (RFC 5545). May import accounts and the room."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from chungtay.accounts.models import User
from chungtay.movement.models import Movement, Phase, Task
from chungtay.movement.queries.tasks import tasks_for

REMIND = dt.timedelta(days=-7)


def feed_for(user: User, *, address: str = "") -> bytes:
    """The calendar of a person: an all-day event on the deadline of each of their tasks, and each review's deadline.

    address  what stands before the path in links, e.g. "https://chungtay.example.vn"; without it there are no links
    An event keeps its UID for good, so that a calendar moves it when the deadline moves.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Chung Tay//chungtay//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Chung Tay: việc phải làm"))
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", dt.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    stamp = timezone.now().replace(microsecond=0)
    tasks = list(tasks_for(user))
    for task in tasks:
        calendar.add_component(_task(task, stamp, address))
    movements = {task.clause.plan.movement_id for task in tasks} or set(Movement.objects.values_list("id", flat=True))
    for phase in Phase.objects.filter(movement__in=movements, review_due__isnull=False).select_related("movement"):
        calendar.add_component(_review(phase, stamp))
    return bytes(calendar.to_ical())


def _task(task: Task, stamp: dt.datetime, address: str) -> Event:
    done = task.status == Task.Status.ACCEPTED
    event = Event()
    event.add("uid", f"task-{task.pk}@chungtay")
    event.add("dtstamp", stamp)
    event.add("summary", ("✓ " if done else "") + task.title)
    _on(event, task.due)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    lines = [
        f"{task.clause.plan.movement.name}, {task.clause.address}",
        _("Trạng thái: %(state)s, tiến độ %(progress)s%%")
        % {"state": task.get_status_display(), "progress": task.progress},
    ]
    event.add("description", "\n".join(lines))
    event.add("categories", [str(task.get_status_display())])
    if address:
        event.add("url", address + reverse("movement:task", args=[task.pk]))
    if not done:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", task.title)
        alarm.add("trigger", REMIND)
        event.add_component(alarm)
    return event


def _review(phase: Phase, stamp: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"review-{phase.pk}@chungtay")
    event.add("dtstamp", stamp)
    event.add("summary", f"{phase.get_review_display()} {phase}")
    event.add("description", phase.movement.name)
    _on(event, phase.review_due or dt.date(phase.last_year, 12, 31))
    event.add("transp", "TRANSPARENT")
    return event


def _on(event: Event, day: dt.date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
