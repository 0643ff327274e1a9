"""What may be done to a task in which state, and by whom, as tables that an officer can check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.accounts.models import AuditEntry, User
from chungtay.messages import UserError
from chungtay.movement.actions import (
    accept_task,
    add_evidence,
    cascade_plan,
    change_task,
    issue_plan,
    plan_tasks,
    remove_evidence,
    report_progress,
    return_task,
    start_task,
    submit_task,
    withdraw_task,
)
from chungtay.movement.models import Clause, Evidence, Plan, Task
from chungtay.movement.queries import tasks_to_decide

# The state after each action; "-" where the action is refused.
STATES = """
state     | start | report | add_evidence | remove_evidence | submit    | withdraw | accept   | return
open      | doing | doing  | doing        | -               | submitted | -        | -        | -
doing     | -     | doing  | doing        | doing           | submitted | -        | -        | -
returned  | doing | doing  | returned     | returned        | submitted | -        | -        | -
submitted | -     | -      | -            | -               | -         | doing    | accepted | returned
accepted  | -     | -      | -            | -               | -         | -        | -        | returned
"""

# Who may do what to a task of commune C1 (district D1): the unit's own people work, the level above decides.
RIGHTS = """
role             | unit   | work | decide | change
village_surveyor | V1     | no   | no     | no
commune_officer  | C1     | yes  | no     | yes
commune_officer  | C2     | no   | no     | no
district_officer | D1     | no   | yes    | no
district_officer | D2     | no   | no     | no
province_office  | 46     | yes  | yes    | yes
department       | 46.syt | no   | no     | no
front            | C1     | no   | no     | no
cluster_lead     | D1     | no   | no     | no
council_member   | 46     | no   | no     | no
inspector        | D1     | no   | no     | no
donor            | 46     | no   | no     | no
"""

# Who decides on a task of each unit: the level above it, and always the standing office.
DECIDERS = """
unit      | decided by
V1        | commune_officer C1
C1        | district_officer D1
D1        | -
46        | -
46.syt    | -
46.syt.bv | department 46.syt
"""
PEOPLE = (
    ("commune_officer", "C1"), ("commune_officer", "C2"), ("district_officer", "D1"), ("district_officer", "D2"),
    ("department", "46.syt"), ("department", "46.syt.bv"), ("front", "C1"), ("inspector", "46"),
)  # fmt: skip
ACTIONS: dict[str, Callable[[Task, User | None], object]] = {
    "start": lambda task, by: start_task(task, by=by),
    "report": lambda task, by: report_progress(task, 40, by=by),
    "add_evidence": lambda task, by: add_evidence(task, text="Biên bản họp thôn", by=by),
    "remove_evidence": lambda task, by: remove_evidence(task.evidence.first(), by=by),
    "submit": lambda task, by: submit_task(task, by=by),
    "withdraw": lambda task, by: withdraw_task(task, by=by),
    "accept": lambda task, by: accept_task(task, by=by),
    "return": lambda task, by: return_task(task, "Bổ sung danh sách hộ", by=by),
}


def rows(table: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def commune_plan(plan: Plan, code: str = "C1") -> Plan:
    return cascade_plan(plan, [code])[0]


def a_task(plan: Plan, state: str = "open", address: str = "III.1") -> Task:
    task = plan_tasks(Clause.objects.get(plan=plan, address=address), due=dt.date(2019, 6, 30))[0]
    Evidence.objects.create(task=task, kind="note", title="Có", text="Có")
    Task.objects.filter(pk=task.pk).update(status=state)
    return Task.objects.get(pk=task.pk)


@pytest.mark.parametrize(
    ("state", "action", "after"),
    [(row["state"], action, row[action]) for row in rows(STATES) for action in ACTIONS],
)
def test_each_action_moves_a_task_as_the_table_says(plan, state, action, after):
    task = a_task(plan, state)
    if after == "-":
        with pytest.raises(UserError, match="trạng thái"):
            ACTIONS[action](task, None)
        assert Task.objects.get(pk=task.pk).status == state
        return
    ACTIONS[action](task, None)
    assert Task.objects.get(pk=task.pk).status == after
    verb = action if action.endswith("evidence") else f"{action}_task"
    assert AuditEntry.objects.filter(action=f"movement.{verb}").count() == 1


@pytest.mark.parametrize("row", rows(RIGHTS), ids=lambda row: f"{row['role']} in {row['unit']}")
def test_each_role_works_decides_and_changes_as_the_table_says(plan, person, row):
    user, own = person(row["role"], row["unit"]), commune_plan(plan)
    groups = {
        "work": ("start", "report", "add_evidence", "remove_evidence", "submit", "withdraw"),
        "decide": ("accept", "return"),
    }
    states = {"start": "open", "withdraw": "submitted", "accept": "submitted", "return": "submitted"}
    for group, actions in groups.items():
        for action in actions:
            task = a_task(own, states.get(action, "doing"))
            assert allowed(lambda task=task, action=action: ACTIONS[action](task, user)) == (row[group] == "yes"), (
                action
            )
    task = a_task(own)
    assert allowed(lambda: change_task(task, title="Khác", by=user)) == (row["change"] == "yes")
    clause = own.clauses.get(address="III.1")
    assert allowed(lambda: plan_tasks(clause, due=dt.date(2019, 6, 30), by=user)) == (row["change"] == "yes")


def allowed(action: Callable[[], object]) -> bool:
    try:
        action()
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("row", rows(DECIDERS), ids=lambda row: row["unit"])
def test_the_level_above_decides(plan, person, row):
    own = plan if row["unit"] == "46" else commune_plan(plan, row["unit"])
    task = a_task(own, "submitted")
    deciding = set()
    for role, unit in PEOPLE:
        Task.objects.filter(pk=task.pk).update(status="submitted")
        if allowed(lambda role=role, unit=unit: accept_task(Task.objects.get(pk=task.pk), by=person(role, unit))):
            deciding.add(f"{role} {unit}")
    assert deciding == ({row["decided by"]} - {"-"})
    Task.objects.filter(pk=task.pk).update(status="submitted")
    assert accept_task(task, by=person("province_office", "46")).status == "accepted"


def test_the_unit_that_took_another_in_finishes_its_work(plan, person):
    own = cascade_plan(plan, ["C3"], on=dt.date(2018, 6, 1))[0]
    task = a_task(own)
    assert start_task(task, by=person("commune_officer", "C2")).status == "doing"
    with pytest.raises(PermissionDenied):
        start_task(a_task(own), by=person("commune_officer", "C1"))


def test_nothing_is_submitted_without_evidence_nor_sent_back_without_a_reason(plan):
    task = a_task(plan, "doing")
    task.evidence.all().delete()
    with pytest.raises(UserError, match="minh chứng"):
        submit_task(task)
    task = a_task(plan, "submitted")
    with pytest.raises(UserError, match="lý do"):
        return_task(task, " ")
    assert Task.objects.get(pk=task.pk).status == "submitted"


def test_a_decision_says_who_when_and_why(plan, person):
    office = person("province_office", "46")
    task = return_task(a_task(plan, "submitted"), "Thiếu danh sách hộ", by=office)
    task.refresh_from_db()
    assert (task.decided_by, task.decision_reason) == (office, "Thiếu danh sách hộ")
    entry = AuditEntry.objects.get(action="movement.return_task")
    assert (entry.user, entry.detail["reason"], entry.detail["from"]) == (office, "Thiếu danh sách hộ", "submitted")


def test_what_is_withdrawn_was_never_handed_in_but_stays_on_record(plan, person):
    own = commune_plan(plan)
    officer, district = person("commune_officer", "C1"), person("district_officer", "D1")
    task = a_task(own, "doing")
    submit_task(task, by=officer)
    withdraw_task(task, by=officer)
    task.refresh_from_db()
    assert (task.status, task.submitted_by, task.submitted_at) == ("doing", None, None)
    assert not tasks_to_decide(district, plan.movement).exists()
    entry = AuditEntry.objects.get(action="movement.withdraw_task")
    assert (entry.user, entry.detail["from"], entry.detail["to"]) == (officer, "submitted", "doing")
    add_evidence(task, text="Thêm danh sách", by=officer)
    submit_task(task, by=officer)
    accept_task(task, by=district)
    with pytest.raises(UserError, match="trạng thái"):
        withdraw_task(task, by=officer)
    assert Task.objects.get(pk=task.pk).status == "accepted"


def test_people_who_decide_on_an_old_picture_are_told(plan):
    task = a_task(plan, "submitted")
    same = Task.objects.get(pk=task.pk)
    accept_task(task)
    with pytest.raises(UserError, match="trạng thái"):
        accept_task(same)


def test_a_whole_plan_of_work_goes_through(plan, person):
    issue_plan(plan, "07/KH-UBND", dt.date(2018, 2, 1))
    district = cascade_plan(plan, ["D1"])[0]
    issue_plan(district, "12/KH-UBND", dt.date(2018, 3, 1))
    own = cascade_plan(district, ["C1"])[0]
    officer, above = person("commune_officer", "C1"), person("district_officer", "D1")
    clause = own.clauses.get(address="III.1")
    task = plan_tasks(clause, title="Phân công giúp hộ nghèo", person=officer, due=dt.date(2018, 9, 30), by=officer)[0]
    report_progress(task, 60, by=officer)
    add_evidence(task, link="https://example.vn/phan-cong", by=officer)
    submit_task(task, by=officer)
    return_task(task, "Ghi rõ cán bộ nào giúp hộ nào", by=above)
    add_evidence(task, text="Danh sách phân công kèm theo", by=officer)
    submit_task(task, by=officer)
    accept_task(task, by=above)
    task.refresh_from_db()
    assert (task.status, task.progress, task.submitted_by, task.decided_by) == ("accepted", 100, officer, above)
