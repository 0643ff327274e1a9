"""`chungtay small-area` from file to file: equal to the library, from a survey's measure, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from chungtay.cli import cli
from chungtay.measurement.small_area import draw_small_areas, fay_herriot
from chungtay.messages import UserError, speaking

TABLE = """xa,ty_le,sai_so,so_bo,n,dan_so
A,0.10,0.02,0.08,40,4000
B,0.19,0.03,0.11,30,3000
C,0.09,0.02,0.12,40,5000
D,0.24,0.02,0.18,45,2000
E,0.17,0.04,0.20,12,2500
G,0.31,0.02,0.26,50,6000
H,,,0.15,,1500
"""
COLUMNS = [
    "area", "kind", "direct", "direct_std_error", "modelled", "modelled_std_error", "modelled_lower", "modelled_upper",
    "weight_of_direct", "synthetic", "residual",
]  # fmt: skip
DIRECT = ("--estimate", "ty_le", "--std-error", "sai_so")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "xa.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "xa.csv"


def run(data: Path, *arguments: str | Path, language: str = "en") -> Result:
    more = [str(one) for one in arguments]
    with speaking(language):
        return CliRunner().invoke(
            cli, ["small-area", str(data), "--area", "xa", *more, "--out", str(data.parent / "out.csv")]
        )


def test_the_command_says_what_the_library_says(data: Path, tmp_path: Path) -> None:
    done = run(data, *DIRECT, "--covariates", "so_bo", "--model", tmp_path / "model.csv")
    assert done.exit_code == 0, done.output
    given = arrow_csv.read_csv(data)
    expected = fay_herriot(
        given["ty_le"].to_numpy(zero_copy_only=False), given["sai_so"].to_numpy(zero_copy_only=False) ** 2,
        given["so_bo"].to_numpy(), areas=given["xa"].to_pylist(), names=["so_bo"],
    )  # fmt: skip
    found = arrow_csv.read_csv(tmp_path / "out.csv")
    assert found.column_names == COLUMNS
    assert found["kind"].to_pylist() == ["modelled"] * 6 + ["modelled without a sample"]
    for name in COLUMNS[2:]:
        np.testing.assert_allclose(
            found[name].to_numpy(zero_copy_only=False), expected.table[name].to_numpy(zero_copy_only=False), rtol=1e-12
        )
    model = {row["name"]: row["value"] for row in arrow_csv.read_csv(tmp_path / "model.csv").to_pylist()}
    assert model["so_bo"] == pytest.approx(expected.beta[1]) and model["sigma2"] == pytest.approx(expected.spread)
    assert len(draw_small_areas(expected).to_dict()["layer"]) == 4


def test_estimates_and_covariates_may_lie_in_two_files(data: Path, tmp_path: Path) -> None:
    """Areas without a sample come from the file of areas; a variance serves in place of a standard error."""
    assert run(data, *DIRECT, "--covariates", "so_bo").exit_code == 0
    one = (tmp_path / "out.csv").read_text()
    table = arrow_csv.read_csv(data)
    pq.write_table(table.select(["xa", "so_bo"]), tmp_path / "areas.parquet")
    squared = pa.array([float(one) ** 2 for one in table["sai_so"].to_pylist()[:6]])
    survey = table.slice(0, 6).select(["xa", "ty_le"]).append_column("variance", squared)
    arrow_csv.write_csv(survey, tmp_path / "survey.csv")
    done = run(
        tmp_path / "survey.csv", "--estimate", "ty_le", "--variance", "variance", "--covariates", "so_bo",
        "--areas", tmp_path / "areas.parquet",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    first, second = (
        arrow_csv.read_csv(pa.py_buffer(text.encode())) for text in (one, (tmp_path / "out.csv").read_text())
    )
    np.testing.assert_allclose(first["modelled"].to_numpy(), second["modelled"].to_numpy(), rtol=1e-12)


def survey(tmp_path: Path) -> Path:
    """Ten communes, ten households each, in one of them nobody poor; and a file of eleven communes."""
    random = np.random.default_rng(11)
    commune = np.repeat([f"x{i}" for i in range(10)], 10)
    share = np.repeat(np.linspace(0.05, 0.6, 10), 10)
    poor = (random.random(100) < share) & (commune != "x0")
    arrow_csv.write_csv(pa.table({"d1": poor.astype(int), "xa": commune}), tmp_path / "ho.csv")
    known = pa.table({"xa": [f"x{i}" for i in range(11)], "so_bo": np.linspace(0.05, 0.65, 11)})
    arrow_csv.write_csv(known, tmp_path / "areas.csv")
    with speaking("en"):
        done = CliRunner().invoke(
            cli,
            ["measure", str(tmp_path / "ho.csv"), "--indicators", "d1", "--cutoff", "1", "--by", "xa", "--out",
             str(tmp_path / "do.csv")],
        )  # fmt: skip
    assert done.exit_code == 0, done.output
    return tmp_path / "do.csv"


def test_a_result_of_measure_is_read_as_it_is(tmp_path: Path) -> None:
    measured = survey(tmp_path)
    more = ("--covariates", "so_bo", "--areas", tmp_path / "areas.csv")
    with speaking("en"):
        refused = run(measured, "--from-measure", "H", *more)
        assert isinstance(refused.exception, UserError) and "x0: 0" in str(refused.exception)
        assert "--smooth" in str(refused.exception)
    done = run(measured, "--from-measure", "H", "--smooth", *more)
    assert done.exit_code == 0, done.output
    rows = {row["area"]: row for row in arrow_csv.read_csv(tmp_path / "out.csv").to_pylist()}
    assert set(rows) == {f"x{i}" for i in range(11)}
    assert rows["x0"]["direct"] == 0 and rows["x0"]["modelled"] > 0
    # Ten households everywhere: one variance for all.
    assert len({round(rows[f"x{i}"]["direct_std_error"], 12) for i in range(10)}) == 1
    assert rows["x10"]["direct"] is None or np.isnan(rows["x10"]["direct"])
    assert run(measured, "--from-measure", "censored:d1", "--smooth", *more).exit_code == 0


def test_the_benchmark_is_met(data: Path, tmp_path: Path) -> None:
    done = run(data, *DIRECT, "--covariates", "so_bo", "--population", "dan_so", "--benchmark", "0.2")
    assert done.exit_code == 0, done.output
    people = arrow_csv.read_csv(data)["dan_so"].to_numpy()
    benchmarked = arrow_csv.read_csv(tmp_path / "out.csv")["benchmarked"].to_numpy()
    assert people @ benchmarked / people.sum() == pytest.approx(0.2)


def test_the_console_says_that_the_figures_are_modelled(data: Path) -> None:
    vi = run(data, *DIRECT, "--covariates", "so_bo", language="vi").output
    assert "Số liệu mô hình, không phải số đếm" in vi and "6 có mẫu, 1 không có mẫu" in vi and "hệ số tự do" in vi
    en = run(data, *DIRECT, "--covariates", "so_bo").output
    assert "Modelled figures, not counts" in en and "Direct's part" in en and "AIC" in en and "Next:" in en
    assert run(data, *DIRECT, "--quiet").output == ""


@pytest.mark.parametrize(
    ("before", "after", "options", "said"),
    [
        ("xa,ty_le", "ma,ty_le", DIRECT, "There is no column xa"),
        ("0.19,0.03", "0.19,0", DIRECT, "row 3, column sai_so: An estimate without an error above 0 (areas: 1)"),
        ("0.19,0.03", "0.19,", DIRECT, "row 3, column sai_so"),
        ("0.19,0.03", "0.19,-1", DIRECT, "Found: “B: -1”"),
        ("0.19,0.03", "0.19,x", DIRECT, "row 3, column sai_so: This cell is empty or cannot be read"),
        (",,0.15", ",,", (*DIRECT, "--covariates", "so_bo"), "row 8, column so_bo"),
        ("B,0.19", "A,0.19", DIRECT, "An area has two rows (2 and 3)"),
        (TABLE[TABLE.index("C,") :], "", DIRECT, "Only 2 sampled areas"),
        ("", "", (*DIRECT, "--covariates", "so_bo,so_bo"), "repeat each other"),
        ("0.17,0.04,0.20,12", "0.17,0.04,0.20,", (*DIRECT, "--smooth", "--size", "n"), "row 6, column n"),
        ("", "", ("--from-measure", "H"), "There is no column group"),
        ("", "", (*DIRECT, "--population", "dan_so", "--benchmark", "-1"), "must be above 0"),
    ],
)
def test_a_bad_table_is_refused_in_words_and_nothing_is_written(
    data: Path, before: str, after: str, options: tuple[str, ...], said: str
) -> None:
    data.write_text(TABLE.replace(before, after, 1), encoding="utf-8")
    with speaking("en"):
        done = run(data, *options)
        assert isinstance(done.exception, UserError), done.output
        assert said in str(done.exception)
    assert not (data.parent / "out.csv").exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("x1,0.1\n", "This area is not in"),
        ("A,0.1\nA,0.1\n", "An area has two rows"),
    ],
)
def test_areas_that_do_not_fit_are_named(data: Path, tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "areas.csv").write_text("xa,so_bo\n" + rows, encoding="utf-8")
    with speaking("en"):
        done = run(data, *DIRECT, "--covariates", "so_bo", "--areas", tmp_path / "areas.csv")
        assert said in str(done.exception)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--estimate", "ty_le"), "--std-error"),
        ((*DIRECT, "--variance", "v"), "--std-error"),
        ((*DIRECT, "--smooth"), "--size"),
        ((*DIRECT, "--benchmark", "0.2"), "--population"),
        (("--from-measure", "H", "--estimate", "ty_le"), "leave out"),
    ],
)
def test_options_that_do_not_go_together_are_refused(data: Path, options: tuple[str, ...], said: str) -> None:
    done = run(data, *options)
    assert done.exit_code == 2 and said in done.output


def test_a_measure_over_time_must_be_cut_to_one_period(tmp_path: Path) -> None:
    rows = "group,measure,indicator,estimate,std_error,lower,upper,n\n" + "".join(
        f'"xa={name},year={year}",H,,0.2,0.01,,,9\n' for name in "abcd" for year in (2016, 2020)
    )
    (tmp_path / "do.csv").write_text(rows, encoding="utf-8")
    with speaking("en"):
        done = run(tmp_path / "do.csv", "--from-measure", "H")
        assert "several periods" in str(done.exception)
        other = run(tmp_path / "do.csv", "--from-measure", "A")
        assert "no rows of A by xa" in str(other.exception) and "Allowed: xa; H" in str(other.exception)
