"""The letter that reminds a person of their tasks. May import accounts, units and the room.

It speaks Vietnamese: the language of the pages is kept by the browser, and an account knows none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chungtay.accounts.models import Assignment, User
from chungtay.movement.models import Reminder
from chungtay.movement.who_may import works_in
from chungtay.movement.words import reminder_label

ORDER = ("returned", "overdue", "due", "soon")


def letters_for(reminders: QuerySet[Reminder]) -> Iterator[tuple[EmailMessage, list[Reminder]]]:
    """One letter for each person with an e-mail address, with the reminders in it.

    A task's person is told; without one, everybody who works for its unit. Reminders that nobody can be sent are left.
    """
    by_person: dict[int, list[Reminder]] = defaultdict(list)
    rows = list(reminders.select_related("task__unit", "task__clause", "task__person").order_by("task__due", "id"))
    of_unit = _people_of({one.task.unit_id for one in rows if one.task.person is None})
    people: dict[int, User] = {}
    for one in rows:
        task = one.task
        for person in [task.person] if task.person else of_unit.get(task.unit_id, []):
            if person.is_active and person.email:
                people[person.pk] = person
                by_person[person.pk].append(one)
    for person_id, own in by_person.items():
        yield _letter(people[person_id], own), own


def _people_of(unit_ids: set[int]) -> dict[int, list[User]]:
    today = timezone.localdate()
    held = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), unit__in=unit_ids, valid_from__lte=today
    ).select_related("unit", "user")
    found: dict[int, list[User]] = defaultdict(list)
    for one in held:
        if one.unit and works_in(one.role, one.unit) and one.user not in found[one.unit.pk]:
            found[one.unit.pk].append(one.user)
    return found


def _letter(person: User, reminders: list[Reminder]) -> EmailMessage:
    with translation.override("vi"):
        due, reason = _("hạn"), _("Lý do")
        lines = [_("Kính gửi %(name)s,") % {"name": person.full_name or person.username}, ""]
        for kind in ORDER:
            own = [one for one in reminders if one.kind == kind]
            if not own:
                continue
            lines.append(f"{reminder_label(kind)}:")
            for one in own:
                lines.append(f"- {one.task.title} ({one.task.clause.address}), {due} {one.task.due:%d/%m/%Y}")
                if kind == "returned" and one.task.decision_reason:
                    lines.append(f"  {reason}: {one.task.decision_reason}")
            lines.append("")
        tasks = len({one.task_id for one in reminders})
        subject = _("Chung Tay: %(count)s việc cần chú ý") % {"count": tasks}
    return EmailMessage(subject, "\n".join(lines), to=[person.email])
