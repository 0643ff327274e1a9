"""Facts of every household at one review, such that the rules find the wanted class.

Imports `pathways` and `deprivations`. Amounts are in đồng per person and month, areas in m2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from chungtay.demo.generator.deprivations import CODES
from chungtay.demo.generator.pathways import AVERAGE, NEAR, NOT_POOR, POOR, UNDETERMINED
from chungtay.demo.generator.places import BASE_YEAR, YEARS, Floats, Ints

# Lines of vn-2016-2020 (poor, near-poor, average) and cut-offs of 14/2018/TT-BLDTBXH; the tests hold them to the rules.
LINES = {"rural": (700_000, 1_000_000, 1_500_000), "urban": (900_000, 1_300_000, 1_950_000)}
CUTS = {"rural": (120, 150), "urban": (140, 175)}
POINTS_SINCE = 2018
Kinds = tuple[str, ...]
HOUSE, SPACE, WATER, TOILET, ASSETS = (
    CODES.index(code) for code in ("house_quality", "house_area", "water", "toilet", "info_asset")
)
GOOD_WATER = {"city": ("tap", "tap", "tap", "bottled"), "lowland": ("tap", "tap", "drilled_well", "protected_dug_well"),
              "mountain": ("protected_spring", "protected_spring", "tap", "drilled_well")}  # fmt: skip
BAD_WATER = {"city": ("unprotected_dug_well", "other"), "lowland": ("unprotected_dug_well", "surface"),
             "mountain": ("unprotected_spring", "surface")}  # fmt: skip
GOOD_TOILET = {"city": ("septic", "septic", "semi_septic"), 
               "lowland": ("septic", "semi_septic", "pour_flush", "double_vault"),
               "mountain": ("pour_flush", "ventilated_pit", "seat_pit", "double_vault")}  # fmt: skip
BAD_TOILET = {"city": ("other", "other", "none"), "lowland": ("other", "other", "none"), "mountain": ("other", "none")}
CAUSES = ("capital", "land", "means", "labour", "no_job", "know_how", "dependants", "illness", "other")
CAUSE_SHARES = (0.27, 0.12, 0.08, 0.14, 0.08, 0.13, 0.07, 0.09, 0.02)


@dataclass
class Reviewed:
    """The households reviewed in a year; columns of equal length."""

    household: Ints
    wanted: Ints
    by_income: np.ndarray
    urban: np.ndarray
    zone: np.ndarray
    size: Ints
    all_elder: np.ndarray
    lasting: Floats
    """(households, 4) numbers in (0, 1) that stay with a household: income, floor area, assets, merit"""
    toilet_unknown: np.ndarray
    """of the undetermined, those whose latrine is not known; of the others the income is not"""


def household_facts(
    reviewed: Reviewed, deprived: np.ndarray, year: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return the household facts of the 2016 standard by name; NaN, -1 or "" stand for unknown."""
    size = len(reviewed.household)
    house = np.where(
        deprived[:, HOUSE],
        np.where(rng.random(size) < 0.72, "temporary", "simple"),
        np.where(reviewed.lasting[:, 2] < 0.35, "permanent", "semi_permanent"),
    )
    facts = {
        "income_per_head": _income(reviewed, year, rng),
        "has_merit_member": reviewed.lasting[:, 3] < 0.035,
        "no_labour_capacity": reviewed.all_elder,
        "social_protection": reviewed.all_elder & (reviewed.lasting[:, 3] > 0.3),
        "house_grade": house,
        "floor_area": _floor(reviewed, deprived[:, SPACE]),
        "water_source": _kind(reviewed, deprived[:, WATER], GOOD_WATER, BAD_WATER),
        "toilet_type": _kind(reviewed, deprived[:, TOILET], GOOD_TOILET, BAD_TOILET),
        **_assets(reviewed, deprived[:, ASSETS], rng),
    }
    facts["toilet_type"] = np.where(
        (reviewed.wanted == UNDETERMINED) & reviewed.toilet_unknown, "", facts["toilet_type"]
    )
    points = _points(reviewed, deprived, year, rng)
    hidden = ~np.isnan(points["b1_points"]) & (rng.random(size) < 0.6)
    facts["income_per_head"] = np.where(hidden, np.nan, facts["income_per_head"])
    return {**facts, **points}


def _lines(reviewed: Reviewed) -> tuple[Ints, Ints, Ints]:
    poor, near, average = (np.where(reviewed.urban, u, r) for u, r in zip(LINES["urban"], LINES["rural"], strict=True))
    return poor, near, average


