"""Templates: what an officer gets to fill in."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from made_households import COMMUNE, household, member

from chungtay.messages import UserError
from chungtay.registry.classify import classify_review_year
from chungtay.registry.commands import registry, snapshot
from chungtay.registry.importing import import_file
from chungtay.registry.models import HouseholdReview
from chungtay.registry.snapshot import take_snapshot
from chungtay.registry.template import write_template


def columns(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def test_the_workbook_has_the_standards_facts_and_no_others(tmp_path: Path):
    (path,) = write_template("vn-2022-2025", tmp_path / "mau.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Hộ", "Thành viên", "Bảng mã", "Hướng dẫn"]
    names = columns(book["Hộ"])
    assert {"household_code", "commune_code", "durable_roof", "has_smartphone"} <= names.keys()
    assert not {"house_grade", "hears_loudspeaker", "causes_2016"} & names.keys()


def test_headings_speak_vietnamese_and_explain_themselves(tmp_path: Path):
    book = openpyxl.load_workbook(write_template("vn-2016-2020", tmp_path / "mau.xlsx")[0])
    sheet = book["Hộ"]
    place = columns(sheet)["water_source"]
    label = sheet.cell(2, place)
    assert label.value == "Nguồn nước sinh hoạt chính"
    assert "tap = Nước máy" in label.comment.text
    assert sheet.freeze_panes == "B3"


def test_cells_offer_the_codes_and_refuse_what_is_out_of_bounds(tmp_path: Path):
    book = openpyxl.load_workbook(write_template("vn-2016-2020", tmp_path / "mau.xlsx")[0])
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["Hộ"].data_validations.dataValidation}
    letter = openpyxl.utils.get_column_letter(columns(book["Hộ"])["water_source"])
    listed = rules[f"{letter}3"].formula1
    sheet_name, span = listed.replace("$", "").rsplit("!", 1)
    codes = [row[0].value for row in book[sheet_name.strip("'")][span]]
    assert codes[0] == "tap" and codes[-1] == "other"
    area = openpyxl.utils.get_column_letter(columns(book["Hộ"])["floor_area"])
    assert (rules[f"{area}3"].operator, float(rules[f"{area}3"].formula1)) == ("greaterThan", 0.0)


def test_codes_and_identity_numbers_are_text_so_that_zeros_stay(tmp_path: Path):
    book = openpyxl.load_workbook(write_template("vn-2016-2020", tmp_path / "mau.xlsx", households=[
        household("H01", identity_number="046000000001")])[0])  # fmt: skip
    cell = book["Hộ"].cell(3, columns(book["Hộ"])["identity_number"])
    assert (cell.value, cell.data_type) == ("046000000001", "s")


def test_a_csv_template_is_two_files_that_excel_opens(tmp_path: Path):
    heads, people = write_template("vn-2016-2020", tmp_path / "mau.csv")
    assert heads.read_bytes().startswith(b"\xef\xbb\xbf")
    with people.open(encoding="utf-8-sig") as file:
        assert next(csv.reader(file))[:2] == ["household_code", "member_number"]


def test_an_incomplete_standard_has_no_template(tmp_path: Path):
    with pytest.raises(UserError):
        write_template("vn-2027-2030", tmp_path / "mau.xlsx")
    assert not (tmp_path / "mau.xlsx").exists()


@pytest.mark.django_db
def test_a_template_can_hold_the_list_of_the_year_before(province, pair, tmp_path: Path, settings):
    settings.SNAPSHOTS_DIR = tmp_path / "snapshots"
    heads = [household("H01"), household("H02", income_per_head=5000000)]
    import_file(
        pair(heads, [member("H01", 1), member("H02", 1)]), standard_id="vn-2016-2020", review_year=2019, round="base"
    )
    classify_review_year(2019, "vn-2016-2020", take_snapshot(2019, "vn-2016-2020"))
    out = tmp_path / "mau.xlsx"
    done = CliRunner().invoke(
        registry,
        ["template", "--standard", "vn-2016-2020", "--out", str(out), "--commune", COMMUNE, "--year", "2019"],
        catch_exceptions=False,
    )
    assert done.exit_code == 0
    sheet = openpyxl.load_workbook(out)["Hộ"]
    row = [cell.value for cell in sheet[3]]
    assert row[columns(sheet)["household_code"] - 1] == "H01"
    assert row[columns(sheet)["head_name"] - 1] == "Hồ Văn H01"
    assert sheet.cell(4, 1).value is None, "a household that was not listed is not filled in"
    assert import_file(out, standard_id="vn-2016-2020", review_year=2020, round="listed").created == 1


@pytest.mark.django_db
def test_the_commands_lead_from_one_to_the_next(province, pair, tmp_path: Path, settings):
    settings.SNAPSHOTS_DIR = tmp_path / "snapshots"
    files = [str(path) for path in pair()]
    run = CliRunner().invoke
    how = ["--standard", "vn-2016-2020", "--review-year", "2019"]
    tried = run(registry, ["import", *files, *how, "--round", "listed", "--dry-run"], catch_exceptions=False)
    assert tried.exit_code == 0 and not HouseholdReview.objects.exists()
    done = run(registry, ["import", *files, *how, "--round", "listed"], catch_exceptions=False)
    assert "chungtay snapshot take --review-year 2019 --standard vn-2016-2020" in done.output
    taken = run(snapshot, ["take", *how[2:], *how[:2]], catch_exceptions=False)
    assert "poor" in taken.output
    listed = run(snapshot, ["list", "--format", "csv"], catch_exceptions=False).output
    name = listed.splitlines()[1].split(",")[0]
    assert run(snapshot, ["verify", name], catch_exceptions=False).exit_code == 0
    stats = run(registry, ["stats", "--format", "csv"], catch_exceptions=False).output
    assert stats.splitlines()[1] == "2019,vn-2016-2020,2,2,0"
