"""The paper of a plan from the database: what a draft says, who may have it, what the console writes."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from reading import pdf_pages, squeezed

from chungtay.accounts.models import Assignment, AuditEntry, User
from chungtay.documents.commands import report
from chungtay.documents.plan_actions import known_plan, plan_as_paper, plan_file
from chungtay.documents.plan_source import plan_in_full
from chungtay.messages import UserError
from chungtay.movement.actions import cascade_plan, import_plan, issue_plan
from chungtay.movement.legal import legal_document
from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.reading import read_plan
from chungtay.movement.targets import points_a_year, set_target
from chungtay.units.loading import load_organisations
from chungtay.units.models import Unit

pytestmark = pytest.mark.django_db
TEXT = """
UBND TỈNH THỪA THIÊN HUẾ

KẾ HOẠCH

Tổ chức thực hiện Phong trào thi đua “Chung tay vì người nghèo”

Căn cứ Quyết định số 1258/QĐ-TTg ngày 21/8/2017 của Thủ tướng Chính phủ về việc ban hành Kế hoạch;

Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:

I. MỤC ĐÍCH

1. Giảm tỷ lệ hộ nghèo mỗi năm từ 1% đến 1,5%.

2. Nâng cao thu nhập của hộ nghèo.

II. GIẢI PHÁP

1. Các xã, phường rà soát hộ nghèo.

a) Rà soát trước ngày 15/11 hằng năm;

b) Công khai danh sách.
"""


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


@pytest.fixture
def province(areas: None, tmp_path: Path, settings) -> Plan:
    """The province's plan, imported, confirmed and given a number."""
    settings.MEDIA_ROOT = tmp_path
    load_organisations()
    Movement.objects.create(code="m", name="Chung tay", scope=unit("46"), first_year=2016, last_year=2020)
    file = tmp_path / "kh.txt"
    file.write_text(TEXT, encoding="utf-8")
    plan = import_plan(movement_code="m", issuer_code="46", path=file)
    plan.status = Plan.Status.CONFIRMED
    plan.save()
    return plan


@pytest.fixture
def district(province: Plan) -> Plan:
    """A Lưới's draft under it."""
    (plan,) = cascade_plan(province, ["481"])
    return plan


def paper_of(plan: Plan):
    return plan_as_paper(known_plan(plan.pk))


