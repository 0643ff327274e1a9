"""The province's areas, and pairs of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_households import Rows, household, member, write_csv


@pytest.fixture
def province(db: None) -> None:
    """The areas of the province, as the package brings them."""
    from chungtay.units.loading import load_areas

    load_areas()


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., list[Path]]:
    """Write a households file and a members file: two good households with three members unless rows are given."""

    def made(households: Rows | None = None, members: Rows | None = None, **how: Any) -> list[Path]:
        heads = households if households is not None else [household("H01"), household("H02", income_per_head=2000000)]
        people = members if members is not None else [member("H01", 1), member("H01", 2), member("H02", 1)]
        files = [write_csv(tmp_path / "ho.csv", heads, **how)]
        if people:
            files.append(write_csv(tmp_path / "thanh_vien.csv", people, **how))
        return files

    return made
