"""Do the targets of the units below add up to the target above? May import units and the room.

A rate of the whole is the mean of the parts' rates, weighted by their denominators; a count of the whole is their sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chungtay.movement.models import Target
from chungtay.movement.target_path import EXACT, TargetPath, path_of
from chungtay.units import queries as units

ADDS_UP, FALLS_SHORT, GOES_FURTHER, NOTHING = "adds_up", "falls_short", "goes_further", "nothing_to_add"


@dataclass(frozen=True)
class Part:
    """What one unit below aims at; weight is its denominator, None where none is known."""

    unit_code: str
    value: float
    weight: float | None = None


@dataclass(frozen=True)
class Gap:
    """The target above beside what the targets below come to.

    implied         what the parts come to; None where there is nothing to add
    difference      implied less the target above, worse above 0
    counted         units below that are in `implied`
    missing         codes of units below without a target
    without_weight  codes of units below with a target that no denominator weighs
    state           adds_up | falls_short (the parts are not enough) | goes_further | nothing_to_add
    """

    year: int
    value: float
    implied: float | None
    difference: float | None
    counted: int
    missing: tuple[str, ...]
    without_weight: tuple[str, ...]
    state: str

    @property
    def complete(self) -> bool:
        """Every unit below is in `implied`; otherwise it speaks only of those that are."""
        return not self.missing and not self.without_weight


def weighted(parts: Iterable[Part]) -> float | None:
    """The rate of the whole: Σ value x weight over Σ weight; None where nothing weighs."""
    known = [(part.value, part.weight) for part in parts if part.weight]
    whole = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / whole if whole else None


def plain_sum(parts: Iterable[Part]) -> float | None:
    """The count of the whole; None where there are no parts."""
    values = [part.value for part in parts]
    return sum(values) if values else None


def gap_between(
    above: TargetPath, year: int, parts: Iterable[Part], missing: Iterable[str] = (), *, rate: bool = True
) -> Gap:
    """Compare the path above with the parts at the end of a year.

    rate  True: weigh the parts by their denominators; False: add them
    A difference of less than a hundredth of an average yearly step counts as adding up.
    """
    parts = list(parts)
    counted = [part for part in parts if part.weight] if rate else parts
    implied = weighted(counted) if rate else plain_sum(counted)
    value = above.at(year)
    if value is None:
        value = above.baseline
    without = tuple(sorted(part.unit_code for part in parts if rate and not part.weight))
    if implied is None:
        return Gap(year, value, None, None, 0, tuple(sorted(missing)), without, NOTHING)
    difference = above.shortfall(implied, value)
    close = max(above.yearly_step / 100, EXACT * abs(value))
    state = ADDS_UP if abs(difference) <= close else FALLS_SHORT if difference > 0 else GOES_FURTHER
    return Gap(year, value, implied, difference, len(counted), tuple(sorted(missing)), without, state)


def targets_below(parent: Target, on: dt.date) -> tuple[dict[str, Target], list[str]]:
    """The target of each unit right under the target's unit on a day, and the codes of those without one.

    Of several for one unit the one that names this target as its parent holds, then that of the unit's own plan, then
    one that a plan above gave it.
    """
    tree = units.tree(on)
    node = tree.get(parent.unit.code)
    below = [one.code for one in tree.children(node.code)] if node else []
    rows = Target.objects.filter(
        plan__movement_id=parent.plan.movement_id,
        unit__code__in=below,
        indicator=parent.indicator,
        group=parent.group,
    ).select_related("unit", "plan")
    found: dict[str, Target] = {}
    for row in sorted(rows, key=lambda row: (row.parent_id != parent.pk, row.plan.unit_id != row.unit_id, row.pk)):
        found.setdefault(row.unit.code, row)
    return found, [code for code in below if code not in found]


def gaps(
    parent: Target,
    *,
    weights: Mapping[str, float | None] | None = None,
    year: int | None = None,
    on: dt.date | None = None,
) -> Gap:
    """The target above beside the targets of the units right under it.

    weights  unit code -> denominator, for a rate or a mean; None adds the values up, for a count
    year     the year compared, default the end year
    on       the day as of which the units are meant, default 31 December of that year
    """
    at = year or parent.end_year
    found, missing = targets_below(parent, on or dt.date(at, 12, 31))
    parts = []
    for code, target in found.items():
        value = path_of(target).at(at)
        if value is None:
            missing.append(code)
        else:
            parts.append(Part(code, value, (weights or {}).get(code)))
    return gap_between(path_of(parent), at, parts, missing, rate=weights is not None)
