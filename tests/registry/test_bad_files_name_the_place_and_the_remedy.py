"""Bad input: each error names the place and the remedy, and nothing is imported."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from made_households import COMMUNE, household, member, write_csv, write_workbook

from chungtay.messages import Problem, UserError, speaking
from chungtay.registry.importing import import_counts, import_file
from chungtay.registry.models import Household, HouseholdCount, HouseholdReview, ImportFile, Member

pytestmark = pytest.mark.django_db
HOW = {"standard_id": "vn-2016-2020", "review_year": 2019, "round": "listed"}


@pytest.fixture
def refused(province):
    """Import, expect a refusal, check that nothing was written, and return the problems."""

    def tried(files, **how) -> list[Problem]:
        with speaking("en"), pytest.raises(UserError) as caught:
            import_file(files, **{**HOW, **how})
        assert not any(model.objects.exists() for model in (Household, HouseholdReview, Member, ImportFile))
        assert all(str(problem.remedy) for problem in caught.value.problems)
        return list(caught.value.problems)

    return tried


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ({"income_per_head": "nhiều"}, "income_per_head", "type"),
        ({"income_per_head": "700.000"}, "income_per_head", "type"),
        ({"has_tv": "maybe"}, "has_tv", "type"),
        ({"water_source": "tapp"}, "water_source", "code"),
        ({"causes_2016": "capital; weather"}, "causes_2016", "code"),
        ({"floor_area": "0"}, "floor_area", "range"),
        ({"commune_code": ""}, "commune_code", "required"),
        ({"surveyed_on": "2016-05-05"}, "surveyed_on", "year"),
        ({"surveyed_on": "5 tháng 11"}, "surveyed_on", "type"),
        ({"identity_number": "46000000001"}, "identity_number", "identity"),
        ({"village_code": "99"}, "village_code", "village"),
        ({"household_code": "H" * 41}, "household_code", "long"),
    ],
)
def test_an_unfit_cell_of_a_household(refused, pair, cell, column, code):
    (problem,) = refused(pair([household("H01"), household("H02") | cell], []))
    assert (problem.row, problem.column, problem.code) == (3, column, code)
    assert problem.file is not None and problem.file.endswith("ho.csv")


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ({"age": -1}, "age", "range"),
        ({"age": 121}, "age", "range"),
        ({"birth_year": 1990, "age": 12}, "age", "age"),
        ({"sex": "nam"}, "sex", "code"),
        ({"member_number": "x"}, "member_number", "type"),
        ({"member_number": "0"}, "member_number", "range"),
        ({"member_number": ""}, "member_number", "required"),
    ],
)
def test_an_unfit_cell_of_a_member(refused, pair, cell, column, code):
    people = [member("H01", 1), member("H01", 2, birth_year="") | cell]
    (problem,) = refused(pair([household("H01")], people))
    assert (problem.row, problem.column, problem.code) == (3, column, code)


def test_an_unknown_code_is_answered_with_the_list_and_a_guess(refused, pair):
    (problem,) = refused(pair([household("H01", water_source="tapp")], []))
    assert "tap" in (problem.allowed or "") and "“tap”" in str(problem.remedy.en)


def test_personal_cells_are_not_repeated_in_an_error(refused, pair):
    (problem,) = refused(pair([household("H01", identity_number="4600123")], []))
    assert problem.value is None and "4600123" not in str(problem)


def test_a_commune_that_was_merged_away_names_what_it_became(refused, pair):
    row = household("H01", commune_code="20038", surveyed_on="2020-11-05")
    (problem,) = refused(pair([row], []), review_year=2020)
    assert problem.code == "commune" and "31/12/2019" in problem.what.vi
    assert problem.allowed, "the codes that stand for it now"


def test_an_unknown_commune_is_answered_with_likely_ones(refused, pair):
    (problem,) = refused(pair([household("H01", commune_code="20048")], []))
    assert COMMUNE in (problem.allowed or "")


def test_a_household_twice_in_a_file(refused, pair):
    (problem,) = refused(pair([household("H01"), household("H02"), household("H01")], []))
    assert (problem.row, problem.column, problem.value) == (4, "household_code", "H01")
    assert "row 2" in problem.what.en


def test_a_member_number_twice_in_a_household(refused, pair):
    (problem,) = refused(pair([household("H01")], [member("H01", 1), member("H01", 1, relation="child")]))
    assert (problem.row, problem.column) == (3, "member_number")


def test_a_person_in_two_households(refused, pair):
    heads = [household("H01", identity_number=""), household("H02", identity_number="")]
    people = [member("H01", 1, identity_number="046000000001"), member("H02", 1, identity_number="046000000001")]
    (problem,) = refused(pair(heads, people))
    assert (problem.row, problem.column, problem.code) == (3, "identity_number", "person")
    assert "H01" in problem.what.en


def test_the_head_may_stand_in_both_files(province, pair):
    people = [member("H01", 1, identity_number="046000000001")]
    assert import_file(pair([household("H01", identity_number="046000000001")], people), **HOW).created == 1


def test_a_member_without_a_household(refused, pair):
    (problem,) = refused(pair([household("H01")], [member("H01", 1), member("H09", 1)]))
    assert (problem.row, problem.column, problem.value) == (3, "household_code", "H09")


def test_a_household_without_members_is_worth_a_warning(province, pair):
    result = import_file(pair([household("H01"), household("H02")], [member("H01", 1)]), **HOW)
    assert any("no member" in words.en for words in result.warnings)


def test_a_misspelt_and_a_missing_column(refused, tmp_path: Path):
    row = household("H01")
    row["incme_per_head"] = row.pop("income_per_head")
    del row["commune_code"]
    problems = {p.code: p for p in refused(write_csv(tmp_path / "h.csv", [row]))}
    assert problems["column_missing"].column == "commune_code"
    assert "income_per_head" in problems["column_name"].remedy.en


def test_a_strange_column_is_ignored_with_a_warning(province, tmp_path: Path):
    result = import_file(write_csv(tmp_path / "h.csv", [household("H01") | {"Ghi chú": "x"}]), **HOW)
    assert any("Ghi chú" in words.vi for words in result.warnings)


def test_guidance_of_another_period(refused, pair):
    (problem,) = refused(pair(), guidance="07/2021/TT-BLDTBXH")
    assert problem.value == "07/2021/TT-BLDTBXH" and problem.allowed


def test_a_standard_that_is_not_complete(refused, pair):
    (problem,) = refused(pair(), standard_id="vn-2027-2030", review_year=2027)
    assert problem.code == "standard_incomplete"


def test_a_truncated_workbook(refused, tmp_path: Path):
    path = write_workbook(tmp_path / "b.xlsx", {"Hộ": [household(f"H{n:03d}") for n in range(200)]})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    (problem,) = refused(path)
    assert problem.code == "truncated"


def test_a_workbook_with_a_damaged_sheet(refused, tmp_path: Path):
    path = write_workbook(tmp_path / "b.xlsx", {"Hộ": [household(f"H{n:03d}") for n in range(200)]})
    content = bytearray(path.read_bytes())
    start = content.find(b"xl/worksheets/sheet1.xml") + 2000
    content[start : start + 200] = bytes(200)
    path.write_bytes(content)
    (problem,) = refused(path)
    assert problem.code == "truncated"


def test_an_old_excel_file_is_named_as_such(refused, tmp_path: Path):
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (problem,) = refused(path)
    assert problem.code == "old_workbook"


def test_a_workbook_with_a_formula(refused, tmp_path: Path):
    path = write_workbook(tmp_path / "b.xlsx", {"Hộ": [household("H01")]})
    book = openpyxl.load_workbook(path)
    book["Hộ"]["L2"] = "=1000*650"
    book.save(path)
    (problem,) = refused(path)
    assert (problem.code, problem.sheet, problem.row, problem.column) == ("formula", "Hộ", 2, "L")


def test_a_workbook_with_a_merged_heading(refused, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.title = "Hộ"
    book.active.append(["DANH SÁCH HỘ NGHÈO NĂM 2019"])
    book.active.merge_cells("A1:F1")
    book.active.append(list(household("H01")))
    book.save(tmp_path / "b.xlsx")
    problems = refused(tmp_path / "b.xlsx")
    assert problems[0].code in ("merged", "heading") and problems[0].row == 1


def test_a_workbook_without_the_sheet(refused, tmp_path: Path):
    path = write_workbook(tmp_path / "b.xlsx", {"Bảng 1": [household("H01")], "Bảng 2": []})
    (problem,) = refused(path)
    assert problem.code == "sheet" and "Bảng 1" in (problem.value or "")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("TCVN3", "Hé nghÌo, ®­êng Lª Lîi, huyÖn A L­íi".encode("latin-1")),
        ("VNI", "Hoä ngheøo, ñöôøng Leâ Lôïi, huyeän A Löôùi".encode("latin-1")),
        ("Windows-1258", "Hô\u0323 ngheo\u0300, đươ\u0300ng Lê Lơ\u0323i".encode("cp1258")),
    ],
)
def test_a_csv_in_a_legacy_encoding_is_named(refused, tmp_path: Path, name: str, raw: bytes):
    path = tmp_path / "h.csv"
    path.write_bytes(f"household_code,commune_code,address\nH01,{COMMUNE},".encode() + b'"' + raw + b'"\n')
    (problem,) = refused(path)
    assert problem.code == "encoding" and name in problem.what.vi
    assert "Unicode" in problem.remedy.vi


def test_legacy_letters_saved_as_utf8_are_named(refused, tmp_path: Path):
    rows = [household(f"H{n}", head_name="NguyÔn V¨n ThÞ", address="") for n in range(3)]
    (problem, *_) = refused(write_csv(tmp_path / "h.csv", rows))
    assert problem.code == "encoding" and problem.column == "head_name"


def test_empty_files(refused, tmp_path: Path):
    empty = tmp_path / "h.csv"
    empty.touch()
    assert refused(empty)[0].code == "empty"
    empty.write_text("household_code,commune_code\n")
    assert refused(empty)[0].code == "empty"


def test_a_file_without_a_heading(refused, tmp_path: Path):
    path = tmp_path / "h.csv"
    path.write_text(f"H01,{COMMUNE},rural\nH02,{COMMUNE},rural\n")
    assert refused(path)[0].code == "heading"


def test_a_row_with_too_many_cells(refused, tmp_path: Path):
    path = tmp_path / "h.csv"
    path.write_text(f"household_code,commune_code\nH01,{COMMUNE}\nH02,{COMMUNE},more\n")
    (problem,) = refused(path)
    assert (problem.code, problem.row) == ("csv", 3)


def test_a_missing_file_and_a_strange_kind(refused, tmp_path: Path):
    assert refused(tmp_path / "none.csv")[0].code == "not_found"
    (tmp_path / "a.doc").write_text("x")
    assert refused(tmp_path / "a.doc")[0].code == "extension"


def test_an_error_workbook_marks_each_bad_cell(province, pair, tmp_path: Path):
    target = tmp_path / "loi.xlsx"
    files = pair(
        [household("H01"), household("H02", water_source="sea", floor_area=0)],
        [member("H01", 1, age=200, birth_year="")],
    )
    with pytest.raises(UserError):
        import_file(files, **HOW, errors=target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Tổng hợp lỗi", "Hộ", "Thành viên"]
    heads = book["Hộ"]
    heading = [cell.value for cell in heads[1]]
    bad = heads.cell(3, heading.index("water_source") + 1)
    assert bad.value == "sea" and bad.comment is not None and bad.fill.fgColor.rgb.endswith("F8D3CF")
    good = heads.cell(2, heading.index("water_source") + 1)
    assert good.comment is None
    assert heading[-2:] == ["Dòng", "Lỗi"]
    assert "danh mục" in heads.cell(3, len(heading)).value
    assert book["Tổng hợp lỗi"].max_row == 6


def test_many_errors_are_counted(refused, pair):
    problems = refused(pair([household(f"H{n:03d}", water_source="sea") for n in range(100)], []))
    assert len(problems) == 21 and "80 more (100 in all)" in problems[-1].what.en


def test_a_failure_while_writing_leaves_nothing(province, pair, monkeypatch):
    from chungtay.registry.importing import importer

    def broken(*_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(importer, "write_member_identities", broken)
    with pytest.raises(RuntimeError):
        import_file(pair(), **HOW)
    assert not Household.objects.exists() and not HouseholdReview.objects.exists()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"households": 0}, "households"),
        ({"households": -3}, "households"),
        ({"households": "n"}, "households"),
        ({"area": "city"}, "area"),
        ({"minority_households": 900}, "minority_households"),
        ({"persons": 10}, "persons"),
        ({"year": 1900}, "year"),
        ({"commune_code": "99999"}, "commune_code"),
        ({"village_code": "99999-01"}, "village_code"),
    ],
)
def test_an_unfit_row_of_counts(province, tmp_path: Path, change, column):
    good = {"commune_code": COMMUNE, "year": 2019, "area": "rural", "households": 700, "persons": 2900,
            "minority_households": 600}  # fmt: skip
    with pytest.raises(UserError) as caught:
        import_counts(write_csv(tmp_path / "c.csv", [good, good | {"year": 2018} | change]))
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (3, column)
    assert not HouseholdCount.objects.exists()
