"""The denominators of rates: how many households each unit and group had at the end of a year.

A unit above communes has a number only where every one of its communes gave one: a sum of some of them would make a
rate look lower or higher than it is. May import registry and units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from chungtay.registry.models import HouseholdCount
from chungtay.units.tree import Tree

Counts = dict[tuple[int, str], int]
Row = tuple[int, str, int, int | None]


def household_counts(year: int, tree: Tree) -> Counts:
    """Return (unit id, group) -> households, for the units of `tree` that have a full count."""
    rows = HouseholdCount.objects.filter(year=year).values_list(
        "commune_id", "area", "households", "minority_households"
    )
    return add_up(rows, tree)


def add_up(rows: Iterable[Row], tree: Tree) -> Counts:
    """Add the reported rows (unit id, area, households, minority households) up the tree.

    A row may be of a commune or of a village; villages' rows are not added to their commune, which reports its own.
    """
    given: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        given[row[0]].append(row)
    counts: Counts = {}
    for unit_id, own in given.items():
        counts.update({(unit_id, group): number for group, number in _groups(own).items()})
    sums: dict[tuple[int, str], int] = defaultdict(int)
    incomplete: set[tuple[int, str]] = set()
    for commune in tree.level("commune"):
        for above in tree.ancestors(commune.code):
            if commune.unit_id is None or above.unit_id is None:
                continue
            groups = _groups(given[commune.unit_id]) if commune.unit_id in given else {}
            for group in ("all", "rural", "urban", "minority", "kinh"):
                if group in groups:
                    sums[above.unit_id, group] += groups[group]
                else:
                    incomplete.add((above.unit_id, group))
    return counts | {key: number for key, number in sums.items() if key not in incomplete}


def _groups(rows: list[Row]) -> dict[str, int]:
    """Households of one unit by group; minority and kinh are missing where the unit did not say."""
    by_area = {area: number for _, area, number, _ in rows}
    every = sum(by_area.values())
    groups = {"all": every, "rural": by_area.get("rural", 0), "urban": by_area.get("urban", 0)}
    minority = [number for _, _, _, number in rows]
    known = [number for number in minority if number is not None]
    if len(known) == len(minority):
        groups |= {"minority": sum(known), "kinh": every - sum(known)}
    return groups
