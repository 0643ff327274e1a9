"""`chungtay measure` from file to file."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from chungtay.cli import cli
from chungtay.messages import UserError, speaking

REFERENCES = Path(__file__).parent / "references"
COLUMNS = ["group", "measure", "indicator", "estimate", "std_error", "lower", "upper", "n"]
MEASURES = {"H", "A", "M0", "uncensored", "censored", "contribution", "population_share"}
STRUCTURE = ["--indicators", "d1=1/3,d2=1/3,d3=1/6,d4=1/6", "--cutoff", "1/3"]
DESIGN = ["--weight", "w", "--strata", "stratum", "--psu", "psu"]


def run(*arguments: str | Path) -> Result:
    with speaking("en"):
        return CliRunner().invoke(cli, ["measure", *(str(one) for one in arguments)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    path = tmp_path / "clustered.parquet"
    pq.write_table(arrow_csv.read_csv(REFERENCES / "clustered.csv"), path)
    return path


def test_the_result_keeps_to_the_contract(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run(REFERENCES / "clustered.csv", *STRUCTURE, *DESIGN, "--fpc", "fpc", "--by", "area,ethnic", "--out", out)
    assert done.exit_code == 0, done.output
    rows = rows_of(out)
    assert list(rows[0]) == COLUMNS
    assert {row["measure"] for row in rows} == MEASURES
    assert {row["group"] for row in rows} == {
        "total", "area=rural", "area=urban", "ethnic=a", "ethnic=b", "ethnic=c",
    }  # fmt: skip
    assert "Next:" in done.output


def test_csv_and_parquet_in_and_out_say_the_same(tmp_path: Path, parquet: Path) -> None:
    outs = [tmp_path / "a.csv", tmp_path / "b.parquet"]
    for data, out in zip((REFERENCES / "clustered.csv", parquet), outs, strict=True):
        assert run(data, *STRUCTURE, *DESIGN, "--by", "area", "--out", out, "--quiet").output == ""
    first, second = rows_of(outs[0]), pq.read_table(outs[1]).to_pylist()
    for one, other in zip(first, second, strict=True):
        assert [one[name] for name in ("group", "measure", "indicator")] == [
            other[name] for name in ("group", "measure", "indicator")
        ]
        assert float(one["std_error"]) == pytest.approx(other["std_error"], rel=1e-12)


def test_several_cutoffs_add_a_column(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run(REFERENCES / "clustered.csv", *STRUCTURE, "--cutoff", "1/2", "--out", out).exit_code == 0
    rows = rows_of(out)
    assert list(rows[0]) == [*COLUMNS, "cutoff"]
    assert {row["cutoff"] for row in rows} == {"1/3", "1/2", ""}


def test_periods_give_groups_and_a_file_of_changes(tmp_path: Path) -> None:
    out, changes = tmp_path / "out.csv", tmp_path / "changes.csv"
    done = run(
        REFERENCES / "periods.csv", *STRUCTURE, *DESIGN, "--by", "area", "--over-time", "year", "--out", out,
        "--changes", changes,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert {"year=2016", "area=rural,year=2020"} <= {row["group"] for row in rows_of(out)}
    found = rows_of(changes)
    assert {row["group"] for row in found} == {"total", "area=rural", "area=urban"}
    assert {"absolute", "relative", "annualised", "p_value"} <= set(found[0])


def test_details_and_what_changed_m0_have_files_of_their_own(tmp_path: Path) -> None:
    out, parts, details = (tmp_path / name for name in ("out.csv", "parts.csv", "details.parquet"))
    done = run(
        REFERENCES / "periods.csv", *STRUCTURE, "--cutoff", "1/2", *DESIGN, "--over-time", "year", "--same-psus",
        "--out", out, "--decomposition", parts, "--details", details,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    for row in rows_of(parts):
        assert float(row["incidence"]) + float(row["intensity"]) == pytest.approx(float(row["change"]))
        assert float(row["incidence_std_error"]) > 0
    assert {"absolute", "severe", "poverty_share"} <= {row["measure"] for row in pq.read_table(details).to_pylist()}
    without = run(REFERENCES / "periods.csv", *STRUCTURE, "--out", out, "--decomposition", parts)
    assert without.exit_code == 2 and "--over-time" in without.output


def test_association_robustness_and_depth_have_files_of_their_own(tmp_path: Path) -> None:
    file, out = REFERENCES / "clustered.csv", tmp_path / "out.csv"
    outs = {name: tmp_path / f"{name}.csv" for name in ("association", "robustness", "depth")}
    more = [part for name, path in outs.items() for part in (f"--{name}", path)]
    gaps = "d1=d1,d2=d2,d3=d3,d4=d4"  # everyone deprived has a gap of 1: M1 and M2 are M0
    asked = [*STRUCTURE, "--cutoff", "1/2", *DESIGN, "--by", "area", "--out", out]
    done = run(file, *asked, *more, "--gaps", gaps)
    assert done.exit_code == 0, done.output
    assert [(row["first"], row["second"]) for row in rows_of(outs["association"])][:2] == [("d1", "d2"), ("d1", "d3")]
    assert {(row["weighting"], row["cutoff"]) for row in rows_of(outs["robustness"])} == {
        (weighting, cutoff) for weighting in ("given", "equal") for cutoff in ("1/3", "1/2")
    }  # fmt: skip
    (m0,) = (row for row in rows_of(out) if (row["group"], row["measure"], row["cutoff"]) == ("total", "M0", "1/3"))
    deep = {row["name"]: row for row in rows_of(outs["depth"]) if row["group"] == "total"}
    for name in ("M0", "M1", "M2"):
        assert float(deep[name]["estimate"]) == pytest.approx(float(m0["estimate"]), rel=1e-10)
        assert float(deep[name]["std_error"]) == pytest.approx(float(m0["std_error"]), rel=1e-8)
    assert "--gaps" in run(file, *asked, "--depth", outs["depth"]).output
    assert "--by" in run(file, *STRUCTURE, "--out", out, "--robustness", outs["robustness"]).output


def test_years_under_different_standards_are_not_compared(tmp_path: Path) -> None:
    table = arrow_csv.read_csv(REFERENCES / "periods.csv")
    named = [f"vn-{2016 if year == 2016 else 2022}" for year in table["year"].to_pylist()]
    file, out = tmp_path / "in.parquet", tmp_path / "out.csv"
    pq.write_table(table.append_column("standard_id", [named]), file)
    refused = run(file, *STRUCTURE, "--over-time", "year", "--out", out)
    assert isinstance(refused.exception, UserError)
    problem = refused.exception.problems[0]
    assert (problem.code, problem.column, problem.file) == ("standards_differ", "standard_id", str(file))
    assert run(file, *STRUCTURE, "--by", "year", "--out", out).exit_code == 0  # side by side, nothing compared
    pq.write_table(table.append_column("chuan", [["vn-2016"] * len(table)]), file)
    assert run(file, *STRUCTURE, "--over-time", "year", "--standard", "chuan", "--out", out).exit_code == 0


def test_given_and_made_replicates(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    given = run(REFERENCES / "bootstrap.csv", *STRUCTURE, "--weight", "w", "--replicates", "rep_*", "--out", out)
    assert given.exit_code == 0, given.output
    made = run(REFERENCES / "clustered.csv", *STRUCTURE, *DESIGN, "--replicates", "JKn", "--out", out)
    assert made.exit_code == 0, made.output


def test_weights_that_do_not_sum_to_one_can_be_divided_by_their_sum(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    arguments = ["--indicators", "d1=2,d2=2,d3=1,d4=1", "--cutoff", "1/3", "--out", out, "--normalise"]
    assert run(REFERENCES / "clustered.csv", *arguments).exit_code == 0
    other = tmp_path / "other.csv"
    assert run(REFERENCES / "clustered.csv", *STRUCTURE, "--out", other).exit_code == 0
    assert out.read_text() == other.read_text()


def test_a_refused_table_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run(REFERENCES / "lonely.csv", *STRUCTURE, *DESIGN, "--out", out)
    assert isinstance(done.exception, UserError)
    assert "single PSU" in str(done.exception) or "PSU" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_full_count_is_named_in_the_closing_words(tmp_path: Path) -> None:
    done = run(REFERENCES / "clustered.csv", *STRUCTURE, "--design", "full-count", "--out", tmp_path / "out.csv")
    assert "full count" in done.output
    assert {row["std_error"] for row in rows_of(tmp_path / "out.csv")} == {"0"}
