"""`chungtay units`: the columns and formats promised, on a fresh install and from a database."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from chungtay.messages import UserError
from chungtay.units import actions
from chungtay.units.commands import units

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    result = CliRunner().invoke(units, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*words, "--format", "csv"))))


def test_an_empty_database_still_answers_from_the_packaged_lists():
    found = rows("list", "--as-of", "2019-12-31", "--level", "commune")
    assert list(found[0]) == ["code", "name", "kind", "parent_code", "valid_from", "valid_to"]
    assert len(found) == 152
    assert [row["code"] for row in found] == sorted(row["code"] for row in found)
    assert found[0] == {
        "code": "19744",
        "name": "Phú Thuận",
        "kind": "phường",
        "parent_code": "474",
        "valid_from": "2012-01-01",
        "valid_to": "2021-06-30",
    }


def test_the_database_and_the_packaged_lists_give_one_answer():
    words = ("list", "--as-of", "2021-12-31")
    fresh = rows(*words)
    run("load")
    assert rows(*words) == fresh


def test_what_the_database_knows_is_what_is_listed():
    run("load")
    import datetime as dt

    actions.rename("19909", dt.date(2026, 1, 1), actions.Basis("Nghị quyết thử"), name="Tên thử")
    assert "Tên thử" in run("list", "--as-of", "2026-01-01")
    assert "Tên thử" not in run("list", "--as-of", "2025-12-31")


def test_json_and_a_file_say_the_same(tmp_path):
    out = tmp_path / "xa.json"
    run("list", "--under", "481", "--as-of", "31/12/2019", "--format", "json", "--out", str(out))
    found = json.loads(out.read_text("utf-8"))
    assert len(found) == 21
    assert {row["parent_code"] for row in found} == {"481"}
    assert [path.name for path in tmp_path.iterdir()] == ["xa.json"]


def test_names_sort_as_in_a_vietnamese_dictionary():
    names = [row["name"] for row in rows("list", "--as-of", "2025-07-01", "--level", "commune", "--sort", "name")]
    assert names.index("Dương Nỗ") < names.index("Đan Điền") < names.index("Hóa Châu")


def test_events_between_two_days():
    found = rows("events", "--from", "2020-01-01", "--to", "2020-12-31")
    assert len(found) == 7
    assert {row["kind"] for row in found} == {"merge"}
    assert {row["act"] for row in found} == {"Nghị quyết 834/NQ-UBTVQH14"}


def test_a_mapping_shows_what_is_not_known():
    found = rows("mapping", "--from", "2019-12-31", "--to", "2025-07-01")
    assert {row["old_code"] for row in found if row["share"] == ""} == {"19906", "19909", "19924"}
    assert len({row["new_code"] for row in found}) == 40


def test_a_unit_shows_its_periods_and_changes():
    text = run("show", "20179")
    assert "Hương Giang" in text
    assert "Nam Đông" in text
    assert "834/NQ-UBTVQH14" in text


def test_the_tree_is_indented():
    assert "  483  huyện Nam Đông\n" in run("tree", "--as-of", "2019-12-31")


@pytest.mark.parametrize(
    "words",
    [
        ("show", "99999"),
        ("list", "--under", "475", "--as-of", "2019-12-31"),
        ("mapping", "--from", "2025-01-01", "--to", "2020-01-01"),
    ],
)
def test_a_wrong_question_gets_a_clear_answer(words):
    with pytest.raises(UserError, match="«"):
        run(*words)


def test_help_has_examples():
    assert "chungtay units list --as-of 2019-12-31 --level commune --format csv" in run("list", "--help")
