"""Somebody who does anything that the movement lets people do, well or badly, chosen by chance."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from chungtay.messages import UserError
from chungtay.movement import actions
from chungtay.movement.models import Clause, Evidence, Plan, Task

CODES = ("D1", "D2", "46.syt", "C1", "C2", "C4", "C5", "46.syt.bv", "V1")
FIRST, LAST = dt.date(2018, 1, 1), dt.date(2020, 12, 31)


class Someone:
    """One person at one movement; `today` is a list of one day, which goes on as they live."""

    STEPS = (
        "carry_down", "carry_down", "issue", "template", "add", "change", "narrow", "restore", "leave_out", "split",
        "join", "delete", "match", "link", "renumber", "new_parent", "plan_work", "plan_work", "plan_much", "put_off",
        "take_away", "start", "prove", "prove", "unprove", "submit", "submit", "withdraw", "accept", "accept",
        "send_back", "finish", "finish", "sleep", "sleep", "last_year",
    )  # fmt: skip

    def __init__(self, plan: Plan, today: list[dt.date], seed: int) -> None:
        self.movement, self.today = plan.movement, today
        self.choose = random.Random(seed)
        self.done: set[str] = set()

    def do_something(self) -> None:
        """Do one thing; what is refused leaves nothing behind."""
        step = self.choose.choice(self.STEPS)
        with contextlib.suppress(UserError, _NothingThere), transaction.atomic():
            getattr(self, step)()
            self.done.add(step)

    def _one(self, rows: QuerySet[Any]) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise _NothingThere
        return self.choose.choice(found)

    def _plan(self, **more: Any) -> Plan:
        return self._one(Plan.objects.filter(movement=self.movement, **more).select_related("unit", "movement"))

    def _clause(self, **more: Any) -> Clause:
        rows = Clause.objects.filter(plan__movement=self.movement, **more)
        return self._one(rows.select_related("plan__movement", "plan__unit", "plan__parent", "inherits"))

    def _task(self, **more: Any) -> Task:
        rows = Task.objects.filter(clause__plan__movement=self.movement, **more)
        return self._one(rows.select_related("clause__plan__movement", "unit"))

    def _day(self) -> dt.date:
        return FIRST + dt.timedelta(days=self.choose.randrange((LAST - FIRST).days + 1))

    def _kind(self) -> str:
        return self.choose.choice(Clause.Kind.values)

    def carry_down(self) -> None:
        plan = self._plan(unit__isnull=False, status__in=["confirmed", "issued"])
        templates = [None, *Plan.objects.filter(parent=plan).order_by("pk")]
        codes = self.choose.sample(CODES, self.choose.randint(1, 3))
        actions.cascade_plan(plan, codes, template=self.choose.choice(templates))

    def issue(self) -> None:
        plan = self._plan(unit__isnull=False)
        actions.issue_plan(plan, f"{plan.pk}/KH-UBND", dt.date(2018, 3, 1))

    def template(self) -> None:
        plan = actions.make_template(self._plan(unit__isnull=False, status__in=["confirmed", "issued"]))
        parent = self._one(plan.clauses.filter(kind="heading"))
        actions.add_clause(plan, kind=self._kind(), text="{đơn vị} lập sổ theo dõi.", parent=parent)

    def add(self) -> None:
        parent = self._clause()
        actions.add_clause(parent.plan, kind=self._kind(), text="Mục riêng. Làm ngay.", parent=parent)

    def change(self) -> None:
        actions.change_clause(self._clause(), kind=self._kind())

    def narrow(self) -> None:
        actions.narrow_clause(self._clause(inherits__isnull=False), text="Lời của đơn vị. Làm ngay.")

    def restore(self) -> None:
        actions.restore_clause(self._clause(inherits__isnull=False))

    def leave_out(self) -> None:
        actions.mark_not_applicable(self._clause(inherits__isnull=False), "Không có ở đây")

    def split(self) -> None:
        clause = self._clause(children__isnull=True)
        actions.split_clause(clause, len(clause.text) // 2)

    def join(self) -> None:
        first = self._clause()
        second = first.plan.clauses.filter(order__gt=first.order).order_by("order").first()
        if second is not None:
            actions.join_clauses(first, second)

    def delete(self) -> None:
        actions.delete_clause(self._clause())

    def match(self) -> None:
        actions.match_to_parent(self._plan(parent__isnull=False, unit__isnull=False))

    def link(self) -> None:
        clause = self._clause(plan__parent__isnull=False)
        above = [None, *Clause.objects.filter(plan=clause.plan.parent).order_by("pk")]
        actions.link_clause(clause, self.choose.choice(above))

    def renumber(self) -> None:
        actions.renumber_plan(self._plan())

    def new_parent(self) -> None:
        actions.set_parent_plan(self._plan(unit__isnull=False), self._plan(unit__isnull=False))

    def plan_work(self) -> None:
        actions.plan_tasks(self._clause(plan__unit__isnull=False), due=self._day())

    def plan_much(self) -> None:
        root = self._clause(plan__parent__isnull=True)
        rows = Clause.objects.filter(root=root, plan__unit__isnull=False)
        actions.plan_tasks_for(list(rows.order_by("pk")), due=self._day(), every_year=True)

    def put_off(self) -> None:
        actions.change_task(self._task(), due=self._day())

    def take_away(self) -> None:
        actions.remove_task(self._task())

    def start(self) -> None:
        actions.start_task(self._task())

    def prove(self) -> None:
        actions.add_evidence(self._task(), text="Đã làm")

    def unprove(self) -> None:
        rows = Evidence.objects.filter(task__clause__plan__movement=self.movement)
        actions.remove_evidence(self._one(rows.select_related("task__clause__plan__movement", "task__unit")))

    def submit(self) -> None:
        actions.submit_task(self._task())

    def withdraw(self) -> None:
        actions.withdraw_task(self._task(status="submitted"))

    def accept(self) -> None:
        actions.accept_task(self._task(status="submitted"))

    def send_back(self) -> None:
        actions.return_task(self._task(status__in=["submitted", "accepted"]), "Chưa đủ")

    def finish(self) -> None:
        """All steps of one task at once."""
        task = self._task(status__in=["open", "doing", "returned"])
        actions.add_evidence(task, text="Đã làm")
        actions.accept_task(actions.submit_task(task))

    def sleep(self) -> None:
        """Let days pass; nothing is counted meanwhile."""
        self.today[0] += dt.timedelta(days=self.choose.choice([1, 30, 300]))

    def last_year(self) -> None:
        one = self.movement
        last = self.choose.choice([2018, 2019, 2020])
        actions.open_movement(one.code, one.name, one.scope, one.first_year, last)


class _NothingThere(Exception):
    """There is nothing to do this with."""
