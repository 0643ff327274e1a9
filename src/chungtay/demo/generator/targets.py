"""How many poor and near-poor households each commune should have each year: the sums follow the published path.

Imports `places`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chungtay.demo.generator.places import YEARS, Ints, Places, assumptions, largest_remainder


@dataclass(frozen=True)
class Targets:
    """Whole numbers of households; rows are communes, columns are YEARS."""

    households: Ints
    poor: Ints
    near: Ints


def set_targets(places: Places) -> Targets:
    """Work the province's shares into numbers of households by commune and year.

    A district with its own path gets it to the nearest household; the others share what is left of the province's
    number by their weight, which is how the province's rate comes out exactly.
    """
    growth = 1 + assumptions()["growth"]
    households = np.stack([np.rint(places.households * growth**n).astype(np.int64) for n in range(len(YEARS))], axis=1)
    poor = _spread(places, households, "poor", "poor_rate", most=0.75)
    near = _spread(places, households, "near", "near_poor_rate", most=0.20)
    return Targets(households, poor, near)


def _spread(places: Places, households: Ints, path: str, rate: str, *, most: float) -> Ints:
    """Spread one class over the communes; `most` caps the share of households it may take in one commune."""
    assumed = assumptions()
    made = np.zeros_like(households)
    loose = np.array([assumed["districts"][code].get("weight", 1.0) for code in places.district])
    for column, year in enumerate(YEARS):
        here, weight = households[:, column], places.weight * places.drift[:, column]
        total = round(assumed[rate][year]["share"] * int(here.sum()))
        free = np.ones(len(here), dtype=bool)
        for code, about in assumed["districts"].items():
            inside = places.district == code
            if path in about and inside.any():
                number = round(about[path][column] * int(here[inside].sum()))
                made[inside, column] = _within(here[inside], weight[inside], number, most)
                free &= ~inside
        if free.any():
            left = total - int(made[:, column].sum())
            made[free, column] = _within(here[free], (weight * loose)[free], left, most)
    return made


def _within(households: Ints, weight: np.ndarray, number: int, most: float) -> Ints:
    """Split `number` by households x weight, no commune above `most` of its households."""
    room = np.floor(households * most)
    want = households * weight
    want = want / want.sum() * number
    for _ in range(20):
        over = want > room
        if not over.any():
            break
        spare = float((want - room)[over].sum())
        want = np.where(over, room, want)
        open_ = want < room
        want[open_] += spare * want[open_] / want[open_].sum()
    return largest_remainder(np.maximum(want, 1e-9), number)
