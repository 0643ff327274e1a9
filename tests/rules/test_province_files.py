"""A province adds a standard, or changes one, by dropping a YAML file in; a bad file says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.messages import UserError
from chungtay.rules import classify_household, load_standard, standard_ids

EXTENSION = """\
id: hue-2022-2025
extends: vn-2022-2025
title: {vi: Chuẩn nghèo của tỉnh, en: The province's standard}
source: Nghị quyết của Hội đồng nhân dân (ví dụ giả lập)
source_status: unverified
lines:
  poor: {rural: 1600000, urban: 2100000, source: Ví dụ giả lập, status: unverified}
"""


def write(folder: Path, text: str, name: str = "tinh.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_in_the_folder_adds_a_standard(tmp_path: Path) -> None:
    write(tmp_path, EXTENSION)
    standard = load_standard("hue-2022-2025", tmp_path)
    assert standard_ids(tmp_path)[-1] == "hue-2022-2025"
    assert standard.lines["poor"].by_area == {"rural": 1_600_000, "urban": 2_100_000}
    assert standard.lines["poor"].label.en == "Income line of poor and near-poor households"
    assert standard.lines["average"].by_area["rural"] == 2_250_000
    assert len(standard.indicators) == 12
    verdict = classify_household(standard, {"area": "rural", "income_per_head": 1_550_000, "b2_points": None}, [])
    assert verdict.household_class == "undetermined"


def test_the_folder_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, EXTENSION)
    monkeypatch.setenv("CHUNGTAY_STANDARDS", str(tmp_path))
    assert load_standard("hue-2022-2025").id == "hue-2022-2025"
    monkeypatch.setenv("CHUNGTAY_STANDARDS", str(tmp_path / "nowhere"))
    with pytest.raises(UserError) as error:
        standard_ids()
    assert error.value.problems[0].what.en == "there is no such folder."


def test_other_lines_drop_the_cut_offs_that_stood_for_the_old_ones(tmp_path: Path) -> None:
    write(tmp_path, EXTENSION)
    assert load_standard("hue-2022-2025", tmp_path).guidance == {}


def test_a_file_may_take_the_place_of_a_national_standard(tmp_path: Path) -> None:
    before = load_standard("vn-2022-2025")
    write(tmp_path, EXTENSION.replace("id: hue-2022-2025", "id: vn-2022-2025"))
    after = load_standard("vn-2022-2025", tmp_path)
    assert after.lines["poor"].by_area["rural"] == 1_600_000
    assert after.version != before.version
    assert load_standard("vn-2022-2025").version == before.version


def test_indicators_are_changed_added_and_removed_by_code(tmp_path: Path) -> None:
    write(tmp_path, EXTENSION.split("lines:", maxsplit=1)[0] + """\
remove_indicators: [job]
indicators:
  - code: water
    deprived: water_source != "tap"
  - code: merit
    dimension: other
    label: {vi: Người có công, en: Merit}
    deprived: has_merit_member
    source: Ví dụ giả lập
    status: unverified
""")  # fmt: skip
    standard = load_standard("hue-2022-2025", tmp_path)
    assert "job" not in [item.code for item in standard.indicators]
    assert standard.indicators[-1].code == "merit"
    assert standard.indicator("water").condition == 'water_source != "tap"'
    assert standard.indicator("water").label.en == "Water source"
    assert "07/2021/TT-BLDTBXH" in standard.guidance
    assert classify_household(standard, {"water_source": "rainwater"}, []).indicators["water"] is True


def test_a_standard_of_its_own_needs_no_national_one(tmp_path: Path) -> None:
    write(tmp_path, """\
id: rieng
title: {vi: Chuẩn riêng, en: Our own}
status: draft
legal: Ví dụ giả lập
reference_year: 2020
applies: [{from: 2020-01-01, to: 2020-12-31, by: Ví dụ}]
source: Ví dụ giả lập
source_status: unverified
lines:
  poor: {label: {vi: Mức, en: Line}, rural: 100, urban: 200, source: Ví dụ, status: unverified}
classes:
  - {id: p, class: poor, label: {vi: a, en: a}, when: income_per_head < line.poor || has_merit_member, source: x, status: unverified}
  - {id: n, class: not_poor, label: {vi: b, en: b}, when: income_per_head >= line.poor && !has_merit_member, source: x, status: unverified}
""")  # fmt: skip  # noqa: E501
    standard = load_standard("rieng", tmp_path)
    assert classify_household(standard, {"area": "urban", "has_merit_member": True}, []).household_class == "poor"
    assert standard.household_facts == ("area", "income_per_head", "has_merit_member")


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("source: Nghị", "source: [Nghị", (5, None), "not valid YAML"),
        ("extends: vn-2022-2025", "extends: vn-2022-2026", (2, 10), "there is no standard “vn-2022-2026” to extend"),
        ("lines:\n", "linse:\n", (6, 1), "unknown key “linse”; did you mean “lines”?"),
        ("source_status: unverified\n", "", (1, 1), "the key “source_status” is missing"),
        ("source_status: unverified", "source_status: maybe", (5, 16), "a value that is not in the list"),
        ("rural: 1600000", "rural: 1.600.000", (7, 17), "must be a number of 0 or more"),
        ("rural: 1600000", "rural: -5", (7, 17), "must be a number of 0 or more"),
        ("rural: 1600000, ", "", (7, 9), "the key “rural” is missing"),
        ("title: {vi: Chuẩn nghèo của tỉnh, en: The province's standard}", "title: Chuẩn", (3, 8), "a table of keys"),
        ("title:", "id: again\ntitle:", (3, 1), "the key “id” is given twice"),
    ],
)
def test_a_bad_file_names_line_column_and_reason(
    tmp_path: Path, old: str, new: str, place: tuple[int, int | None], said: str
) -> None:
    assert old in EXTENSION
    file = write(tmp_path, EXTENSION.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_standard("hue-2022-2025", tmp_path)
    problem = error.value.problems[0]
    assert said in problem.what.en
    assert problem.file == str(file)
    assert problem.row == place[0]
    assert place[1] is None or problem.column == str(place[1])
    assert problem.remedy.vi and problem.remedy.en


BAD_CONDITIONS = """\
id: hue
extends: vn-2022-2025
title: {vi: Chuẩn nghèo của tỉnh, en: The province's standard}
source: Ví dụ giả lập
source_status: unverified
indicators:
  - code: water
    deprived: CONDITION
"""


@pytest.mark.parametrize(
    ("condition", "place", "said"),
    [
        ("watersource == 1", (8, 15), "there is no “watersource”; did you mean “water_source”?"),
        ('has_tv && water_source == "tapp"', (8, 41), "has no code “tapp”; did you mean “tap”?"),
        ("has_tv &&", (8, 22), "syntax error"),
        ("'has_tv &&'", (8, 23), "syntax error"),
        ("has_tv == 3", (8, 25), "true or false is needed here, not a number"),
        ("|\n      has_tv\n        && floor_area", (10, 12), "true or false is needed here, not a number"),
        (">-\n      has_tv &&\n      has_tvv", (10, 7), "did you mean “has_tv”?"),
        ("5", (8, 15), "a condition must be text"),
    ],
)
def test_an_error_inside_a_condition_is_placed_in_the_file(
    tmp_path: Path, condition: str, place: tuple[int, int], said: str
) -> None:
    write(tmp_path, BAD_CONDITIONS.replace("CONDITION", condition))
    with pytest.raises(UserError) as error:
        load_standard("hue", tmp_path)
    problem = error.value.problems[0]
    assert said in problem.what.en
    assert (problem.row, problem.column) == (place[0], str(place[1]))


def class_rules(*conditions: tuple[str, str]) -> str:
    rules = "".join(
        f"  - {{id: r{number}, class: {name}, label: {{vi: a, en: a}}, when: '{when}', source: x, "
        "status: unverified}\n"
        for number, (name, when) in enumerate(conditions)
    )
    return BAD_CONDITIONS.split("indicators:", maxsplit=1)[0] + "classes:\n" + rules


def test_class_rules_with_a_gap_are_refused(tmp_path: Path) -> None:
    write(tmp_path, class_rules(
        ("poor", "income_per_head < line.poor"), ("not_poor", "income_per_head > line.poor"),
    ))  # fmt: skip
    with pytest.raises(UserError) as error:
        load_standard("hue", tmp_path)
    assert "leave out the case area = rural, income_per_head = 1500000" in error.value.problems[0].what.en


def test_class_rules_that_overlap_are_refused(tmp_path: Path) -> None:
    write(tmp_path, class_rules(
        ("poor", "income_per_head <= line.poor"),
        ("near_poor", "income_per_head == line.poor && deprivations < 3"),
        ("not_poor", "income_per_head > line.poor"),
    ))  # fmt: skip
    with pytest.raises(UserError) as error:
        load_standard("hue", tmp_path)
    problem = error.value.problems[0]
    assert "the rules r0 and r1 both hold for area = rural, income_per_head = 1500000" in problem.what.en
    assert problem.row == 8


def test_a_bad_file_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    write(tmp_path, "id: hong\n  nope: [", "hong.yaml")
    assert "hong" in standard_ids(tmp_path)
    assert load_standard("vn-2016-2020", tmp_path).id == "vn-2016-2020"
    with pytest.raises(UserError):
        load_standard("hong", tmp_path)


def test_a_corrected_file_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, EXTENSION.replace("1600000", "-1"))
    with pytest.raises(UserError):
        load_standard("hue-2022-2025", tmp_path)
    write(tmp_path, EXTENSION)
    assert load_standard("hue-2022-2025", tmp_path).lines["poor"].by_area["rural"] == 1_600_000
