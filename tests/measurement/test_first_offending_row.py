"""A table that cannot be measured is refused with its file, the first row that is wrong, its column and what it says.

Rows count as a spreadsheet shows them: the heading is row 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from chungtay.cli import cli
from chungtay.measurement.panel import read_panel
from chungtay.measurement.poverty import Design, Replicates, association, depth, measure
from chungtay.measurement.survey import ratios
from chungtay.measurement.survey.tables import as_table
from chungtay.measurement.suspect import exits, heaping
from chungtay.messages import Problem, UserError, speaking

ROWS: dict[str, list[Any]] = {
    "d1": ["1", "0", "1", "0", "1", "0", "0", "1"],
    "d2": ["0", "0", "1", "0", "1", "1", "0", "0"],
    "w": ["1", "2", "1", "1", "3", "1", "1", "1"],
    "stratum": ["a"] * 4 + ["b"] * 4,
    "psu": ["1", "1", "2", "2", "3", "3", "4", "4"],
    "fpc": ["10"] * 8,
    "rep_1": ["2"] * 8,
    "rep_2": ["0"] * 8,
    "year": ["2016"] * 4 + ["2020"] * 4,
}
ASKED = ("--indicators", "d1=1/2,d2=1/2", "--cutoff", "1/2")
CLUSTERS = ("--strata", "stratum", "--psu", "psu")


def changed(**cells: dict[int, Any]) -> pa.Table:
    """ROWS with other cells: column -> row as a spreadsheet counts it -> value."""
    columns = {name: list(values) for name, values in ROWS.items()}
    for name, others in cells.items():
        for row, value in others.items():
            columns[name][row - 2] = value
    return pa.table(columns)


def refused(file: Path, *options: str) -> Problem:
    with speaking("en"):
        done = CliRunner().invoke(cli, ["measure", str(file), *ASKED, *options, "--out", str(file.parent / "out.csv")])
    assert isinstance(done.exception, UserError), done.output
    assert not (file.parent / "out.csv").exists()
    return done.exception.problems[0]


CASES: dict[str, tuple[dict[str, dict[int, Any]], tuple[str, ...], tuple[str, int, str, str | None]]] = {
    "zero weight": ({"w": {5: "0", 7: "0"}}, ("--weight", "w"), ("w", 5, "0", "> 0")),
    "negative weight": ({"w": {9: "-2"}}, ("--weight", "w"), ("w", 9, "-2", "> 0")),
    "missing weight": ({"w": {2: None}}, ("--weight", "w"), ("w", 2, "", "> 0")),
    "weight in words": ({"w": {4: "much"}}, ("--weight", "w"), ("w", 4, "much", "> 0")),
    "endless weight": ({"w": {4: "inf"}}, ("--weight", "w"), ("w", 4, "inf", "> 0")),
    "no number": ({"w": {4: "nan"}}, ("--weight", "w"), ("w", 4, "nan", "> 0")),
    "not 0 or 1": ({"d2": {8: "2", 6: "3"}}, (), ("d2", 6, "3", "0, 1, true, false")),
    "yes": ({"d1": {3: "yes"}}, CLUSTERS, ("d1", 3, "yes", "0, 1, true, false")),
    "psu spans strata": ({"psu": {7: "2"}}, CLUSTERS, ("psu", 7, "2", "stratum = a")),
    "no psu": ({"psu": {6: None}}, CLUSTERS, ("psu", 6, "", None)),
    "no stratum": ({"stratum": {6: None}}, CLUSTERS, ("stratum", 6, "", None)),
    "two sizes": ({"fpc": {8: "11"}}, (*CLUSTERS, "--fpc", "fpc"), ("fpc", 8, "11", "10")),
    "no size": ({"fpc": {3: None}}, (*CLUSTERS, "--fpc", "fpc"), ("fpc", 3, "", "> 0")),
    "no replicate": ({"rep_2": {5: None}}, ("--weight", "w", "--replicates", "rep_*"), ("rep_2", 5, "", ">= 0")),
}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("case", CASES)
def test_the_first_offending_row_is_named(case: str, kind: str, tmp_path: Path) -> None:
    cells, options, (column, row, value, allowed) = CASES[case]
    file = tmp_path / f"ho.{kind}"
    {"csv": arrow_csv.write_csv, "parquet": pq.write_table}[kind](changed(**cells), file)
    problem = refused(file, *options)
    assert (problem.file, problem.row, problem.column, problem.value, problem.allowed) == (
        str(file), row, column, value, allowed,
    )  # fmt: skip
    assert str(problem.remedy)


def test_how_many_rows_are_alike_is_said(tmp_path: Path) -> None:
    pq.write_table(changed(w={3: "0", 4: "-1", 9: None}), tmp_path / "ho.parquet")
    assert "There are 3 such rows." in refused(tmp_path / "ho.parquet", "--weight", "w").what.en


def test_a_psu_may_lie_elsewhere_in_another_period(tmp_path: Path) -> None:
    table = changed(psu={6: "1", 7: "1", 8: "2", 9: "2"})  # stratum a in 2016, b in 2020
    file = tmp_path / "ho.parquet"
    pq.write_table(table, file)
    problem = refused(file, *CLUSTERS, "--over-time", "year", "--same-psus")
    assert (problem.code, problem.row, problem.value) == ("psu_spans_strata", 6, "1")
    with as_table(file) as rows:
        measure(rows, indicators=["d1", "d2"], cutoff=1, design=Design(strata="stratum", psu="psu"), over="year")


def test_of_a_folder_the_file_is_named_and_the_row_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "so-ho"
    for place, year in enumerate((2016, 2020)):
        (folder / f"nam={year}").mkdir(parents=True)
        pq.write_table(changed(w={6: "0"} if place else {}), folder / f"nam={year}" / "data.parquet")
    problem = refused(folder, "--weight", "w")
    assert (problem.file, problem.row) == (str(folder / "nam=2020" / "data.parquet"), 6)


def test_a_table_from_memory_has_rows_but_no_file() -> None:
    with pytest.raises(UserError) as error:
        measure(changed(w={4: "0"}), indicators=["d1", "d2"], design=Design("w"))
    assert (error.value.problems[0].file, error.value.problems[0].row) == (None, 4)


@pytest.mark.parametrize(
    ("call", "column", "row"),
    [
        (lambda file: association(file, ["d1", "d2"], weight="w"), "w", 5),
        (lambda file: ratios(file, {"mean": ("d1", 1)}, Design("w")), "w", 5),
        (lambda file: ratios(file, {"mean": ("d1", 1)}, Design(replicates=Replicates("bootstrap", ("rep_1", "rep_2")))),
         "rep_2", 3),
        (lambda file: depth(file, indicators=["d1"], gaps={"d1": "fpc"}), "fpc", 2),
    ],
)  # fmt: skip
def test_the_library_names_file_and_row_too(call: Any, column: str, row: int, tmp_path: Path) -> None:
    file = tmp_path / "ho.csv"
    arrow_csv.write_csv(changed(w={5: "0"}, rep_2={3: None}), file)
    with pytest.raises(UserError) as error:
        call(file)
    problem = error.value.problems[0]
    assert (problem.file, problem.column, problem.row) == (str(file), column, row)


def test_nan_among_numbers_is_no_weight_whatever_the_file_says_of_its_bounds(tmp_path: Path) -> None:
    weights = pa.array([1.0, 2.0, float("nan"), 1.0, 1.0, 1.0, 1.0, 1.0])
    pq.write_table(changed().set_column(2, "w", weights), tmp_path / "ho.parquet")
    with pytest.raises(UserError) as error:
        association(tmp_path / "ho.parquet", ["d1", "d2"], weight="w")
    assert (error.value.problems[0].row, error.value.problems[0].value) == (4, "nan")


@pytest.mark.parametrize(("name", "code"), [("ho.csv", "csv"), ("none.csv", "not_found"), ("ho.xlsx", "extension")])
def test_what_is_wrong_with_a_file_is_said_before_spark_is_looked_for(name: str, code: str, tmp_path: Path) -> None:
    for file in ("ho.csv", "ho.xlsx"):
        (tmp_path / file).write_text("d1,d2\n1,0\n0\n1,1\n", encoding="utf-8")
    with pytest.raises(UserError) as error, as_table(tmp_path / name, engine="spark"):
        pass
    assert error.value.problems[0].code == code


def test_a_line_of_a_csv_with_too_few_cells_is_named(tmp_path: Path) -> None:
    (tmp_path / "ho.csv").write_text("d1,d2\n1,0\n0\n1,1\n", encoding="utf-8")
    problem = refused(tmp_path / "ho.csv")
    assert (problem.file, problem.row, problem.code) == (str(tmp_path / "ho.csv"), 3, "csv")


@pytest.mark.parametrize(
    ("call", "column", "row"),
    [
        (lambda table: exits(table, unit="stratum", outcome="d1"), "d1", 4),
        (lambda table: heaping(table, unit="psu", value="w"), "psu", 7),
        (lambda table: read_panel(table, household="rep_1", year="year", found="d2"), "rep_1", 2),
        (lambda table: read_panel(table, household="w", year="fpc", found="d2"), "fpc", 5),
    ],
)
def test_checks_and_panels_name_the_row(call: Any, column: str, row: int, tmp_path: Path) -> None:
    file = tmp_path / "ho.csv"
    rows = changed(d1={4: "7"}, psu={7: None}, fpc={5: None})
    arrow_csv.write_csv(rows.set_column(2, "w", pa.array(list("abcdefgh"))), file)
    with pytest.raises(UserError) as error, as_table(file) as table:
        call(table)
    problem = error.value.problems[0]
    assert (problem.file, problem.column, problem.row) == (str(file), column, row)
