"""Keep the counts of a movement's clauses beside its tasks, so that nobody waits. May import units and the room.

Every action of the movement ends here through `noting.note`, in its own transaction and holding the movement's row: the
clauses of the units that it touched are counted again, and the sums of the clauses change by the difference. What falls
due with the days is counted when the next action comes, or the next reader. `count_cells` is what all must equal.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from chungtay.movement.clause_states import COLUMNS, count_cells, enter, units_fallen_due
from chungtay.movement.models import ClauseCount, KeptCount, Movement, UnitCount
from chungtay.movement.who_may import hierarchy_day
from chungtay.units.models import Unit

MOST_UNITS = 200
"""from so many units on, counting all of them anew is as quick"""
Sums = dict[int, list[int]]
"""root clause id -> number of units in each of COLUMNS"""


def count_again(movement_id: int, units: Collection[int | None] | None) -> None:
    """Count the clauses of these units (ids) anew; None: of all. Within a transaction that holds the movement's row."""
    movement = Movement.objects.get(pk=movement_id)
    day, counted_on = hierarchy_day(movement), movement.counted_on
    if units is None or counted_on is None:
        count_all(movement, day)
    else:
        touched = {unit for unit in units if unit is not None}
        if counted_on != day:
            touched |= units_fallen_due(movement_id, counted_on, day)
        if len(touched) >= MOST_UNITS:
            count_all(movement, day)
        elif touched:
            _count_units(movement, day, touched)
    if counted_on != day:
        Movement.objects.filter(pk=movement_id).update(counted_on=day)


def counted_on(movement: Movement) -> dt.date:
    """The day whose end the kept counts tell of, after bringing them up to today where they lag behind."""
    day = hierarchy_day(movement)
    if movement.counted_on is None or movement.counted_on < day:
        with transaction.atomic():
            Movement.objects.select_for_update().get(pk=movement.pk)
            count_again(movement.pk, ())
        movement.counted_on = day
    return movement.counted_on


def units_counted_wrong(movement: Movement) -> list[str]:
    """Codes of units whose kept counts are not what their tasks say, on the day that the counts tell of."""
    cells = count_cells(movement.pk, movement.counted_on or hierarchy_day(movement))
    kept = {row.unit_id: row for row in UnitCount.objects.filter(movement=movement)}
    wrong = [
        unit
        for unit in cells.keys() | kept.keys()
        if unit not in kept or not _same(kept[unit], _unit_count(movement, unit, cells.get(unit, {})))
    ]
    return sorted(Unit.objects.filter(pk__in=wrong).values_list("code", flat=True))


def _same(one: UnitCount, other: UnitCount) -> bool:
    cells = {int(root): code for root, code in one.cells.items()}
    return cells == other.cells and all(getattr(one, name) == getattr(other, name) for name in COLUMNS)


def count_all(movement: Movement, day: dt.date) -> None:
    """Throw the movement's counts away and make them anew."""
    cells = count_cells(movement.pk, day)
    sums: Sums = defaultdict(lambda: [0] * len(COLUMNS))
    for own in cells.values():
        _add(sums, own, 1)
    UnitCount.objects.filter(movement=movement).delete()
    ClauseCount.objects.filter(movement=movement).delete()
    UnitCount.objects.bulk_create(_unit_count(movement, unit, own) for unit, own in cells.items())
    ClauseCount.objects.bulk_create(
        ClauseCount(movement=movement, root_id=root, **_columns(numbers)) for root, numbers in sums.items()
    )


def _count_units(movement: Movement, day: dt.date, units: Collection[int]) -> None:
    cells = count_cells(movement.pk, day, units)
    kept = UnitCount.objects.filter(movement=movement, unit__in=units)
    before = {row.unit_id: {int(root): code for root, code in row.cells.items()} for row in kept}
    changed = [unit for unit in units if cells.get(unit) != before.get(unit)]
    sums: Sums = defaultdict(lambda: [0] * len(COLUMNS))
    for unit in changed:
        _add(sums, before.get(unit, {}), -1)
        _add(sums, cells.get(unit, {}), 1)
    UnitCount.objects.filter(movement=movement, unit__in=[unit for unit in changed if unit not in cells]).delete()
    rows = [_unit_count(movement, unit, cells[unit]) for unit in changed if unit in cells]
    UnitCount.objects.bulk_create(rows, **_set("unit", "cells"))
    _change_sums(movement, {root: numbers for root, numbers in sums.items() if any(numbers)})


def _change_sums(movement: Movement, by: Mapping[int, list[int]]) -> None:
    rows = {row.root_id: row for row in ClauseCount.objects.filter(movement=movement, root__in=by)}
    new = []
    for root, numbers in by.items():
        row = rows.get(root)
        known = [getattr(row, name) for name in COLUMNS] if row else [0] * len(COLUMNS)
        summed = _columns([one + other for one, other in zip(known, numbers, strict=True)])
        new.append(ClauseCount(movement=movement, root_id=root, **summed))
    ClauseCount.objects.bulk_create([row for row in new if _any(row)], **_set("root"))
    gone = [row.root_id for row in new if not _any(row)]
    ClauseCount.objects.filter(movement=movement, root__in=gone).delete()


def _add(sums: Sums, cells: Mapping[int, int], sign: int) -> None:
    for root, code in cells.items():
        enter(sums[root], code, sign)


def _unit_count(movement: Movement, unit: int, cells: Mapping[int, int]) -> UnitCount:
    numbers = [0] * len(COLUMNS)
    for code in cells.values():
        enter(numbers, code)
    return UnitCount(movement=movement, unit_id=unit, cells=cells, **_columns(numbers))


def _columns(numbers: Iterable[int]) -> dict[str, int]:
    return dict(zip(COLUMNS, numbers, strict=True))


def _any(row: KeptCount) -> bool:
    return any(getattr(row, name) for name in COLUMNS)


def _set(key: str, *more: str) -> dict[str, Any]:
    """How `bulk_create` inserts rows, or sets the columns of those that are there."""
    return {"update_conflicts": True, "unique_fields": ["movement", key], "update_fields": [*COLUMNS, *more]}
