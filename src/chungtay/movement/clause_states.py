"""The state of each clause of each unit, worked out from the tasks by the database. May import the room's models.

A clause counts for the unit whose plan holds it, under its root (`Clause.root`):

accepted        there is work on it, and all of it that was due by the day is accepted (nothing is without evidence)
open            there is work on it, not all accepted
none            nobody planned any work on it
not_applicable  the unit said so and why; left out of the share

A state is coded as its place in STATES, and LATE more where work on the clause is overdue. Headings and the frame
(name, scope, years) ask for no work and are left out. docs/reference/movement.md says the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import connection

COUNTED = ("purpose", "requirement", "content", "solution", "organisation")
STATES = ("accepted", "open", "none", "not_applicable")
COLUMNS = (*STATES, "late")
OPEN, LATE = 1, 4
Cells = dict[int, dict[int, int]]
"""unit id -> root clause id -> coded state"""

# One row a plan and one a root clause, from one pass over clauses: the state of each is worked out by the database.
_STATES = """
WITH work AS (
  SELECT clause_id, COUNT(*) AS tasks,
         SUM(CASE WHEN status = 'accepted' THEN 1 ELSE 0 END) AS accepted,
         SUM(CASE WHEN status <> 'accepted' AND due <= %s THEN 1 ELSE 0 END) AS unfinished,
         SUM(CASE WHEN status IN ('open', 'doing', 'returned') AND due < %s THEN 1 ELSE 0 END) AS late
  FROM movement_task {work_of} GROUP BY clause_id
)
SELECT plan.unit_id, COALESCE(clause.root_id, clause.id) AS root,
       CASE WHEN clause.origin = 'not_applicable' THEN 3
            WHEN work.clause_id IS NULL THEN 2
            WHEN work.accepted > 0 AND work.unfinished = 0 THEN 0 ELSE 1 END AS state,
       COALESCE(work.late, 0) AS late
FROM movement_plan plan
JOIN movement_clause clause ON clause.plan_id = plan.id
LEFT JOIN work ON work.clause_id = clause.id
WHERE plan.movement_id = %s AND plan.unit_id IS NOT NULL AND clause.kind IN ({kinds}) {plans_of}
"""
_WORK_OF = """
WHERE clause_id IN (SELECT clause.id FROM movement_clause clause JOIN movement_plan plan ON plan.id = clause.plan_id
                    WHERE plan.movement_id = %s AND plan.unit_id IN ({units}))
"""
# A state changes between two days only where unaccepted work falls due: on the day it is due, or late the day after.
_FALLEN_DUE = """
SELECT DISTINCT plan.unit_id
FROM movement_task task
JOIN movement_clause clause ON clause.id = task.clause_id
JOIN movement_plan plan ON plan.id = clause.plan_id
WHERE plan.movement_id = %s AND plan.unit_id IS NOT NULL AND task.status <> 'accepted' AND task.due BETWEEN %s AND %s
"""


def count_cells(movement_id: int, day: dt.date, units: Collection[int] | None = None) -> Cells:
    """The state of every counted clause by the end of a day; of these units only (ids), or of all."""
    kinds = ", ".join(["%s"] * len(COUNTED))
    work_of = plans_of = ""
    asked: list[int | str | dt.date] = [day, day, movement_id, *COUNTED]
    if units is not None:
        listed = ", ".join(["%s"] * len(units)) or "NULL"
        work_of, plans_of = _WORK_OF.format(units=listed), f"AND plan.unit_id IN ({listed})"
        asked = [day, day, movement_id, *units, movement_id, *COUNTED, *units]
    with connection.cursor() as cursor:
        cursor.execute(_STATES.format(kinds=kinds, work_of=work_of, plans_of=plans_of), asked)
        return _merged(cursor.fetchall())


def units_fallen_due(movement_id: int, one: dt.date, other: dt.date) -> set[int]:
    """Units (ids) some of whose clauses may be in another state at the end of one day than at that of the other."""
    with connection.cursor() as cursor:
        cursor.execute(_FALLEN_DUE, [movement_id, *sorted((one, other))])
        return {row[0] for row in cursor.fetchall()}


def enter(numbers: list[int], code: int, by: int = 1) -> None:
    """Count a clause in COLUMNS under its state, and as late where it is."""
    numbers[code % LATE] += by
    if code >= LATE:
        numbers[-1] += by


def _merged(rows: Iterable[tuple[int, int, int, int]]) -> Cells:
    """One state a unit and root, also where a unit carries a clause out in two plans or in two clauses of one."""
    cells: Cells = {}
    for unit, root, state, late in rows:
        own = cells.get(unit)
        if own is None:
            own = cells[unit] = {}
        code = state + LATE if late else state
        own[root] = _of_two(own[root], code) if root in own else code
    return cells


def _of_two(one: int, other: int) -> int:
    """Open where one of the two is open, else the better one; late where one is."""
    states = (one % LATE, other % LATE)
    late = LATE if one >= LATE or other >= LATE else 0
    return late + (OPEN if OPEN in states else min(states))
