"""Chuẩn 2011-2015: thu nhập là tất cả. Each boundary from both sides, rural and urban."""

from __future__ import annotations

from collections.abc import Callable


def test_income_alone_decides(spec: Callable[..., None]) -> None:
    spec("vn-2011-2015", """
        area  | income_per_head | class
        rural |               0 | poor
        rural |         400_000 | poor
        rural |         400_001 | near_poor
        rural |         520_000 | near_poor
        rural |         520_001 | not_poor
        urban |         500_000 | poor
        urban |         500_001 | near_poor
        urban |         650_000 | near_poor
        urban |         650_001 | not_poor
    """)  # fmt: skip


def test_no_gap_between_400_000_and_401_000(spec: Callable[..., None]) -> None:
    spec("vn-2011-2015", """
        area  | income_per_head | class
        rural |         400_500 | near_poor
        urban |         500_500 | near_poor
    """)  # fmt: skip


def test_deprivations_play_no_part(spec: Callable[..., None]) -> None:
    spec("vn-2011-2015", """
        area  | income_per_head | deprivations | class
        rural |         400_000 |            0 | poor
        rural |       1_000_000 |            ? | not_poor
    """)  # fmt: skip


def test_unknown_area_or_income(spec: Callable[..., None]) -> None:
    spec("vn-2011-2015", """
        area  | income_per_head | class        | missing
        ?     |         400_000 | poor         |
        ?     |         400_001 | undetermined | area
        ?     |         500_001 | near_poor    |
        ?     |         520_001 | undetermined | area
        ?     |         650_001 | not_poor     |
        rural |               ? | undetermined | income_per_head
        ?     |               ? | undetermined | area;income_per_head
    """)  # fmt: skip
