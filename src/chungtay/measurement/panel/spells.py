"""Spells: runs of neighbouring reviews in a class or out of it, and what is known of their ends. NumPy only.

A review that left the class undetermined tells as little as none.
A spell whose beginning is not seen (the household was in it at its first review, or after a gap) has an unknown length;
one whose end is not seen lasted at least so long. Lengths are in reviews, which are yearly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chungtay.measurement.panel.counted import Counted
from chungtay.measurement.panel.panel import Panel


@dataclass(frozen=True)
class Spells:
    """One entry per spell.

    household, first   row of the panel and place of the first year; length in reviews
    begun   the household was reviewed the year before and was not in the state
    ended   it was reviewed the year after and was no longer in it
    group   its group in the first year
    """

    household: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]
    length: npt.NDArray[np.int64]
    begun: npt.NDArray[np.bool_]
    ended: npt.NDArray[np.bool_]
    group: npt.NDArray[np.int32]


def spells(panel: Panel, of: str = "poor", *, outside: bool = False) -> Spells:
    """All spells in the class; outside: spells out of it, of households that were reviewed meanwhile."""
    inside, seen = panel.in_class(of), panel.seen & ~panel.unclear
    state = (seen & ~inside) if outside else inside
    size = len(state)
    edge = np.zeros((size, 1), dtype=bool)
    padded = np.concatenate([edge, state, edge], axis=1).astype(np.int8)
    change = np.diff(padded, axis=1)
    household, first = np.nonzero(change == 1)
    _, stop = np.nonzero(change == -1)  # the same order: by household, then by year
    before = np.concatenate([edge, seen], axis=1)[household, first]
    after = np.concatenate([seen, edge], axis=1)[household, stop]
    return Spells(household, first, (stop - first).astype(np.int64), before, after, panel.group[household, first])


def spell_lengths(panel: Panel, of: str = "poor") -> list[Counted]:
    """Spells in the class by length: n of that length, events = those of them whose beginning and end are both seen."""
    found = spells(panel, of)
    shape = (len(panel.groups), len(panel.years) + 1)
    key = found.group.astype(np.int64) * shape[1] + found.length
    all_ = np.bincount(key, minlength=shape[0] * shape[1]).reshape(shape)
    whole = np.bincount(key[found.begun & found.ended], minlength=shape[0] * shape[1]).reshape(shape)
    return [
        Counted("spell", panel.groups[g], int(all_[g, length]), int(whole[g, length]), was=of, length=int(length))
        for g, length in zip(*np.nonzero(all_), strict=True)
    ]
