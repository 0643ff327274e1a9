"""Why a verdict is what it is, step by step, fit for a page: facts used, members concerned, sources.

May import `evaluate`, `expressions`, `standard`, `verdict`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chungtay.messages import Words
from chungtay.rules.evaluate import Facts, truth
from chungtay.rules.expressions import AnyMember, CountMembers, FactRef, household_facts, member_facts, walk
from chungtay.rules.standard import ClassRule, Figure, Guidance, Indicator, Standard
from chungtay.rules.verdict import Reason, Step, Verdict
from chungtay.rules.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from chungtay.rules.classify import Outcome

DEPRIVATIONS = Words("Số chỉ số thiếu hụt", "Number of deprivations")
NO_RULE = Words("Chưa xác định được loại hộ", "The class cannot be determined yet")


def explain(  # noqa: PLR0917
    standard: Standard,
    reading: Guidance | None,
    verdict: Verdict,
    known: Facts,
    outcomes: Sequence[Outcome],
    rule: ClassRule | None,
) -> Verdict:
    """Return the verdict with its steps: each indicator, the count, the figures compared with, the rule."""
    steps = [_indicator(item, known) for item in standard.indicators if item.ast is not None]
    if standard.indicators:
        steps.append(_count(standard, reading, verdict, known))
    scored = reading is not None and known.household.get("b1_points") is not None
    figures = reading.cuts if reading is not None and scored else standard.lines
    steps += _figures(figures, [outcome.area for outcome in outcomes], known)
    possible = [item for outcome in outcomes for item in outcome.possible]
    steps.append(_class(standard, verdict, rule, possible, known))
    return replace(verdict, explanation=tuple(steps))


def _indicator(indicator: Indicator, known: Facts) -> Step:
    assert indicator.ast is not None
    return Step(
        "indicator", indicator.code, indicator.label, truth(indicator.ast, known), _because(indicator, known),
        indicator.condition, indicator.source, indicator.status,
    )  # fmt: skip


def _because(indicator: Indicator, known: Facts) -> tuple[Reason, ...]:
    """Name the household's facts that are read, and the members for whom a condition holds or is open."""
    vocabulary = load_vocabulary()
    assert indicator.ast is not None
    reasons = [
        Reason(name, vocabulary.fact(name).label, known.household.get(name))
        for name in vocabulary.in_order(household_facts(indicator.ast))
    ]
    for part in walk(indicator.ast):
        if not isinstance(part, AnyMember | CountMembers) or part.predicate is None:
            continue
        for position, member in enumerate(known.members):
            if truth(part.predicate, known.of(member)) is False:
                continue
            reasons += [
                Reason(name, vocabulary.fact(name).label, member.get(name), position)
                for name in vocabulary.in_order(member_facts(part.predicate))
            ]
    return tuple(reasons)


def _count(standard: Standard, reading: Guidance | None, verdict: Verdict, known: Facts) -> Step:
    points = known.household.get("b2_points")
    low, high = verdict.deprivations_range
    outcome = low if low == high else f"{low}–{high}"
    if reading is not None and points is not None:
        because = (Reason("b2_points", load_vocabulary().fact("b2_points").label, points),)
        return Step(
            "deprivations", "deprivations", DEPRIVATIONS, outcome, because, None, reading.source, reading.status
        )  # fmt: skip
    return Step(
        "deprivations", "deprivations", DEPRIVATIONS, outcome, (), None, standard.source, standard.source_status
    )


def _figures(figures: object, areas: Sequence[str], known: Facts) -> list[Step]:
    assert isinstance(figures, dict)
    chosen: list[Figure] = list(figures.values())
    area = load_vocabulary().fact("area")
    because = (Reason("area", area.label, known.household.get("area")),)
    return [
        Step("line", f"{figure.name}:{name}", figure.label, figure.by_area[name], because, None, figure.source,
             figure.status)
        for figure in chosen
        for name in areas
    ]  # fmt: skip


def _class(
    standard: Standard, verdict: Verdict, rule: ClassRule | None, possible: Sequence[ClassRule], known: Facts
) -> Step:
    vocabulary = load_vocabulary()
    names = {part.name for item in possible for part in walk(item.ast) if isinstance(part, FactRef)} | {"area"}
    because = tuple(
        Reason(name, vocabulary.fact(name).label, known.household.get(name)) for name in vocabulary.in_order(names)
    )
    if rule is None:
        return Step("class", verdict.household_class, NO_RULE if not verdict.determined else possible[0].label,
                    verdict.household_class, because, None, standard.source, standard.source_status)  # fmt: skip
    return Step(
        "class", rule.id, rule.label, verdict.household_class, because, rule.condition, rule.source, rule.status
    )
