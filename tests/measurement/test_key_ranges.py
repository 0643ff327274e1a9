"""Ranges cover every id once, follow the row groups of sorted files, and are given up where files are not sorted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chungtay.measurement.key_ranges import RowGroup, plan_ranges, times_read

SORTED = [RowGroup(100, f"{i:02d}0", f"{i:02d}9") for i in range(12)]


def test_sorted_files_are_cut_where_row_groups_begin() -> None:
    plan = plan_ranges(SORTED, SORTED, ranges=4)
    assert plan is not None
    assert [part.low for part in plan] == [None, "030", "060", "090"]
    assert times_read(SORTED, plan) == 1


def test_large_shuffled_files_get_no_ranges() -> None:
    everywhere = [RowGroup(300_000, f"00{i % 9}", "999") for i in range(12)]
    assert plan_ranges(everywhere, everywhere) is None


def test_a_large_file_in_one_row_group_gets_no_ranges() -> None:
    assert plan_ranges([RowGroup(3_000_000, "a", "z")], []) is None


def test_a_file_in_one_row_group_is_one_range() -> None:
    assert plan_ranges([RowGroup(10, "a", "z")], SORTED) is not None


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=12),
    st.integers(1, 8),
    st.integers(-1, 51),
)
def test_every_id_lies_in_exactly_one_range(groups: list[tuple[int, int, int]], ranges: int, key: int) -> None:
    households = [RowGroup(rows, min(a, b), max(a, b)) for a, b, rows in groups]
    plan = plan_ranges(households, households, ranges=ranges) or []
    holding = [p for p in plan if (p.low is None or key >= p.low) and (p.high is None or key < p.high)]
    assert len(holding) == (1 if plan else 0)
