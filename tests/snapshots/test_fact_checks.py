"""Bad input is named by file, row, column, value, what is allowed and what to do."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chungtay.messages import UserError, speaking
from chungtay.rules import load_vocabulary
from chungtay.snapshots.fact_checks import check_facts
from chungtay.snapshots.fact_files import Entity, FactSource, arrow_fact_source, open_fact_file
from chungtay.snapshots.fact_keys import check_keys
from chungtay.snapshots.fact_types import typed_columns
from chungtay.snapshots.findings import SHOWN, Findings

CON = duckdb.connect()
VOCABULARY = load_vocabulary()


def source(tmp_path: Path, text: str, entity: Entity = "household") -> FactSource:
    path = tmp_path / f"{entity}.csv"
    path.write_text(text, encoding="utf-8")
    return open_fact_file(CON, path, entity=entity)


def check(tmp_path: Path, text: str, entity: Entity = "household") -> Findings:
    return check_facts(CON, source(tmp_path, text, entity), VOCABULARY)


def test_good_cells_have_no_problem_and_get_their_types(tmp_path: Path) -> None:
    text = "household_id;area;income_per_head;has_tv\r\n 01 ; rural ;700000.5;có\r\n02;;;KHÔNG\r\n03;urban;0;1\r\n"
    facts = [VOCABULARY.fact(name) for name in ("area", "income_per_head", "has_tv", "floor_area")]
    opened = source(tmp_path, text)
    assert check_facts(CON, opened, VOCABULARY).total == 0
    rows = CON.execute(f"SELECT {typed_columns(opened, facts)} FROM {opened.table}").fetchall()
    assert rows == [
        ("01", "rural", 700000.5, True, None),
        ("02", None, None, False, None),
        ("03", "urban", 0, True, None),
    ]


@pytest.mark.parametrize(
    ("entity", "column", "value", "code"),
    [
        ("household", "has_tv", "maybe", "type"),
        ("household", "income_per_head", "nhiều", "type"),
        ("household", "income_per_head", "700.000", "type"),
        ("household", "income_per_head", "nan", "type"),
        ("household", "income_per_head", "-1", "range"),
        ("household", "area", "Rural", "code"),
        ("household", "floor_area", "0", "range"),
        ("household", "causes_2016", "capital;ma túy", "code"),
        ("member", "age", "-1", "range"),
        ("member", "age", "3.5", "type"),
        ("member", "age", "121", "range"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, entity: Entity, column: str, value: str, code: str) -> None:
    text = f'household_id,{column}\n1,\n2,"{value}"\n'
    found = check(tmp_path, text, entity)
    assert found.total == 1
    (problem,) = found.problems
    assert (problem.row, problem.column, problem.value, problem.code) == (3, column, value, code)
    assert problem.file and problem.file.endswith(".csv") and problem.allowed


def test_a_misspelt_code_gets_a_suggestion(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "household_id,area\n1,rurall\n").problems
    assert "«rural»" in problem.remedy.vi


def test_a_row_without_household_is_named(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "household_id,area\n1,rural\n ,urban\n").problems
    assert (problem.row, problem.column) == (3, "household_id")


def test_only_the_first_problems_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"{i},x,x,x,x,x\n" for i in range(50))
    found = check(tmp_path, "household_id,area,has_tv,has_radio,floor_area,water_source\n" + rows)
    assert found.total == 250 and len(found.problems) == SHOWN
    with pytest.raises(UserError) as raised, speaking("en"):
        found.raise_if_any()
    assert "230 more" in raised.value.problems[-1].what.en


def test_a_misspelt_column_is_an_error_and_a_strange_one_a_warning(tmp_path: Path) -> None:
    found = check(tmp_path, "household_id,aera,favourite_colour\n1,rural,blue\n")
    (problem,) = found.problems
    assert problem.column == "aera" and "area" in problem.remedy.en
    assert any("favourite_colour" in warning.en for warning in found.warnings)


def test_a_vietnamese_heading_like_the_name_is_recognised(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "Household ID,area\n1,rural\n").problems
    assert problem.code == "column_name" and "household_id" in problem.remedy.vi


def test_a_missing_required_column_is_named(tmp_path: Path) -> None:
    found = check_facts(CON, source(tmp_path, "area\nrural\n"), VOCABULARY)
    assert [problem.code for problem in found.problems] == ["column_missing"]


def test_a_column_that_the_caller_reads_but_the_file_lacks_is_worth_a_warning(tmp_path: Path) -> None:
    found = check_facts(CON, source(tmp_path, "household_id\n1\n"), VOCABULARY, reads=["floor_area"])
    assert not found.total and "floor_area" in found.warnings[0].vi


def test_a_heading_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="AREA"):
        source(tmp_path, "household_id,area,AREA\n1,rural,rural\n")


def test_a_heading_in_a_legacy_font_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="TCVN3"):
        source(tmp_path, "household_id,khu vùc n«ng th«n\n1,rural\n")


@pytest.mark.parametrize("text", ["", "\n", "household_id,area\n"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError) as raised:
        check(tmp_path, text).raise_if_any()
    assert raised.value.problems[0].code == "empty"


def test_a_row_with_too_few_cells_is_named(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "household_id,area,has_tv\n1,rural,1\n2,rural\n").problems
    assert problem.code == "csv" and problem.row == 3


def test_a_file_that_is_not_there_or_not_a_table_is_refused(tmp_path: Path) -> None:
    for name, code in (("none.csv", "not_found"), ("ho.docx", "extension")):
        if code == "extension":
            (tmp_path / name).write_text("x")
        with pytest.raises(UserError) as raised:
            open_fact_file(CON, tmp_path / name, entity="household")
        assert raised.value.problems[0].code == code


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ho.parquet"
    pq.write_table(pa.table({"household_id": ["1", "2"]}), path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UserError) as raised:
        open_fact_file(CON, path, entity="household")
    assert raised.value.problems[0].code == "truncated"


def test_parquet_columns_are_checked_by_type_value_and_row(tmp_path: Path) -> None:
    path = tmp_path / "ho.parquet"
    columns = {
        "household_id": ["1", "2", None],
        "area": ["rural", "sub", "urban"],
        "income_per_head": [1.0, float("nan"), -1.0],
        "has_tv": [0, 1, 2],
    }
    pq.write_table(pa.table(columns), path)
    found = check_facts(CON, open_fact_file(CON, path, entity="household"), VOCABULARY)
    places = {(problem.row, problem.column) for problem in found.problems}
    assert places == {(3, "area"), (3, "income_per_head"), (4, "income_per_head"), (4, "has_tv"), (4, "household_id")}


def test_a_parquet_column_of_the_wrong_type_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "ho.parquet"
    pq.write_table(pa.table({"household_id": ["1"], "area": [[1, 2]], "has_tv": [0.5]}), path)
    found = check_facts(CON, open_fact_file(CON, path, entity="household"), VOCABULARY)
    assert {problem.column for problem in found.problems} == {"area", "has_tv"}


def test_rows_in_memory_are_checked_like_a_file() -> None:
    table = pa.table({"household_id": ["1", "2"], "area": ["rural", "x"]})
    found = check_facts(CON, arrow_fact_source(CON, table, entity="household", file="a.xlsx", sheet="Hộ"), VOCABULARY)
    (problem,) = found.problems
    assert (problem.file, problem.sheet, problem.row) == ("a.xlsx", "Hộ", 3)


def test_a_repeated_household_is_named_at_its_second_place(tmp_path: Path) -> None:
    found = check_keys(CON, source(tmp_path, "household_id\n1\n2\n1\n1\n"))
    assert found.total == 2 and [problem.row for problem in found.problems] == [4, 5]
    assert "dòng 2" in found.problems[0].what.vi


def test_a_member_without_a_household_is_named(tmp_path: Path) -> None:
    households, members = source(tmp_path, "household_id\n1\n"), source(tmp_path, "household_id\n1\n7\n", "member")
    (problem,) = check_keys(CON, households, members).problems
    assert (problem.row, problem.value, problem.code) == (3, "7", "no_household")
