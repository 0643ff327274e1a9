"""What comes out for one household: the class, why, and what is missing. Plain, frozen, no engine.

May import `chungtay.messages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chungtay.messages import Words

UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Reason:
    """One fact that a step rests on. `member` is the member's position in the list given, from 0; None: the household.

    value   as given; None where it is not known
    """

    fact: str
    label: Words
    value: object
    member: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of the reasoning, fit to be shown.

    kind      indicator: is the household deprived in it; deprivations: how many; line: the figures compared with;
              class: the rule that holds
    outcome   True/False/None for an indicator, a number or a text otherwise; None where it is open
    """

    kind: Literal["indicator", "deprivations", "line", "class"]
    id: str
    label: Words
    outcome: bool | int | float | str | None
    because: tuple[Reason, ...]
    condition: str | None
    source: str
    status: str


@dataclass(frozen=True)
class Verdict:
    """How a household stands under a standard.

    household_class     poor, near_poor, average, not_poor or undetermined
    subtype             N1 .. N4 where the rule has one and it is certain
    deprivations        how many indicators; None where not exactly known, or where the standard has none
    deprivations_range  what it lies between
    indicators          code -> deprived, True/False/None
    missing             facts that would decide an undetermined household, in the order of the vocabulary, then
                        "members" (no member rows) and "cut_offs" (the guidance gives none for this area)
    rule, rule_source   the class rule that holds; None where several still may
    guidance            by which form points were read; None where none were used
    way                 facts, points, or mixed (points for one of income and deprivations, facts for the other)
    """

    household_class: str
    subtype: str | None
    deprivations: int | None
    deprivations_range: tuple[int, int]
    indicators: Mapping[str, bool | None]
    missing: tuple[str, ...]
    rule: str | None
    rule_source: str | None
    standard_id: str
    standard_version: str
    guidance: str | None
    way: Literal["facts", "points", "mixed"]
    explanation: tuple[Step, ...]

    @property
    def determined(self) -> bool:
        """Whether a class could be given."""
        return self.household_class != UNDETERMINED
