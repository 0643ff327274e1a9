"""The critical value for all pairs at once: a quantile of the greatest studentised difference. NumPy only.

With a_j the error of estimate j and s_j its standard error, a draw gives max over pairs (j, k) of
(a_j - a_k) / sqrt(s_j^2 + s_k^2). Looking at all n^2 pairs of every draw would be hopeless for 10,000 units. But by
Cauchy and Schwarz the value of a pair is at most sqrt(max(z_j, 0)^2 + max(-z_k, 0)^2) with z = a / s, so that only
units with an extreme z can take part in a value above one that was already found: a few dozen per draw. The result is
the exact maximum. Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks, Review of Economic Studies
91, section 3; the pruning is ours.
"""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

from chungtay.measurement.ranks.draws import Draws, Floats

FIRST = 24
"""extreme units on each side that are tried first"""
BLOCK = 1 << 22
"""most pairs looked at in one go"""


class GreatestDifferences:
    """The greatest studentised differences of all draws, computed only where a quantile depends on them."""

    def __init__(self, estimates: Floats, std_errors: Floats, draws: Draws) -> None:
        """estimates, std_errors: (units,)."""
        self._estimates, self._std_errors, self._draws = estimates, std_errors, draws
        # No difference of a draw can exceed this.
        self._bounds = np.concatenate([np.hypot(chunk.max(axis=1), chunk.min(axis=1)) for chunk in draws])
        self._pairs: dict[int, tuple[int, int]] = {}

    def critical_value(self, level: float, *, least: float | None = None) -> float:
        """The quantile of the greatest studentised difference at a confidence level.

        least   None: over all ordered pairs; a number c: over the pairs (j, k) that were not told apart with c, that is
                with estimate_j - estimate_k <= c * sqrt(s_j^2 + s_k^2) (a step of the stepwise method). Values of c
                must fall from call to call.
        """
        count = self._draws.count
        rank = count - min(count - 1, int(np.ceil(level * (count + 1))) - 1)
        # From the greatest bound down; a draw is settled once its value is known, and is then compared again.
        heap = [(-float(bound), number) for number, bound in enumerate(self._bounds)]
        heapq.heapify(heap)
        settled: set[int] = set()
        value = 0.0
        while rank:
            value, number = heap[0]
            if number in settled or (number in self._pairs and self._open(self._pairs[number], least)):
                heapq.heappop(heap)
                rank -= 1
                continue
            best, pair = greatest(self._draws.row(number), self._estimates, self._std_errors, least)
            settled.add(number)
            self._pairs[number], self._bounds[number] = pair, best
            heapq.heapreplace(heap, (-best, number))
        return -value

    def _open(self, pair: tuple[int, int], least: float | None) -> bool:
        """Whether a pair still belongs to the family."""
        if least is None:
            return True
        (j, k), theta, se = pair, self._estimates, self._std_errors
        return bool(theta[j] - theta[k] <= least * np.hypot(se[j], se[k]))


def greatest(
    row: npt.NDArray[np.floating], estimates: Floats, std_errors: Floats, least: float | None = None
) -> tuple[float, tuple[int, int]]:
    """The greatest studentised difference of one draw and the pair it is of; row: errors in standard errors."""
    size = len(row)
    high, low = float(row.max()), float(-row.min())
    if size <= 2 * FIRST:
        every = np.arange(size)
        return _pairs((every, every), row, estimates, std_errors, least)
    # About FIRST units lie beyond these bounds; the next bounds follow from the best pair among them.
    share = FIRST / size
    above, below = _tail_start(row, share), _tail_start(-row, share)
    while True:
        top, bottom = np.flatnonzero(row >= above), np.flatnonzero(row <= -below)
        best, pair = _pairs((top, bottom), row, estimates, std_errors, least)
        # A pair with z_j < above has at most sqrt(above^2 + low^2); likewise on the other side.
        need_above = np.sqrt(best**2 - low**2) if best > max(low, 0.0) else -np.inf
        need_below = np.sqrt(best**2 - high**2) if best > max(high, 0.0) else -np.inf
        if (above <= need_above or len(top) == size) and (below <= need_below or len(bottom) == size):
            return best, pair
        above, below = min(above, need_above), min(below, need_below)


def _tail_start(row: npt.NDArray[np.floating], share: float) -> float:
    # A sample of the draw places the bound well enough: it only decides how many units are tried first.
    step = max(1, len(row) // 2048)
    sample = row[::step]
    keep = min(len(sample) - 1, max(1, int(share * len(sample))))
    return float(np.partition(sample, len(sample) - keep)[len(sample) - keep])


def _pairs(
    sides: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]],
    row: npt.NDArray[np.floating],
    estimates: Floats,
    std_errors: Floats,
    least: float | None,
) -> tuple[float, tuple[int, int]]:
    """The greatest value over top x bottom, and its pair; 0 where no pair is left."""
    (top, bottom), best, pair = sides, 0.0, (0, 0)
    step = max(1, BLOCK // max(1, len(bottom)))
    errors_low, s_low = row[bottom] * std_errors[bottom], std_errors[bottom]
    for start in range(0, len(top), step):
        part = top[start : start + step]
        s_high = std_errors[part]
        spread = np.sqrt(s_high[:, None] ** 2 + s_low[None, :] ** 2)
        apart = (row[part] * s_high)[:, None] - errors_low[None, :]
        usable = spread > 0
        if least is not None:
            usable &= estimates[part][:, None] - estimates[bottom][None, :] <= least * spread
        values = np.divide(apart, spread, out=np.zeros_like(spread), where=usable)
        at = int(values.argmax()) if values.size else 0
        if values.size and values.flat[at] > best:
            best = float(values.flat[at])
            pair = (int(part[at // len(bottom)]), int(bottom[at % len(bottom)]))
    return best, pair
