"""`chungtay suspect` from the console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(console: Run, tmp_path: Path) -> Run:
    random = np.random.default_rng(3)
    unit = np.repeat([f"x{i}" for i in range(8)], 60)
    left = (random.random(480) < np.where(unit == "x5", 0.9, 0.2)).astype(int)
    table = {
        "xa": unit, "ma_ho": [f"h{i}" for i in range(480)], "thoat": left, "dien_tich": random.integers(20, 99, 480),
        "ngay": (np.datetime64("2019-01-01") + random.integers(0, 365, 480)).astype(str),
        "hoi": random.integers(0, 3, 480),
    }  # fmt: skip
    pyarrow.csv.write_csv(pa.table(table), tmp_path / "in.csv")

    def run(*more: str) -> tuple[int, str, str]:
        given = ["suspect", str(tmp_path / "in.csv"), "--unit", "xa"]
        return console(*given, *more, "--out", str(tmp_path / "out.csv"))

    return run


def test_the_odd_unit_comes_first_with_its_households(run: Run, tmp_path: Path) -> None:
    households = tmp_path / "behind.csv"
    code, said, _ = run(
        "--check", "exits", "--outcome", "thoat", "--household", "ma_ho", "--households", str(households)
    )
    assert code == 0
    out = pyarrow.csv.read_csv(tmp_path / "out.csv").to_pylist()
    assert out[0]["unit"] == "x5" and out[0]["flagged"] and not out[1]["flagged"]
    behind = pyarrow.csv.read_csv(households).to_pydict()
    assert set(behind["unit"]) == {"x5"} and len(behind["household_id"]) == out[0]["observed"]
    assert "1 to look into" in said and "no offence" in said


@pytest.mark.parametrize(
    "options",
    [
        ("heaping", "--value", "dien_tich"),
        ("bunching", "--value", "dien_tich", "--cutoff", "60", "--method", "count", "--window", "10"),
        ("bunching", "--value", "dien_tich", "--cutoff", "60"),
        ("duplicates", "--facts", "hoi,dien_tich"),
        ("surveyors", "--surveyor", "hoi", "--outcome", "dien_tich"),
        ("merges", "--date", "ngay", "--deadline", "2019-06-30", "--deadline", "2019-12-31", "--window", "15"),
    ],
)
def test_every_check_runs_from_text_columns_and_flags_nobody_here(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    code, said, error = run("--check", *options, "--household", "ma_ho", "--level", "0.001")
    assert (code, error) == (0, "")
    out = pyarrow.csv.read_csv(tmp_path / "out.csv").to_pydict()
    assert len(out["unit"]) == 8 and not any(out["flagged"])
    assert {"n", "observed", "expected", "statistic", "p_value", "q_bh", "q_by"} <= set(out)
    assert "does not prove" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--check", "bunching", "--value", "dien_tich"), "--cutoff"),
        (("--check", "heaping", "--value", "dientich"), "dien_tich"),
        (("--check", "merges", "--date", "ngay", "--deadline", "31/12/2019"), "year-month-day"),
        (("--check", "heaping", "--value", "dien_tich", "--against", "own"), "compares with"),
        (("--check", "exits", "--outcome", "thoat", "--level", "5"), "between 0 and 1"),
        (("--check", "exits", "--outcome", "thoat", "--households", "x.csv"), "--household"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_in_words(run: Run, options: tuple[str, ...], said: str) -> None:
    code, _, error = run(*options)
    assert code == 2 and said in error


def test_the_help_shows_examples(run: Run) -> None:
    assert "--check bunching --value" in " ".join(run("--help")[1].split())
