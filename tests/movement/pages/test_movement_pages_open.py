"""Every page of the movement opens for those it is for, with its number in the first sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from work_world import COMMUNE, clause

from chungtay.movement import actions

CODE = "sach-va-nuoc"


def addresses(world) -> dict[str, str]:
    one = clause(world.commune, "II.1")
    return {
        "movement:index": reverse("movement:index"),
        "movement:open": reverse("movement:open"),
        **{f"movement:{name}": reverse(f"movement:{name}", args=[CODE])
           for name in ("movement", "change", "frame", "phases", "links", "import", "tasks",
                        "board", "month", "coverage", "reports", "add-report")},
        **{f"movement:{name}": reverse(f"movement:{name}", args=[world.province.pk])
           for name in ("plan", "plan-source", "plan-text", "correct", "issue", "difference", "add-clause", "cascade",
                         "parent-plan", "leading-document")},
        "movement:district-difference": reverse("movement:difference", args=[world.district.pk]),
        "movement:clause": reverse("movement:clause", args=[clause(world.district, "II.1").pk]),
        **{f"movement:{name}": reverse(f"movement:{name}", args=[one.pk])
           for name in ("own-clause", "link-clause", "plan-task")},
        **{f"movement:{name}": reverse(f"movement:{name}", args=[world.task.pk]) for name in ("task", "change-task")},
        "movement:unit-coverage": reverse("movement:unit-coverage", args=[CODE, COMMUNE]),
        "movement:reminders": reverse("movement:reminders"),
        "movement:feed-address": reverse("movement:feed-address"),
        "portal:targets": reverse("portal:targets", args=[CODE]),
        "portal:plan-targets": reverse("portal:plan-targets", args=[world.province.pk]),
        "portal:add-target": reverse("portal:add-target", args=[world.province.pk]),
        "portal:task-figure": reverse("portal:task-figure", args=[world.task.pk]),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_office_can_open_every_page(world, signed, language):
    client = signed("province_office")
    client.cookies["django_language"] = language
    wrong = {name: client.get(url).status_code for name, url in addresses(world).items()}
    assert {name: status for name, status in wrong.items() if status != 200} == {}


def test_a_visitor_reads_movements_and_plans_and_no_work(world, signed, text):
    client = signed("")
    public = ("index", "movement", "plan", "plan-source", "district-difference", "clause")
    for name in (*(f"movement:{one}" for one in public), "portal:targets", "portal:plan-targets"):
        page = client.get(addresses(world)[name])
        assert page.status_code == 200, name
        assert "tủ sách ở nhà văn hóa" not in text(page), name
    for name in ("movement:tasks", "movement:task", "movement:coverage", "movement:reports", "movement:correct"):
        page = client.get(addresses(world)[name])
        assert page.status_code == 302 and "/tai-khoan/dang-nhap/" in page.url, name


def test_a_draft_is_kept_from_the_public_until_it_is_issued(world, signed, text):
    url = reverse("movement:plan", args=[world.commune.pk])
    assert signed("").get(url).status_code == 302
    page = signed("donor").get(url)
    assert page.status_code == 403
    assert "Kế hoạch này chưa ban hành" in text(page)
    assert signed("other_commune").get(url).status_code == 403
    assert signed("council_member").get(url).status_code == 200
    actions.issue_plan(world.commune, "3/KH-UBND", dt.date(2018, 4, 1))
    assert signed("").get(url).status_code == 200


def test_a_donor_is_told_that_work_is_not_theirs_to_read(world, signed, text):
    page = signed("donor").get(addresses(world)["movement:tasks"])
    assert page.status_code == 403
    assert "Việc và minh chứng chỉ mở cho cán bộ của phong trào." in text(page)
