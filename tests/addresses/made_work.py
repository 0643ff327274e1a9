"""A second movement at work in the made world: plans of province, district and commune in force, and a task in hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

from addresses.reading import COMMUNE, DISTRICT
from chungtay.accounts.models import User
from chungtay.movement import actions
from chungtay.movement.burden import add_form
from chungtay.movement.models import Clause, Evidence, FeedToken, Plan, ReportForm, Target, Task
from chungtay.movement.target_path import straight_line
from chungtay.movement.targets import set_target
from chungtay.units.models import Unit

FIRST_CODE = "chung-tay"
"""the movement that tests/addresses/made_world.py opens"""
CODE = "nuoc-sach"
READERS_OF_DRAFT = ("commune_officer", "district_officer", "province_office", "council_member", "inspector")
"""who reads the commune's plan, which is not issued"""


def make_work(officer: User) -> None:
    """officer: the commune's, who has handed in a file and keeps a calendar."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=("46", DISTRICT, COMMUNE))}
    movement = actions.open_movement(CODE, "Nước sạch", units["46"], 2016, 2020)
    province = Plan.objects.create(
        movement=movement, unit=units["46"], title="Kế hoạch nước sạch", issuer_name="tỉnh", status="issued"
    )
    Clause.objects.create(plan=province, address="I", order=1, kind="content", text="Đào giếng cho các thôn.")
    district = actions.cascade_plan(province, [DISTRICT])[0]
    actions.issue_plan(district, "1/KH", dt.date(2018, 1, 2))
    commune = actions.cascade_plan(district, [COMMUNE])[0]
    task = actions.plan_tasks(commune.clauses.get())[0]
    actions.add_evidence(task, file=BytesIO(b"x"), file_name="bien-ban.txt", by=officer)
    add_form(movement, units["46"], "Biểu nước sạch", "commune", first_year=2016)
    set_target(province, units["46"], "poor_rate", straight_line(2016, 0.08, 2020, 0.04))
    actions.feed_token(officer)


def plan(unit: str) -> Callable[[], int]:
    return lambda: Plan.objects.get(movement__code=CODE, unit__code=unit).pk


def read_plan() -> int:
    """The plan of the first movement, read from a file and not yet confirmed."""
    return Plan.objects.get(movement__code=FIRST_CODE).pk


def clause(unit: str) -> Callable[[], int]:
    return lambda: Clause.objects.get(plan__movement__code=CODE, plan__unit__code=unit).pk


def task() -> int:
    return Task.objects.get().pk


def evidence() -> int:
    return Evidence.objects.get().pk


def form() -> int:
    return ReportForm.objects.get().pk


def target() -> int:
    return Target.objects.get().pk


def token() -> str:
    return FeedToken.objects.get().token
