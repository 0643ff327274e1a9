"""What may be written after `chungtay measure --indicators`: weights by indicator, or nested by dimension."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from chungtay.cli import cli
from chungtay.measurement.measure_options import read_indicators
from chungtay.measurement.poverty import Design, measure
from chungtay.measurement.poverty.weights import Dimension, indicators_of
from chungtay.messages import UserError, speaking

CLUSTERED = Path(__file__).parent / "references" / "clustered.csv"
COLUMNS = ["d1", "d2", "d3", "d4", "edu", "nuoc (sach)"]
NAMES, NUMBERS = ["group", "measure", "indicator", "n"], ["estimate", "std_error", "lower", "upper"]

GOOD = """
    text                                       | weights             | dimensions
    d1=1/3,d2=2/3                              | 1/3 2/3             | - -
    d1, d2                                     | 1/2 1/2             | - -
    nuoc (sach)=1/3, d2=2/3                    | 1/3 2/3             | - -
    nuoc (sach), d2                            | 1/2 1/2             | - -
    edu(d1,d2), health(d3,d4)                  | 1/4 1/4 1/4 1/4     | edu edu health health
    edu(d1), health(d2,d3,d4)                  | 1/2 1/6 1/6 1/6     | edu health health health
    edu=1/3(d1,d2), health=2/3(d3,d4)          | 1/6 1/6 1/3 1/3     | edu edu health health
    edu=0.25(d1), health=0.75(d2)              | 1/4 3/4             | edu health
    edu=1/3(d1=1/2,d2=1/2), health=2/3(d3)     | 1/6 1/6 2/3         | edu edu health
    edu(d1=1,d2=2), health(d3=5)               | 1/6 1/3 1/2         | edu edu health
    edu = 1/2 ( d1 , d2 ) , health = 1/2 (d3), | 1/4 1/4 1/2         | edu edu health
    edu=1(d1)                                  | 1                   | edu
    điều kiện sống(nuoc (sach), d1), y tế(d2)  | 1/4 1/4 1/2         | điều_kiện_sống điều_kiện_sống y_tế
"""

BAD = """
    text                                | code           | found
    ,                                   | indicators     | 0
    d1=1/2,d2                           | indicators     | d2
    d1=1/2,d2=                          | indicators     | d2=
    d1=1/2,d1=1/2                       | indicators     | d1
    d1=half,d2=1/2                      | number         | half
    edu(d1,d2), d3                      | indicators     | d3
    edu=1/3(d1,d2), d3=2/3              | indicators     | d3=2/3
    edu=0,5(d1,d2), health=0,5(d3)      | indicators     | edu=0
    edu=1/2(d1,d2=1/2), health=1/2(d3)  | indicators     | d1
    edu=1/2(d1=,d2=1/2), health=1/2(d3) | indicators     | d1=
    edu=1/2(d1), health(d2)             | indicators     | health
    edu(d1), edu(d2)                    | indicators     | edu
    edu(d1,d1), health(d2)              | indicators     | d1
    edu(d1), health(d1)                 | indicators     | d1
    edu(), health(d1)                   | indicators     | edu
    edu=(d1), health=1/2(d2)            | indicators     | edu=(d1)
    =1/2(d1), health=1/2(d2)            | indicators     | =1/2(d1)
    (d1,d2)                             | indicators     | (d1,d2)
    health(d1), edu(d2,d3               | indicators     | edu(d2,d3
    edu(d1,d2)), health(d3)             | indicators     | edu(d1,d2))
    edu(d1,d2) health(d3)               | indicators     | edu(d1,d2) health(d3)
    edu(d1,d2)=1/2, health(d3)=1/2      | indicators     | edu(d1,d2)=1/2
    edu=half(d1), health=1/2(d2)        | number         | half
    edu(d1=1,d2=half)                   | number         | half
    edu=-1/2(d1), health=3/2(d2)        | weights_sign   | edu=-1/2
    edu=0(d1), health=1(d2)             | weights_sign   | edu=0
    edu(d1=0,d2=1), health(d3)          | weights_sign   | d1=0
    edu=1/2(d1), health=1/3(d2)         | weights_sum    | 5/6 = 0.833333
