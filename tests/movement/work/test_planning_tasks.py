"""Tasks are made from clauses: once or every year, never later than the clause, for people of the unit."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.messages import UserError
from chungtay.movement.actions import (
    add_evidence,
    cascade_plan,
    change_task,
    mark_not_applicable,
    plan_tasks,
    plan_tasks_for,
    remove_task,
    set_clause_due,
    start_task,
)
from chungtay.movement.models import Clause, Task
from chungtay.movement.queries import evidence_file, overdue, tasks_for, tasks_to_decide
from chungtay.units.models import Unit

YEARLY = """
start      | due        | clause due | days
2016-02-01 | 2016-11-30 |            | 2016-11-30 2017-11-30 2018-11-30 2019-11-30 2020-11-30
2018-02-01 | 2018-11-30 |            | 2018-11-30 2019-11-30 2020-11-30
           | 2019-11-30 |            | 2019-11-30 2020-11-30
           |            |            | 2016-12-31 2017-12-31 2018-12-31 2019-12-31 2020-12-31
           | 2016-02-29 |            | 2016-02-29 2017-02-28 2018-02-28 2019-02-28 2020-02-29
2018-02-01 | 2018-11-30 | 2019-12-31 | 2018-11-30 2019-11-30
"""


def rows() -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in YEARLY.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.fixture
def clause(plan) -> Clause:
    return plan.clauses.get(address="III.2")


@pytest.mark.parametrize("row", rows(), ids=lambda row: " ".join(row.values())[:40])
def test_yearly_work_has_a_task_a_year_through_the_movements_last(clause, row):
    clause.due = day(row["clause due"])
    clause.save()
    tasks = plan_tasks(clause, start=day(row["start"]), due=day(row["due"]), every_year=True)
    assert [str(task.due) for task in tasks] == row["days"].split()
    assert [task.series for task in tasks] == [None, *[tasks[0]] * (len(tasks) - 1)]


def test_work_once_is_due_with_the_clause_or_the_movement(clause):
    assert plan_tasks(clause)[0].due == dt.date(2020, 12, 31)
    set_clause_due(clause, dt.date(2019, 6, 30))
    task = plan_tasks(clause)[0]
    assert (task.due, task.title, task.unit.code) == (dt.date(2019, 6, 30), clause.text, "46")


@pytest.mark.parametrize("due", [dt.date(2019, 7, 1), dt.date(2020, 12, 31)])
def test_a_task_is_never_due_later_than_its_clause_or_the_one_above(plan, due):
    own = cascade_plan(plan, ["D1"])[0].clauses.get(address="III.2")
    set_clause_due(plan.clauses.get(address="III.2"), dt.date(2019, 6, 30))
    with pytest.raises(UserError, match="30/06/2019"):
        plan_tasks(own, due=due)
    task = plan_tasks(own, due=dt.date(2019, 5, 31))[0]
    with pytest.raises(UserError, match="muộn hơn"):
        change_task(task, due=due)
    assert not Task.objects.exclude(pk=task.pk).exists()


def test_headings_and_what_does_not_apply_have_no_tasks(plan):
    own = cascade_plan(plan, ["D1"])[0]
    with pytest.raises(UserError, match="Đề mục"):
        plan_tasks(own.clauses.get(address="III"))
    mark_not_applicable(own.clauses.get(address="III.2"), "Tỉnh kiểm tra")
    with pytest.raises(UserError, match="không áp dụng"):
        plan_tasks(own.clauses.get(address="III.2"))


def test_a_person_works_in_the_unit_that_has_the_task(plan, clause, person):
    with pytest.raises(UserError, match="vai trò"):
        plan_tasks(clause, person=person("district_officer", "D1"))
    district = Unit.objects.get(code="D1")
    task = plan_tasks(clause, unit=district, person=person("district_officer", "D1"))[0]
    assert task.unit == district
    own = cascade_plan(plan, ["D1"])[0].clauses.get(address="III.2")
    with pytest.raises(UserError, match="C4"):
        plan_tasks(own, unit=Unit.objects.get(code="C4"))


def test_the_same_work_is_planned_for_many_units_at_once(plan, django_assert_max_num_queries):
    cascade_plan(plan, ["D1", "D2", "46.syt"])
    clauses = list(
        Clause.objects.filter(plan__parent=plan, address="III.1").select_related("plan__movement", "plan__unit")
    )
    with django_assert_max_num_queries(20):
        tasks = plan_tasks_for(clauses, title="Phân công giúp hộ nghèo", due=dt.date(2016, 9, 30), every_year=True)
    assert len(tasks) == 15
    assert {task.unit.code for task in tasks} == {"D1", "D2", "46.syt"}
    assert all(task.series.clause_id == task.clause_id for task in tasks if task.series)


def test_a_task_nobody_began_can_be_taken_away_and_its_series_goes_on(clause):
    tasks = plan_tasks(clause, due=dt.date(2018, 6, 30), every_year=True)
    remove_task(tasks[0])
    left = list(Task.objects.order_by("due"))
    assert [task.series for task in left] == [None, left[0]]
    start_task(left[0])
    with pytest.raises(UserError, match="có người làm"):
        remove_task(Task.objects.get(pk=left[0].pk))


def test_a_file_is_kept_under_its_digest_and_opened_only_for_officials(clause, person):
    task = plan_tasks(clause)[0]
    content = b"%PDF-1.4 bien ban"
    evidence = add_evidence(task, file=io.BytesIO(content), file_name="../Biên bản.PDF")
    assert evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert evidence.file.name.endswith(f"{evidence.sha256}.pdf") and ".." not in evidence.file.name
    assert (evidence.title, evidence.file_name) == ("../Biên bản.PDF", "../Biên bản.PDF")
    with evidence_file(evidence, person("inspector", "46")) as file:
        assert file.read() == content
    with pytest.raises(PermissionDenied):
        evidence_file(evidence, person("donor", "46"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Mỗi minh chứng"),
        ({"text": "a", "link": "https://a.vn"}, "Mỗi minh chứng"),
        ({"link": "javascript:alert(1)"}, "địa chỉ web"),
        ({"file": io.BytesIO(b"MZ"), "file_name": "a.exe"}, "loại tệp"),
        ({"file": io.BytesIO(b""), "file_name": "a.pdf"}, "rỗng"),
        ({"figure": {"indicator": "poor_rate", "year": 2019}}, "unit"),
    ],
    ids=["nothing", "two", "script", "program", "empty", "untraceable"],
)  # fmt: skip
def test_evidence_that_proves_nothing_is_refused(clause, given, said):
    task = plan_tasks(clause)[0]
    with pytest.raises(UserError, match=said):
        add_evidence(task, **given)
    assert not task.evidence.exists() and Task.objects.get(pk=task.pk).status == "open"


def test_a_figure_is_kept_as_it_was_with_its_snapshot(clause):
    figure = {"indicator": "poor_rate", "unit": "46", "year": 2019, "group": "all", "value": 0.0417, "snapshot": "s01"}
    assert add_evidence(plan_tasks(clause)[0], figure=figure).figure == figure


def test_what_is_overdue_is_listed_for_a_unit_with_all_below_it(plan):
    for code in ("D1", "D2", "46.syt"):
        own = cascade_plan(plan, [code])[0]
        plan_tasks(own.clauses.get(address="III.1"), due=dt.date(2019, 6, 30))
    late = overdue(plan.unit, dt.date(2019, 7, 1), movement=plan.movement)
    assert [task.unit.code for task in late] == ["D1", "D2", "46.syt"]
    assert not overdue(plan.unit, dt.date(2019, 6, 30), movement=plan.movement).exists()
    assert [task.unit.code for task in overdue(Unit.objects.get(code="D1"), dt.date(2019, 7, 1))] == ["D1"]


def test_everyone_sees_their_own_tasks_and_those_that_wait_for_their_word(plan, person):
    own = cascade_plan(plan, ["C1"])[0]
    task = plan_tasks(own.clauses.get(address="III.1"), due=dt.date(2019, 6, 30))[0]
    officer, above, other = (
        person("commune_officer", "C1"), person("district_officer", "D1"), person("district_officer", "D2")
    )  # fmt: skip
    assert list(tasks_for(officer)) == [task]
    assert not tasks_for(other).exists()
    assert list(tasks_for(above, movement=plan.movement, below=True)) == [task]
    Task.objects.filter(pk=task.pk).update(status="submitted")
    assert list(tasks_to_decide(above, plan.movement)) == [task]
    assert not tasks_to_decide(other, plan.movement).exists()
    assert list(tasks_to_decide(person("province_office", "46"), plan.movement)) == [task]
