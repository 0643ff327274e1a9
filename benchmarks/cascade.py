"""A plan of 60 clauses carried down to 1,000 units, against bare inserts of the same rows in the same run.

Baselines, each into the same tables with the same indexes, in one transaction: `cursor.executemany` of the finished
rows (ids, parents and roots known beforehand, nothing checked), and Django's `bulk_create` of ready objects. The
cascade does its whole work: rights, the units of the day, which of them have a plan, drafts, clauses with their parents
and roots, the audit row. Every side runs on a fresh database in a process of its own. Also measured: the
coverage of all units and clauses with a task on each, against a bare read of those clauses and tasks.

    python -m benchmarks.cascade [--units 1000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MOST = 3.0  # the promise: at most this many times the bare inserts
MOST_COVERAGE = 3.0  # times a bare read of the clauses and tasks that are counted
CLAUSES = 60
START = dt.date(2012, 1, 1)
TEXT = (
    "Vận động các tổ chức, cá nhân hỗ trợ hộ nghèo vay vốn, học nghề, có việc làm ổn định và vươn lên thoát nghèo. " * 3
)


def make_plan(units: int) -> Any:
    """A confirmed provincial plan in the official shape (parts, numbers, letters) over many communes."""
    from chungtay.movement.actions import open_movement
    from chungtay.movement.models import Clause, Plan
    from chungtay.units.loading import store
    from chungtay.units.models import Unit
    from chungtay.units.rows import SpanRow

    spans = [SpanRow("46", "area", "province", "Mẫu", "tỉnh", None, START)]
    spans += [SpanRow(f"D{i}", "area", "district", f"Huyện {i}", "huyện", "46", START) for i in range(10)]
    spans += [SpanRow(f"C{i:05}", "area", "commune", f"Xã {i}", "xã", f"D{i % 10}", START) for i in range(units)]
    store(spans, [], synthetic=True)
    province = Unit.objects.get(code="46")
    movement = open_movement("thu", "Phong trào thử", province, 2016, 2020)
    plan = Plan.objects.create(
        movement=movement, unit=province, title="Kế hoạch thử", status="confirmed", synthetic=True
    )
    actors = [{"kind": "households", "words": "hộ nghèo", "name": None}]
    order = 0

    def add(address: str, above: Clause | None, *, text: str = "", found: list[Any] | None = None) -> Clause:
        nonlocal order
        order += 1
        return Clause.objects.create(
            plan=plan, address=address, order=order, parent=above, kind="content" if text else "heading",
            heading="" if text else f"Nội dung {address}", text=text, actors=found or [],
        )  # fmt: skip

    for part in ("I", "II", "III", "IV"):
        top = add(part, None)
        for number in ("1", "2"):
            middle = add(f"{part}.{number}", top)
            for letter in "abcdef":
                add(f"{part}.{number}.{letter}", middle, text=TEXT, found=actors)
    assert order == CLAUSES
    return plan


def rows_of(plan: Any, codes: list[str]) -> tuple[list[Any], list[Any]]:
    """The finished rows of all drafts, as objects with ids, in the order in which they can be inserted."""
    from chungtay.movement.models import Clause, Plan
    from chungtay.units.models import Unit

    source = list(plan.clauses.order_by("order"))
    plans, clauses, next_id = [], [], 1_000_000
    for place, unit in enumerate(Unit.objects.filter(code__in=codes).order_by("code"), start=1):
        made = Plan(id=1_000_000 + place, movement=plan.movement, unit=unit, parent=plan, title=plan.title,
                    issuer_name=f"xã {unit.code}", status="draft", synthetic=True)  # fmt: skip
        plans.append(made)
        own: dict[int | None, Clause] = {}
        for row in source:
            next_id += 1
            own[row.pk] = Clause(
                id=next_id, plan=made, address=row.address, order=row.order, parent=own.get(row.parent_id),
                kind=row.kind, heading=row.heading, text=row.text, dates=row.dates, figures=row.figures,
                actors=row.actors, due=row.due, origin="inherited", inherits=row, root=row,
            )  # fmt: skip
            clauses.append(own[row.pk])
    return plans, clauses


def bare_executemany(plan: Any, codes: list[str]) -> float:
    """Seconds for `executemany` of the finished rows."""
    from django.db import connection, transaction
    from django.utils import timezone

    plans, clauses = rows_of(plan, codes)
    work = []
    for objects in (plans, clauses):
        model = type(objects[0])
        fields = list(model._meta.concrete_fields)
        for one in plans if objects is plans else ():
            one.received_at = timezone.now()
        columns = ", ".join(f'"{field.column}"' for field in fields)
        sql = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
        values = [
            tuple(field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields)
            for one in objects
        ]
        work.append((sql, values))
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, values in work:
            cursor.executemany(sql, values)
    return time.perf_counter() - started


def bare_bulk_create(plan: Any, codes: list[str]) -> float:
    """Seconds for Django's `bulk_create` of ready objects."""
    from django.db import transaction

    plans, clauses = rows_of(plan, codes)
    started = time.perf_counter()
    with transaction.atomic():
        type(plans[0]).objects.bulk_create(plans)
        type(clauses[0]).objects.bulk_create(clauses)
    return time.perf_counter() - started


