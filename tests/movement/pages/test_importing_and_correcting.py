"""A plan file is tried, imported, corrected clause by clause and confirmed; nothing typed is lost on the way."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from work_world import PLAN, clause

from chungtay.movement.models import Clause, Plan

CODE = "sach-va-nuoc"


def sent(name: str = "ke-hoach.txt", text: str = PLAN) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_trying_a_file_writes_nothing_and_importing_needs_no_second_choice(opened, signed, text):
    client, url = signed("province_office"), reverse("movement:import", args=[CODE])
    tried = client.post(url, {"do": "preview", "issuer": "46", "file": sent()})
    said = text(tried)
    assert "Đọc được 12 mục từ ke-hoach.txt" in said
    assert "1258/QĐ-TTg (21/08/2017)" in said and "Đang giữ tệp ke-hoach.txt" in said
    assert not Plan.objects.exists()
    imported = client.post(url, {"do": "import", "issuer": "46"})
    plan = Plan.objects.get()
    assert imported.url == reverse("movement:correct", args=[plan.pk])
    assert (plan.source_name, plan.clauses.count(), plan.unit.code) == ("ke-hoach.txt", 12, "46")


def test_a_file_that_cannot_be_read_is_said_beside_the_field_and_keeps_what_was_chosen(opened, signed, text):
    client, url = signed("province_office"), reverse("movement:import", args=[CODE])
    page = client.post(url, {"do": "preview", "issuer": "481", "file": sent("ke-hoach.exe")})
    assert page.status_code == 422
    assert "Không nhận tệp này" in text(page) and "Cần sửa trước khi đi tiếp" in text(page)
    assert '<option value="481" selected>' in page.content.decode()
    empty = client.post(url, {"do": "preview", "issuer": "481", "file": sent(text=" \n")})
    assert empty.status_code == 422 and "Cách sửa:" in text(empty)


def test_an_officer_imports_only_for_their_own_unit(opened, signed):
    client, url = signed("district_officer"), reverse("movement:import", args=[CODE])
    assert "481" in client.get(url).content.decode()
    refused = client.post(url, {"do": "import", "issuer": "480", "file": sent()})
    assert refused.status_code == 422 and not Plan.objects.exists()


def test_a_clause_is_corrected_joined_split_and_deleted(world, signed, text):
    plan = world.province
    Plan.objects.filter(pk=plan.pk).update(status="read")
    Plan.objects.exclude(pk=plan.pk).filter(parent__parent=plan).delete()
    client, url = signed("province_office"), reverse("movement:correct", args=[plan.pk])
    first = clause(plan, "II.1")
    page = client.get(f"{url}?muc=II.1")
    assert '<mark id="doan">Các xã, phường, thị trấn chọn nơi đặt tủ sách. Mỗi nơi có một người trông tủ.</mark>' in (
        page.content.decode()
    )
    values = {"kind": "solution", "heading": "", "text": first.text}
    client.post(f"{url}?muc=II.1", {**values, "do": "save"})
    assert Clause.objects.get(pk=first.pk).kind == "solution"
    at = first.text.index("Mỗi nơi")
    client.post(f"{url}?muc=II.1", {**values, "do": "split", "at": at, "words": ""})
    assert clause(plan, "II.1-2").text == "Mỗi nơi có một người trông tủ."
    client.post(f"{url}?muc=II.1", {**values, "text": "Các xã, phường, thị trấn chọn nơi đặt tủ sách.", "do": "join"})
    assert Clause.objects.get(pk=first.pk).text == first.text
    Clause.objects.filter(inherits__address="III.2").delete()
    client.post(f"{url}?muc=III.2", {"do": "delete"})
    assert not plan.clauses.filter(address="III.2").exists()
    client.post(url, {"do": "confirm"})
    plan.refresh_from_db()
    assert plan.status == "confirmed"


def test_words_that_cannot_be_saved_stay_on_the_page(world, signed, text):
    client, url = signed("province_office"), reverse("movement:correct", args=[world.province.pk])
    page = client.post(f"{url}?muc=II.3", {"kind": "content", "heading": "", "text": "  ", "do": "save"})
    assert page.status_code == 422 and "Mục không còn chữ nào." in text(page)
    split = client.post(
        f"{url}?muc=II.3",
        {"kind": "content", "heading": "", "text": clause(world.province, "II.3").text, "do": "split", "words": "voi"},
    )
    assert "Chọn một câu, hoặc chép đúng những chữ mở đầu phần sau." in text(split)
    assert 'value="voi"' in split.content.decode()


def test_nobody_corrects_another_units_plan(world, signed):
    url = reverse("movement:correct", args=[world.district.pk])
    for who in ("commune_officer", "other_district", "council_member", "donor"):
        assert signed(who).get(url).status_code == 403, who
        assert signed(who).post(f"{url}?muc=II.3", {"do": "delete"}).status_code == 403, who
    assert world.district.clauses.filter(address="II.3").exists()
