"""Make tasks from clauses: who, from when, by when, once or every year. May import accounts, units and the room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from chungtay.accounts.held import assignments_on
from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.deadlines import days_of_work, forwards, not_after_clause
from chungtay.movement.models import Clause, Movement, Task
from chungtay.movement.noting import note
from chungtay.movement.who_may import hierarchy_day, only_for
from chungtay.units import queries as units
from chungtay.units.models import Unit


def plan_tasks(
    clause: Clause,
    *,
    title: str = "",
    unit: Unit | None = None,
    person: User | None = None,
    start: dt.date | None = None,
    due: dt.date | None = None,
    every_year: bool = False,
    synthetic: bool = False,
    by: User | None = None,
) -> list[Task]:
    """Plan the work that carries out a clause; see `plan_tasks_for`. unit: default the plan's own, or one below it."""
    return plan_tasks_for(
        [clause], title=title, unit=unit, person=person, start=start, due=due, every_year=every_year,
        synthetic=synthetic, by=by,
    )  # fmt: skip


@transaction.atomic
def plan_tasks_for(
    clauses: Sequence[Clause],
    *,
    title: str = "",
    unit: Unit | None = None,
    person: User | None = None,
    start: dt.date | None = None,
    due: dt.date | None = None,
    every_year: bool = False,
    synthetic: bool = False,
    by: User | None = None,
) -> list[Task]:
    """Plan the same work for many clauses, e.g. one clause in the plans of all communes; one task each, or one a year.

    title       default: the clause's heading, else the beginning of its text
    unit        who does it; default each plan's own unit
    due         default: the clause's deadline, else the last day of the movement's last year. Every year: that day of
                each year from the year of `start` (or of `due`, or the movement's first) through the last one
    Returns the tasks, each clause's in the order of the years. Raises PermissionDenied for another unit's plan;
    UserError for a clause that is a heading or not applicable, days that run backwards, a deadline later than the
    clause's, a unit not of the plan, a person without a role in the unit.
    """
    made: list[Task] = []
    rows = _with_what_they_need(clauses)
    for unit_of_plan in {clause.plan.unit for clause in rows}:
        only_for(by, unit_of_plan)
    for clause in rows:
        owner = _owner(clause, unit)
        _check(clause, person, owner)
        tasks = [
            Task(
                clause=clause,
                unit=owner,
                person=person,
                title=(title or _title(clause))[:300],
                start=first,
                due=last,
                every_year=every_year,
                synthetic=synthetic or clause.plan.synthetic,
            )
            for first, last in days_of_work(clause, start, due, every_year)
        ]
        made += tasks
    _store(made)
    movements: dict[int, Movement] = {clause.plan.movement_id: clause.plan.movement for clause in rows}
    for movement in movements.values():
        places = [f"{one.plan_id} {one.address}" for one in rows if one.plan.movement_id == movement.pk]
        target = places[0] if len(places) == 1 else f"{len(places)} clauses"
        detail = {"clauses": places, "tasks": len(made), "every_year": every_year}
        touched = {one.plan.unit_id for one in rows if one.plan.movement_id == movement.pk}
        note(by, "plan_tasks", movement, target, detail, units=touched)
    return made


@transaction.atomic
def change_task(
    task: Task,
    *,
    title: str | None = None,
    person: User | None = None,
    start: dt.date | None = None,
    due: dt.date | None = None,
    by: User | None = None,
) -> Task:
    """Change a task that is not finished; what is None stays. Rights and errors as `plan_tasks_for`."""
    only_for(by, task.clause.plan.unit)
    _unfinished(task)
    if due is not None:
        not_after_clause(task.clause, due)
    _check_person(person, task.unit)
    task.title = (title or task.title)[:300]
    task.person = person or task.person
    task.start, task.due = start or task.start, due or task.due
    forwards(task.start, task.due)
    task.save(update_fields=["title", "person", "start", "due"])
    plan = task.clause.plan
    note(by, "change_task", plan.movement, task.pk, {"due": str(task.due)}, units=[plan.unit_id])
    return task


