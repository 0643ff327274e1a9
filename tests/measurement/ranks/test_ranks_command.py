"""`chungtay ranks` from the console: a table in, a table out, and what is said of a bad one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.csv
import pytest

TABLE = 'xa,rate,se\nA,0.10,0.01\n"B, C",0.12,0.01\nD,0.30,0.02\nE,0.11,0.03\n'
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(console: Run, tmp_path: Path) -> Run:
    def run(*more: str, table: str = TABLE) -> tuple[int, str, str]:
        (tmp_path / "in.csv").write_text(table, encoding="utf-8")
        given = ["ranks", str(tmp_path / "in.csv"), "--unit", "xa", "--estimate", "rate"]
        return console(*given, *more, "--out", str(tmp_path / "out.csv"))

    return run


def test_units_come_out_by_rank_with_their_sets(run: Run, tmp_path: Path) -> None:
    code, said, _ = run("--std-error", "se", "--lowest-first", "--top", "2")
    assert code == 0
    out = pyarrow.csv.read_csv(tmp_path / "out.csv").to_pydict()
    assert out["unit"] == ["A", "E", "B, C", "D"]
    assert out["rank"] == [1, 2, 3, 4] and out["rank_lower"] == [1, 1, 1, 4] and out["rank_upper"] == [3, 3, 3, 4]
    assert out["in_top"][3] == "no" and sum(out["top_probability"]) == pytest.approx(2)
    assert "4 units" in said and "Result" in said and "Next" in said


def test_bootstrap_columns_serve_in_place_of_errors(run: Run, tmp_path: Path) -> None:
    import numpy as np

    draws = np.random.default_rng(1).normal(size=(150, 3)) * 0.1 + [1, 2, 3]
    head = "xa,rate," + ",".join(f"rep_{i}" for i in range(150))
    rows = [f"u{j},{j + 1}," + ",".join(f"{x:.4f}" for x in draws[:, j]) for j in range(3)]
    code, _, _ = run("--draws", "rep_*", table="\n".join([head, *rows]) + "\n")
    assert code == 0
    assert pyarrow.csv.read_csv(tmp_path / "out.csv")["rank_upper"].to_pylist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("table", "options", "said"),
    [
        (TABLE, ("--std-error", "s"), "There is no column s"),
        (TABLE.replace("0.03", "-0.03"), ("--std-error", "se"), "in.csv, row 5, column se: 1 standard error"),
        (TABLE.replace("0.03", "x"), ("--std-error", "se"), "row 5, column se"),
        (TABLE + "A,0.2,0.1\n", ("--std-error", "se"), "in.csv, row 6, column xa: Unit A has two rows (2 and 6)"),
        ("xa,rate,se\nA,0.1,0.1\n", ("--std-error", "se"), "at least two units"),
        (TABLE, ("--std-error", "se", "--top", "9"), "Allowed: 1 … 3"),
        (TABLE, (), "Give --std-error or --draws"),
        (TABLE, ("--draws", "rep_*"), "at least 100 rows"),
    ],
)
def test_a_bad_table_is_refused_in_words_and_nothing_is_written(
    run: Run, tmp_path: Path, table: str, options: tuple[str, ...], said: str
) -> None:
    code, _, error = run(*options, table=table)
    assert code == 2 and said in error
    assert not (tmp_path / "out.csv").exists()


def test_the_help_shows_an_example(run: Run) -> None:
    _, said, _ = run("--help")
    assert "chungtay ranks xa.csv" in said
