"""Which clauses were carried out, by unit and by clause, with accepted evidence. May import units and the room.

A clause counts for the unit whose plan holds it, under the topmost clause that it carries out:

accepted        there is work on it, and all of it that was due by the day is accepted (nothing is without evidence)
open            there is work on it, not all accepted
none            nobody planned any work on it
not_applicable  the unit said so and why; left out of the share

Headings and the frame (name, scope, years) ask for no work and are left out. docs/reference/movement.md says the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.models import TreeVersion, Unit

COUNTED = ("purpose", "requirement", "content", "solution", "organisation")
STATES = ("accepted", "open", "none", "not_applicable")

# One row a plan and one a topmost clause, from one pass over clauses: the state of each is worked out by the database.
_STATES = """
WITH work AS (
  SELECT clause_id, COUNT(*) AS tasks,
         SUM(CASE WHEN status = 'accepted' THEN 1 ELSE 0 END) AS accepted,
         SUM(CASE WHEN status <> 'accepted' AND due <= %s THEN 1 ELSE 0 END) AS unfinished,
         SUM(CASE WHEN status IN ('open', 'doing', 'returned') AND due < %s THEN 1 ELSE 0 END) AS late
  FROM movement_task GROUP BY clause_id
)
SELECT plan.unit_id, COALESCE(clause.root_id, clause.id) AS root,
       CASE WHEN clause.origin = 'not_applicable' THEN 3
            WHEN work.clause_id IS NULL THEN 2
            WHEN work.accepted > 0 AND work.unfinished = 0 THEN 0 ELSE 1 END AS state,
       COALESCE(work.late, 0) AS late
FROM movement_plan plan
JOIN movement_clause clause ON clause.plan_id = plan.id
LEFT JOIN work ON work.clause_id = clause.id
WHERE plan.movement_id = %s AND plan.unit_id IS NOT NULL AND clause.kind IN ({kinds})
"""


@dataclass(frozen=True)
class Share:
    """How many clauses are in each state; late counts those with overdue work among the open ones."""

    accepted: int = 0
    open: int = 0
    none: int = 0
    not_applicable: int = 0
    late: int = 0

    @property
    def counted(self) -> int:
        return self.accepted + self.open + self.none

    @property
    def share(self) -> float | None:
        """Share with accepted evidence, of those that apply; None where none does."""
        return self.accepted / self.counted if self.counted else None


@dataclass(frozen=True, kw_only=True)
class UnitCoverage(Share):
    """The clauses of one unit, under the name it bore in the movement's days."""

    unit_id: int
    code: str
    name: str
    level: str
    kind: str
    category: str


@dataclass(frozen=True, kw_only=True)
class ClauseCoverage(Share):
    """One topmost clause over all units that carry it out; `units` have it in their plan, applicable or not."""

    clause: Clause
    units: int


@dataclass(frozen=True)
class Coverage:
    """The movement's clauses: over all units, by unit (by code) and by topmost clause (in the order of the plans).

    `cells` gives the state of each unit and clause: (unit id, root clause id) -> state.
    """

    movement: Movement
    on: dt.date
    total: Share
    by_unit: tuple[UnitCoverage, ...]
    by_clause: tuple[ClauseCoverage, ...]
    cells: dict[tuple[int, int], str]


def coverage(
    movement: Movement,
    *,
    plan: Plan | None = None,
    chosen: Iterable[Unit | int] | None = None,
    on: dt.date | None = None,
) -> Coverage:
    """How far the movement's clauses are carried out by the end of a day (default today).

    plan    count only clauses that carry out this plan's
    chosen  count only these units (or their ids)
    Kept in memory until something in the movement, or in its units, changes.
    """
    day = on or timezone.localdate()
    unit_ids = frozenset(one if isinstance(one, int) else one.pk for one in chosen) if chosen is not None else None
    fresh = Movement.objects.only("work_token").get(pk=movement.pk).work_token
    if not fresh:
        return count_coverage(movement.pk, day, plan.pk if plan else None, unit_ids)
    return _kept(movement.pk, fresh, _units_token(), day, plan.pk if plan else None, unit_ids)