def test_a_draft_says_its_unit_its_bases_and_its_usual_foot(district: Plan):
    paper = paper_of(district)
    assert (paper.superior, paper.issuer) == ("", ("ỦY BAN NHÂN DÂN HUYỆN A LƯỚI",))
    assert paper.number == "Số: ………/KH-UBND"
    assert paper.place_and_day == "A Lưới, ngày … tháng … năm ……"
    assert (paper.kind, paper.signing) == ("KẾ HOẠCH", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"))
    assert paper.footer == "(DỰ THẢO)"
    assert paper.recipients[-1] == "Lưu: VT."
    assert (
        paper.body[0].text
        == "Ủy ban nhân dân huyện A Lưới ban hành Kế hoạch thực hiện với những nội dung cụ thể như sau:"
    )


def test_a_department_stands_under_the_province(province: Plan):
    (plan,) = cascade_plan(province, ["46.syt"])
    paper = paper_of(plan)
    assert paper.superior.startswith("UBND TỈNH THỪA THIÊN HUẾ")
    assert (paper.issuer, paper.signing) == (("SỞ Y TẾ",), ("GIÁM ĐỐC",))
    assert paper.number == "Số: ………/KH"


def test_an_issued_plan_has_its_number_and_day_and_carries_out_the_one_above(province: Plan, district: Plan):
    province.document = legal_document(
        "06/KH-UBND", dt.date(2018, 1, 17), "UBND tỉnh", "Kế hoạch Tổ chức thực hiện Phong trào thi đua"
    )
    province.save()
    issue_plan(Plan.objects.get(pk=district.pk), "31/KH-UBND", dt.date(2018, 3, 5))
    paper = paper_of(district)
    assert (paper.number, paper.place_and_day) == ("Số: 31/KH-UBND", "A Lưới, ngày 05 tháng 3 năm 2018")
    assert paper.bases[-1] == (
        "Căn cứ Kế hoạch số 06/KH-UBND ngày 17 tháng 01 năm 2018 của UBND tỉnh tổ chức thực hiện Phong trào thi đua;"
    )
    assert paper.footer == ""


def test_the_paper_read_again_has_the_clauses_of_the_database(district: Plan, tmp_path: Path):
    for extension in ("docx", "pdf"):
        path = tmp_path / f"kh.{extension}"
        path.write_bytes(plan_file(known_plan(district.pk), extension).content)
        read = read_plan(path)
        kept = Clause.objects.filter(plan=district).order_by("order")
        assert [(one.address, one.kind, one.heading, one.text) for one in read.clauses] == [
            (one.address, one.kind, one.heading, one.text) for one in kept
        ]


def test_a_kind_corrected_by_a_person_survives_the_docx(district: Plan, tmp_path: Path):
    Clause.objects.filter(plan=district, address="II.1.a").update(kind="organisation")
    path = tmp_path / "kh.docx"
    path.write_bytes(plan_file(known_plan(district.pk), "docx").content)
    assert read_plan(path).clause("II.1.a").kind == "organisation"


def test_a_clause_that_does_not_apply_says_why_and_the_numbers_stay(district: Plan):
    Clause.objects.filter(plan=district, address="II.1").update(origin="not_applicable", reason="xã không có hộ nghèo")
    said = {clause.address: clause.text for clause in plan_in_full(known_plan(district.pk)).document.clauses}
    assert said["II.1"] == "(Không áp dụng: xã không có hộ nghèo.)"
    assert "II.1.a" not in said and "I.2" in said


def test_targets_and_deadlines_stand_in_the_annex_and_are_no_clauses(district: Plan, tmp_path: Path):
    set_target(district, district.unit, "poor_rate", points_a_year(2015, 0.3533, 2020, -4.0))
    set_target(district, district.unit, "households_helped", points_a_year(2015, 0.0, 2020, 100.0))
    Clause.objects.filter(plan=district, address="II.1").update(due=dt.date(2020, 11, 30))
    file = plan_file(known_plan(district.pk), "pdf")
    words = squeezed(" ".join(pdf_pages(file.content)))
    for shown in ("PHỤ LỤC", "Tỷ lệ hộ nghèo", "35,33%", "15,33%", "huyện A Lưới", "households_helped", "30/11/2020"):
        assert shown in words
    for extension in ("docx", "pdf"):
        path = tmp_path / f"kh.{extension}"
        path.write_bytes(plan_file(known_plan(district.pk), extension).content)
        assert len(read_plan(path).clauses) == district.clauses.count()


def test_a_synthetic_plan_says_so_on_every_page(district: Plan):
    Plan.objects.filter(pk=district.pk).update(synthetic=True)
    pages = pdf_pages(plan_file(known_plan(district.pk), "pdf").content)
    assert all("VĂN BẢN GIẢ LẬP" in page for page in pages)
    document = docx.Document(io.BytesIO(plan_file(known_plan(district.pk), "docx").content))
    assert "VĂN BẢN GIẢ LẬP" in document.sections[0].footer.paragraphs[0].text


def test_a_plan_that_was_not_read_into_clauses_cannot_be_printed(district: Plan):
    district.clauses.all().delete()
    with pytest.raises(UserError) as refused:
        paper_of(district)
    assert refused.value.problems[0].code == "no_clauses"


def test_the_same_plan_gives_the_same_pdf_in_few_queries(district: Plan, django_assert_max_num_queries):
    first = plan_file(known_plan(district.pk), "pdf").content
    with django_assert_max_num_queries(12):
        assert plan_file(known_plan(district.pk), "pdf").content == first


def reader(role: str, code: str | None) -> User:
    user = User.objects.create_user(f"{role}-{code}")
    Assignment.objects.create(user=user, role=role, unit=unit(code) if code else None, valid_from=dt.date(2015, 1, 1))
    return user


RIGHTS = [
    # who, may have the draft of A Lưới
    ("district_officer", "481", True),
    ("province_office", "46", True),
    ("council_member", "46", True),
    ("inspector", "481", True),
    ("inspector", "480", False),
    ("district_officer", "480", False),
    ("commune_officer", "20047", False),
    ("department", "46.syt", False),
    ("front", "481", False),
    ("cluster_lead", "481", False),
    ("donor", "46", False),
]


@pytest.mark.parametrize(("role", "code", "allowed"), RIGHTS)
def test_who_may_have_a_draft(district: Plan, client: Client, role: str, code: str, allowed: bool):
    client.force_login(reader(role, code))
    answer = client.get(reverse("documents:plan-docx", args=[district.pk]))
    assert answer.status_code == (200 if allowed else 403)
    assert AuditEntry.objects.filter(action="documents.plan").exists() is allowed


def test_a_visitor_has_what_was_issued_and_signs_in_for_the_rest(province: Plan, district: Plan, client: Client):
    assert client.get(reverse("documents:plan-pdf", args=[province.pk])).status_code == 302  # confirmed, no number
    document = legal_document("06/KH-UBND", dt.date(2018, 1, 17), "UBND tỉnh", province.title)
    Plan.objects.filter(pk=province.pk).update(document=document)
    answer = client.get(reverse("documents:plan-pdf", args=[province.pk]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert f'filename="ke-hoach-46-{province.pk}.pdf"' in answer["Content-Disposition"]
    address = reverse("documents:plan-pdf", args=[district.pk])
    assert address == f"/bao-cao/ke-hoach/{district.pk}.pdf"
    assert client.get(address).status_code == 302
    Plan.objects.filter(pk=district.pk).update(status=Plan.Status.ISSUED)
    assert client.get(address).status_code == 200
    assert client.get(reverse("documents:plan-pdf", args=[district.pk + 1])).status_code == 404


def test_a_page_says_why_a_plan_cannot_be_printed_yet(district: Plan, client: Client):
    district.clauses.all().delete()
    client.force_login(reader("province_office", "46"))
    answer = client.get(reverse("documents:plan-docx", args=[district.pk]))
    assert answer.status_code == 404
    assert "chưa được đọc thành từng mục" in answer.content.decode()


@pytest.mark.parametrize("extension", ["docx", "pdf"])
def test_the_console_writes_the_file(district: Plan, tmp_path: Path, extension: str):
    out = tmp_path / f"ra.{extension}"
    answer = CliRunner().invoke(report, ["plan", "--plan", str(district.pk), "--out", str(out)])
    assert answer.exit_code == 0, answer.output
    assert out.read_bytes()[:2] in (b"PK", b"%P")
    assert AuditEntry.objects.filter(action="documents.plan", user=None).count() == 1


@pytest.mark.parametrize(("beyond", "name", "code"), [(1, "ra.pdf", "unknown_plan"), (0, "ra.txt", "unknown_format")])
def test_the_console_says_what_is_wrong_and_writes_nothing(province: Plan, tmp_path: Path, beyond, name, code):
    plan_id = str(province.pk + beyond)
    answer = CliRunner().invoke(report, ["plan", "--plan", plan_id, "--out", str(tmp_path / name)])
    assert isinstance(answer.exception, UserError) and answer.exception.problems[0].code == code
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("extension", ["docx", "pdf"])
def test_the_mark_of_a_made_up_plan_survives_being_printed_and_imported(district: Plan, tmp_path: Path, extension: str):
    Plan.objects.filter(pk=district.pk).update(synthetic=True)
    path = tmp_path / f"kh.{extension}"
    path.write_bytes(plan_file(known_plan(district.pk), extension).content)
    again = import_plan(movement_code="m", issuer_code="480", path=path)
    assert paper_of(again).mark.startswith("VĂN BẢN GIẢ LẬP")
