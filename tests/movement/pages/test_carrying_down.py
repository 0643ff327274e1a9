"""A plan is carried down to many units at once; each unit then narrows, adds and leaves out in its own."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from work_world import COMMUNE, DISTRICT, SISTER_COMMUNE, clause

from chungtay.movement.models import Clause, Plan


def test_whole_kinds_and_single_units_get_drafts_at_once(world, signed, text):
    client, url = signed("province_office"), reverse("movement:cascade", args=[world.province.pk])
    assert "2 / 20 đơn vị trực thuộc đã có kế hoạch" in text(client.get(url))
    page = client.post(
        url,
        {"groups": ["district|area|huyện"], "units": ["46.mttq"], "due_by": "2018-06-30", "template": ""},
        follow=True,
    )
    assert "Đã lập 6 dự thảo kế hoạch." in text(page)
    world.province.refresh_from_db()
    assert world.province.due_by == dt.date(2018, 6, 30)
    assert Plan.objects.filter(parent=world.province, unit__code="46.mttq").exists()


def test_a_template_gives_all_units_the_same_words_with_their_own_names(world, signed, text):
    client = signed("province_office")
    made = client.post(reverse("movement:template", args=[world.province.pk]))
    template = Plan.objects.get(unit__isnull=True)
    assert made.url == reverse("movement:plan", args=[template.pk])
    own = clause(template, "II.1")
    client.post(
        reverse("movement:own-clause", args=[own.pk]), {"do": "narrow", "text": "{đơn vị} chọn nơi đặt tủ sách."}
    )
    client.post(reverse("movement:cascade", args=[world.province.pk]), {"units": ["474"], "template": str(template.pk)})
    assert clause(Plan.objects.get(unit__code="474"), "II.1").text == "thành phố Huế chọn nơi đặt tủ sách."


def test_a_unit_makes_its_own_plan_with_one_button(world, signed, text):
    Plan.objects.filter(unit__code=SISTER_COMMUNE).delete()
    Plan.objects.filter(unit__code=COMMUNE).update(unit=None, parent=None)
    client = signed("commune_officer")
    here = reverse("movement:movement", args=["sach-va-nuoc"])
    assert "Xã Hồng Vân chưa có kế hoạch của mình" in text(client.get(here))
    client.post(reverse("movement:cascade", args=[world.district.pk]), {"units": COMMUNE})
    assert Plan.objects.filter(unit__code=COMMUNE, parent=world.district).exists()


def test_nobody_carries_down_for_others(world, signed):
    url = reverse("movement:cascade", args=[world.province.pk])
    for who in ("council_member", "commune_officer", "district_officer"):
        assert signed(who).post(url, {"units": "474"}).status_code == 403, who
    assert not Plan.objects.filter(unit__code="474").exists()


def test_a_unit_narrows_brings_forward_and_leaves_out_with_a_reason(world, signed, text):
    client = signed("commune_officer")
    narrowed, left_out = clause(world.commune, "II.2"), clause(world.commune, "II.3")
    url = reverse("movement:own-clause", args=[narrowed.pk])
    late = client.post(url, {"do": "narrow", "heading": "", "text": narrowed.text, "due": "2020-12-31"})
    assert late.status_code == 422 and "Hạn này muộn hơn hạn của cấp trên." in text(late)
    assert 'value="2020-12-31"' in late.content.decode()
    client.post(url, {"do": "narrow", "heading": "", "text": "Chi hội thôn cử người.", "due": "2020-05-01"})
    narrowed.refresh_from_db()
    assert (narrowed.origin, narrowed.due) == ("narrowed", dt.date(2020, 5, 1))
    other = reverse("movement:own-clause", args=[left_out.pk])
    assert client.post(other, {"do": "not_applicable", "bo-reason": " "}).status_code == 422
    client.post(other, {"do": "not_applicable", "bo-reason": "Xã không có doanh nghiệp."})
    left_out.refresh_from_db()
    assert (left_out.origin, left_out.reason) == ("not_applicable", "Xã không có doanh nghiệp.")
    difference = text(client.get(reverse("movement:difference", args=[world.commune.pk])))
    assert "2 / 12 mục của Xã Hồng Vân khác kế hoạch cấp trên" in difference
    assert "Xã không có doanh nghiệp." in difference
    client.post(other, {"do": "restore"})
    left_out.refresh_from_db()
    assert left_out.origin == "inherited"


def test_a_unit_adds_a_clause_and_issues_its_plan(world, signed):
    client = signed("commune_officer")
    under = clause(world.commune, "II")
    client.post(
        reverse("movement:add-clause", args=[world.commune.pk]),
        {"parent": under.pk, "kind": "content", "heading": "", "text": "Mỗi tháng một buổi đọc sách.", "due": ""},
    )
    assert Clause.objects.get(plan=world.commune, address="II.4").origin == "own"
    url = reverse("movement:issue", args=[world.commune.pk])
    assert client.post(url, {"number": "", "date": "2018-04-01"}).status_code == 422
    client.post(url, {"number": "7/KH-UBND", "date": "01/04/2018"})
    world.commune.refresh_from_db()
    assert (world.commune.status, world.commune.document.number) == ("issued", "7/KH-UBND")


def test_the_officer_of_another_unit_is_refused(world, signed, text):
    for who in ("other_commune", "other_district", "council_member", "inspector", "front"):
        page = signed(who).get(reverse("movement:own-clause", args=[clause(world.commune, "II.1").pk]))
        assert page.status_code == 403, who
        assert "Bạn chỉ sửa được kế hoạch, việc và minh chứng của đơn vị mình." in text(page), who
    assert world.district.unit.code == DISTRICT
