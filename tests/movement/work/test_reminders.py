"""People are reminded in the app and by one letter a day; the calendar feed follows the tasks."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.core import mail

from chungtay.accounts.models import User
from chungtay.movement.actions import (
    cascade_plan,
    change_task,
    feed_token,
    give_reminders,
    mail_reminders,
    mark_seen,
    plan_tasks,
    renew_feed_token,
)
from chungtay.movement.calendar import feed_for
from chungtay.movement.models import Reminder, Task
from chungtay.movement.queries import unseen_count, unseen_reminders, user_of_token

DUE = dt.date(2019, 6, 30)
# The reminders of a task due on 30/06/2019, by its state and the day.
KINDS = """
state     | 2019-06-22 | 2019-06-23 | 2019-06-29 | 2019-06-30 | 2019-07-01       | 2020-01-01
open      | -          | soon       | soon       | due        | overdue          | overdue
doing     | -          | soon       | soon       | due        | overdue          | overdue
returned  | returned   | returned soon | returned soon | returned due | returned overdue | returned overdue
submitted | -          | -          | -          | -          | -                | -
accepted  | -          | -          | -          | -          | -                | -
"""


def rows() -> list[tuple[str, str, set[str]]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in KINDS.strip().splitlines()]
    return [
        (line[0], day, set(said.split()) - {"-"})
        for line in lines[1:]
        for day, said in zip(lines[0][1:], line[1:], strict=True)
    ]


@pytest.fixture
def officer(person) -> User:
    return person("commune_officer", "C1", email="xa@example.vn", full_name="Cán bộ xã")


@pytest.fixture
def task(plan, officer) -> Task:
    own = cascade_plan(plan, ["C1"])[0]
    return plan_tasks(own.clauses.get(address="III.1"), title="Phân công giúp hộ nghèo", due=DUE)[0]


@pytest.mark.parametrize(("state", "day", "kinds"), rows())
def test_a_task_is_reminded_of_as_the_table_says(task, state, day, kinds):
    Task.objects.filter(pk=task.pk).update(status=state)
    assert {one.kind for one in give_reminders(dt.date.fromisoformat(day))} == kinds


def test_a_reminder_is_given_once_a_day_and_the_newer_takes_the_place_of_the_unseen(task):
    first, second = DUE + dt.timedelta(days=1), DUE + dt.timedelta(days=2)
    assert len(give_reminders(first)) == 1
    assert give_reminders(first) == []
    assert len(give_reminders(second)) == 1
    assert [(one.kind, one.on) for one in Reminder.objects.all()] == [("overdue", second)]


def test_what_was_seen_stays_and_is_not_counted(task, officer, person):
    give_reminders(DUE)
    assert (unseen_count(officer), unseen_count(person("commune_officer", "C2"))) == (1, 0)
    assert mark_seen(unseen_reminders(officer), by=person("commune_officer", "C2")) == 0
    assert mark_seen(unseen_reminders(officer), by=officer) == 1
    assert unseen_count(officer) == 0
    give_reminders(DUE + dt.timedelta(days=1))
    assert Reminder.objects.count() == 2


def test_a_reminder_of_finished_work_is_no_longer_shown(task, officer):
    give_reminders(DUE)
    Task.objects.filter(pk=task.pk).update(status="submitted")
    assert unseen_count(officer) == 0


def test_one_letter_a_person_says_all_and_goes_once(task, plan, officer, person):
    person("commune_officer", "C1")  # has no address
    other = plan_tasks(task.clause, title="Nộp báo cáo", due=DUE - dt.timedelta(days=3))[0]
    Task.objects.filter(pk=other.pk).update(status="returned", decision_reason="Thiếu biểu")
    give_reminders(DUE)
    assert mail_reminders(DUE) == 1 and mail_reminders(DUE) == 0
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["xa@example.vn"], "Chung Tay: 2 việc cần chú ý")
    assert "Cán bộ xã" in letter.body and "Thiếu biểu" in letter.body and "30/06/2019" in letter.body
    assert letter.body.index("Bị trả lại") < letter.body.index("Quá hạn") < letter.body.index("Đến hạn hôm nay")


def test_the_person_named_is_told_alone(task, officer, person):
    named = person("commune_officer", "C1", email="nguoi-duoc-giao@example.vn")
    change_task(task, person=named)
    give_reminders(DUE)
    mail_reminders(DUE)
    assert [letter.to for letter in mail.outbox] == [["nguoi-duoc-giao@example.vn"]]


def test_the_calendar_has_each_task_on_its_day_under_a_name_that_stays(task, officer):
    first = icalendar.Calendar.from_ical(feed_for(officer, address="https://vd.example.vn"))
    events = {str(one["uid"]): one for one in first.walk("VEVENT")}
    event = events[f"task-{task.pk}@chungtay"]
    assert (str(event["summary"]), event["dtstart"].dt) == ("Phân công giúp hộ nghèo", DUE)
    assert event["dtend"].dt == DUE + dt.timedelta(days=1) and len(event.walk("VALARM")) == 1
    assert str(event["url"]).startswith("https://vd.example.vn/")
    assert sum(uid.startswith("review-") for uid in events) == 2
    change_task(task, due=dt.date(2019, 5, 31))
    second = icalendar.Calendar.from_ical(feed_for(officer))
    moved = next(one for one in second.walk("VEVENT") if str(one["uid"]) == f"task-{task.pk}@chungtay")
    assert moved["dtstart"].dt == dt.date(2019, 5, 31)


def test_the_feed_follows_the_rules_of_the_format(task, officer):
    Task.objects.filter(pk=task.pk).update(title="Việc có dấu phẩy, chấm phẩy; và một tên rất dài " * 4)
    lines = feed_for(officer).split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and b"VERSION:2.0" in lines and lines[-2] == b"END:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)
    assert any(b"\\," in line and b"SUMMARY" in line for line in lines)


def test_the_secret_of_a_feed_can_be_made_anew(officer):
    old = feed_token(officer)
    assert feed_token(officer) == old and user_of_token(old) == officer
    new = renew_feed_token(officer)
    assert user_of_token(old) is None and user_of_token(new) == officer
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert user_of_token(new) is None
