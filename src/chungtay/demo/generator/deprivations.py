"""Which of the ten deprivations of the 2016 standard a household has in a year, given the class it should have.

Imports `pathways`. A household keeps its own leaning towards each deprivation through the years, so that a house
without a latrine one year as a rule has none the next; shares fall slowly.
"""

from __future__ import annotations

import numpy as np

from chungtay.demo.generator.pathways import NEAR, NOT_POOR, POOR, UNDETERMINED
from chungtay.demo.generator.places import BASE_YEAR, Floats, Ints

CODES = (
    "edu_adult", "edu_child", "health_access", "health_ins", "house_quality",
    "house_area", "water", "toilet", "telecom", "info_asset",
)  # fmt: skip
TOILET = CODES.index("toilet")
# Share of households deprived in 2015, by zone: (poor, others). Assumed, in the order of CODES.
SHARES = {
    "city": (
        (0.32, 0.05, 0.04, 0.30, 0.22, 0.38, 0.02, 0.20, 0.10, 0.10),
        (0.05, 0.01, 0.01, 0.09, 0.03, 0.06, 0.005, 0.03, 0.01, 0.01),
    ),
    "lowland": (
        (0.36, 0.06, 0.05, 0.24, 0.36, 0.16, 0.20, 0.46, 0.16, 0.13),
        (0.09, 0.01, 0.01, 0.12, 0.06, 0.03, 0.05, 0.12, 0.02, 0.02),
    ),
    "mountain": (
        (0.46, 0.09, 0.06, 0.07, 0.52, 0.36, 0.46, 0.70, 0.26, 0.20),
        (0.14, 0.02, 0.02, 0.06, 0.14, 0.10, 0.16, 0.24, 0.05, 0.04),
    ),
}
CUTOFF = 3
YEARLY_FALL = 0.05


def leanings(number: int, rng: np.random.Generator) -> Floats:
    """One lasting number in (0, 1) for each household and deprivation: the lower, the more readily deprived."""
    return rng.random((number, len(CODES)))


def deprive(
    leaning: Floats, *, wanted: Ints, by_income: np.ndarray, zone: np.ndarray, can: np.ndarray, year: int
) -> np.ndarray:
    """Say which deprivations each household has: (households, 10) of bool.

    wanted     class of pathways; decides how many deprivations there may be
    by_income  true where a poor household is poor by income, so that any number will do
    can        (households, 10): false where nobody in the household could be deprived in it
    """
    shares = np.zeros(leaning.shape)
    for name, (poor, others) in SHARES.items():
        here = zone == name
        middle = (np.array(poor) + np.array(others)) / 2
        shares[here] = np.where(
            (wanted[here] == POOR)[:, None], poor, np.where((wanted[here] == NOT_POOR)[:, None], others, middle)
        )
    shares *= (1 - YEARLY_FALL) ** (year - BASE_YEAR)
    pull = np.where(can, leaning / shares, np.inf)
    number = (pull < 1).sum(axis=1)
    low = np.select([(wanted == POOR) & ~by_income, wanted == UNDETERMINED], [CUTOFF, CUTOFF - 1], 0)
    high = np.select([wanted == NEAR, wanted == UNDETERMINED], [CUTOFF - 1, CUTOFF - 1], len(CODES))
    number = np.clip(number, low, high)
    rank = np.argsort(np.argsort(pull, axis=1, kind="stable"), axis=1, kind="stable")
    deprived: np.ndarray = rank < number[:, None]
    return deprived