def whole_cascade(plan: Any, codes: list[str]) -> float:
    """Seconds for the cascade as an officer starts it."""
    from chungtay.movement.actions import cascade_plan

    started = time.perf_counter()
    made = cascade_plan(plan, codes)
    seconds = time.perf_counter() - started
    assert len(made) == len(codes), len(made)
    return seconds


def coverage_of_all(plan: Any, codes: list[str]) -> tuple[float, float]:
    """Seconds for the coverage when each clause of each unit has a task, half accepted, and for a bare read."""
    from chungtay.movement.actions import cascade_plan
    from chungtay.movement.models import Clause, Task
    from chungtay.movement.queries import coverage

    cascade_plan(plan, codes)
    rows = Clause.objects.filter(plan__parent=plan).exclude(kind="heading").values_list("id", "plan__unit_id")
    Task.objects.bulk_create(
        Task(clause_id=clause, unit_id=unit, title="Việc", due=dt.date(2020, 6, 30), status=("accepted", "open")[n % 2])
        for n, (clause, unit) in enumerate(rows)
    )
    counting, reading = [], []
    for _ in range(5):
        started = time.perf_counter()
        counted = coverage(plan.movement, on=dt.date(2020, 12, 31))
        counting.append(time.perf_counter() - started)
        started = time.perf_counter()
        clauses = list(Clause.objects.values_list("id", "plan_id", "root_id", "origin"))
        tasks = list(Task.objects.values_list("clause_id", "status", "due"))
        reading.append(time.perf_counter() - started)
    assert len(counted.by_unit) >= len(codes) and len(clauses) > len(tasks)
    return statistics.median(counting), statistics.median(reading)


SIDES = {
    "executemany": bare_executemany, "bulk_create": bare_bulk_create, "cascade": whole_cascade,
    "coverage": coverage_of_all,
}  # fmt: skip


def _child(what: str, units: int, folder: Path) -> Any:
    home = Path(tempfile.mkdtemp(dir=folder))
    environment = {**os.environ, "CHUNGTAY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "chungtay.config.settings"}
    environment.pop("CHUNGTAY_DATABASE_URL", None)
    command = [sys.executable, "-m", "benchmarks.cascade", "--child", what, "--units", str(units)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def _run_child(what: str, units: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    plan = make_plan(units)
    print(json.dumps(SIDES[what](plan, [f"C{i:05}" for i in range(units)])))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return 1 where the promise does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", choices=SIDES, help=argparse.SUPPRESS)
    chosen = parser.parse_args([] if arguments is None else arguments)
    if chosen.child:
        _run_child(chosen.child, chosen.units)
        return 0
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as name:
        runs = {what: [_child(what, chosen.units, Path(name)) for _ in range(chosen.rounds)] for what in SIDES}
    took = {what: statistics.median(runs[what]) for what in ("executemany", "bulk_create", "cascade")}
    rows = chosen.units * (CLAUSES + 1)
    print(f"{chosen.units} units x {CLAUSES} clauses = {rows:,} rows", flush=True)
    for base in ("executemany", "bulk_create"):
        print(f"bare {base:12} {took[base]:6.2f} s   cascade {took['cascade']:6.2f} s   ratio "
              f"{took['cascade'] / took[base]:5.2f} (at most {MOST})", flush=True)  # fmt: skip
    counting, reading = (statistics.median(column) for column in zip(*runs["coverage"], strict=True))
    print(f"bare read {reading * 1000:9.0f} ms   coverage {counting * 1000:6.0f} ms   ratio "
          f"{counting / reading:5.2f} (at most {MOST_COVERAGE})", flush=True)  # fmt: skip
    kept = took["cascade"] / took["executemany"] <= MOST and counting / reading <= MOST_COVERAGE
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