def _income(reviewed: Reviewed, year: int, rng: np.random.Generator) -> Floats:
    """Income in whole thousands, inside the band of the wanted class; it rises over the years."""
    poor, near, average = _lines(reviewed)
    progress = (year - BASE_YEAR) / (YEARS[-1] - BASE_YEAR)
    place = np.clip(0.55 * reviewed.lasting[:, 0] + 0.25 * rng.random(len(poor)) + 0.20 * progress, 0.0, 1.0)
    wanted = reviewed.wanted
    top = np.where(reviewed.urban, 4.2, 2.6) * average * np.exp(0.7 * place)
    below = [(wanted == POOR) & reviewed.by_income, np.isin(wanted, (POOR, NEAR, UNDETERMINED)), wanted == AVERAGE]
    low = np.select(below, [0.48 * poor, poor, near], average)
    high = np.select(below, [poor, near, average], top)
    income = np.floor((low + (high - low) * place) / 1000) * 1000
    income = np.clip(income, np.where(below[0], 1000, low + 1000), high)
    income = np.where(wanted == NOT_POOR, np.maximum(income, average + 1000), income)
    return np.where((wanted == UNDETERMINED) & ~reviewed.toilet_unknown, np.nan, income)


def _floor(reviewed: Reviewed, cramped: np.ndarray) -> Floats:
    """Floor area to the tenth: under 8 m2 a head where cramped, 8 or more elsewhere."""
    heads = np.maximum(reviewed.size, 1)
    share = reviewed.lasting[:, 1]
    roomy = np.ceil(heads * (8.0 + 22.0 * share**1.5) * 10) / 10
    tight = np.floor(heads * (4.2 + 3.6 * share) * 10) / 10
    return np.where(cramped, np.minimum(tight, 8 * heads - 0.1), roomy)


def _kind(
    reviewed: Reviewed, bad: np.ndarray, good_kinds: Mapping[str, Kinds], bad_kinds: Mapping[str, Kinds]
) -> np.ndarray:
    made = np.full(len(bad), "", dtype="<U24")
    for zone, good in good_kinds.items():
        for mask, kinds in ((~bad, good), (bad, bad_kinds[zone])):
            here = np.flatnonzero((reviewed.zone == zone) & mask)
            # the household's own number makes it the same kind of well or latrine year after year
            made[here] = np.array(kinds)[reviewed.household[here] % len(kinds)]
    return made


def _assets(reviewed: Reviewed, without: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    lasting = reviewed.lasting[:, 2]
    computer = (reviewed.wanted == NOT_POOR) & (lasting < np.where(reviewed.urban, 0.45, 0.15))
    television = lasting < 0.88
    loudspeaker = (rng.random(len(lasting)) < np.where(reviewed.zone == "mountain", 0.45, 0.75)) | ~television
    radio = lasting > 0.80
    return {
        "has_tv": television & ~without,
        "has_radio": radio & ~without,
        "has_computer": computer & ~without,
        "hears_loudspeaker": loudspeaker & ~without,
    }


def _points(reviewed: Reviewed, deprived: np.ndarray, year: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Form points for about half of those reviewed since 2018, within the cut-offs of the wanted class."""
    size = len(reviewed.household)
    wanted = reviewed.wanted
    scored = (year >= POINTS_SINCE) & np.isin(wanted, (POOR, NEAR, NOT_POOR)) & (rng.random(size) < 0.5)
    first, second = (np.where(reviewed.urban, u, r) for u, r in zip(CUTS["urban"], CUTS["rural"], strict=True))
    by_income = (wanted == POOR) & reviewed.by_income
    low = np.select([by_income, wanted != NOT_POOR], [55, first + 1], second + 1)
    high = np.select([by_income, wanted != NOT_POOR], [first, second], second + 70)
    b1 = np.floor(low + rng.random(size) * (high - low + 1))
    return {
        "b1_points": np.where(scored, b1, np.nan),
        "b2_points": np.where(scored, 10 * deprived.sum(axis=1), -1),
    }


def causes(wanted: Ints, rng: np.random.Generator) -> list[str | None]:
    """One or two causes of poverty for the listed, none for the others."""
    size = len(wanted)
    first = rng.choice(len(CAUSES), size=size, p=CAUSE_SHARES)
    second = rng.choice(len(CAUSES), size=size, p=CAUSE_SHARES)
    two = (rng.random(size) < 0.4) & (first != second)
    listed = np.isin(wanted, (POOR, NEAR))
    told = np.array([*CAUSES])
    joined = np.where(two, np.char.add(np.char.add(told[first], ";"), told[second]), told[first])
    return [text if keep else None for text, keep in zip(joined.tolist(), listed.tolist(), strict=True)]
