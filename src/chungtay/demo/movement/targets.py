"""Targets of the made-up movement: the known ones of the country for the province, made-up shares of them below.

In some districts the communes' targets add up to the district's, in others they do not: pages show both.
May import indicators, movement, units and `said`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chungtay.demo.movement.plans import Plans
from chungtay.demo.movement.said import chance
from chungtay.indicators.queries import level_values, value
from chungtay.movement.known_targets import known_target
from chungtay.movement.models import Plan, Target
from chungtay.movement.target_path import TargetPath, straight_line
from chungtay.movement.targets import set_target

BASE, END = 2015, 2020
RATE = "poor_rate"
OF_THE_PROVINCE = {
    "country-poor-rate-2016-2020": "I.1.a",
    "country-minority-2016-2020": "I.1.d",
    "country-poor-income-2016-2020": "I.1.c",
    "country-poor-income-minority-2016-2020": "I.1.c",
}
"""known target -> the clause of the province's plan that says it"""
OF_DISTRICTS = {"474": "hue-city-poor-rate-2020"}
MADE_UP = "Chỉ tiêu giả lập của tỉnh mẫu"
ADDING_UP = ("474", "477", "481")
"""districts whose communes' targets come to the district's own"""


def set_targets(plans: Plans, seed: int) -> int:
    """Set targets for the province, its districts and communes; returns how many."""
    province = _of_province(plans.province)
    rate = province[RATE, "all"]
    made = len(province)
    weights = {row.code: row.denominator or 0.0 for row in level_values(RATE, END, "commune")}
    bases = {row.code: row.value for row in level_values(RATE, BASE, "commune")}
    by_district: dict[str, list[Plan]] = {}
    for plan in plans.communes:
        if plan.parent is not None and plan.parent.unit is not None:
            by_district.setdefault(plan.parent.unit.code, []).append(plan)
    for plan in plans.districts:
        assert plan.unit is not None
        own = _of_district(plan, rate, seed)
        if own is None:
            continue
        made += 1 + _of_communes(own, by_district.get(plan.unit.code, []), bases, weights, seed)
    return made


def _of_province(plan: Plan) -> dict[tuple[str, str], Target]:
    assert plan.unit is not None
    made = {}
    for name, address in OF_THE_PROVINCE.items():
        known = known_target(name)
        figure = value(known.indicator, plan.unit.code, known.first_year, known.group)
        if figure is None or not figure.value:
            continue
        made[known.indicator, known.group] = set_target(
            plan,
            plan.unit,
            known.indicator,
            known.path(figure.value),
            group=known.group,
            clause=plan.clauses.get(address=address),
            source=known.provenance,
            status=known.status,
        )
    return made


def _of_district(plan: Plan, above: Target, seed: int) -> Target | None:
    assert plan.unit is not None
    figure = value(RATE, plan.unit.code, BASE)
    if figure is None or not figure.value:
        return None
    clause = plan.clauses.get(address="I.1.a")
    if plan.unit.code in OF_DISTRICTS:
        known = known_target(OF_DISTRICTS[plan.unit.code])
        return set_target(plan, plan.unit, RATE, known.path(), clause=clause, source=known.provenance,
                          status=known.status)  # fmt: skip
    share = above.end_value / above.baseline * chance(seed, "target", plan.unit.code).uniform(0.85, 1.2)
    path = straight_line(BASE, figure.value, END, _rounded(figure.value * share))
    return set_target(plan, plan.unit, RATE, path, clause=clause, source=MADE_UP, status="unverified")


def _of_communes(
    above: Target, plans: Sequence[Plan], bases: Mapping[str, float | None], weights: Mapping[str, float], seed: int
) -> int:
    """Targets of a district's communes; where they should add up, they are scaled until they do."""
    wanted: dict[str, float] = {}
    zeal = chance(seed, "zeal", above.unit.code).uniform(0.92, 1.2)
    for plan in plans:
        assert plan.unit is not None
        base = bases.get(plan.unit.code)
        if base:
            draw = chance(seed, "target", plan.unit.code).uniform(0.75, 1.25) * zeal
            wanted[plan.unit.code] = min(base, base * above.end_value / above.baseline * draw)
    if above.unit.code in ADDING_UP:
        wanted = _adding_up(wanted, bases, weights, above.end_value)
    else:
        wanted = {code: _rounded(end) for code, end in wanted.items()}
    for plan in plans:
        if plan.unit is not None and plan.unit.code in wanted:
            path = _path(float(bases[plan.unit.code] or 0.0), wanted[plan.unit.code])
            set_target(plan, plan.unit, RATE, path, clause=plan.clauses.get(address="I.1.a"), source=MADE_UP,
                       status="unverified")  # fmt: skip
    return len(wanted)


def _adding_up(
    wanted: Mapping[str, float], bases: Mapping[str, float | None], weights: Mapping[str, float], aim: float
) -> dict[str, float]:
    """Scale shares until their weighted mean is the aim; none rises above where the commune began."""
    scaled = dict(wanted)
    whole = sum(weights.get(code, 0.0) for code in scaled)
    for _round in range(20):
        comes_to = sum(end * weights.get(code, 0.0) for code, end in scaled.items()) / whole if whole else 0.0
        if not comes_to or abs(comes_to - aim) < aim * 1e-9:
            break
        scaled = {code: min(float(bases[code] or 0.0), end * aim / comes_to) for code, end in scaled.items()}
    return scaled


def _path(base: float, end: float) -> TargetPath:
    return straight_line(BASE, base, END, end)


def _rounded(share: float) -> float:
    """As plans write it: to a hundredth of a percent."""
    return round(share, 4)
