"""Households that end, move or split between two reviews, in small numbers.

Imports `places` and `composition`. Communes that merge are no event here: the file of a year names the commune of
its day.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from chungtay.demo.generator.composition import LAST, Households
from chungtay.demo.generator.places import YEARS, Places

ENDING_A_YEAR, MOVING_A_YEAR, SPLITTING_A_YEAR = 0.004, 0.003, 0.0012
REASONS, REASON_SHARES = ("moved_away", "dissolved", "merged"), (0.5, 0.35, 0.15)


def live_on(households: Households, places: Places, rng: np.random.Generator) -> Households:
    """Return the households with their endings and moves set, and those that split off added at the end."""
    number, later = len(households), YEARS[1:]
    ends = _first_year(number, ENDING_A_YEAR, rng)
    households.ends = ends
    gone = ends < LAST
    households.reason[gone] = rng.choice(REASONS, size=int(gone.sum()), p=REASON_SHARES)
    moved_in = _first_year(number, MOVING_A_YEAR, rng)
    movers = np.flatnonzero(moved_in < ends)
    households.moved_in[movers] = moved_in[movers]
    near_by = _neighbour(households.commune[movers], places, rng)
    households.second_commune[movers] = near_by
    drawn = places.first_village[near_by] + np.floor(rng.random(len(movers)) * places.villages_in[near_by])
    households.second_village[movers] = drawn.astype(np.int64)
    parents = np.flatnonzero(((households.kind == 2) | (households.kind == 4)) & ~gone & (moved_in == LAST))
    year = np.array(later)[rng.integers(0, len(later), len(parents))]
    some = rng.random(len(parents)) < SPLITTING_A_YEAR * len(later)
    return _with_split(households, parents[some], year[some])


def _first_year(number: int, a_year: float, rng: np.random.Generator) -> np.ndarray:
    """The year of the first event of each household, LAST where there is none; every year has the same chance."""
    waits = rng.geometric(a_year, number)
    return np.where(waits <= len(YEARS) - 1, YEARS[0] + waits, LAST)


def _neighbour(commune: np.ndarray, places: Places, rng: np.random.Generator) -> np.ndarray:
    """Another commune of the same district: codes run on within one, so a step in the list mostly stays there."""
    step = rng.choice([-2, -1, 1, 2], len(commune))
    drawn = np.clip(commune + step, 0, len(places.communes) - 1)
    outside = (places.district[drawn] != places.district[commune]) | (drawn == commune)
    back = np.clip(commune - step, 0, len(places.communes) - 1)
    return np.where(outside, np.where(places.district[back] == places.district[commune], back, commune), drawn)


def _with_split(households: Households, parents: np.ndarray, year: np.ndarray) -> Households:
    """Add one young family for each of `parents`, in the same village, from `year` on."""
    added = len(parents)
    own = {
        "kind": np.full(added, 2),
        "born": year,
        "ends": np.full(added, LAST),
        "reason": np.full(added, "", dtype="<U12"),
        "moved_in": np.full(added, LAST),
        "origin": parents,
    }
    columns = {}
    for field in dataclasses.fields(households):
        column = getattr(households, field.name)
        columns[field.name] = np.concatenate([column, own.get(field.name, column[parents])])
    columns["second_commune"][-added or len(columns["born"]) :] = columns["commune"][-added or len(columns["born"]) :]
    columns["second_village"][-added or len(columns["born"]) :] = columns["village"][-added or len(columns["born"]) :]
    return Households(**columns)
