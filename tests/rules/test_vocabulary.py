"""The one vocabulary: complete, bilingual, sourced; a bad file says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.messages import UserError, speaking
from chungtay.rules import load_vocabulary
from chungtay.rules.vocabulary import FILE, read_vocabulary


def test_every_fact_has_both_languages_a_source_and_a_status() -> None:
    for fact in load_vocabulary().facts.values():
        assert fact.label.vi and fact.label.en and fact.question.vi and fact.question.en, fact.name
        assert fact.source and fact.status in ("verified", "secondary", "unverified"), fact.name
        assert (fact.type == "code") <= bool(fact.codes), fact.name
        assert all(code.label.vi and code.label.en for code in fact.codes), fact.name


def test_bounds_say_what_is_allowed() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.fact("area").code_values == ("rural", "urban")
    assert vocabulary.fact("income_per_head").minimum == 0
    with speaking("en"):
        assert vocabulary.fact("floor_area").allowed() == "> 0"
        assert vocabulary.fact("age").allowed() == "≥ 0 and ≤ 120"
        assert vocabulary.fact("has_tv").allowed() == "true, false"


def test_causes_are_versioned_by_standard() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.fact("causes_2016").until == "vn-2016-2020"
    assert len(vocabulary.fact("causes_2022").codes) == 8
    assert vocabulary.fact("causes_2022").multiple


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    group: income\n", "    gruop: income\n", "unknown key “gruop” (“group”?)"),
        ("    group: income\n", "", "the key “group” is missing"),
        ("    type: decimal\n    unit: đồng", "    type: money\n    unit: đồng", "unknown type “money”"),
        ("  - name: b1_points\n", "  - name: area\n", "“area” is given twice"),
    ],
)
def test_a_bad_file_names_line_and_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "vocabulary.yaml"
    original = FILE.read_text(encoding="utf-8")
    assert old in original
    file.write_text(original.replace(old, new, 1), encoding="utf-8")
    with speaking("en"), pytest.raises(UserError) as error:
        read_vocabulary(file)
    problem = error.value.problems[0]
    with speaking("en"):
        text = str(problem)
    assert problem.file == str(file) and problem.row and problem.row > 1 and problem.column
    assert said in text
