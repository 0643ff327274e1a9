"""Which standards there are, what they say, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from chungtay.messages import UserError
from chungtay.rules import classify_household, compile_ibis, load_standard, load_vocabulary, standard_ids
from chungtay.rules.standard_file import build_standard
from chungtay.rules.standards import NATIONAL, standards_valid_in
from chungtay.rules.yaml_places import read_yaml

CODES = {
    "vn-2016-2020": "edu_adult edu_child health_access health_ins house_quality house_area water toilet telecom "
    "info_asset",
    "vn-2022-2025": "job dependents nutrition health_ins edu_adult edu_child house_quality house_area water toilet "
    "telecom info_asset",
}


def test_the_four_national_standards_are_there() -> None:
    assert standard_ids() == ("vn-2011-2015", "vn-2016-2020", "vn-2022-2025", "vn-2027-2030")


@pytest.mark.parametrize("standard_id", standard_ids())
def test_national_files_pass_the_whole_check(standard_id: str) -> None:
    """They are not checked again where they are used: what the package brings is tried here."""
    standard, _ = build_standard(read_yaml(NATIONAL / f"{standard_id}.yaml"), load_vocabulary())
    assert standard == load_standard(standard_id)


def test_a_national_condition_is_read_when_it_is_asked_for() -> None:
    """Labels and lines do not wait for the grammar of conditions, a quarter of a second."""
    code = (
        "import sys; from chungtay.rules import load_standard; "
        "found = load_standard('vn-2016-2020').indicators; before = 'celpy' in sys.modules; "
        "print(before, found[0].ast is not None, 'celpy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "True", "True"]


def test_indicators_are_those_of_the_law() -> None:
    for standard_id, codes in CODES.items():
        assert {item.code for item in load_standard(standard_id).indicators} == set(codes.split())


def test_every_part_has_a_source_and_says_how_sure_it_is() -> None:
    for standard_id in standard_ids():
        standard = load_standard(standard_id)
        parts = [*standard.lines.values(), *standard.indicators, *standard.classes, *standard.guidance.values()]
        assert all(part.source and part.status in ("verified", "secondary", "unverified") for part in parts)


def test_thresholds_not_read_in_the_gazette_are_marked_unverified() -> None:
    for standard_id in CODES:
        assert {item.status for item in load_standard(standard_id).indicators} == {"unverified"}


def test_a_year_has_candidates_and_none_is_chosen_for_you() -> None:
    assert [s.id for s in standards_valid_in(2015)] == ["vn-2011-2015"]
    assert [s.id for s in standards_valid_in(2021)] == ["vn-2016-2020"]
    assert [s.id for s in standards_valid_in(2026)] == ["vn-2022-2025"]
    assert [s.id for s in standards_valid_in(2027)] == ["vn-2027-2030"]
    assert standards_valid_in(2031) == ()


def test_2021_and_2026_are_extensions_with_an_act_of_their_own() -> None:
    extended = load_standard("vn-2016-2020").applies[-1]
    assert (extended.start, extended.end) == (date(2021, 1, 1), date(2021, 12, 31))
    assert "07/2021" in extended.by
    assert "351/2025" in load_standard("vn-2022-2025").applies[-1].by


def test_140_points_mean_urban_before_2021_and_rural_after() -> None:
    before = load_standard("vn-2016-2020").guidance["14/2018/TT-BLDTBXH"].cuts
    after = load_standard("vn-2022-2025").guidance["07/2021/TT-BLDTBXH"].cuts
    assert before["poor"].by_area == {"rural": 120, "urban": 140}
    assert before["near_poor"].by_area == {"rural": 150, "urban": 175}
    assert after["poor"].by_area == {"rural": 140, "urban": 175}


@pytest.mark.parametrize(
    ("standard_id", "guidance"),
    [("vn-2022-2025", "14/2018/TT-BLDTBXH"), ("vn-2016-2020", "07/2021/TT-BLDTBXH"), ("vn-2011-2015", "census-2015")],
)
def test_an_old_cut_off_with_a_new_standard_is_refused(standard_id: str, guidance: str) -> None:
    standard = load_standard(standard_id)
    for use in (lambda: classify_household(standard, {}, [], guidance), lambda: compile_ibis(standard, guidance)):
        with pytest.raises(UserError) as error:
            use()
        assert "cut-offs of another period" in error.value.problems[0].what.en


def test_an_unknown_standard_is_named_with_the_nearest() -> None:
    with pytest.raises(UserError) as error:
        load_standard("vn-2016-2021")
    assert error.value.problems[0].remedy.en == "use “vn-2016-2020”."


def test_the_version_follows_the_content() -> None:
    versions = {load_standard(standard_id).version for standard_id in standard_ids()}
    assert len(versions) == len(standard_ids())
    assert all(len(version) == 12 for version in versions)


def test_standards_read_only_facts_of_the_vocabulary_within_their_time() -> None:
    order = list(standard_ids())
    for standard_id in order:
        standard = load_standard(standard_id)
        for name in (*standard.household_facts, *standard.member_facts):
            fact = load_vocabulary().fact(name)
            assert fact.since is None or order.index(fact.since) <= order.index(standard_id), name
            assert fact.until is None or order.index(fact.until) >= order.index(standard_id), name
