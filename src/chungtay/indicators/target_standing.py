"""Where targets stand, from the indicator values: of one unit, of many, and of the units below together.

May import units, movement, registry and the room. Values under another poverty standard than the one the target began
under are left out: they cannot be compared.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from chungtay.indicators.definitions import definition
from chungtay.indicators.figures import NOT_COMPUTED
from chungtay.indicators.models import IndicatorValue
from chungtay.messages import UserError, Words
from chungtay.movement.models import Movement, Plan, Target
from chungtay.movement.target_path import STATES, UNKNOWN, Stand, TargetPath, path_of, stand
from chungtay.movement.target_sums import Gap, gaps
from chungtay.units import queries as units

RANK = {"off_track": 0, "at_risk": 1, "unknown": 2, "on_track": 3}
"""what needs a leader's eye comes first"""
OTHER_STANDARD = Words(
    "Số liệu năm này theo chuẩn nghèo khác, không so được với chỉ tiêu.",
    "The figure of this year is under another poverty standard and cannot be held against the target.",
)
Key = tuple[int, str, str]
"""unit id, indicator, group"""
Found = tuple[int, str, float | None, float | None, float | None]
"""year, standard, value, and how far chance alone may move it"""


@dataclass(frozen=True)
class TargetStanding:
    """A target with its path, what was found year by year, and where it stands.

    actuals  year -> value, of the standard the target began under
    chance   how far chance alone may move the value of the year: lower, upper; None where it is not known
    reason   why the state is unknown, else None
    """

    target: Target
    unit_code: str
    path: TargetPath
    actuals: Mapping[int, float | None]
    standard_id: str
    stand: Stand
    reason: Words | None
    chance: tuple[float, float] | None = None

    @property
    def state(self) -> str:
        return self.stand.state


@dataclass(frozen=True)
class UnitStanding:
    """One row of a page over many units: the unit as named on 31 December, its standing or None without a target."""

    code: str
    name: str
    parent_code: str | None
    standing: TargetStanding | None

    @property
    def state(self) -> str:
        """The state of the target; "none" for a unit without one."""
        return self.standing.state if self.standing else "none"


@dataclass(frozen=True)
class StandingPage:
    """Units of a level with their standing, the worst first, and how many there are of each state.

    counts  state -> units, "none" for those without a target
    """

    indicator: str
    group: str
    year: int
    rows: tuple[UnitStanding, ...]
    counts: Mapping[str, int]


def standings(targets: Iterable[Target], year: int) -> list[TargetStanding]:
    """Where each target stands at the end of a year, in the order given. One query for all their values.

    targets  with `unit` at hand (select_related), else each costs a query of its own
    """
    targets = list(targets)
    found = _values(targets, year)
    return [
        _standing(target, found.get((target.unit_id, target.indicator, target.group), []), year) for target in targets
    ]


def unit_standing(unit_code: str, year: int, *, movement: Movement | None = None) -> list[TargetStanding]:
    """Where a unit's targets stand: those of its own plans, else those a plan above gave it; one of each indicator.

    Two queries.
    """
    rows = _targets(movement).filter(unit__code=unit_code)
    return standings(_foremost(rows), year)


def plan_standing(plan: Plan, year: int) -> list[TargetStanding]:
    """Where the targets of one plan stand, of its own unit and of those it gave to others. Two queries."""
    return standings(Target.objects.filter(plan=plan).select_related("unit", "plan").order_by("id"), year)


def level_standing(
    movement: Movement, indicator: str, year: int, level: str, *, under: str | None = None, group: str = "all"
) -> StandingPage:
    """Where every unit of a level stands with one indicator, for a page over many units. Two queries."""
    tree = units.tree(dt.date(year, 12, 31))
    nodes = tree.descendants(under, level) if under else tree.level(level)
    rows = _targets(movement).filter(indicator=indicator, group=group, unit__level=level)
    found = {row.unit_code: row for row in standings(_foremost(rows), year)}
    listed = [UnitStanding(node.code, node.full_name, node.parent_code, found.get(node.code)) for node in nodes]
    listed.sort(key=lambda row: (RANK.get(row.state, 4), -_behind(row), row.code))
    counts = Counter(row.state for row in listed)
    return StandingPage(indicator, group, year, tuple(listed), {state: counts[state] for state in (*STATES, "none")})


