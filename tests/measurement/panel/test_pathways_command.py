"""`chungtay pathways` from the console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.csv
import pytest

Run = Callable[..., tuple[int, str, str]]
TABLE = """ma_ho,nam,loai,xa
h1,2015,poor,a
h1,2016,near_poor,a
h1,2017,poor,a
h2,2015,poor,b
h2,2016,poor,b
h2,2017,not_poor,b
h3,2015,not_poor,b
h3,2016,poor,b
h3,2017,poor,c
"""


@pytest.fixture
def run(console: Run, tmp_path: Path) -> Run:
    (tmp_path / "map.csv").write_text("from,to\na,new\nb,new\nc,new\n", encoding="utf-8")

    def run(*more: str, table: str = TABLE) -> tuple[int, str, str]:
        (tmp_path / "in.csv").write_text(table, encoding="utf-8")
        given = ["pathways", str(tmp_path / "in.csv"), "--household", "ma_ho", "--year", "nam"]
        return console(*given, *more, "--out", str(tmp_path / "out.csv"))

    return run


def test_all_tables_come_out_in_one_file(run: Run, tmp_path: Path) -> None:
    code, said, error = run("--class", "loai")
    assert (code, error) == (0, "")
    assert "3 households, 2015-2017" in said and "1 left, 0 new, 1 fell back" in said
    out = pyarrow.csv.read_csv(tmp_path / "out.csv").to_pylist()
    assert {row["table"] for row in out} == {
        "pathway", "transition", "mover_stayer", "spell", "exit_hazard", "relapse_hazard"
    }  # fmt: skip
    relapse = next(row for row in out if row["to"] == "relapse" and row["to_year"] == 2017)
    assert (relapse["events"], relapse["n"]) == (1, 2)
    assert relapse["lower"] < relapse["estimate"] == 0.5 < relapse["upper"]


def test_communes_that_merged_are_compared_as_one(run: Run, tmp_path: Path) -> None:
    assert run("--class", "loai", "--by", "xa", "--units-map", str(tmp_path / "map.csv"))[0] == 0
    assert set(pyarrow.csv.read_csv(tmp_path / "out.csv")["group"].to_pylist()) == {"new"}


@pytest.mark.parametrize(
    ("options", "table", "said"),
    [
        (("--class", "lai"), TABLE, "Did you mean loai"),
        (("--class", "loai", "--of", "rich"), TABLE, "No household is in the class rich"),
        (("--class", "loai"), TABLE + "h3,2017,poor,c\n", "2 rows in 2017"),
        (("--class", "loai", "--units-map", "x.csv"), TABLE, "needs --by"),
        (("--class", "loai", "--standard", "xa"), TABLE, "different poverty standards"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, options: tuple[str, ...], table: str, said: str
) -> None:
    code, _, error = run(*options, table=table)
    assert code == 2 and said in error
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_year_is_noted(run: Run) -> None:
    _, _, error = run("--class", "loai", table=TABLE.replace(",2017,", ",2018,"))
    assert "years are missing in 2016-2018" in error
