"""The coverage of a movement as `kept_counts` keeps it: what a page shows and no more. May import units and the room.

Call `kept_counts.counted_on` first; it says the day of whose end these figures tell, and brings them up to it. These
queries are written out, since building them from models takes longer than answering them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Min, Q

from chungtay.movement.clause_states import COLUMNS
from chungtay.movement.models import Clause, Movement, Plan, UnitCount
from chungtay.movement.queries.coverage import Share, UnitCoverage, unit_naming
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.models import Level

_COUNTS = ", ".join(f'one."{name}"' for name in COLUMNS)
_TOTAL = f"""
SELECT {", ".join(f'COALESCE(SUM(one."{name}"), 0)' for name in COLUMNS)}, COUNT(*)
FROM movement_unitcount one WHERE one.movement_id = %s
"""
# A clause that several units carry out, or of a plan that carries out none; the others are one unit's own.
_SHARED = f"""
SELECT {_COUNTS}, root.id, root.address, root.heading, root.text, plan.parent_id, unit.code, unit_above.code
FROM movement_clausecount one
JOIN movement_clause root ON root.id = one.root_id
JOIN movement_plan plan ON plan.id = root.plan_id
LEFT JOIN units_unit unit ON unit.id = plan.unit_id
LEFT JOIN movement_plan above ON above.id = plan.parent_id
LEFT JOIN units_unit unit_above ON unit_above.id = above.unit_id
WHERE one.movement_id = %s
  AND (plan.parent_id IS NULL OR one.accepted + one."open" + one."none" + one.not_applicable > 1)
ORDER BY plan.id, root."order"
"""
_UNITS = f"""
SELECT {_COUNTS}, unit.id, unit.code, unit.level, unit.category, one.cells
FROM movement_unitcount one JOIN units_unit unit ON unit.id = one.unit_id
WHERE one.movement_id = %s AND (%s = '' OR unit.level = %s)
ORDER BY {{order}} LIMIT %s OFFSET %s
"""
_APPLY = 'one.accepted + one."open" + one."none"'
_RANK = " ".join(f"WHEN '{level}' THEN {place}" for place, level in enumerate(Level.values))
_ORDERS = {
    "": f"unit.category, CASE unit.level {_RANK} END, unit.code",
    "thap": f"{_APPLY} = 0, one.accepted * 1.0 / NULLIF({_APPLY}, 0), unit.code",
    "cao": f"{_APPLY} = 0, one.accepted * 1.0 / NULLIF({_APPLY}, 0) DESC, unit.code",
}
ALL = 1_000_000
"""more units than a country has"""


@dataclass(frozen=True, kw_only=True)
class SharedClause(Share):
    """A root clause over the units that carry it out.

    show      the clause to open: the root, or a unit's copy where the root is a template's
    added_by  name of the unit that added it to what came from above; "" for a clause of a topmost plan
    """

    root: int
    show: int
    address: str
    words: str
    added_by: str


@dataclass(frozen=True, kw_only=True)
class UnitRow(UnitCoverage):
    """A unit with the state of each of its clauses: id of the root clause (text) -> coded state."""

    cells: dict[str, int]


def total_coverage(movement: Movement) -> tuple[Share, int]:
    """All units' clauses together, and the number of units."""
    ((*numbers, number_of_units),) = _ask(_TOTAL, [movement.pk])
    return Share(*numbers), number_of_units


def shared_clauses(movement: Movement) -> list[SharedClause]:
    """The root clauses that units share, in the order of the plans."""
    rows = _ask(_SHARED, [movement.pk])
    added = [row for row in rows if row[9]]
    copies = _copies([row[5] for row in added if row[10] is None])
    tree = units.tree(hierarchy_day(movement)) if added else None
    found = []
    for *numbers, root, address, heading, text, parent, unit, unit_above in rows:
        code = (unit or unit_above or "") if parent else ""
        node = tree.get(code) if tree is not None else None
        found.append(
            SharedClause(
                *numbers,
                root=root,
                show=copies.get(root, root),
                address=address,
                words=heading or text,
                added_by=node.full_name if node else code,
            )
        )
    return found


def _copies(roots: Collection[int]) -> dict[int, int]:
    """For each clause of a template its first copy, in an issued plan where there is one: templates are not for all."""
    if not roots:
        return {}
    issued = Q(plan__status=Plan.Status.ISSUED)
    rows = Clause.objects.filter(root__in=roots, plan__unit__isnull=False).order_by().values("root")
    firsts = rows.annotate(first=Min("pk"), first_issued=Min("pk", filter=issued))
    return {row["root"]: row["first_issued"] or row["first"] for row in firsts if row["root"]}


def own_clauses(total: Share, clauses: Sequence[SharedClause]) -> Share:
    """What is left of the total without the shared clauses: those that one unit each has added."""
    left = {name: getattr(total, name) - sum(getattr(one, name) for one in clauses) for name in COLUMNS}
    return Share(**left)


def unit_rows(
    movement: Movement, order: str = "", level: str = "", *, first: int = 0, most: int = ALL
) -> list[UnitRow]:
    """The units, `most` of them from place `first` (0) on; only those of a level, where one is given.

    order  the smallest share first ("thap"), the largest first ("cao"), or areas from the top down
    """
    asked: list[int | str] = [movement.pk, level, level, most, first]
    rows = _ask(_UNITS.format(order=_ORDERS.get(order, _ORDERS[""])), asked)
    name_of = unit_naming(movement)
    return [
        UnitRow(
            *numbers, unit_id=key, code=code, level=own, category=category, cells=json.loads(cells), **name_of(code)
        )
        for *numbers, key, code, own, category, cells in rows
    ]


def unit_row(movement: Movement, code: str) -> UnitRow | None:
    """One unit; None where it has no clauses."""
    kept = UnitCount.objects.filter(movement=movement, unit__code=code).select_related("unit").first()
    if kept is None:
        return None
    return UnitRow(
        *(getattr(kept, name) for name in COLUMNS),
        unit_id=kept.unit_id, code=code, level=kept.unit.level, category=kept.unit.category, cells=kept.cells,
        **unit_naming(movement)(code),
    )  # fmt: skip


def units_by_level(movement: Movement) -> dict[str, int]:
    """The number of units with clauses, by level."""
    sql = """
    SELECT unit.level, COUNT(*) FROM movement_unitcount one JOIN units_unit unit ON unit.id = one.unit_id
    WHERE one.movement_id = %s GROUP BY unit.level
    """
    return dict(_ask(sql, [movement.pk]))


def _ask(sql: str, values: Sequence[int | str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
