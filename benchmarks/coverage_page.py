"""The coverage page over 1,000 units x 60 clauses against an empty view of the same stack.

    python -m benchmarks.coverage_page [--units 1000] [--clauses 60] [--rounds 60]

Both are asked for by the same signed-in reader through the same middleware, in turn, in one process; the empty view
renders the frame of the site (`portal/base.html`) and nothing in it. Medians are compared. The database is a fresh one
in a temporary folder: a plan carried down to invented villages, a task on every third clause, half of them accepted.

empty     the frame alone
page      the coverage page as nearly every request meets it: its tables kept from an earlier one
other     another page of its units, asked for the first time: the table of units is made anew
anew      right after an action changed somebody's work (reported, proved, submitted, accepted): no table is kept
action    that action itself, which also counts what it changed; for information
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

MOST_OVER_EMPTY = 5.0
UNITS, CLAUSES, ROUNDS = 1000, 60, 60
PROMISED = ("page", "other", "anew")
CODE = "do-nhanh"
ADDRESS = f"/phong-trao/{CODE}/ket-qua/"


def build(units: int, clauses: int) -> None:
    """Fill the database: invented villages under one commune, a plan of the commune's, one of each village's, tasks."""
    from chungtay.movement import actions
    from chungtay.movement.models import Clause, Plan, Task
    from chungtay.movement.noting import note
    from chungtay.units.loading import load_areas, store
    from chungtay.units.models import Unit
    from chungtay.units.rows import SpanRow

    load_areas()
    first = dt.date(2012, 1, 1)
    spans = [
        SpanRow(f"20047-{n:04d}", "area", "village", f"Thôn {n}", "thôn", "20047", first, dt.date(2025, 6, 30))
        for n in range(1, units)
    ]
    store(spans, (), synthetic=True)
    top = Unit.objects.get(code="20047")
    movement = actions.open_movement(CODE, "Đo nhanh", top, 2016, 2020)
    plan = Plan.objects.create(movement=movement, unit=top, title="Kế hoạch", status="issued", synthetic=True)
    words = "Các đơn vị căn cứ điều kiện thực tế đề ra nội dung, giải pháp giảm nghèo và bố trí nguồn lực."
    Clause.objects.bulk_create(
        Clause(plan=plan, address=f"I.{n}", order=n, kind="content", text=f"{words} ({n})")
        for n in range(1, clauses + 1)
    )
    actions.cascade_plan(plan, [span.code for span in spans])
    rows = Clause.objects.filter(plan__movement=movement, order__lte=clauses // 3).values_list("pk", "plan__unit")
    Task.objects.bulk_create(
        (
            Task(
                clause_id=clause, unit_id=unit, title="Việc", due=dt.date(2019, 12, 1),
                status="accepted" if number % 2 else "open",
            )
            for number, (clause, unit) in enumerate(rows)
        ),
        batch_size=5000,
    )  # fmt: skip
    note(None, "measure", movement, "written without actions")


def reader() -> object:
    """A member of the council, who reads and changes nothing."""
    from chungtay.accounts.models import Assignment, User
    from chungtay.units.models import Unit

    user = User.objects.create_user("hoi-dong")
    unit = Unit.objects.get(code="46")
    Assignment.objects.create(user=user, role="council_member", unit=unit, valid_from=dt.date(2016, 1, 1))
    return user


def add_empty_view() -> None:
    """Put the empty view beside the site's own addresses."""
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.urls import path

    from chungtay.config.urls import urlpatterns as site

    def empty(request: HttpRequest) -> HttpResponse:
        return render(request, "portal/base.html")

    settings.ROOT_URLCONF = (path("trong/", empty), *site)  # Django takes the patterns themselves too
    settings.ALLOWED_HOSTS = ["testserver"]


def measure(rounds: int) -> dict[str, float]:
    """Median milliseconds of each request; the page and the empty view take turns."""
    from django.test import Client

    client = Client()
    client.force_login(reader())  # type: ignore[arg-type]
    for address in ("/trong/", ADDRESS, ADDRESS):
        assert client.get(address).status_code == 200, address
    act = somebody_works()
    times: dict[str, list[float]] = {name: [] for name in ("empty", *PROMISED, "action")}
    for number in range(rounds):
        times["empty"].append(timed(lambda: client.get("/trong/")))
        times["page"].append(timed(lambda: client.get(ADDRESS)))
        other = f"{ADDRESS}?trang={number % 18 + 2}"
        times["other"].append(timed(lambda: client.get(other)))  # noqa: B023 - asked at once
        times["action"].append(timed(lambda: next(act)))
        times["anew"].append(timed(lambda: client.get(ADDRESS)))
    return {name: statistics.median(found) for name, found in times.items()}


def somebody_works() -> Iterator[object]:
    """One action after another: each open task is reported on, proved, submitted and accepted."""
    from chungtay.movement import actions
    from chungtay.movement.models import Task

    for task in Task.objects.filter(status="open").select_related("clause__plan__movement", "unit").iterator():
        yield actions.report_progress(task, 50)
        yield actions.add_evidence(task, text="Đã làm.")
        yield actions.submit_task(task)
        yield actions.accept_task(task)


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds that one request takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return 1 where the promise does not hold."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--units", type=int, default=UNITS)
    options.add_argument("--clauses", type=int, default=CLAUSES)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args(arguments or [])
    if not chosen.child:  # a process of its own: Django is set up once, for one database
        asked = [f"--{name}={getattr(chosen, name)}" for name in ("units", "clauses", "rounds")]
        command = [sys.executable, "-m", "benchmarks.coverage_page", "--child", *asked]
        return subprocess.run(command, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as home:
        os.environ |= {"CHUNGTAY_HOME": home, "DJANGO_SETTINGS_MODULE": "chungtay.config.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        add_empty_view()
        call_command("migrate", verbosity=0)
        build(chosen.units, chosen.clauses)
        from chungtay.movement.models import Clause, Task

        counted, tasks = Clause.objects.count(), Task.objects.count()
        print(f"{counted:,} clauses of {chosen.units:,} units, {tasks:,} tasks, {chosen.rounds} rounds, medians")
        found = measure(chosen.rounds)
    for name, milliseconds in found.items():
        print(f"  {name:<8} {milliseconds:7.1f} ms  {milliseconds / found['empty']:5.1f}x")
    ratios = {name: found[name] / found["empty"] for name in PROMISED}
    for name, ratio in ratios.items():
        verdict = "holds" if ratio <= MOST_OVER_EMPTY else "DOES NOT HOLD"
        print(f"  {name} / empty = {ratio:.2f}, promised at most {MOST_OVER_EMPTY}: {verdict}")
    return 0 if max(ratios.values()) <= MOST_OVER_EMPTY else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
