"""`chungtay data-dictionary` and `chungtay standards`, as a person or a script calls them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chungtay.cli import cli
from chungtay.messages import UserError, speaking
from chungtay.rules import load_vocabulary, standard_ids


def run(*arguments: str, language: str = "en") -> str:
    with speaking(language):
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_dictionary_as_csv_has_a_row_for_every_fact() -> None:
    rows = list(csv.DictReader(io.StringIO(run("data-dictionary", "--format", "csv"))))
    assert [row["name"] for row in rows] == list(load_vocabulary().facts)
    area = next(row for row in rows if row["name"] == "area")
    assert (area["entity"], area["type"], area["allowed"]) == ("household", "code", "rural|urban")


def test_the_dictionary_as_json_has_codes_with_labels_and_bounds() -> None:
    rows = json.loads(run("data-dictionary", "--format", "json", "--entity", "member"))
    assert {row["entity"] for row in rows} == {"member"}
    sex = next(row for row in rows if row["name"] == "sex")
    assert sex["codes"][1] == {"value": "female", "vi": "Nữ", "en": "Female"}
    assert next(row for row in rows if row["name"] == "age")["maximum"] == 120


def test_the_dictionary_of_one_standard_has_only_what_it_reads() -> None:
    rows = csv.DictReader(io.StringIO(run("data-dictionary", "--standard", "vn-2011-2015", "--format", "csv")))
    assert [row["name"] for row in rows] == ["area", "income_per_head"]


def test_the_table_speaks_both_languages() -> None:
    assert "Bảo hiểm y tế" not in run("data-dictionary")
    assert "Has health insurance" in run("data-dictionary")
    assert "Có thẻ bảo hiểm y tế" in run("data-dictionary", language="vi")


def test_the_dictionary_goes_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "tu-dien.md"
    run("data-dictionary", "--format", "markdown", "--out", str(out))
    assert out.read_text(encoding="utf-8").startswith("# Data dictionary")
    with speaking("en"), pytest.raises(UserError) as error:
        CliRunner().invoke(
            cli, ["data-dictionary", "--format", "csv", "--out", str(tmp_path / "no" / "x.csv")], catch_exceptions=False
        )
    assert error.value.problems[0].file == str(tmp_path / "no" / "x.csv")


def test_standards_are_listed_with_state_and_dates() -> None:
    listing = run("standards")
    assert all(standard_id in listing for standard_id in standard_ids())
    assert "INCOMPLETE" in listing and "01/01/2026–31/12/2026" in listing
    rows = json.loads(run("standards", "--format", "json"))
    assert [row["id"] for row in rows] == list(standard_ids())
    assert len(run("standards", "--format", "csv").splitlines()) == len(standard_ids()) + 1


def test_one_standard_is_shown_with_sources_and_what_is_unverified() -> None:
    shown = run("standards", "--show", "vn-2016-2020")
    for part in ("700,000", "UNVERIFIED", "14/2018", "not known", "deprivations >= 3", "health_ins"):
        assert part in shown
    assert "700.000" in run("standards", "--show", "vn-2016-2020", language="vi")
    assert "income band of average households" in run("standards", "--show", "vn-2027-2030")
    assert json.loads(run("standards", "--show", "vn-2022-2025", "--format", "json"))["indicators"][0]["code"] == "job"


def test_help_has_an_example() -> None:
    for command in ("data-dictionary", "standards"):
        assert "Ví dụ / Example: chungtay " in run(command, "--help")


def test_a_broken_file_of_the_province_is_reported_after_the_good_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hong.yaml").write_text("id: hong\n", encoding="utf-8")
    monkeypatch.setenv("CHUNGTAY_STANDARDS", str(tmp_path))
    with speaking("en"):
        result = CliRunner().invoke(cli, ["standards"])
    assert "vn-2022-2025" in result.output
    assert isinstance(result.exception, UserError)
    assert "hong.yaml" in str(result.exception)
