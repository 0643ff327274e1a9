"""How far the movement's clauses are carried out, by unit and by clause, with accepted evidence; counted afresh.

`clause_states` says what each state means; `kept_coverage` reads what is counted already, for pages. May import units
and the room.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from chungtay.movement.clause_states import COLUMNS, LATE, STATES, Cells, count_cells, enter
from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.models import Unit


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
    def clauses(self) -> int:
        """All of them, applicable or not."""
        return self.counted + self.not_applicable

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
    """Count how far the movement's clauses are carried out by the end of any day (default today).

    plan    count only clauses that carry out this plan's, or are copies of them
    chosen  count only these units (or their ids)
    """
    day = on or timezone.localdate()
    wanted = [one if isinstance(one, int) else one.pk for one in chosen] if chosen is not None else None
    cells = count_cells(movement.pk, day, wanted)
    if plan is not None:
        pairs = Clause.objects.filter(plan=plan).values_list("root_id", "id")
        roots = {root or own for root, own in pairs}
        kept = {unit: {root: code for root, code in own.items() if root in roots} for unit, own in cells.items()}
        cells = {unit: own for unit, own in kept.items() if own}
    return _summed(movement, day, cells)


def _summed(movement: Movement, day: dt.date, cells: Cells) -> Coverage:
    by_unit: dict[int, list[int]] = {}
    by_root: dict[int, list[int]] = defaultdict(_nothing)
    for unit, own in cells.items():
        here = by_unit[unit] = _nothing()
        for root, code in own.items():
            enter(here, code)
            enter(by_root[root], code)
    total = Share(*(sum(column) for column in zip(*by_unit.values(), strict=True))) if by_unit else Share()
    named = {(unit, root): STATES[code % LATE] for unit, own in cells.items() for root, code in own.items()}
    return Coverage(movement, day, total, _units(movement, by_unit), _clauses(by_root), named)


def _nothing() -> list[int]:
    return [0] * len(COLUMNS)


def _units(movement: Movement, counts: dict[int, list[int]]) -> tuple[UnitCoverage, ...]:
    name_of = unit_naming(movement)
    found = [
        UnitCoverage(
            *counts[unit.pk], unit_id=unit.pk, code=unit.code, level=unit.level, category=unit.category,
            **name_of(unit.code),
        )
        for unit in Unit.objects.filter(pk__in=counts).order_by("code")
    ]  # fmt: skip
    return tuple(found)


def unit_naming(movement: Movement) -> Callable[[str], dict[str, Any]]:
    """A function that gives a unit's name and kind, by its code, as they were in the movement's days."""
    tree = units.tree(hierarchy_day(movement))

    def name_of(code: str) -> dict[str, Any]:
        node = tree.get(code) or _last_node(code)
        return {"name": node.full_name, "kind": node.kind} if node else {"name": code, "kind": ""}

    return name_of


def _last_node(code: str) -> Any:
    """A unit that is not there on the day, as it was on its last day."""
    spans = units.history(code)
    return units.tree(spans[-1].valid_to or spans[-1].valid_from).get(code) if spans else None


def _clauses(counts: dict[int, list[int]]) -> tuple[ClauseCoverage, ...]:
    rows = Clause.objects.select_related("plan").in_bulk(counts)
    found = [ClauseCoverage(*numbers, clause=rows[key], units=sum(numbers[:4])) for key, numbers in counts.items()]
    return tuple(sorted(found, key=lambda one: (one.clause.plan_id, one.clause.order)))