def target_gap(parent: Target, *, year: int | None = None) -> Gap:
    """What the targets of the units below come to, beside the target above; rates and means are weighed.

    The weights are the denominators of the indicator at the end of the latest year known that is not after `year`
    (default the target's end year): a target's own year often lies ahead, its households are not counted yet.
    """
    at = year or parent.end_year
    try:
        weighed = definition(parent.indicator).unit in ("share", "dong_month")
    except UserError:
        weighed = True
    if not weighed:
        return gaps(parent, year=at)
    values = IndicatorValue.objects.filter(indicator=parent.indicator, group=parent.group, year__lte=at)
    latest = values.order_by("-year").values_list("year", flat=True).first()
    rows = values.filter(year=latest).values_list("unit__code", "denominator") if latest else ()
    return gaps(parent, weights=dict(rows), year=at)


def baseline_of(indicator: str, unit_code: str, year: int, group: str = "all") -> float | None:
    """The unit's own value of a year, for a target's baseline; None where it is not known.

    Where a year has values under two standards, the one that goes on into the next year.
    """
    rows = list(
        IndicatorValue.objects.filter(indicator=indicator, unit__code=unit_code, year__in=(year, year + 1), group=group)
        .order_by("year", "standard_id")
        .values_list("year", "standard_id", "value")
    )
    later = {standard for one, standard, _ in rows if one == year + 1}
    own = sorted((row for row in rows if row[0] == year), key=lambda row: row[1] not in later)
    return own[0][2] if own else None


def _targets(movement: Movement | None) -> QuerySet[Target]:
    rows = Target.objects.select_related("unit", "plan").order_by("indicator", "group", "id")
    return rows.filter(plan__movement=movement) if movement else rows


def _foremost(rows: Iterable[Target]) -> list[Target]:
    """One target for each unit, movement, indicator and group: that of the unit's own plan before one given to it."""
    chosen: dict[tuple[int, int, str, str], Target] = {}
    for row in sorted(rows, key=lambda row: (row.plan.unit_id != row.unit_id, row.pk)):
        chosen.setdefault((row.plan.movement_id, row.unit_id, row.indicator, row.group), row)
    return sorted(chosen.values(), key=lambda row: (row.indicator, row.group, row.pk))


def _values(targets: Sequence[Target], year: int) -> dict[Key, list[Found]]:
    if not targets:
        return {}
    rows = IndicatorValue.objects.filter(
        indicator__in={target.indicator for target in targets},
        unit__in={target.unit_id for target in targets},
        group__in={target.group for target in targets},
        year__gte=min(target.baseline_year for target in targets),
        year__lte=year,
    ).order_by("year", "standard_id")
    found: dict[Key, list[Found]] = defaultdict(list)
    of_value = ("year", "standard_id", "value", "chance_lower", "chance_upper")
    for unit, indicator, group, *own in rows.values_list("unit_id", "indicator", "group", *of_value):
        found[unit, indicator, group].append((own[0], own[1], own[2], own[3], own[4]))
    return found


def _standing(target: Target, found: Sequence[Found], year: int) -> TargetStanding:
    path = path_of(target)
    known = [row for row in found if row[0] >= target.baseline_year]
    standard = _standard(known, target.baseline_year)
    actuals = {row[0]: row[2] for row in known if row[1] == standard}
    ends = {
        row[0]: (row[3], row[4]) for row in known if row[1] == standard and row[3] is not None and row[4] is not None
    }
    state = stand(path, actuals, year)
    reason = None
    if state.state == UNKNOWN:
        reason = OTHER_STANDARD if any(one == year for one, *_ in known) and year not in actuals else NOT_COMPUTED
    return TargetStanding(target, target.unit.code, path, actuals, standard, state, reason, ends.get(year))


def _standard(known: Sequence[Found], baseline_year: int) -> str:
    """The standard of the first year known; of two in that year the one that goes on."""
    if not known:
        return ""
    first = known[0][0]
    later = {row[1] for row in known if row[0] > first}
    standards = [row[1] for row in known if row[0] == first]
    return next((standard for standard in standards if standard in later), standards[0])


def _behind(row: UnitStanding) -> float:
    return (row.standing.stand.behind or 0.0) if row.standing else 0.0
