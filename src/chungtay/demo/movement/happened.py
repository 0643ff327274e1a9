"""Write down what became of the made-up work, years of it at once, as the movement's actions would have left it.

Actions date every step with the moment in which they run; a history of three years cannot be clicked. So the rows are
written here in bulk, each step with the day on which it is told to have happened; the record of every step says that it
is made up. May import accounts, indicators, movement, `fates` and `said`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from chungtay.accounts.models import Assignment, AuditEntry, User
from chungtay.demo.movement.fates import DOING, Fate, fate_of
from chungtay.demo.movement.said import chance, said
from chungtay.demo.movement.tasks import Planned
from chungtay.indicators.models import IndicatorValue
from chungtay.movement.models import Evidence, Movement, Task
from chungtay.movement.noting import note
from chungtay.movement.who_may import unit_above, works_in

AT_ONCE = 500
Figures = dict[tuple[str, int, int], tuple[float, str]]
"""(indicator, unit id, year) -> (value, snapshot)"""


@dataclass
class _Book:
    """Rows to be written, with the days on which they came about."""

    tasks: list[Task] = field(default_factory=list)
    evidence: list[tuple[Evidence, dt.datetime]] = field(default_factory=list)
    steps: list[tuple[AuditEntry, dt.datetime]] = field(default_factory=list)


def write_down(movement: Movement, planned: Sequence[Planned], seed: int) -> dict[str, int]:
    """Give each task its fate, its evidence and its record; returns how many tasks are in each state."""
    people, figures = _people(), _figures(planned)
    above = {code: unit_above(code, movement) for code in {one.task.unit.code for one in planned}}
    book = _Book()
    states: dict[str, int] = {}
    for one in planned:
        code = one.task.unit.code
        start = one.task.start or one.task.due - dt.timedelta(days=60)
        fate = fate_of(seed, code, one.about, start, one.task.due)
        states[fate.state] = states.get(fate.state, 0) + 1
        owner, decider = people.get(code), people.get(above[code] or "", people.get("46"))
        _enter(book, one, fate, owner, decider)
        if fate.proved_at is not None:
            book.evidence += [(row, fate.proved_at) for row in _proofs(one, fate, figures, owner, seed)]
    _store(book)
    note(None, "write_demo_work", movement, f"{len(planned)} tasks", {"synthetic": True, "states": states})
    return states


def _enter(book: _Book, one: Planned, fate: Fate, owner: User | None, decider: User | None) -> None:
    task = one.task
    task.status, task.progress = Task.Status(fate.state), fate.progress
    task.submitted_at = fate.submitted_again_at or fate.submitted_at
    task.submitted_by = owner if task.submitted_at else None
    task.decided_at = fate.accepted_at or fate.sent_back_at
    task.decided_by = decider if task.decided_at else None
    task.decision_reason = "" if fate.accepted_at else fate.reason
    book.tasks.append(task)
    for name, at, who, detail in _steps(fate, owner, decider):
        about = {"movement": task.clause.plan.movement.code, "unit": task.unit.code, "synthetic": True, **detail}
        row = AuditEntry(user=who, action=f"movement.{name}", target=str(task.pk), detail=about)
        book.steps.append((row, at))


def _steps(
    fate: Fate, owner: User | None, decider: User | None
) -> Iterator[tuple[str, dt.datetime, User | None, dict[str, object]]]:
    if fate.started_at:
        yield "start_task", fate.started_at, owner, {}
    if fate.state == DOING and fate.proved_at:
        yield "report_task", fate.proved_at, owner, {"progress": fate.progress}
    if fate.submitted_at:
        yield "submit_task", fate.submitted_at, owner, {}
    if fate.sent_back_at:
        yield "return_task", fate.sent_back_at, decider, {"reason": fate.reason}
    if fate.submitted_again_at:
        yield "submit_task", fate.submitted_again_at, owner, {}
    if fate.accepted_at:
        yield "accept_task", fate.accepted_at, decider, {}


def _proofs(one: Planned, fate: Fate, figures: Figures, owner: User | None, seed: int) -> Iterator[Evidence]:
    """A note, and the figure of the year where the work is about one."""
    task = one.task
    words = said()["evidence"].get(one.about, said()["evidence"]["other"])
    drawn = chance(seed, "proof", task.unit.code, one.about, task.due)
    text = drawn.choice(words).format(n=fate.number)
    yield Evidence(task=task, kind=Evidence.Kind.NOTE, title=text[:120], text=text, added_by=owner)
    found = figures.get((one.figure, task.unit_id, task.due.year))
    if found is not None and fate.state != DOING:
        figure = {"indicator": one.figure, "unit": task.unit.code, "year": task.due.year, "group": "all",
                  "value": found[0], "snapshot": found[1]}  # fmt: skip
        title = said()["figure_titles"][one.figure].format(year=task.due.year)
        yield Evidence(task=task, kind=Evidence.Kind.FIGURE, title=title, figure=figure, added_by=owner)


def _figures(planned: Iterable[Planned]) -> Figures:
    wanted = {(one.figure, one.task.due.year) for one in planned if one.figure}
    rows = IndicatorValue.objects.filter(
        indicator__in={name for name, _ in wanted},
        year__in={year for _, year in wanted},
        group="all",
        value__isnull=False,
    ).exclude(unit__level="village")
    values = rows.values_list("indicator", "unit_id", "year", "value", "snapshot_id")
    return {(name, unit, year): (float(share or 0.0), snapshot) for name, unit, year, share, snapshot in values}


def _people() -> dict[str, User]:
    """The ready account that does a unit's work, by unit code."""
    held = Assignment.objects.filter(user__demo=True, unit__isnull=False).select_related("user", "unit")
    return {one.unit.code: one.user for one in held.order_by("-pk") if one.unit and works_in(one.role, one.unit)}


def _store(book: _Book) -> None:
    fields = ("status", "progress", "submitted_at", "submitted_by", "decided_at", "decided_by", "decision_reason")
    _rewrite(book.tasks, fields)
    evidence = Evidence.objects.bulk_create([row for row, _ in book.evidence], batch_size=AT_ONCE)
    steps = AuditEntry.objects.bulk_create([row for row, _ in book.steps], batch_size=AT_ONCE)
    # A new row gets the present moment, whatever it was given.
    for proof, (_, at) in zip(evidence, book.evidence, strict=True):
        proof.added_at = at
    for step, (_, at) in zip(steps, book.steps, strict=True):
        step.at = at
    _rewrite(evidence, ("added_at",))
    _rewrite(steps, ("at",))


def _rewrite(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these fields of rows that are there, one statement for all rows: `bulk_update` takes ten times as long."""
    if not rows:
        return
    meta: Any = rows[0]._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    quoted = connection.ops.quote_name
    columns = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE id = %s"
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
