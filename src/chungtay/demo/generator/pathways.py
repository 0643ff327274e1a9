"""Which class each household should have each year: who is poor, who leaves, who falls back, who is new.

Imports `places`, `targets` and `composition`. The numbers by commune come from the targets; who it is comes from a
lasting risk of each household and from chance. The class itself is never written out: facts are made so that the
rules find it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chungtay.demo.generator.composition import Households
from chungtay.demo.generator.places import BASE_YEAR, YEARS, Floats, Ints
from chungtay.demo.generator.targets import Targets

NONE, POOR, NEAR, AVERAGE, NOT_POOR, UNDETERMINED = 0, 1, 2, 3, 4, 5
CLASS_NAMES = ("", "poor", "near_poor", "average", "not_poor", "undetermined")
NO_ROUND, BASE, LISTED, APPLIED = 0, 1, 2, 3
ROUND_NAMES = ("", "base", "listed", "applied")
States = npt.NDArray[np.int8]


@dataclass
class Pathways:
    """What is wanted; rows are households, columns are YEARS. 0 = not reviewed in that year."""

    wanted: States
    round: States


@dataclass
class _Year:
    """One commune at one review: the households by what they were a year before.

    once_poor, newborn   per household of the province: was it ever poor before, did it split off this year
    """

    poor: Ints
    near: Ints
    other: Ints
    once_poor: npt.NDArray[np.bool_]
    newborn: npt.NDArray[np.bool_]


def draw_pathways(households: Households, risk: Floats, targets: Targets, rng: np.random.Generator) -> Pathways:
    """Walk the communes through the years, meeting the target numbers of each.

    risk  how likely the household is to be poor, as a log weight; the same through all years
    """
    wanted = np.zeros((len(households), len(YEARS)), dtype=np.int8)
    rounds = np.zeros_like(wanted)
    once_poor = np.zeros(len(households), dtype=bool)
    for column, year in enumerate(YEARS):
        here, living = households.commune_in(year), households.living_in(year)
        order = np.flatnonzero(living)[np.argsort(here[living], kind="stable")]
        edges = np.searchsorted(here[order], np.arange(len(targets.poor) + 1))
        before = wanted[:, column - 1] if column else None
        for commune in range(len(targets.poor)):
            inside = order[edges[commune] : edges[commune + 1]]
            poor, near = int(targets.poor[commune, column]), int(targets.near[commune, column])
            if before is None:
                _base_round(wanted[:, 0], inside, risk, numbers=(poor, near), rng=rng)
                continue
            state = before[inside]
            other = inside[(state != POOR) & (state != NEAR)]
            was = _Year(inside[state == POOR], inside[state == NEAR], other, once_poor, households.born == year)
            _Review(wanted[:, column], was, risk, rng).find(poor, near)
        reviewed = wanted[:, column] != NONE
        listed = np.isin(before, (POOR, NEAR)) if before is not None else np.zeros(len(households), dtype=bool)
        rounds[:, column] = np.where(
            reviewed, BASE if year == BASE_YEAR else np.where(listed, LISTED, APPLIED), NO_ROUND
        )
        once_poor |= wanted[:, column] == POOR
    _lose_facts(wanted, rounds, households, rng)
    return Pathways(wanted, rounds)


def pick(pool: Ints, weight: Floats, number: int, rng: np.random.Generator) -> Ints:
    """Draw `number` of the pool without putting back, by log weight (the Gumbel way)."""
    if number <= 0 or not len(pool):
        return pool[:0]
    if number >= len(pool):
        return pool
    keys = weight[pool] + rng.gumbel(0.0, 1.0, len(pool))
    return pool[np.argpartition(-keys, number - 1)[:number]]


def _base_round(
    wanted: States, inside: Ints, risk: Floats, *, numbers: tuple[int, int], rng: np.random.Generator
) -> None:
    """Place every household of a commune: so many poor, so many near-poor, a ninth in the average band."""
    wanted[inside] = NOT_POOR
    for state, weight, number in (
        (POOR, risk, numbers[0]),
        (NEAR, risk, numbers[1]),
        (AVERAGE, 0.6 * risk, round(0.11 * len(inside))),
    ):
        wanted[pick(inside[wanted[inside] == NOT_POOR], weight, number, rng)] = state


@dataclass
class _Review:
    """One commune's review of the listed households and of those who ask; it fills `wanted` in place."""

    wanted: States
    was: _Year
    risk: Floats
    rng: np.random.Generator

    def find(self, poor: int, near: int) -> None:
        """Let the review find `poor` poor and `near` near-poor households."""
        was, wanted, rng = self.was, self.wanted, self.rng
        entries = min(max(poor - len(was.poor), int(rng.binomial(max(poor, 1), 0.085))), poor)
        relapse, from_near, shocked = self._entering(entries)
        entered = len(relapse) + len(from_near) + len(shocked)
        exits = pick(was.poor, -0.7 * self.risk, len(was.poor) + entered - poor, rng)
        wanted[was.poor] = POOR
        for chosen in (relapse, from_near, shocked):
            wanted[chosen] = POOR
        self._above(exits, average=0.55)
        self._near_poor(exits, near)
        asking = was.other[was.newborn[was.other]]
        self._above(asking[wanted[asking] == NONE], average=0.6)
        self._reject(max(2, entries))

    def _entering(self, entries: int) -> tuple[Ints, Ints, Ints]:
        """Who becomes poor: those who fall back, the near-poor, and those struck by a shock (or newly on their own)."""
        was, risk, rng = self.was, self.risk, self.rng
        all_others = np.concatenate([was.near, was.other])
        relapse = pick(all_others[was.once_poor[all_others]], risk, int(rng.binomial(entries, 0.28)), rng)
        left = entries - len(relapse)
        from_near = pick(was.near[~was.once_poor[was.near]], risk, round(left * 0.55), rng)
        never = was.other[~was.once_poor[was.other]]
        return relapse, from_near, pick(never, risk + 3.0 * was.newborn, left - len(from_near), rng)

    def _near_poor(self, exits: Ints, near: int) -> None:
        """Fill the near-poor: about half of those who leave poverty, most who were near-poor, then some who ask."""
        was, wanted, rng = self.was, self.wanted, self.rng
        from_exit = exits[rng.random(len(exits)) < 0.58][:near]
        wanted[from_exit] = NEAR
        staying = was.near[wanted[was.near] == NONE]
        stays = pick(staying, self.risk, min(round(0.80 * len(staying)), near - len(from_exit)), rng)
        wanted[stays] = NEAR
        self._above(staying[wanted[staying] == NONE], average=0.65)
        free = was.other[wanted[was.other] == NONE]
        wanted[pick(free, self.risk, near - len(from_exit) - len(stays), rng)] = NEAR

    def _reject(self, number: int) -> None:
        """Some who ask to be listed are found to live above the lines."""
        free = self.was.other[self.wanted[self.was.other] == NONE]
        self._above(pick(free, self.risk, int(self.rng.binomial(number, 0.30)), self.rng), average=0.75)

    def _above(self, households: Ints, *, average: float) -> None:
        self.wanted[households] = np.where(self.rng.random(len(households)) < average, AVERAGE, NOT_POOR)


def _lose_facts(wanted: States, rounds: States, households: Households, rng: np.random.Generator) -> None:
    """Leave a handful of households undetermined: their facts were not all found. They are asked again a year later."""
    for column, year in enumerate(YEARS):
        last = year == YEARS[-1]
        asked_again = (wanted[:, column + 1] == NONE) & households.living_in(year + 1) if not last else True
        free = np.flatnonzero((wanted[:, column] == AVERAGE) & asked_again)
        some = rng.random(len(free)) < (0.0008 if year == BASE_YEAR else 0.012)
        chosen = free[some]
        wanted[chosen, column] = UNDETERMINED
        if not last:
            wanted[chosen, column + 1] = np.where(rng.random(len(chosen)) < 0.7, AVERAGE, NOT_POOR)
            rounds[chosen, column + 1] = APPLIED
