"""`chungtay indicators` on the console: tables, CSV and JSON, with definitions."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from chungtay.indicators.commands import indicators
from chungtay.messages import UserError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(indicators, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_series_comes_out_as_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(run("list", "--unit", "46", "--format", "csv"))))
    assert [int(row["year"]) for row in rows] == [2015, 2016, 2017, 2018, 2019, 2020]
    assert float(rows[0]["value"]) == pytest.approx(
        float(rows[0]["numerator"]) / float(rows[0]["denominator"]), abs=1e-6
    )


def test_a_level_comes_out_as_json_with_names_of_the_day() -> None:
    rows = json.loads(run("list", "--unit", "481", "--level", "commune", "--year", "2019", "--format", "json"))
    assert len(rows) == 21
    assert "xã Hồng Vân" in {row["name"] for row in rows}


def test_the_table_says_what_the_indicator_is() -> None:
    assert "Tỷ lệ hộ nghèo" in run("list", "--unit", "46") or "poor households" in run("list", "--unit", "46")


def test_definitions_cover_every_deprivation() -> None:
    ids = {row["id"] for row in csv.DictReader(io.StringIO(run("define", "--format", "csv")))}
    assert {"poor_rate", "near_poor_rate", "poor_exit", "poor_deprived_toilet", "near_poor_deprived_info_asset"} <= ids


def test_published_figures_can_be_read() -> None:
    rows = json.loads(run("official", "--unit", "481", "--format", "json"))
    assert {row["kind"] for row in rows} == {"result", "derived"}


def test_computing_again_gives_the_same_values() -> None:
    before = run("list", "--unit", "46", "--format", "csv")
    run("compute", "--review-year", "2019")
    assert run("list", "--unit", "46", "--format", "csv") == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "--indicator", "no_such"), "indicator"),
        (("list", "--group", "elves"), "group"),
        (("compute", "--review-year", "2011"), "no_snapshot"),
    ],
)
def test_what_is_not_there_is_said_with_a_remedy(arguments: tuple[str, ...], code: str) -> None:
    with pytest.raises(UserError) as error:
        CliRunner().invoke(indicators, arguments, catch_exceptions=False)
    assert error.value.problems[0].code == code