@lru_cache(maxsize=32)
def _kept(
    movement_id: int, _token: str, _units: str, day: dt.date, plan_id: int | None, unit_ids: frozenset[int] | None
) -> Coverage:
    return count_coverage(movement_id, day, plan_id, unit_ids)


def _units_token() -> str:
    """Tells one state of the units, and so of their names, from another."""
    return TreeVersion.objects.values_list("token", flat=True).first() or ""


def count_coverage(
    movement_id: int, day: dt.date, plan_id: int | None = None, unit_ids: Collection[int] | None = None
) -> Coverage:
    """Count afresh; `coverage` keeps what this returns."""
    movement = Movement.objects.get(pk=movement_id)
    rows = _rows(movement_id, day)
    if plan_id is not None:
        wanted = set(Clause.objects.filter(plan_id=plan_id).values_list("root_id", "id").iterator())
        roots = {root or own for root, own in wanted}
        rows = [row for row in rows if row[1] in roots]
    if unit_ids is not None:
        rows = [row for row in rows if row[0] in unit_ids]
    return _summed(movement, day, rows)


def _rows(movement_id: int, day: dt.date) -> list[tuple[int, int, int, int]]:
    """(unit, topmost clause, state, late tasks) for each counted clause of each unit's plan."""
    sql = _STATES.format(kinds=", ".join(["%s"] * len(COUNTED)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [day, day, movement_id, *COUNTED])
        rows: list[tuple[int, int, int, int]] = cursor.fetchall()
        return rows


def _summed(movement: Movement, day: dt.date, rows: list[tuple[int, int, int, int]]) -> Coverage:
    cells: dict[tuple[int, int], int] = {}
    late: dict[tuple[int, int], int] = {}
    for unit, root, state, overdue in rows:
        key = (unit, root)
        cells[key] = state if key not in cells else _of_two(cells[key], state)
        if overdue:
            late[key] = 1
    by_unit: dict[int, list[int]] = {}
    by_root: dict[int, list[int]] = {}
    for (unit, root), state in cells.items():
        if unit not in by_unit:
            by_unit[unit] = [0, 0, 0, 0, 0]
        if root not in by_root:
            by_root[root] = [0, 0, 0, 0, 0]
        by_unit[unit][state] += 1
        by_root[root][state] += 1
    for unit, root in late:
        by_unit[unit][4] += 1
        by_root[root][4] += 1
    total = Share(*(sum(column) for column in zip(*by_unit.values(), strict=True))) if by_unit else Share()
    named = {key: STATES[state] for key, state in cells.items()}
    return Coverage(movement, day, total, _units(movement, by_unit), _clauses(by_root), named)


def _of_two(one: int, other: int) -> int:
    """The state of a clause that a unit carries out in two plans: open where one is open, else the better one."""
    return 1 if 1 in (one, other) else min(one, other)


def _units(movement: Movement, counts: dict[int, list[int]]) -> tuple[UnitCoverage, ...]:
    tree = units.tree(hierarchy_day(movement))
    rows = Unit.objects.in_bulk(counts)
    found = []
    for unit_id, numbers in counts.items():
        unit = rows[unit_id]
        node = tree.get(unit.code) or _last_node(unit.code)
        found.append(
            UnitCoverage(
                *numbers,
                unit_id=unit_id,
                code=unit.code,
                name=node.full_name if node else unit.code,
                level=unit.level,
                kind=node.kind if node else "",
                category=unit.category,
            )
        )
    return tuple(sorted(found, key=lambda one: one.code))


def _last_node(code: str) -> Any:
    """A unit that is not there on the day, as it was on its last day."""
    spans = units.history(code)
    return units.tree(spans[-1].valid_to or spans[-1].valid_from).get(code) if spans else None


def _clauses(counts: dict[int, list[int]]) -> tuple[ClauseCoverage, ...]:
    rows = Clause.objects.select_related("plan").in_bulk(counts)
    found = [ClauseCoverage(*numbers, clause=rows[key], units=sum(numbers[:4])) for key, numbers in counts.items()]
    return tuple(sorted(found, key=lambda one: (one.clause.plan_id, one.clause.order)))
