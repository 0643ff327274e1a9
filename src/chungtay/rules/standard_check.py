"""Class rules must exclude each other and leave no gap; tried on a grid around every figure in them.

May import `evaluate` (the plain engine) and `expressions`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal

from chungtay.messages import Words
from chungtay.rules.evaluate import Facts, truth
from chungtay.rules.expressions import Deprivations, FactRef, Literal_, walk
from chungtay.rules.kleene import Interval, Number
from chungtay.rules.standard import AREAS, ClassRule, Guidance, Standard
from chungtay.rules.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a set of class rules; `rule` is the position of the rule to look at, if one stands out."""

    what: Words
    remedy: Words
    rule: int | None


def check_rules(standard: Standard, rules: tuple[ClassRule, ...], guidance: Guidance | None) -> Flaw | None:
    """Try the rules on every combination of area, values next to each figure, codes, and 0..n deprivations."""
    for area in AREAS:
        figures = {("line", figure.name): figure.by_area[area] for figure in standard.lines.values()}
        if guidance is not None:
            if area in guidance.areas_without_cuts():
                continue
            figures |= {("cut", figure.name): figure.by_area[area] for figure in guidance.cuts.values()}
        values = _values(rules, list(figures.values()))
        names = sorted({part.name for rule in rules for part in walk(rule.ast) if isinstance(part, FactRef)} - {"area"})
        counts = _counts(standard, rules)
        for combination in itertools.product(counts, *(_of_fact(name, values) for name in names)):
            count = Interval(combination[0], combination[0])  # type: ignore[arg-type]
            facts = Facts(
                household={"area": area, **dict(zip(names, combination[1:], strict=True))},
                deprivations=count,
                figures=figures,
            )
            holding = [index for index, rule in enumerate(rules) if truth(rule.ast, facts)]
            if len(holding) != 1:
                return _flaw(rules, holding, facts, count.lo)
    return None


def _counts(standard: Standard, rules: tuple[ClassRule, ...]) -> range:
    counted = any(isinstance(part, Deprivations) for rule in rules for part in walk(rule.ast))
    return range(len(standard.indicators) + 1 if counted else 1)


def _values(rules: tuple[ClassRule, ...], figures: list[float | int | None]) -> list[Number]:
    """Numbers at, just below and just above every figure that the rules may compare with."""
    around: set[Number] = {0}
    literals = [part.value for rule in rules for part in walk(rule.ast) if isinstance(part, Literal_)]
    for figure in [*figures, *literals]:
        if isinstance(figure, int | float | Decimal) and not isinstance(figure, bool):
            around |= {figure - 1, figure, figure + 1, figure * 2}
    return sorted(value for value in around if value >= 0)


def _of_fact(name: str, numbers: list[Number]) -> list[object]:
    fact = load_vocabulary().fact(name)
    if fact.type == "bool":
        return [True, False]
    if fact.type == "code":
        return list(fact.code_values)
    return list(numbers)


def _flaw(rules: tuple[ClassRule, ...], holding: list[int], facts: Facts, count: Number) -> Flaw:
    case = ", ".join(f"{name} = {value}" for name, value in facts.household.items()) + f", deprivations = {count}"
    if not holding:
        return Flaw(
            Words(f"các quy tắc xếp loại bỏ sót trường hợp {case}", f"the class rules leave out the case {case}"),
            Words("thêm hoặc nới một quy tắc để phủ trường hợp này", "add or widen a rule so that it covers this case"),
            None,
        )
    both = " và ".join(rules[index].id for index in holding)
    both_en = " and ".join(rules[index].id for index in holding)
    return Flaw(
        Words(f"các quy tắc {both} cùng đúng với {case}", f"the rules {both_en} both hold for {case}"),
        Words("thu hẹp một trong các quy tắc này", "narrow one of these rules"),
        holding[-1],
    )
