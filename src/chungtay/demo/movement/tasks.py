"""The work of the made-up movement: which unit does what by when, planned through the movement's actions.

May import movement, units and `said`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chungtay.demo.movement.plans import LAST_DAY, Plans
from chungtay.demo.movement.said import said
from chungtay.movement import actions
from chungtay.movement.models import Clause, Plan, Task
from chungtay.units import queries as units
from chungtay.units.models import Unit


@dataclass(frozen=True)
class Planned:
    """A task with the address that its work has in the province's plan, and the indicator that proves it, "" if none.

    "other" stands for work of the department's own plan.
    """

    task: Task
    about: str
    figure: str = ""


def plan_work(plans: Plans) -> list[Planned]:
    """Plan all tasks."""
    planned: list[Planned] = []
    for one in said()["tasks"]:
        wanted = [plan for level in one["levels"] for plan in plans.of_level(level)]
        rows = _clauses(plans.province, wanted, one["clause"])
        if not rows:
            continue
        made = actions.plan_tasks_for(
            rows, title=one["title"], start=one["start"], due=one["due"], every_year=one.get("yearly", False),
            synthetic=True,
        )  # fmt: skip
        planned += [Planned(task, one["clause"], one.get("figure", "")) for task in made]
    planned += [Planned(task, "other") for task in (*_of_department(plans.department), *_below(plans.under_department))]
    planned += [Planned(task, said()["villages"]["clause"]) for task in _of_villages(plans)]
    return _without_work_of_ended_units(planned)


def _clauses(province: Plan, plans: Sequence[Plan], address: str) -> list[Clause]:
    """The clauses of these plans that carry out a clause of the province's plan, the province's own included.

    An address that the province's plan has not is that of a clause which districts added.
    """
    top = province.clauses.filter(address=address).first()
    added = list(said()["added_by_districts"].values())
    rows = Clause.objects.filter(plan__in=[plan.pk for plan in plans])
    rows = rows.filter(root=top) if top is not None else rows.filter(address=address, text__in=added)
    rows = rows.exclude(origin=Clause.Origin.NOT_APPLICABLE).select_related("plan__movement", "plan__unit")
    own = [top] if top is not None and province in plans else []
    return own + list(rows.order_by("plan__unit__code"))


def _of_department(plan: Plan) -> list[Task]:
    """Yearly work for the first contents and solutions of the department's plan, whatever plan it is."""
    about = said()["department"]
    kinds = (Clause.Kind.CONTENT, Clause.Kind.SOLUTION)
    made: list[Task] = []
    for clause in plan.clauses.filter(kind__in=kinds).order_by("order")[: about["most"]]:
        due, title = about["due"], about["title"].format(address=clause.address)
        made += actions.plan_tasks(clause, title=title, start=due.replace(month=4, day=2), due=due, every_year=True,
                                   synthetic=True)  # fmt: skip
    return made


def _below(plans: Sequence[Plan]) -> list[Task]:
    made: list[Task] = []
    for plan in plans:
        clause = plan.clauses.filter(kind=Clause.Kind.CONTENT).order_by("order").first()
        if clause is not None:
            title, due = said()["department"]["units_below"], said()["department"]["due"]
            made += actions.plan_tasks(clause, title=title, start=due.replace(month=9, day=3), due=due, every_year=True,
                                       synthetic=True)  # fmt: skip
    return made


def _of_villages(plans: Plans) -> list[Task]:
    about: Mapping[str, Any] = said()["villages"]
    plan = next((one for one in plans.communes if one.unit and one.unit.code == about["commune"]), None)
    if plan is None:
        return []
    codes = [node.code for node in units.tree(LAST_DAY).children(about["commune"])]
    clause = _clauses(plans.province, [plan], about["clause"])[0]
    made: list[Task] = []
    for village in Unit.objects.filter(code__in=codes).order_by("code"):
        made += actions.plan_tasks(clause, title=about["title"], unit=village, start=about["start"], due=about["due"],
                                   every_year=about["yearly"], synthetic=True)  # fmt: skip
    return made


def _without_work_of_ended_units(planned: Sequence[Planned]) -> list[Planned]:
    """Take back what a unit was to do after its last day: the unit that it went into has this work in its own plan."""
    codes = {one.task.unit.code for one in planned}
    last = {code: _last_day(code) for code in codes}
    kept = []
    for one in planned:
        if one.task.due <= last[one.task.unit.code]:
            kept.append(one)
        else:
            actions.remove_task(one.task)
    return kept


def _last_day(code: str) -> dt.date:
    spans = units.history(code)
    return spans[-1].valid_to or dt.date.max if spans else dt.date.max