@transaction.atomic
def remove_task(task: Task, *, by: User | None = None) -> None:
    """Take a task away that nobody has worked on: open and without evidence. Later years of a series stay."""
    only_for(by, task.clause.plan.unit)
    if task.status != Task.Status.OPEN or task.evidence.exists():
        raise fail(
            "Việc này đã có người làm.",
            "Somebody has worked on this task.",
            do_vi="Giữ việc này trong hồ sơ.",
            do_en="Keep it on file.",
            value=str(task.get_status_display()),
            code="task_begun",
        )
    later = list(task.later.order_by("due"))
    if later:
        Task.objects.filter(pk__in=[one.pk for one in later[1:]]).update(series=later[0])
        Task.objects.filter(pk=later[0].pk).update(series=None)
    key, plan = task.pk, task.clause.plan
    task.delete()
    note(by, "remove_task", plan.movement, key, {"clause": task.clause.address}, units=[plan.unit_id])


def _with_what_they_need(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses in their order with plan, unit and the clauses above, from one query."""
    chain = "__".join(["inherits"] * 3)
    found = Clause.objects.select_related("plan__movement", "plan__unit", chain).in_bulk([one.pk for one in clauses])
    return [found[one.pk] for one in clauses]


def _store(tasks: list[Task]) -> None:
    """Write first tasks, then the later years of each series, which point to the first."""
    heads: dict[int, Task] = {}
    for task in tasks:
        heads.setdefault(task.clause_id, task)
    Task.objects.bulk_create(heads.values())
    later = [task for task in tasks if heads[task.clause_id] is not task]
    for task in later:
        task.series = heads[task.clause_id]
    Task.objects.bulk_create(later)


def _title(clause: Clause) -> str:
    words = clause.heading or clause.text
    return words if len(words) <= 160 else words[:160].rsplit(" ", 1)[0] + "…"


def _owner(clause: Clause, unit: Unit | None) -> Unit:
    plan = clause.plan
    owner = unit or plan.unit
    if owner is not None and (plan.unit is None or owner.pk == plan.unit_id):
        return owner
    tree = units.tree(hierarchy_day(plan.movement))
    node = tree.get(owner.code) if owner else None
    if owner is None or node is None or plan.unit is None or not _under(tree, node.code, plan.unit.code):
        raise fail(
            "Đơn vị này không thuộc đơn vị của kế hoạch.",
            "The unit is not of the plan.",
            do_vi="Chọn đơn vị của kế hoạch hoặc đơn vị trực thuộc.",
            do_en="Choose the plan's unit or one below it.",
            value=owner.code if owner else None,
            code="not_below",
        )
    return owner


def _under(tree: units.Tree, code: str, top: str) -> bool:
    return any(above.code == top for above in tree.ancestors(code))


def _check(clause: Clause, person: User | None, owner: Unit) -> None:
    if clause.kind == Clause.Kind.HEADING or clause.origin == Clause.Origin.NOT_APPLICABLE:
        raise fail(
            "Đề mục hoặc mục không áp dụng thì không có việc.",
            "A heading, or a clause that does not apply, has no tasks.",
            do_vi="Chọn mục có nội dung phải làm.",
            do_en="Choose a clause that says what to do.",
            value=clause.address,
            code="no_work",
        )
    _check_person(person, owner)


def _check_person(person: User | None, owner: Unit) -> None:
    if person is not None and all(held.unit_id != owner.pk for held in assignments_on(person)):
        raise fail(
            "Người này không giữ vai trò nào ở đơn vị.",
            "This person holds no role in the unit.",
            do_vi="Giao vai trò ở đơn vị trước, hoặc chọn người khác.",
            do_en="Give them a role there first, or choose someone else.",
            value=person.username,
            code="not_of_unit",
        )


def _unfinished(task: Task) -> None:
    if task.status in (Task.Status.SUBMITTED, Task.Status.ACCEPTED):
        raise fail(
            "Việc đã nộp hoặc đã xác nhận thì không sửa.",
            "A task that was submitted or accepted is not changed.",
            do_vi="Đề nghị cấp trên trả lại trước.",
            do_en="Ask the level above to send it back first.",
            value=str(task.get_status_display()),
            code="wrong_state",
        )