"""


def lines_of(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split(" | ")) for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("text", "weights", "dimensions"), lines_of(GOOD))
def test_texts_that_are_read(text: str, weights: str, dimensions: str) -> None:
    read = indicators_of(read_indicators(text, COLUMNS))
    assert read.weights == tuple(Fraction(weight) for weight in weights.split())
    assert [(name or "-").replace(" ", "_") for name in read.dimensions] == dimensions.split()
    assert set(read.names) <= set(COLUMNS)
    assert list(read.names) == sorted(read.names, key=text.index)


@pytest.mark.parametrize(("text", "code", "found"), lines_of(BAD))
def test_texts_that_are_refused_name_the_piece(text: str, code: str, found: str) -> None:
    with pytest.raises(UserError) as caught:
        indicators_of(read_indicators(text, COLUMNS))
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == (code, found)


def test_a_dimension_named_like_a_column_is_still_a_dimension() -> None:
    assert read_indicators("edu=1(d1)", COLUMNS) == {"edu": Dimension({"d1": 1}, "1")}


def test_weights_of_dimensions_can_be_divided_by_their_sum() -> None:
    text = "edu=1(d1,d2), health=3(d3)"
    assert indicators_of(read_indicators(text, COLUMNS), normalise=True).weights == (
        Fraction(1, 8), Fraction(1, 8), Fraction(3, 4),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("one(d1), rest(d2,d3,d4)", {"one": {"d1": 1}, "rest": {"d2": 1, "d3": 1, "d4": 1}}),
        ("one(d1=1,d2=3), rest(d3,d4)", {"one": {"d1": 1, "d2": 3}, "rest": {"d3": 1, "d4": 1}}),
        (
            "one=1/4(d1), rest=3/4(d2,d3,d4)",
            {"one": Dimension({"d1": 1}, "1/4"), "rest": Dimension({"d2": 1, "d3": 1, "d4": 1}, "3/4")},
        ),
    ],
)
def test_the_console_and_the_nested_call_give_the_same_tables(
    tmp_path: Path, text: str, nested: dict[str, dict[str, int]]
) -> None:
    out, details = tmp_path / "out.parquet", tmp_path / "details.parquet"
    with speaking("en"):
        done = CliRunner().invoke(
            cli,
            ["measure", str(CLUSTERED), "--indicators", text, "--cutoff", "1/3", "--weight", "w", "--strata", "stratum",
             "--psu", "psu", "--by", "area", "--out", str(out), "--details", str(details)],
        )  # fmt: skip
    assert done.exit_code == 0, done.output
    called = measure(CLUSTERED, indicators=nested, cutoff="1/3", design=Design("w", "stratum", "psu"), by="area")
    for file, table in ((out, called.table), (details, called.details)):
        for written, row in zip(pq.read_table(file).to_pylist(), table.to_pylist(), strict=True):
            assert [written[name] for name in NAMES] == [row[name] for name in NAMES]
            assert [written[name] for name in NUMBERS] == pytest.approx([row[name] for name in NUMBERS], rel=1e-12)
    shares = [
        row for row in pq.read_table(details).to_pylist() if (row["group"], row["measure"]) == ("total", "dimension")
    ]
    assert [row["indicator"] for row in shares] == ["one", "rest"]
    assert sum(row["estimate"] for row in shares) == pytest.approx(1)


def test_flat_weights_have_no_dimensions_in_the_details(tmp_path: Path) -> None:
    details = tmp_path / "details.csv"
    arguments = ["--indicators", "d1=1/2,d2=1/2", "--cutoff", "1/2", "--out", str(tmp_path / "out.csv")]
    done = CliRunner().invoke(cli, ["measure", str(CLUSTERED), *arguments, "--details", str(details)])
    assert done.exit_code == 0, done.output
    assert "dimension" not in arrow_csv.read_csv(details)["measure"].to_pylist()
