"""The standing office opens a movement and sets its frame on pages; whoever works for a plan says what it hangs on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from work_world import clause

from chungtay.movement import actions
from chungtay.movement.models import Movement, MovementLink, Phase, Plan, ReportForm
from chungtay.movement.report_forms import add_form

CODE = "sach-va-nuoc"
NEW = {
    "name": "Chung tay 2026-2030",
    "code": "chung-tay-2026",
    "scope": "46",
    "first_year": "2026",
    "last_year": "2030",
}


def test_the_office_opens_a_movement(opened, signed, text):
    client, url = signed("province_office"), reverse("movement:open")
    assert f'href="{url}"' in client.get(reverse("movement:index")).content.decode()
    page = client.post(url, NEW, follow=True)
    assert "Đã mở phong trào." in text(page) and "Chung tay 2026-2030" in text(page)
    made = Movement.objects.get(code="chung-tay-2026")
    assert (made.scope.code, made.first_year, made.last_year) == ("46", 2026, 2030)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "Mục này không được để trống."),
        ({"code": "Chung tay"}, "Mã chỉ gồm chữ không dấu, số và dấu gạch nối."),
        ({"code": CODE}, "Một phong trào khác đã mang mã này."),
        ({"code": "nhac-viec"}, "Mã này trùng với địa chỉ của một trang khác."),
        ({"first_year": "26"}, "Năm viết bằng bốn chữ số, từ 2000 đến 2100."),
        ({"last_year": "2025"}, "Năm cuối đứng trước năm đầu."),
        ({"scope": ""}, "Mục này không được để trống."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(opened, signed, text, change, said):
    page = signed("province_office").post(reverse("movement:open"), {**NEW, **change})
    assert page.status_code == 422 and said in text(page)
    assert 'value="Chung tay 2026-2030"' in page.content.decode() or "name" in change
    assert Movement.objects.count() == 1


def test_the_scope_offers_areas_that_have_ended_with_their_last_day(opened, signed):
    page = signed("province_office").get(reverse("movement:open")).content.decode()
    assert '<option value="481">Huyện A Lưới (→ 30/06/2025)</option>' in page
    assert "Sở Y tế" not in page


def test_name_scope_and_years_are_changed_and_the_code_stays(opened, signed, text):
    client, url = signed("province_office"), reverse("movement:change", args=[CODE])
    page = client.get(url).content.decode()
    assert 'value="2016"' in page and '<option value="46" selected>' in page and 'name="code"' not in page
    values = {"name": "Sách và nước sạch", "scope": "481", "first_year": "2016", "last_year": "2021"}
    client.post(url, values)
    changed = Movement.objects.get(code=CODE)
    assert (changed.scope.code, changed.last_year) == ("481", 2021)


def test_participants_and_the_day_of_the_areas(opened, signed, text):
    client, url = signed("province_office"), reverse("movement:frame", args=[CODE])
    client.post(url, {"participants": ["communes", "households"], "scope_on": "01/01/2018"})
    changed = Movement.objects.get(code=CODE)
    assert (changed.participant_kinds, changed.scope_on) == (["communes", "households"], dt.date(2018, 1, 1))
    page = client.get(url).content.decode()
    assert page.count(" checked") == 2 and 'value="2018-01-01"' in page
    wrong = client.post(url, {"participants": ["robots"], "scope_on": "hôm nay"})
    assert wrong.status_code == 422 and "Ngày viết dạng 31/12/2019." in text(wrong)
    assert "Hộ gia đình" in text(signed("").get(reverse("movement:movement", args=[CODE])))


def test_phases_are_added_changed_and_removed(opened, signed, text):
    client, url = signed("province_office"), reverse("movement:phases", args=[CODE])
    values = {"review": "yearly", "first_year": "2017", "last_year": "2017", "review_due": ""}
    client.post(url, values)
    made = Phase.objects.get(review="yearly")
    assert made.review_due == dt.date(2017, 12, 31)
    shown = client.get(f"{url}?sua={made.pk}").content.decode()
    assert 'value="2017-12-31"' in shown and '<option value="yearly" selected>' in shown
    client.post(url, {**values, "review_due": "2017-11-30"})
    made.refresh_from_db()
    assert made.review_due == dt.date(2017, 11, 30)
    outside = client.post(url, {**values, "last_year": "2022"})
    assert outside.status_code == 422
    assert "Giai đoạn nằm ngoài các năm của phong trào." in text(outside) and "2016–2020" in text(outside)
    client.post(url, {"do": "remove", "phase": made.pk})
    assert not Phase.objects.filter(pk=made.pk).exists()
    assert client.post(url, {"do": "remove", "phase": made.pk}).status_code == 404


def test_ties_to_other_movements_by_choice_and_by_name(opened, signed, text):
    other = actions.open_movement("nong-thon-moi", "Xây dựng nông thôn mới", opened.movement.scope, 2016, 2020)
    client, url = signed("province_office"), reverse("movement:links", args=[CODE])
    empty = client.post(url, {"other": "", "other_name": "", "source": ""})
    assert empty.status_code == 422 and "Chọn một phong trào hoặc ghi tên." in text(empty)
    client.post(url, {"other": other.code, "other_name": "", "source": ""})
    client.post(url, {"other": "", "other_name": "Ngày vì người nghèo", "source": "Kế hoạch của tỉnh, mục II"})
    rows = [(link.other_name, link.other) for link in MovementLink.objects.order_by("pk")]
    assert rows == [("Xây dựng nông thôn mới", other), ("Ngày vì người nghèo", None)]
    page = signed("").get(reverse("movement:movement", args=[CODE]))
    assert "Ngày vì người nghèo (Kế hoạch của tỉnh, mục II)" in text(page)
    client.post(url, {"do": "remove", "link": MovementLink.objects.get(other=other).pk})
    assert MovementLink.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["district_officer", "commune_officer", "council_member", "inspector", "front", "donor"]
)
def test_the_frame_is_the_offices_alone(opened, signed, text, who):
    client = signed(who)
    phase = Phase.objects.first()
    tries = {
        reverse("movement:open"): NEW,
        reverse("movement:change", args=[CODE]): {**NEW, "name": "Khác"},
        reverse("movement:frame", args=[CODE]): {"participants": ["households"]},
        reverse("movement:phases", args=[CODE]): {"do": "remove", "phase": phase.pk},
        reverse("movement:links", args=[CODE]): {"other_name": "Khác"},
    }
    for url, values in tries.items():
        assert client.get(url).status_code == 403, url
        page = client.post(url, values)
        assert page.status_code == 403 and "Chỉ Cơ quan thường trực cấp tỉnh" in text(page), url
        assert signed("").get(url).status_code == 302
    assert Movement.objects.get().name == "Sách và nước sạch" and Phase.objects.filter(pk=phase.pk).exists()
    assert not MovementLink.objects.exists()
    page = client.get(reverse("movement:movement", args=[CODE])).content.decode()
    assert reverse("movement:phases", args=[CODE]) not in page


def test_a_plan_is_put_under_another_and_back(world, signed, text):
    plan, client = world.commune, signed("commune_officer")
    url = reverse("movement:parent-plan", args=[plan.pk])
    page = client.get(url).content.decode()
    assert f'<option value="{world.district.pk}" selected>' in page and f'<option value="{plan.pk}"' not in page
    answer = client.post(url, {"parent": str(world.province.pk)})
    assert answer.url == reverse("movement:difference", args=[plan.pk])
    plan.refresh_from_db()
    assert plan.parent == world.province and clause(plan, "II.1").inherits == clause(world.province, "II.1")
    client.post(url, {"parent": ""})
    assert Plan.objects.get(pk=plan.pk).parent is None
    for who in ("other_commune", "district_officer", "council_member"):
        assert signed(who).post(url, {"parent": ""}).status_code == 403, who


def test_a_parent_that_would_make_a_circle_is_refused_beside_the_field(world, signed, text):
    url = reverse("movement:parent-plan", args=[world.province.pk])
    page = signed("province_office").post(url, {"parent": str(world.district.pk)})
    assert page.status_code == 422  # what hangs on the plan is not offered
    assert Plan.objects.get(pk=world.province.pk).parent is None


def test_a_unit_has_one_plan_under_a_parent(world, signed, text):
    other = Plan.objects.create(movement=world.movement, unit=world.commune.unit, title="Kế hoạch khác", status="read")
    url = reverse("movement:parent-plan", args=[other.pk])
    page = signed("commune_officer").post(url, {"parent": str(world.district.pk)})
    assert page.status_code == 422 and "Đơn vị đã có kế hoạch thực hiện kế hoạch này." in text(page)


def test_the_leading_document_is_chosen_among_the_bases(world, signed, text):
    plan, client = world.province, signed("province_office")
    url = reverse("movement:leading-document", args=[plan.pk])
    basis = plan.plan_bases.get()
    plan.plan_bases.update(leading=False)
    assert "1258/QĐ-TTg, 21/08/2017" in text(client.get(url))
    empty = client.post(url, {})
    assert empty.status_code == 422 and "Mục này không được để trống." in text(empty)
    client.post(url, {"document": str(basis.document_id)})
    basis.refresh_from_db()
    assert basis.leading
    assert client.post(url, {"document": str(plan.document_id)}).status_code == 422  # its own, which is no basis
    assert signed("district_officer").get(url).status_code == 403
    none = client.get(reverse("movement:leading-document", args=[world.commune.pk]))
    assert "Kế hoạch chưa có căn cứ nào" in text(none)


def test_a_clause_is_tied_to_another_above_and_untied(world, signed, text):
    own, client = clause(world.commune, "II.1"), signed("commune_officer")
    url = reverse("movement:link-clause", args=[own.pk])
    assert "Mục II.1 thực hiện mục nào của cấp trên?" in text(client.get(url))
    client.post(url, {"above": str(clause(world.district, "III.1").pk)})
    own = clause(world.commune, "II.1")
    assert (own.inherits.address, own.origin) == ("III.1", "narrowed")
    client.post(url, {"above": ""})
    own = clause(world.commune, "II.1")
    assert (own.inherits, own.origin) == (None, "own")
    assert "Gắn với mục cấp trên" in text(client.get(reverse("movement:difference", args=[world.commune.pk])))
    wrong = client.post(url, {"above": str(clause(world.province, "II.1").pk)})
    assert wrong.status_code == 422
    for who in ("other_commune", "district_officer", "council_member"):
        assert signed(who).get(url).status_code == 403, who
    top = reverse("movement:link-clause", args=[clause(world.province, "II.1").pk])
    assert "Đặt kế hoạch cấp trên trước." in text(signed("province_office").get(top))


def test_a_form_is_asked_for_the_last_time(opened, signed, text):
    form = add_form(opened.movement, opened.movement.scope, "Biểu 1", "commune", first_year=2017)
    client, url = signed("province_office"), reverse("movement:report-form", args=[form.pk])
    early = client.post(url, {"do": "close", "last_year": "2016"})
    assert early.status_code == 422 and "Năm cuối đứng trước năm đầu." in text(early)
    client.post(url, {"do": "close", "last_year": "2018"})
    assert ReportForm.objects.get().last_year == 2018
    assert "đến hết năm 2018" in text(client.get(url))
    for who in ("district_officer", "council_member"):
        assert signed(who).post(url, {"do": "close", "last_year": "2019"}).status_code == 403, who
        assert "Thôi dùng biểu" not in text(signed(who).get(url))
