"""Draws of the estimates' errors, in standard errors: made (independent normal) or given (a bootstrap). NumPy only.

Draws come in chunks of (draws, units) float32, so that memory stays bounded; every pass over them sees the same draws.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
CHUNK = 1 << 20
"""numbers per chunk"""
KEPT = 1 << 24
"""numbers that are kept between passes (64 MiB); beyond, chunks are made again when they are asked for again"""


class Draws:
    """Chunks of draws; the kinds below say how one chunk is made."""

    def __init__(self, units: int, count: int) -> None:
        """units: number of estimates; count: number of draws."""
        self.units, self.count = units, count
        self.step = max(1, CHUNK // units)
        self._kept: dict[int, Singles] = {}

    def __iter__(self) -> Iterator[Singles]:
        """Give chunks of (draws, units)."""
        for place in range(-(-self.count // self.step)):
            yield self._chunk(place)

    def row(self, number: int) -> Singles:
        """One draw."""
        return self._chunk(number // self.step)[number % self.step]

    def _chunk(self, place: int) -> Singles:
        chunk = self._kept.get(place)
        if chunk is None:
            start = place * self.step
            chunk = self._make(place, start, min(start + self.step, self.count))
            if self.units * self.count > KEPT:
                self._kept.clear()
            self._kept[place] = chunk
        return chunk

    def _make(self, place: int, start: int, stop: int) -> Singles:
        raise NotImplementedError


class NormalDraws(Draws):
    """Independent standard normal errors, the same in every pass."""

    def __init__(self, units: int, count: int, seed: int) -> None:
        """seed: of the generator."""
        super().__init__(units, count)
        self._seeds = np.random.SeedSequence(seed).spawn(-(-count // self.step))

    def _make(self, place: int, start: int, stop: int) -> Singles:
        return np.random.default_rng(self._seeds[place]).standard_normal((stop - start, self.units), dtype=np.float32)


class GivenDraws(Draws):
    """Errors of bootstrap estimates about the estimates, however they hang together."""

    def __init__(self, estimates: Floats, std_errors: Floats, matrix: npt.NDArray[np.floating]) -> None:
        """matrix: (draws, units) bootstrap estimates; std_errors: (units,), the scale."""
        super().__init__(matrix.shape[1], matrix.shape[0])
        self._estimates, self._matrix = estimates, matrix
        self._scale = np.divide(1.0, std_errors, out=np.zeros_like(std_errors), where=std_errors > 0)

    def _make(self, place: int, start: int, stop: int) -> Singles:
        out = np.empty((stop - start, self.units), dtype=np.float32)
        for at in range(start, stop):
            np.multiply(self._matrix[at] - self._estimates, self._scale, out=out[at - start], casting="same_kind")
        return out
