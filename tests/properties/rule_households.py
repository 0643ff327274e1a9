"""Random households for a standard: values at and next to everything the standard compares with, and gaps."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from chungtay.rules import Fact, Guidance, Standard, load_vocabulary
from chungtay.rules.expressions import Expression, Literal_, walk

Case = tuple[dict[str, Any], list[dict[str, Any]]]


def numbers_of(standard: Standard, reading: Guidance | None) -> list[float]:
    """Every figure and literal of the standard, with its neighbours."""
    found: set[float] = {0}
    figures = [*standard.lines.values(), *(reading.cuts.values() if reading else ())]
    amounts = [amount for figure in figures for amount in figure.by_area.values() if amount is not None]
    conditions: list[Expression] = [item.ast for item in standard.indicators if item.ast is not None]
    conditions += [rule.ast for rule in (*standard.classes, *(reading.classes if reading else ()))]
    for condition in conditions:
        amounts += [
            part.value for part in walk(condition)
            if isinstance(part, Literal_) and isinstance(part.value, int | Decimal) and not isinstance(part.value, bool)
        ]  # fmt: skip
    for amount in amounts:
        found |= {float(amount) - 1, float(amount), float(amount) + 1}
    return sorted(number for number in found if number >= 0)


def random_value(fact: Fact, numbers: list[float], choose: random.Random) -> Any:  # noqa: PLR0911
    """A value the vocabulary allows."""
    if fact.type == "bool":
        return choose.random() < 0.5
    if fact.type == "code":
        return choose.choice(fact.code_values)
    match fact.name:
        case "age":
            return choose.choice([0, 2, 3, 5, 6, 11, 12, 14, 15, 16, 17, 18, 29, 30, 31, 59, 60, 90])
        case "birth_year":
            return choose.choice([1930, 1985, 1986, 1987, 2000, 2005, 2010, 2015])
        case "floor_area":
            return choose.choice([7.9, 8.0, 15.9, 16.0, 23.5, 24.0, 120.0])
        case "b2_points":
            return choose.choice([0, 10, 20, 29, 30, 40, 100])
        case "b1_points":
            return choose.choice([number for number in numbers if number < 300])
    return choose.choice(numbers)


def random_case(standard: Standard, numbers: list[float], choose: random.Random, gaps: float) -> Case:
    """One household: each fact unknown with probability `gaps`, points in about half, 0 to 4 members."""
    vocabulary = load_vocabulary()
    scored = choose.random()

    def facts(names: tuple[str, ...]) -> dict[str, Any]:
        found = {}
        for name in names:
            unknown = gaps if name not in ("b1_points", "b2_points") else max(gaps, scored)
            value = None if choose.random() < unknown else random_value(vocabulary.fact(name), numbers, choose)
            found[name] = value
        return found

    members = [facts(standard.member_facts) for _ in range(choose.choice([0, 1, 1, 2, 3, 4]))]
    for member in members:
        # Half of them have one of age and birth year only, as files do.
        if member.get("age") is not None and choose.random() < 0.5:
            member["birth_year"] = None
    return facts(standard.household_facts), members


def random_cases(standard: Standard, reading: Guidance | None, seed: int, count: int) -> list[Case]:
    """Many households of all degrees of ignorance, the same ones for the same seed."""
    choose = random.Random(seed)
    numbers = numbers_of(standard, reading)
    return [random_case(standard, numbers, choose, choose.choice([0, 0.02, 0.1, 0.4])) for _ in range(count)]
