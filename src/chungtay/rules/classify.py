"""From one household's facts to its verdict: the plain reference way, with an explanation.

A class is given only where no unknown fact could change it. Points (B1, B2) win over facts where they are given,
each for its own part: B1 for income, B2 for the count of deprivations. May import the rules' modules but no engine's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chungtay.rules.evaluate import Facts, blame, truth
from chungtay.rules.explain import explain
from chungtay.rules.kleene import Interval
from chungtay.rules.standard import AREAS, ClassRule, Guidance, Standard
from chungtay.rules.verdict import UNDETERMINED, Verdict
from chungtay.rules.vocabulary import load_vocabulary

CUT_OFFS = "cut_offs"
"""What is missing where the guidance gives no cut-offs for the household's area."""


@dataclass(frozen=True)
class Outcome:
    """The class rules that may hold in one area: one where it is certain, several where it is open."""

    area: str
    facts: Facts
    possible: tuple[ClassRule, ...]


def classify_household(
    standard: Standard,
    household: Mapping[str, object],
    members: Sequence[Mapping[str, object]],
    guidance: str | None = None,
    *,
    review_year: int | None = None,
) -> Verdict:
    """Classify one household.

    household, members   fact name -> value; a name that is absent, or None, is unknown. No members at all means that
                         the members are not known.
    guidance             id of the guidance that reads points; None: the standard's default; "facts": ignore points
    review_year          the year in which ages count, to tell birth year from age and back; the standard's
                         reference year where None
    UserError if the standard is incomplete or the guidance is not one of its own.
    """
    standard.check_usable()
    reading = standard.choose_guidance(guidance)
    year = review_year if review_year is not None else standard.reference_year
    known = Facts(household=household, members=tuple(complete_member(member, year) for member in members))
    indicators = {item.code: truth(item.ast, known) for item in standard.indicators if item.ast is not None}
    count, by_points = _count(indicators, household, reading)
    scored = reading is not None and household.get("b1_points") is not None
    rules = reading.classes if reading is not None and scored else standard.classes
    area = household.get("area") if household.get("area") in AREAS else None
    outcomes = [
        _outcome(standard, reading, rules, Facts(household, (), None, count), tried)
        for tried in ((str(area),) if area else AREAS)
    ]
    possible = tuple(rule for rule in rules if any(rule in outcome.possible for outcome in outcomes))
    household_class = _common([rule.household_class for rule in possible]) or UNDETERMINED
    rule = possible[0] if len(possible) == 1 else None
    missing: tuple[str, ...] = ()
    if household_class == UNDETERMINED and rule is None:
        missing = _missing(standard, reading if scored else None, outcomes, known, area is None)
    verdict = Verdict(
        household_class=household_class,
        subtype=_common([found.subtype for found in possible]),
        deprivations=int(count.lo) if count.exact and standard.indicators else None,
        deprivations_range=(int(count.lo), int(count.hi)),
        indicators=indicators,
        missing=missing,
        rule=rule.id if rule else None,
        rule_source=rule.source if rule else None,
        standard_id=standard.id,
        standard_version=standard.version,
        guidance=reading.id if reading is not None and (scored or by_points) else None,
        way=_way(standard, scored, by_points),
        explanation=(),
    )
    return explain(standard, reading, verdict, known, outcomes, rule)


def complete_member(member: Mapping[str, object], year: int) -> Mapping[str, object]:
    """Tell age from birth year, or birth year from age, where one is unknown and the other known."""
    age, born = member.get("age"), member.get("birth_year")
    if age is None and isinstance(born, int):
        return {**member, "age": year - born}
    if born is None and isinstance(age, int):
        return {**member, "birth_year": year - age}
    return member


def _count(
    indicators: Mapping[str, bool | None], household: Mapping[str, object], reading: Guidance | None
) -> tuple[Interval, bool]:
    """How many deprivations, and whether points say so."""
    points = household.get("b2_points")
    if reading is not None and points is not None:
        exact = int(points) // reading.points_per_deprivation  # type: ignore[call-overload]
        return Interval(exact, exact), True
    sure = sum(outcome is True for outcome in indicators.values())
    return Interval(sure, sure + sum(outcome is None for outcome in indicators.values())), False


def _outcome(
    standard: Standard, reading: Guidance | None, rules: tuple[ClassRule, ...], facts: Facts, area: str
) -> Outcome:
    """Which rules may hold if the household lies in `area`."""
    figures: dict[tuple[str, str], float | int | None] = {
        ("line", figure.name): figure.by_area[area] for figure in standard.lines.values()
    }
    if reading is not None:
        figures |= {("cut", figure.name): figure.by_area[area] for figure in reading.cuts.values()}
    assumed = Facts({**facts.household, "area": area}, (), None, facts.deprivations, figures)
    holds = [truth(rule.ast, assumed) for rule in rules]
    certain = [rule for rule, outcome in zip(rules, holds, strict=True) if outcome is True]
    open_ = [rule for rule, outcome in zip(rules, holds, strict=True) if outcome is not False]
    return Outcome(area, assumed, tuple(certain[:1] or open_))


def _common(values: Sequence[str | None]) -> str | None:
    """Return what all have in common, None where they differ or there are none."""
    return values[0] if values and all(value == values[0] for value in values) else None


def _missing(
    standard: Standard, points: Guidance | None, outcomes: Sequence[Outcome], known: Facts, area_unknown: bool
) -> tuple[str, ...]:
    """Name the facts that keep the class open; filling in all of them decides it."""
    names: set[str] = {"area"} if area_unknown else set()
    for outcome in outcomes:
        if points is not None and outcome.area in points.areas_without_cuts():
            names |= set() if area_unknown else {CUT_OFFS}
        elif len(outcome.possible) > 1:
            names |= set().union(*(blame(rule.ast, outcome.facts) for rule in outcome.possible))
    if "deprivations" in names:
        names.remove("deprivations")
        for indicator in standard.indicators:
            if indicator.ast is not None:
                names |= blame(indicator.ast, known)
    ordered = load_vocabulary().in_order(names)
    return (*ordered, *(word for word in ("members", CUT_OFFS) if word in names))


def _way(standard: Standard, scored: bool, by_points: bool) -> Literal["facts", "points", "mixed"]:
    if scored and (by_points or not standard.indicators):
        return "points"
    return "mixed" if scored or by_points else "facts"
