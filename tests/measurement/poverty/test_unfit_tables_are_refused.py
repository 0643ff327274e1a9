"""What cannot be measured honestly is refused with words that say where and what to do; the rest is noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chungtay.measurement.poverty import Design, Measurement, Replicates, measure
from chungtay.messages import UserError

ROWS: dict[str, list[Any]] = {
    "d1": [1, 0, 1, 0, 1, 0, 0, 1],
    "d2": [0, 0, 1, 0, 1, 1, 0, 0],
    "w": [1.0, 2.0, 1.0, 1.0, 3.0, 1.0, 1.0, 1.0],
    "stratum": ["a"] * 4 + ["b"] * 4,
    "psu": [1, 1, 2, 2, 3, 3, 4, 4],
    "fpc": [10] * 8,
    "group": ["x", "y"] * 4,
}
HALVES = {"d1": "1/2", "d2": "1/2"}


def run(changed: dict[str, list[Any]] | None = None, **options: Any) -> Measurement:
    options = {"indicators": HALVES, "cutoff": "1/2", **options}
    return measure(pa.table({**ROWS, **(changed or {})}), **options)


def code_of(changed: dict[str, list[Any]] | None = None, **options: Any) -> str:
    with pytest.raises(UserError) as caught:
        run(changed, **options)
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    ("changed", "options", "code"),
    [
        ({"w": [1.0] * 7 + [0.0]}, {"design": Design("w")}, "weight"),
        ({"w": [1.0] * 7 + [-2.0]}, {"design": Design("w")}, "weight"),
        ({"w": [1.0] * 7 + [None]}, {"design": Design("w")}, "weight"),
        ({"w": ["1"] * 7 + ["much"]}, {"design": Design("w")}, "weight"),
        ({"w": [1.0] * 7 + [float("inf")]}, {"design": Design("w")}, "weight"),
        ({"w": [1.0] * 7 + [float("nan")]}, {"design": Design("w", "stratum", "psu")}, "weight"),
        ({"w": [1.0] * 7 + [0.0], "d1": [1] * 7 + [None]}, {"design": Design("w", "stratum", "psu")}, "weight"),
        ({"psu": [1, 1, 2, 2, 2, 3, 4, 4]}, {"design": Design("w", "stratum", "psu")}, "psu_spans_strata"),
        ({"psu": [1, 1, 1, 1, 3, 3, 4, 4]}, {"design": Design("w", "stratum", "psu")}, "lonely_psu"),
        ({"psu": [1] * 8}, {"design": Design("w", psu="psu")}, "lonely_psu"),
        ({"psu": [1, 1, 2, 2, 3, 3, 4, None]}, {"design": Design("w", "stratum", "psu")}, "design_missing"),
        ({"fpc": [1] * 8}, {"design": Design("w", "stratum", "psu", "fpc")}, None),
        ({"fpc": [1.5] * 8}, {"design": Design("w", "stratum", "psu", "fpc")}, "fpc"),
        ({"fpc": [10, 11] * 4}, {"design": Design("w", "stratum", "psu", "fpc")}, "fpc"),
        ({"fpc": [-1] * 8}, {"design": Design("w", "stratum", "psu", "fpc")}, "fpc"),
        ({"d1": [0, 1, 2, 0, 1, 1, 0, 0]}, {}, "not_binary"),
        ({"d1": [0.0, 1.0, 0.5, 0.0, 1.0, 1.0, 0.0, 0.0]}, {}, "not_binary"),
        ({"d1": ["yes"] * 8}, {}, "not_binary"),
        ({"d1": [None] * 8}, {}, "no_rows"),
        ({}, {"indicators": {"d1": "1/2", "d2": "1/3"}}, "weights_sum"),
        ({}, {"indicators": {"d1": "3/2", "d2": "-1/2"}}, "weights_sign"),
        ({}, {"indicators": {"d1": "half", "d2": "1/2"}}, "number"),
        ({}, {"indicators": {}}, "indicators"),
        ({}, {"indicators": {"d1": "1/2", "d9": "1/2"}}, "column_missing"),
        ({}, {"by": ["grup"]}, "column_missing"),
        ({}, {"cutoff": 0}, "cutoff"),
        ({}, {"cutoff": "1.01"}, "cutoff"),
        ({}, {"design": Design("w", "stratum", "psu", replicates=Replicates("JK1"))}, "replicates"),
        ({"psu": [1, 5, 2, 2, 3, 3, 4, 4]}, {"design": Design("w", "stratum", "psu", replicates=Replicates("BRR"))},
         "replicates"),
    ],
)  # fmt: skip
def test_unfit_input_is_refused(changed: dict[str, list[Any]], options: dict[str, Any], code: str | None) -> None:
    if code is None:
        run(changed, **options)
    else:
        assert code_of(changed, **options) == code


def test_an_empty_table_is_refused() -> None:
    empty = pa.table({"d1": pa.array([], pa.int8())})
    with pytest.raises(UserError) as caught:
        measure(empty, indicators={"d1": 1}, cutoff=1)
    assert caught.value.problems[0].code == "no_rows"


def test_a_near_name_is_offered() -> None:
    with pytest.raises(UserError, match="stratum"):
        run(design=Design(strata="stratun"))


def test_a_constant_indicator_has_an_error_of_zero_and_is_noted() -> None:
    result = run({"d1": [1] * 8}, design=Design("w", "stratum", "psu"))
    row = result.value("uncensored", indicator="d1")
    assert (row["estimate"], row["std_error"], row["lower"], row["upper"]) == (1.0, 0.0, 1.0, 1.0)
    assert any("d1" in note.en for note in result.notes)


def test_rows_with_an_unknown_indicator_are_left_out_and_counted() -> None:
    result = run({"d2": [None, 0, 1, 0, 1, 1, 0, 0]})
    assert (result.rows, result.incomplete, result.value("H")["n"]) == (8, 1, 7)
    assert any("1 of 8" in note.en for note in result.notes)


def test_a_group_without_complete_rows_is_null_not_zero() -> None:
    result = run({"d2": [None, 0, None, 0, None, 1, None, 0]}, by="group")
    row = result.value("H", "group=x")
    assert (row["estimate"], row["std_error"], row["n"]) == (None, None, 0)


def test_a_row_without_a_group_stands_in_a_group_of_its_own() -> None:
    result = run({"group": ["x", None] * 4}, by="group")
    assert result.value("H", "group=(missing)")["n"] == 4


def test_a_full_count_has_no_error_and_says_so() -> None:
    result = run(design=Design("w", kind="full-count"))
    assert result.value("H")["std_error"] == 0.0
    assert "full count" in result.notes[0].en


def test_a_superpopulation_takes_no_correction() -> None:
    corrected = run(design=Design("w", "stratum", "psu", "fpc")).value("H")["std_error"]
    drawn = run(design=Design("w", "stratum", "psu", "fpc", kind="superpopulation")).value("H")["std_error"]
    plain = run(design=Design("w", "stratum", "psu")).value("H")["std_error"]
    assert drawn == pytest.approx(plain, rel=1e-12) and drawn > corrected


@pytest.mark.parametrize("kind", ["boolean", "float", "text"])
def test_deprivations_may_be_booleans_floats_or_text(kind: str) -> None:
    turn = {"boolean": bool, "float": float, "text": str}[kind]
    changed = {name: [turn(value) for value in ROWS[name]] for name in ("d1", "d2")}
    assert run(changed).table == run().table


def test_made_bootstrap_replicates_come_near_linearisation() -> None:
    rows = {name: values * 20 for name, values in ROWS.items()}
    rows["psu"] = [place // 2 for place in range(160)]
    rows["stratum"] = ["a" if place < 80 else "b" for place in range(160)]
    table = pa.table(rows)
    design = Design("w", "stratum", "psu")
    made = Design("w", "stratum", "psu", replicates=Replicates("bootstrap", count=2000, seed=7))
    linear, drawn = (
        measure(table, indicators=HALVES, cutoff="1/2", design=one).value("H")["std_error"] for one in (design, made)
    )
    assert drawn == pytest.approx(linear, rel=0.08)


def test_results_come_as_pandas_and_pictures() -> None:
    result = run(by="group", over="stratum", design=Design("w"))
    assert list(result.to_pandas().columns) == result.table.column_names
    for picture in (
        result.plot_level("M0"),
        result.plot_contributions(),
        result.plot_changes("H"),
        result.plot_decomposition(),
    ):
        assert picture.to_dict()["$schema"].endswith(".json")


@pytest.mark.parametrize("design", [Design("w"), Design("w", "stratum", "psu"), Design("w", kind="full-count")])
def test_a_nan_weight_of_a_file_whose_bounds_leave_nan_out_is_refused(tmp_path: Path, design: Design) -> None:
    file = tmp_path / "rows.parquet"
    pq.write_table(pa.table({**ROWS, "w": [1.0] * 5 + [float("nan"), 1.0, 1.0]}), file)
    with pytest.raises(UserError) as caught:
        measure(file, indicators=HALVES, cutoff="1/2", design=design)
    problem = caught.value.problems[0]
    assert (problem.code, problem.column, problem.row, problem.file) == ("weight", "w", 7, str(file))


@pytest.mark.parametrize("by", ["d1", ["group", "d1"]])
@pytest.mark.parametrize("design", [None, Design("w"), Design("w", "stratum", "psu")])
def test_a_group_may_be_an_indicator(by: Any, design: Design | None) -> None:
    found = run(by=by, design=design)
    assert [found.value("uncensored", f"d1={value}", "d1")["estimate"] for value in (0, 1)] == [0.0, 1.0]
