"""Sums per sampled unit, and what follows from them: totals, ratios, variances, covariances. NumPy only; no tables.

Every estimate here is a ratio of two weighted totals, a'T / b'T, with T the totals of a few values y per row. Its
variance is that of the total of the linearised values u = (a'y - ratio * b'y) / b'T over PSUs within strata
(Taylor linearisation). A `Rows` holds, per group of the table, what is needed for that and nothing more:

* with PSUs: one entry per (group, stratum, PSU) with the PSU's weighted sums;
* without: one entry per (group, stratum, pattern of values) with the sum of weights and of squared weights; rows that
  look alike add up, so a nation of households makes some thousands of entries.
Source: Woodruff (1971); Särndal, Swensson and Wretman (1992), ch. 5; Lumley (2010), ch. 2.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.strata import Strata, averaged

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
CHUNK = 65_536
NEARLY_GONE = 1e-6
"""Part that a difference of sums may keep of them; where less is left, it is added up entry by entry instead."""


@dataclass(frozen=True)
class Rows:
    """Entries sorted by (group, stratum).

    groups    number of groups
    group, stratum, unit   codes per entry; unit identifies the PSU across groups (-1 where a row is its own PSU)
    values    (patterns, p) values y; pattern: the pattern of each entry
    weight    sum of weights of the entry's rows; squares: sum of their squares (both 1 where values are PSU sums)
    units     PSUs that the entry stands for
    rows      rows of the table behind each entry
    """

    groups: int
    group: Codes
    stratum: Codes
    unit: Codes
    pattern: Codes
    values: Floats
    weight: Floats
    squares: Floats
    units: Floats
    rows: npt.NDArray[np.int64]

    @property
    def by_unit(self) -> bool:
        """Whether an entry is one PSU."""
        return bool(self.unit.size == 0 or self.unit[0] >= 0)

    def count(self) -> npt.NDArray[np.int64]:
        """Rows of the table in each group."""
        return np.bincount(self.group, weights=self.rows, minlength=self.groups).round().astype(np.int64)

    def totals(self, columns: Floats) -> Floats:
        """Weighted totals of a'y per group; columns (p, e) -> (groups, e)."""
        if not self.by_unit:
            return _added_up(self._weight_by_pattern, combined(self.values, columns))
        projected = self._projected(columns)
        out = np.zeros((self.groups, columns.shape[1]))
        for part in self._chunks():
            first, codes = _segments(self.group[part])
            weighted = projected(part) * self.weight[part, None]
            out[codes] += np.add.reduceat(weighted, first, axis=0)
        return out

    def df(self) -> Floats:
        """Degrees of freedom per group: PSUs less strata, both as they occur in the group."""
        strata = np.bincount(self._pairs[1], minlength=self.groups)
        return (np.bincount(self.group, weights=self.units, minlength=self.groups) - strata).astype(np.float64)

    def ratio_variances(self, numerators: Floats, denominators: Floats, strata: Strata) -> tuple[Floats, Floats]:
        """Ratios and their variances per group.

        numerators, denominators  (p, e)
        Returns ratios and variances, both (groups, e); null where the denominator is 0.
        """
        above, below = np.split(self.totals(np.concatenate([numerators, denominators], axis=1)), 2, axis=1)
        ratios = divide(above, below)
        if not self.by_unit:
            return ratios, self._variances_by_pattern(ratios, below, numerators, denominators, strata)
        above_y, below_y = self._projected(numerators), self._projected(denominators)

        def linearised(part: slice) -> Floats:
            group = self.group[part]
            return divide(above_y(part) - ratios[group] * below_y(part), below[group])

        return ratios, self._variances(linearised, numerators.shape[1], strata)

    def combination_variances(self, columns: Floats, strata: Strata) -> Floats:
        """Variances of the totals of c'y, each group with a c of its own; columns (groups, p) -> (groups,)."""

        def linearised(part: slice) -> Floats:
            y = self.values[self.pattern[part]]
            return np.asarray((y * columns[self.group[part]]).sum(axis=1, keepdims=True), dtype=np.float64)

        return self._variances(linearised, 1, strata)[:, 0]

    def _variances(self, linearised: Callable[[slice], Floats], size: int, strata: Strata) -> Floats:
        """Variances (groups, size) of the totals of the linearised values, which come slice by slice of the entries."""
        pair, pair_group, pair_stratum = self._pairs
        sums = np.zeros((len(pair_group), size))
        squares = np.zeros_like(sums)
        for part in self._chunks():
            u = linearised(part)
            first, codes = _segments(pair[part])
            sums[codes] += np.add.reduceat(u * self.weight[part, None], first, axis=0)
            squares[codes] += np.add.reduceat(u * u * self.squares[part, None], first, axis=0)
        return self._spread(squares, sums, pair_group, pair_stratum, strata)

    def _variances_by_pattern(
        self, ratios: Floats, below: Floats, numerators: Floats, denominators: Floats, strata: Strata
    ) -> Floats:
        """Variances of the ratios where entries are patterns: from sums of a, b, a², ab, b² of each (group, stratum).

        The sum of (a - r b)² is that of a² - 2 r ab + r² b². Where hardly anything is left of the three, as where every
        poor household has the same score, their rounding would be left: there it is added up entry by entry.
        """
        pair, pair_group, pair_stratum = self._pairs
        weight, square = (self._by_pattern(pair, len(pair_group), each) for each in (self.weight, self.squares))
        a, b = combined(self.values, numerators), combined(self.values, denominators)
        r, total = ratios[pair_group], below[pair_group]
        first, both, second = np.split(_added_up(square, np.concatenate([a * a, a * b, b * b], axis=1)), 3, axis=1)
        both, second = 2 * r * both, r * r * second
        squares = first - both + second
        gone = squares < NEARLY_GONE * (first + np.abs(both) + second)
        for estimate in np.flatnonzero(gone.any(axis=0)).tolist():
            here = gone[pair, estimate]
            pattern, at = self.pattern[here], pair[here]
            left = a[pattern, estimate] - r[at, estimate] * b[pattern, estimate]
            added = np.bincount(at, weights=left * left * self.squares[here], minlength=len(pair_group))
            squares[:, estimate] = np.where(gone[:, estimate], added, squares[:, estimate])
        above, under = np.split(_added_up(weight, np.concatenate([a, b], axis=1)), 2, axis=1)
        sums = above - r * under
        return self._spread(divide(squares, total * total), divide(sums, total), pair_group, pair_stratum, strata)

    def _spread(self, squares: Floats, sums: Floats, pair_group: Codes, pair_stratum: Codes, strata: Strata) -> Floats:
        """Variances (groups, e) from the sums of (group, stratum) pairs."""
        variances = np.zeros((self.groups, squares.shape[1]))
        np.add.at(variances, pair_group, strata.spread(squares, sums, pair_stratum))
        factor = averaged(strata.known, pair_stratum, pair_group, self.groups)
        return variances * factor[:, None]

    @functools.cached_property
    def _weight_by_pattern(self) -> csr_array:
        return self._by_pattern(self.group, self.groups, self.weight)

    def _by_pattern(self, codes: Codes, size: int, amounts: Floats) -> csr_array:
        """Amounts of the entries as a matrix (size, patterns); codes: the row of each entry, rising."""
        from scipy.sparse import csr_array

        starts = np.searchsorted(codes, np.arange(size + 1))
        return csr_array((amounts, self.pattern, starts), shape=(size, len(self.values)))

    def linearised(self, group: int, numerators: Floats, denominators: Floats) -> tuple[Codes, Codes, Floats]:
        """Units, their strata and linearised values (units, e) of one group of PSU sums."""
        size = numerators.shape[1]
        unit, stratum, y = self._of_group(group, np.concatenate([numerators, denominators], axis=1))
        above, below = y[:, :size], y[:, size:]
        total = below.sum(axis=0)
        return unit, stratum, divide(above - divide(above.sum(axis=0), total) * below, total)

    def covariances(self, first: int, second: int, numerators: Floats, denominators: Floats, strata: Strata) -> Floats:
        """Covariance of the ratios of two groups of one sample of PSUs, (e,); 0 where every row is its own PSU."""
        if not self.by_unit:
            return np.zeros(numerators.shape[1])
        one, other = (self.linearised(group, numerators, denominators) for group in (first, second))
        return _covariance(one, other, strata)

    def combination_covariances(
        self, first: int, second: int, columns: Floats, others: Floats, strata: Strata
    ) -> Floats:
        """Covariance of the totals of c'y of one group with those of d'y of another; columns, others (p, e) -> (e,)."""
        if not self.by_unit:
            return np.zeros(columns.shape[1])
        return _covariance(self._of_group(first, columns), self._of_group(second, others), strata)

    def _of_group(self, group: int, columns: Floats) -> tuple[Codes, Codes, Floats]:
        """Units, their strata and the values a'y of one group of PSU sums."""
        mine = slice(*np.searchsorted(self.group, (group, group + 1)).tolist())
        return self.unit[mine], self.stratum[mine], combined(self.values[self.pattern[mine]], columns)

    def share_variances(self, parent: Rows, parent_of: Codes, column: Floats, strata: Strata) -> tuple[Floats, Floats]:
        """Each group's part of its parent's total, and the variance of that.

        parent     the same sample in coarser groups; parent_of: the parent group of each group
        column     (p,) the total a'T that is shared out
        Returns (groups,) shares and variances.
        """
        one = column[:, None]
        mine, theirs = self.totals(one)[:, 0], parent.totals(one)[:, 0]
        share = divide(mine, theirs[parent_of])
        y, z = (rows.values @ column for rows in (self, parent))
        own, whole = y[self.pattern], z[parent.pattern]
        pair, pair_group, pair_stratum = self._pairs
        parent_pair, parent_group, parent_stratum = parent._pairs
        square = _sums(pair, own * own * self.squares, len(pair_group))
        sums = _sums(pair, own * self.weight, len(pair_group))
        cross = square
        if self.by_unit:
            shared = self._of_parent(parent, parent_of, whole)
            cross = _sums(pair, own * shared, len(pair_group))
        their_square = _sums(parent_pair, whole * whole * parent.squares, len(parent_group))
        their_sums = _sums(parent_pair, whole * parent.weight, len(parent_group))
        # The strata that the group lies in, beside its parent's ...
        width = int(parent_stratum.max(initial=0)) + 1
        at = np.searchsorted(parent_group * width + parent_stratum, parent_of[pair_group] * width + pair_stratum)
        p = share[pair_group]
        inside = square - 2 * p * cross + p * p * their_square[at]
        spread = strata.spread(inside, sums - p * their_sums[at], pair_stratum)
        variances = _sums(pair_group, spread, self.groups)
        # ... and the parent's other strata, where the group has nothing.
        their_spread = strata.spread(their_square, their_sums, parent_stratum)
        every = _sums(parent_group, their_spread, parent.groups)[parent_of]
        seen = _sums(pair_group, their_spread[at], self.groups)
        count = np.bincount(parent_group, minlength=parent.groups)[parent_of]
        others = np.bincount(pair_group, minlength=self.groups) < count
        variances += np.where(others, share * share * np.maximum(every - seen, 0.0), 0.0)
        known = _sums(parent_group, strata.known[parent_stratum].astype(np.float64), parent.groups)[parent_of]
        return share, divide(variances, divide(known, count.astype(np.float64)) * theirs[parent_of] ** 2)

    def _of_parent(self, parent: Rows, parent_of: Codes, whole: Floats) -> Floats:
        """What each entry's PSU has in the parent group."""
        size = int(max(self.unit.max(initial=0), parent.unit.max(initial=0))) + 1
        theirs = parent.group * size + parent.unit
        order = np.argsort(theirs)
        found = np.searchsorted(theirs[order], parent_of[self.group] * size + self.unit)
        return whole[order][found]

    @functools.cached_property
    def _pairs(self) -> tuple[Codes, Codes, Codes]:
        """The (group, stratum) pair of each entry, and each pair's group and stratum."""
        new = np.ones(len(self.group), dtype=np.bool_)
        new[1:] = (self.group[1:] != self.group[:-1]) | (self.stratum[1:] != self.stratum[:-1])
        return np.cumsum(new) - 1, self.group[new], self.stratum[new]

    def _projected(self, columns: Floats) -> Callable[[slice], Floats]:
        """The values a'y of the PSUs in a slice, worked out slice by slice."""
        return lambda part: combined(self.values[self.pattern[part]], columns)

    def _chunks(self) -> Iterator[slice]:
        for start in range(0, len(self.group), CHUNK):
            yield slice(start, min(start + CHUNK, len(self.group)))


