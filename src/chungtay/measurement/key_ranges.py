"""Cut two Parquet files into ranges of `household_id` that can be joined one after the other.

Where both files are sorted, the statistics of their row groups say which rows can lie in a range; all others are
skipped unread. A range is a condition on the id alone, so the ranges cover every row exactly once whatever the
statistics say: they decide how fast it goes, never what comes out. Imports nothing of Chung Tay.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY = "household_id"
HOUSEHOLDS_PER_RANGE = 500_000
"""Keeps what a range holds within some 150 MB, whatever the size of the files; larger ranges gain little."""
READ_TWICE = 2.0
"""Most times over that the rows of a file may be read before sorting it anew is cheaper."""


@dataclass(frozen=True)
class RowGroup:
    """Rows of one row group and the smallest and greatest id in it."""

    rows: int
    low: Any
    high: Any


@dataclass(frozen=True)
class KeyRange:
    """Households with low <= household_id < high; None is open to that side."""

    low: Any
    high: Any


def row_groups(path: Path) -> list[RowGroup] | None:
    """Read the row groups' statistics of the id; None where a row group has none."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        metadata = file.metadata
        position = file.schema_arrow.get_field_index(KEY)
        found = []
        for index in range(metadata.num_row_groups):
            group = metadata.row_group(index)
            statistics = group.column(position).statistics
            if statistics is None or not statistics.has_min_max:
                return None
            found.append(RowGroup(group.num_rows, statistics.min, statistics.max))
    return found


def plan_ranges(
    households: Sequence[RowGroup], members: Sequence[RowGroup], *, ranges: int | None = None
) -> list[KeyRange] | None:
    """Cut where row groups of the households begin, so that few are read twice.

    ranges  how many are wished for, whether they pay or not; None = about HOUSEHOLDS_PER_RANGE households in each
    Returns None where the files are not sorted well enough for ranges to pay.
    """
    if not households:
        return [KeyRange(None, None)]
    ordered = sorted(households, key=lambda group: group.low)
    rows = sum(group.rows for group in ordered)
    size = rows / ranges if ranges else HOUSEHOLDS_PER_RANGE
    cuts: list[Any] = []
    filled = 0
    for group in ordered:
        if filled >= size - group.rows / 2 and group.low != (cuts[-1] if cuts else ordered[0].low):
            cuts.append(group.low)
            filled = 0
        filled += group.rows
    bounds = [None, *cuts, None]
    plan = [KeyRange(low, high) for low, high in itertools.pairwise(bounds)]
    if ranges is None:
        too_large = rows > 4 * HOUSEHOLDS_PER_RANGE * len(plan)
        if too_large or max(times_read(households, plan), times_read(members, plan)) > READ_TWICE:
            return None
    return plan


def times_read(groups: Sequence[RowGroup], plan: Sequence[KeyRange]) -> float:
    """How often a row is read on average when every range reads all row groups that may touch it."""
    rows = sum(group.rows for group in groups)
    read = sum(group.rows for part in plan for group in groups if touches(group, part))
    return read / rows if rows else 1.0


def touches(group: RowGroup, part: KeyRange) -> bool:
    """Whether a row of the group can lie in the range."""
    return (part.high is None or group.low < part.high) and (part.low is None or group.high >= part.low)
