"""`chungtay tasks` lists what is to be done and reminds people of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner, Result
from django.core import mail

from chungtay.messages import UserError
from chungtay.movement.actions import cascade_plan, plan_tasks
from chungtay.movement.models import Clause, Reminder, Task
from chungtay.movement.task_commands import tasks


@pytest.fixture
def work(plan) -> list[Task]:
    made = []
    for code in ("C1", "C4", "D1"):
        own = cascade_plan(plan, [code])[0]
        made += plan_tasks(own.clauses.get(address="III.1"), title=f"Việc {code}", due=dt.date(2019, 6, 30))
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(tasks, words, catch_exceptions=False)


def test_tasks_of_a_unit_are_listed_with_those_below_it(work):
    told = json.loads(run("list", "--unit", "D1", "--format", "json").stdout)
    assert [(row["unit"], row["due"], row["status"]) for row in told] == [
        ("C1", "2019-06-30", "open"), ("D1", "2019-06-30", "open"),
    ]  # fmt: skip
    assert [row["unit"] for row in csv.DictReader(io.StringIO(run("list", "--format", "csv").stdout))] == [
        "C1",
        "C4",
        "D1",
    ]


def test_only_what_is_overdue_on_the_day(work):
    assert json.loads(run("list", "--overdue", "--on", "2019-06-30", "--format", "json").stdout) == []
    Task.objects.filter(pk=work[0].pk).update(status="submitted")
    told = json.loads(run("list", "--overdue", "--on", "2019-07-01", "--format", "json").stdout)
    assert [(row["unit"], row["late"]) for row in told] == [("C4", True), ("D1", True)]


def test_the_table_says_dates_as_people_do(work):
    shown = run("list", "--unit", "C1", "--on", "2019-07-01").stdout
    assert "30/06/2019" in shown and "quá hạn" in shown


def test_reminding_twice_a_day_reminds_once_and_mails_once(work, person):
    person("commune_officer", "C1", email="xa@example.vn")
    assert "3 lời nhắc" in run("remind", "--on", "2019-06-30", "--mail").stdout
    assert "0 lời nhắc" in run("remind", "--on", "2019-06-30", "--mail").stdout
    assert (Reminder.objects.count(), len(mail.outbox)) == (3, 1)


@pytest.mark.parametrize(
    "words", [("list", "--unit", "khong-co"), ("list", "--on", "hôm nay"), ("remind", "--on", "x")]
)
def test_what_cannot_be_read_is_said(work, words):
    with pytest.raises(UserError):
        run(*words)


def test_counting_anew_says_which_units_were_wrong(plan):
    cascade_plan(plan, ["D1", "D2"])
    assert "mọi đơn vị đều khớp" in run("recount", "--movement", "chung-tay").stdout
    clause = Clause.objects.get(plan__unit__code="D2", address="III.1")
    Task.objects.create(clause=clause, unit=clause.plan.unit, title="Việc", due=dt.date(2019, 6, 30))
    assert "chung-tay: đã đếm lại, sửa 1 đơn vị: D2" in run("recount").stdout
    with pytest.raises(UserError, match="khong-co"):
        run("recount", "--movement", "khong-co")
