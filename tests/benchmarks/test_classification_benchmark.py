"""The benchmark's two programs agree on complete data; how fast they are is no matter for a test."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("openfisca_core")

from benchmarks.classification import chungtay, openfisca, rows_that_differ, scan
from benchmarks.classification_data import make_data


def test_chungtay_and_openfisca_say_the_same_of_every_household(tmp_path: Path) -> None:
    data = make_data(2100, 8400, tmp_path)
    ours, theirs = tmp_path / "ours.parquet", tmp_path / "theirs.parquet"
    assert chungtay(data, ours) > 0 and openfisca(data, theirs) > 0 and scan(data) > 0
    assert rows_that_differ(ours, theirs) == 0


def test_the_comparison_would_notice_a_difference(tmp_path: Path) -> None:
    one, other = make_data(70, 280, tmp_path), make_data(77, 308, tmp_path)
    ours, theirs = tmp_path / "ours.parquet", tmp_path / "theirs.parquet"
    chungtay(one, ours)
    openfisca(other, theirs)
    assert rows_that_differ(ours, theirs) == 7


def test_the_data_are_the_same_every_time(tmp_path: Path) -> None:
    first, again = make_data(700, 2800, tmp_path / "a"), make_data(700, 2800, tmp_path / "b")
    assert first.households.read_bytes() == again.households.read_bytes()
    assert first.members.read_bytes() == again.members.read_bytes()
