"""Moves between neighbouring reviews: pathways of one class, transitions, movers and stayers. NumPy only.

Pathways are those of `measurement.pathways`, read from the matrix; a household that moves between groups counts in the
group of the later year, one that is gone in the group it left.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from chungtay.measurement.panel.counted import Counted
from chungtay.measurement.panel.panel import NONE, Panel
from chungtay.measurement.pathways import UNDETERMINED, Seen, pathway_conditions

OF_OPENING = ("stay", "exit", "left")
"""pathways whose share is of those in the class the year before; the others' is of those in it now (undetermined: of
those in it in one of the two)"""


def pathway_counts(panel: Panel, of: str = "poor") -> list[Counted]:
    """Households on each pathway, per group and pair of neighbouring years."""
    inside, seen, unclear = panel.in_class(of), panel.seen, panel.unclear
    out: list[Counted] = []
    for place in range(1, len(panel.years)):
        before, now = inside[:, place - 1], inside[:, place]
        told = Seen(
            before=before,
            now=now,
            unclear_before=unclear[:, place - 1],
            unclear_now=unclear[:, place],
            reviewed=seen[:, place],
            once=inside[:, :place].any(axis=1),
            placed=seen[:, :place].any(axis=1) | (not panel.reviews.base_before(panel.years[place])),
        )
        group = _groups(panel, place)
        opening, closing, either = (_count(panel, group, mask) for mask in (before, now, before | now))
        for name, mask in pathway_conditions(told).items():
            counts = _count(panel, group, mask)
            base = opening if name in OF_OPENING else either if name == UNDETERMINED else closing
            for g, group_name in enumerate(panel.groups):
                if base[g] or counts[g]:
                    years = panel.years[place - 1], panel.years[place]
                    out.append(Counted("pathway", group_name, int(base[g]), int(counts[g]), *years, of, name))
    return out


def transitions(panel: Panel) -> list[Counted]:
    """From each class to each, among households reviewed in both years; per pair of years and pooled over all pairs."""
    size = len(panel.classes)
    pooled = np.zeros((len(panel.groups), size, size), dtype=np.int64)
    out: list[Counted] = []
    for place in range(1, len(panel.years)):
        before, now = panel.states[:, place - 1], panel.states[:, place]
        both = (before != NONE) & (now != NONE)
        key = (panel.group[both, place].astype(np.int64) * size + before[both]) * size + now[both]
        counts = np.bincount(key, minlength=pooled.size).reshape(pooled.shape)
        pooled += counts
        out += list(_transition_rows(panel, counts, panel.years[place - 1], panel.years[place]))
    return [*out, *_transition_rows(panel, pooled, None, None)]


def _transition_rows(
    panel: Panel, counts: npt.NDArray[np.int64], first: int | None, last: int | None
) -> Iterator[Counted]:
    for g, group in enumerate(panel.groups):
        for i, was in enumerate(panel.classes):
            n = int(counts[g, i].sum())
            for j, became in enumerate(panel.classes):
                if n:
                    yield Counted("transition", group, n, int(counts[g, i, j]), first, last, was, became)


def mover_stayer(panel: Panel) -> list[Counted]:
    """Of households reviewed in every year: those that stayed in one class throughout, by class, and those that moved.

    For movers, `length` is the number of changes. A household counts in its group of the last year.
    """
    whole = panel.seen.all(axis=1)
    states, group = panel.states[whole], panel.group[whole, -1].astype(np.int64)
    changes = (states[:, 1:] != states[:, :-1]).sum(axis=1)
    years = (panel.years[0], panel.years[-1])
    # Per group: stayers by class in the first columns, then movers by number of changes.
    size = len(panel.classes)
    kind = np.where(changes == 0, states[:, 0], size - 1 + changes).astype(np.int64)
    shape = (len(panel.groups), size + len(panel.years) - 1)
    counts = np.bincount(group * shape[1] + kind, minlength=shape[0] * shape[1]).reshape(shape)
    out: list[Counted] = []
    for g, name in enumerate(panel.groups):
        n = int(counts[g].sum())
        if not n:
            continue
        for c, found in enumerate(panel.classes):
            out.append(Counted("mover_stayer", name, n, int(counts[g, c]), *years, was=found, became="stayer"))
        for times in range(1, len(panel.years)):
            moved = int(counts[g, size - 1 + times])
            out.append(Counted("mover_stayer", name, n, moved, *years, became="mover", length=times))
    return out


def _groups(panel: Panel, place: int) -> npt.NDArray[np.int32]:
    return np.where(panel.group[:, place] != NONE, panel.group[:, place], panel.group[:, place - 1])


def _count(panel: Panel, group: npt.NDArray[np.int32], mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    return np.bincount(group[mask], minlength=len(panel.groups))
