"""Remind people of tasks: in the app, and one e-mail a day each. May import accounts and the room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.movement.models import Reminder, Task
from chungtay.movement.reminder_mail import letters_for
from chungtay.movement.task_states import UNFINISHED
from chungtay.movement.who_may import may_work_for

SOON = 7
"""days before the deadline from which a task is due soon"""


@transaction.atomic
def give_reminders(on: dt.date, *, by: User | None = None) -> list[Reminder]:
    """Remind of every unfinished task that is due soon, due, overdue or sent back; one a day and kind.

    A newer reminder takes the place of an older one of the same task and kind that nobody has seen. Returns the new
    ones. Work that waits for the level above reminds nobody below.
    """
    tasks = Task.objects.filter(status__in=UNFINISHED)
    near = tasks.filter(due__lte=on + dt.timedelta(days=SOON)) | tasks.filter(status=Task.Status.RETURNED)
    wanted = [Reminder(task=task, kind=kind, on=on) for task in near.distinct() for kind in kinds_on(task, on)]
    given = set(Reminder.objects.filter(on=on).values_list("task_id", "kind"))
    fresh = [one for one in wanted if (one.task_id, one.kind) not in given]
    _drop_older({(one.task_id, one.kind) for one in fresh}, on)
    made = Reminder.objects.bulk_create(fresh)
    if made:
        record(by, "movement.give_reminders", on.isoformat(), {"reminders": len(made)})
    return made


def kinds_on(task: Task, on: dt.date) -> list[str]:
    """Which reminders a task is due on a day."""
    if task.status not in UNFINISHED:
        return []
    kinds = ["returned"] if task.status == Task.Status.RETURNED else []
    if task.due < on:
        kinds.append("overdue")
    elif task.due == on:
        kinds.append("due")
    elif task.due <= on + dt.timedelta(days=SOON):
        kinds.append("soon")
    return kinds


def mail_reminders(on: dt.date) -> int:
    """Send the day's reminders by e-mail, one letter a person; returns how many letters went.

    What was mailed once is not mailed again. Raises OSError where the mail server cannot be reached; what went before
    stays noted as sent.
    """
    sent = 0
    for letter, reminders in letters_for(Reminder.objects.filter(on=on, by_mail=False)):
        letter.send()
        Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(by_mail=True)
        sent += 1
    return sent


@transaction.atomic
def mark_seen(reminders: Iterable[Reminder], *, by: User) -> int:
    """Note that a person has seen reminders of their own or their unit's tasks; returns how many were new to them."""
    own = [one.pk for one in reminders if one.task.person_id == by.pk or may_work_for(by, one.task.unit)]
    return Reminder.objects.filter(pk__in=own, seen_at__isnull=True).update(seen_at=timezone.now())


def _drop_older(pairs: set[tuple[int, str]], on: dt.date) -> None:
    older = Reminder.objects.filter(seen_at__isnull=True, on__lt=on).values_list("id", "task_id", "kind")
    stale = [row_id for row_id, task_id, kind in older if (task_id, kind) in pairs]
    for start in range(0, len(stale), 500):
        Reminder.objects.filter(pk__in=stale[start : start + 500]).delete()
