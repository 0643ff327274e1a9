"""The made-up movement of 2016-2020: plans on every level, targets, work with evidence, reminders and report forms.

Plans, targets, tasks and forms are made through the movement's own actions; only the history of the work is written in
bulk. Deterministic by seed. May import every room below the demo.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from chungtay.accounts.models import Assignment
from chungtay.demo.movement.forms import open_forms
from chungtay.demo.movement.happened import write_down
from chungtay.demo.movement.plans import LAST_DAY, PROVINCE, PROVINCE_ON, make_plans
from chungtay.demo.movement.said import said
from chungtay.demo.movement.targets import set_targets
from chungtay.demo.movement.tasks import plan_work
from chungtay.movement import actions
from chungtay.movement.models import Movement, Plan, Task
from chungtay.units.models import Unit

CODE = "chung-tay-vi-nguoi-ngheo"
NAME = "Thừa Thiên Huế chung tay vì người nghèo - Không để ai bị bỏ lại phía sau"


@dataclass(frozen=True)
class Carried:
    """What the movement holds. title: that of the department's plan; plans counts those of units."""

    title: str
    plans: int
    tasks: int


def carry_movement(plan_file: Path | None, seed: int) -> Carried:
    """Build the movement, or find it as it was built before. Units, accounts and indicators must be there.

    plan_file  the department's plan as received; None for the packaged example
    """
    movement = Movement.objects.filter(code=CODE).first()
    if movement is None or not Task.objects.filter(clause__plan__movement=movement).exists():
        movement = _build(plan_file, seed)
    plans = Plan.objects.filter(movement=movement, unit__isnull=False)
    department = plans.filter(unit__code="46.syt").first()
    tasks = Task.objects.filter(clause__plan__movement=movement).count()
    return Carried(department.title if department else "", plans.count(), tasks)


@transaction.atomic
def _build(plan_file: Path | None, seed: int) -> Movement:
    movement = actions.open_movement(CODE, NAME, Unit.objects.get(code=PROVINCE), 2016, 2020)
    actions.set_frame(movement, scope_on=PROVINCE_ON)
    for link in said()["links"]:
        actions.link_movement(movement, link["name"], source=link["source"])
    plans = make_plans(movement, plan_file, seed)
    set_targets(plans, seed)
    write_down(movement, plan_work(plans), seed)
    _add_files(movement)
    open_forms(movement)
    actions.give_reminders(LAST_DAY)
    return movement


def _add_files(movement: Movement) -> None:
    """Let the people of the ready accounts add a file to work that they are at."""
    for held in Assignment.objects.filter(user__demo=True, unit__code__in=("20047", "481")).select_related("user"):
        doing = Task.objects.filter(clause__plan__movement=movement, unit=held.unit, status=Task.Status.DOING)
        task = doing.select_related("clause__plan__movement", "unit").order_by("due", "pk").first()
        if task is not None and held.role in ("commune_officer", "district_officer"):
            content = f"BIÊN BẢN (GIẢ LẬP)\n\nViệc: {task.title}\nVăn bản này chỉ để dùng thử.\n".encode()
            actions.add_evidence(
                task, file=io.BytesIO(content), file_name="bien-ban-gia-lap.txt", title="Biên bản (giả lập)",
                by=held.user,
            )  # fmt: skip
