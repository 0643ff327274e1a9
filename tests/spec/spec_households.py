"""Households of facts for the tables: one that lacks nothing, and what deprives it of, or hides, each indicator.

Three members: a grown-up, a young person, a child. Synthetic, of course.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

Household = dict[str, Any]
Members = list[dict[str, Any]]
Change = Callable[[Household, Members], None]
ADULT, YOUTH, CHILD = 0, 1, 2

GOOD_HOUSE: Household = {
    "house_grade": "permanent", "durable_walls": True, "durable_pillars": True, "durable_roof": True,
    "floor_area": 90.0, "water_source": "tap", "toilet_type": "septic",
    "has_tv": True, "has_radio": False, "has_computer": False, "hears_loudspeaker": True,
    "has_phone": True, "has_smartphone": True, "has_laptop": False, "has_tablet": False,
}  # fmt: skip
GOOD_MEMBER: dict[str, Any] = {
    "is_disabled": False, "receives_social_allowance": False, "employment": "own_work", "attends_school": False,
    "school_level": None, "highest_education": "upper_secondary", "has_job_training_certificate": False,
    "has_health_insurance": True, "was_seriously_ill_12m": False, "was_treated_12m": None, "is_stunted": False,
    "is_underweight": False, "uses_phone": True, "uses_internet": True,
}  # fmt: skip
GOOD_MEMBERS: Members = [
    {**GOOD_MEMBER, "age": 45, "birth_year": 1971},
    {**GOOD_MEMBER, "age": 20, "birth_year": 1996},
    {**GOOD_MEMBER, "age": 8, "birth_year": 2008, "attends_school": True, "school_level": "primary",
     "highest_education": "none", "employment": "not_working"},
]  # fmt: skip


def house(**facts: Any) -> Change:
    """Change facts of the household."""
    return lambda household, members: household.update(facts)


def member(position: int, **facts: Any) -> Change:
    """Change facts of one member."""
    return lambda household, members: members[position].update(facts)


def everyone(**facts: Any) -> Change:
    """Change facts of all members."""

    def change(household: Household, members: Members) -> None:
        for person in members:
            person.update(facts)

    return change


# indicator -> (what deprives the household of it, what leaves it open)
CHANGES: dict[str, dict[str, tuple[Change, Change]]] = {
    "vn-2016-2020": {
        "edu_adult": (member(YOUTH, highest_education="primary"), member(YOUTH, highest_education=None)),
        "edu_child": (member(CHILD, attends_school=False), member(CHILD, attends_school=None)),
        "health_access": (member(ADULT, was_seriously_ill_12m=True, was_treated_12m=False),
                          member(ADULT, was_seriously_ill_12m=True, was_treated_12m=None)),
        "health_ins": (member(CHILD, has_health_insurance=False), member(CHILD, has_health_insurance=None)),
        "house_quality": (house(house_grade="simple"), house(house_grade=None)),
        "house_area": (house(floor_area=23.9), house(floor_area=None)),
        "water": (house(water_source="surface"), house(water_source=None)),
        "toilet": (house(toilet_type="none"), house(toilet_type=None)),
        "telecom": (everyone(uses_phone=False, uses_internet=False), everyone(uses_phone=None, uses_internet=False)),
        "info_asset": (house(has_tv=False, hears_loudspeaker=False), house(has_tv=False, hears_loudspeaker=None)),
    },
    "vn-2022-2025": {
        "job": (member(ADULT, employment="unemployed"), member(ADULT, employment=None)),
        "dependents": (member(ADULT, receives_social_allowance=True, is_disabled=True),
                       member(ADULT, receives_social_allowance=None, is_disabled=True)),
        "nutrition": (member(CHILD, is_stunted=True), member(CHILD, is_stunted=None)),
        "health_ins": (member(CHILD, has_health_insurance=False), member(CHILD, has_health_insurance=None)),
        "edu_adult": (member(YOUTH, highest_education="lower_secondary"), member(YOUTH, highest_education=None)),
        "edu_child": (member(CHILD, attends_school=False), member(CHILD, attends_school=None)),
        "house_quality": (house(durable_walls=False, durable_roof=False),
                          house(durable_walls=False, durable_roof=None)),
        "house_area": (house(floor_area=23.9), house(floor_area=None)),
        "water": (house(water_source="surface"), house(water_source=None)),
        "toilet": (house(toilet_type="none"), house(toilet_type=None)),
        "telecom": (everyone(uses_internet=False), everyone(uses_internet=None)),
        "info_asset": (house(has_tv=False, has_phone=False, has_smartphone=False),
                       house(has_tv=False, has_phone=False, has_smartphone=None)),
    },
}  # fmt: skip


def good() -> tuple[Household, Members]:
    """A household deprived of nothing."""
    return copy.deepcopy(GOOD_HOUSE), copy.deepcopy(GOOD_MEMBERS)


def with_deprivations(standard_id: str, sure: int, open_: int = 0) -> tuple[Household, Members]:
    """A household deprived of `sure` indicators for certain and perhaps of `open_` more."""
    household, members = good()
    changes: Sequence[tuple[Change, Change]] = list(CHANGES.get(standard_id, {}).values())
    for deprive, _ in changes[:sure]:
        deprive(household, members)
    for _, hide in changes[sure : sure + open_]:
        hide(household, members)
    return household, members
