"""`chungtay income-growth` from file to file: equal to the library, and what is said of a bad table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from chungtay.cli import cli
from chungtay.measurement.income_growth import draw_income_growth, income_growth
from chungtay.measurement.survey.design import Design
from chungtay.messages import UserError, speaking

COLUMNS = [
    "group", "reading", "base_year", "last_year", "base_mean", "last_mean", "factor", "std_error", "lower", "upper",
    "target", "status", "n_base", "n_last", "lost",
]  # fmt: skip
NAMES = ["--household", "ma_ho", "--year", "nam", "--income", "thu_nhap", "--class", "loai", "--base-year", "2015"]
# Two in the poor district grew 2.25 and 1.75 times; the third was not poor in 2015 and fell.
TABLE = """ma_ho,nam,thu_nhap,loai,huyen,w,nguoi
a,2015,400,poor,A Lưới,2,3
b,2015,400,poor,A Lưới,1,5
c,2015,900,not_poor,Huế,1,4
d,2015,500,poor,Huế,1,2
a,2018,500,poor,A Lưới,2,3
b,2018,600,poor,A Lưới,1,5
a,2020,900,not_poor,A Lưới,2,3
b,2020,700,poor,A Lưới,1,5
c,2020,600,poor,Huế,1,4
d,2020,750,not_poor,Huế,1,2
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "ho.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "ho.csv"


def run(data: Path, *arguments: str, language: str = "en") -> Result:
    with speaking(language):
        return CliRunner().invoke(
            cli, ["income-growth", str(data), *NAMES, *arguments, "--out", str(data.parent / "out.csv")]
        )


def rows_of(data: Path) -> list[dict[str, Any]]:
    return arrow_csv.read_csv(data.parent / "out.csv").to_pylist()


def test_a_hand_worked_table(data: Path) -> None:
    """A Lưới followed, weights 2 and 1: (2 x 900 + 700) / (2 x 400 + 400) = 2500 / 1200; of each year 700 / 400."""
    done = run(
        data, "--by", "huyen", "--target", "1.5", "--target", "A Lưới=2", "--weight", "w", "--design", "full-count"
    )
    assert done.exit_code == 0, done.output
    rows = rows_of(data)
    assert list(rows[0]) == COLUMNS
    found = {(row["group"], row["reading"]): row for row in rows}
    assert found["A Lưới", "followed"]["factor"] == pytest.approx(2500 / 1200)
    assert found["A Lưới", "followed"]["target"] == 2 and found["A Lưới", "followed"]["status"] == "reached"
    assert found["A Lưới", "each_year"]["factor"] == pytest.approx(700 / 400)
    assert found["A Lưới", "each_year"]["status"] == "missed"
    assert found["Huế", "followed"]["factor"] == pytest.approx(1.5) and found["Huế", "followed"]["status"] == "reached"
    assert found["total", "followed"]["factor"] == pytest.approx((2 * 900 + 700 + 750) / (2 * 400 + 400 + 500))


def test_the_command_says_what_the_library_says(data: Path, tmp_path: Path) -> None:
    design = ["--weight", "w", "--persons", "nguoi", "--by", "huyen", "--prices", "2015=100,2018=109,2020=118.2"]
    assert run(data, *design, "--every-year", "--target", "1.3").exit_code == 0
    expected = income_growth(
        data, household="ma_ho", year="nam", income="thu_nhap", found="loai", base_year=2015, last_year=[2018, 2020],
        persons="nguoi", by="huyen", target=1.3, prices={2015: 100, 2018: 109, 2020: 118.2},
        design=Design(weight="w", interval="t"),
    )  # fmt: skip
    for one, other in zip(rows_of(data), expected.table.to_pylist(), strict=True):
        for name in COLUMNS:
            assert one[name] in (other[name], "") or one[name] == pytest.approx(other[name], rel=1e-12), name
    assert draw_income_growth(expected).to_dict()["facet"]["row"]["field"] == "panel"


def test_parquet_in_and_out(data: Path, tmp_path: Path) -> None:
    pq.write_table(arrow_csv.read_csv(data), tmp_path / "ho.parquet")
    out = tmp_path / "out.parquet"
    with speaking("vi"):
        done = CliRunner().invoke(
            cli, ["income-growth", str(tmp_path / "ho.parquet"), *NAMES, "--out", str(out), "--quiet"]
        )
    assert done.exit_code == 0 and done.output == ""
    assert pq.read_table(out).column_names == COLUMNS


def test_the_console_speaks_vietnamese_and_english(data: Path) -> None:
    vi = run(data, "--design", "full-count", language="vi").output
    assert "Hộ nghèo năm gốc, theo dõi tiếp" in vi and "1,81" in vi and "đạt" in vi and "giá hiện hành" in vi
    en = run(data, "--design", "full-count").output
    assert "Poor in the base year, followed" in en and "1.81" in en and "reached" in en and "Result:" in en


def test_one_reading_is_enough(data: Path) -> None:
    assert run(data, "--reading", "each_year", "--last-year", "2018").exit_code == 0
    assert {(row["reading"], row["last_year"]) for row in rows_of(data)} == {("each_year", 2018)}


@pytest.mark.parametrize(
    ("before", "after", "options", "said"),
    [
        ("thu_nhap,loai", "income,loai", (), "There is no column thu_nhap"),
        ("b,2015,400", "b,2015,4oo", (), "row 3, column thu_nhap: This cell is no number. Found: “4oo”"),
        (
            "A Lưới,2,3\na,2020",
            "A Lưới,2,3\na,2020",
            ("--weight", "loai"),
            "row 2, column loai: Every row needs a weight",
        ),
        ("d,2015,500,poor,Huế,1", "d,2015,500,poor,Huế,-1", ("--weight", "w"), "row 5, column w"),
        ("d,2015", "c,2015", (), "Household c has several rows in 2015"),
        ("", "", ("--target", "Huê=2", "--by", "huyen"), "a target for a group"),
        ("", "", ("--target", "twice"), "column --target"),
        ("", "", ("--target", "2", "--target", "3"), "given twice"),
        ("", "", ("--prices", "2015=100,2020"), "column --prices"),
        ("", "", ("--prices", "2015=100"), "no price index for 2015 or 2020"),
        ("", "", ("--of", "very_poor"), "Allowed: not_poor, poor"),
        ("", "", ("--last-year", "2019"), "Allowed: 2015, 2018, 2020"),
        ("", "", ("--base-year", "2020"), "no year after 2020"),
        ("", "", ("--psu", "huyen", "--strata", "huyen"), "single PSU"),
        ("", "", ("--level", "95"), "confidence level"),
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