def _covariance(one: tuple[Codes, Codes, Floats], other: tuple[Codes, Codes, Floats], strata: Strata) -> Floats:
    """Covariance of the totals of two groups of one sample: units, their strata and values (units, e) of each."""
    (units, where, u), (others, elsewhere, v) = one, other
    _, at, at_other = np.intersect1d(units, others, assume_unique=True, return_indices=True)
    size = len(strata.psus)
    cross, sums, other_sums = (np.zeros((size, u.shape[1])) for _ in range(3))
    np.add.at(cross, where[at], u[at] * v[at_other])
    np.add.at(sums, where, u)
    np.add.at(other_sums, elsewhere, v)
    centred = np.where(strata.centred[:, None], sums * other_sums / strata.psus[:, None], 0.0)
    known = strata.known.mean()
    inside = np.where(strata.known[:, None], strata.factor[:, None] * (cross - centred), 0.0)
    return np.asarray(inside.sum(axis=0) / known)


def combined(values: Floats, columns: Floats) -> Floats:
    """values @ columns, for columns that are 0 almost everywhere, as those of ratios are.

    A dense product would do ten times the work, and start threads of its own beside the engine's.
    """
    from scipy.sparse import csr_array

    return np.asarray(csr_array(columns.T) @ values.T).T


def _added_up(matrix: csr_array, columns: Floats) -> Floats:
    """matrix @ columns; columns that are equal, as many are (deprived in j over all, over the poor), are added up once.

    Each is added up by itself, in one order: equal columns have equal sums, so that what is constant has no error.
    """
    found: dict[bytes, int] = {}
    place = [found.setdefault(row.tobytes(), len(found)) for row in np.ascontiguousarray(columns.T)]
    first = np.unique(place, return_index=True)[1]
    return np.asarray(matrix @ columns[:, first])[:, place]


def _sums(codes: Codes, amounts: Floats, size: int) -> Floats:
    """Sums of the amounts by code, (size,)."""
    return np.bincount(codes, weights=amounts, minlength=size).astype(np.float64, copy=False)


def _segments(codes: Codes) -> tuple[Codes, Codes]:
    """Where each run of equal codes starts, and the codes of the runs."""
    first = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    return first, codes[first]


def divide(above: Floats | float, below: Floats | float) -> Floats:
    """Divide, null (nan) where the denominator is 0."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)
