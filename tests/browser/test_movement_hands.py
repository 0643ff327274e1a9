"""The movement's pages under other hands: a phone, a keyboard, no JavaScript, a printer, a strict browser."""

from __future__ import annotations

import pytest
from movement_site import go, heading, too_wide
from screens import PHONE
from steps import press
from work_world import COMMUNE, clause, make_work

from chungtay.movement.models import Plan

pytestmark = pytest.mark.browser
CODE = "sach-va-nuoc"


@pytest.fixture
def site(browser, running, tmp_path):
    running.world = make_work(tmp_path)
    return running


def paths(world) -> list[str]:
    top, draft = world.province.pk, world.commune.pk
    own = clause(world.commune, "II.1").pk
    movement = ["", "sua/", "doi-tuong/", "giai-doan/", "gan-voi/", "nhap-ke-hoach/",
                "viec/", "viec/bang/", "viec/lich/?thang=2020-12", "ket-qua/",
                f"ket-qua/{COMMUNE}/", "bieu-bao-cao/", "bieu-bao-cao/them/", "chi-tieu/"]  # fmt: skip
    plan = ["", "van-ban/", "soat/?muc=II.1", "ban-hanh/", "trien-khai/", "them-muc/", "chi-tieu/", "chi-tieu/them/",
            "cap-tren/", "can-cu/"]  # fmt: skip
    return [
        "/phong-trao/",
        "/phong-trao/mo/",
        *(f"/phong-trao/{CODE}/{each}" for each in movement),
        *(f"/phong-trao/ke-hoach/{top}/{each}" for each in plan),
        f"/phong-trao/ke-hoach/{draft}/so-sanh/?loai=tat-ca",
        *(f"/phong-trao/muc/{own}/{each}" for each in ("", "sua/", "cap-tren/", "giao-viec/")),
        *(f"/phong-trao/viec/{world.task.pk}/{each}" for each in ("", "sua/", "so-lieu/")),
        "/phong-trao/nhac-viec/",
        "/phong-trao/lich-cua-toi/",
    ]


def test_no_page_scrolls_sideways_on_a_phone(open_page, site):
    page = open_page(PHONE, role="province_office")
    for path in paths(site.world):
        go(page, site, path)
        assert too_wide(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_no_page_complains_or_asks_another_host(open_page, site):
    page = open_page(role="province_office")
    asked, complaints = set(), []
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in paths(site.world):
        go(page, site, path)
        assert page.locator("h1").count() == 1, path
    assert asked == {site.url.split("/")[2]}
    assert complaints == []


def test_correcting_needs_no_mouse(open_page, site):
    Plan.objects.filter(pk=site.world.province.pk).update(status="read")
    page = open_page(role="province_office")
    go(page, site, f"/phong-trao/ke-hoach/{site.world.province.pk}/soat/?muc=II.3")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "text":
            break
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ví dụ.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "save"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã lưu mục II.3.")
    assert clause(site.world.province, "II.3").text.endswith("Ví dụ.")


def test_the_passage_of_the_clause_in_hand_is_brought_into_view(open_page, site):
    page = open_page(role="province_office")
    go(page, site, f"/phong-trao/ke-hoach/{site.world.province.pk}/soat/?muc=III.2")
    assert page.inner_text("mark") == "Các cụm, khối thi đua học hỏi lẫn nhau."
    mark, pane = page.locator("mark").bounding_box(), page.locator(".side.words .pane").bounding_box()
    assert pane["y"] <= mark["y"] < pane["y"] + pane["height"]


def test_without_javascript_a_plan_is_carried_down_and_a_clause_split(open_page, site):
    Plan.objects.filter(pk=site.world.province.pk).update(status="read")
    page = open_page(role="province_office", java_script_enabled=False)
    go(page, site, f"/phong-trao/ke-hoach/{site.world.province.pk}/soat/?muc=II.1")
    page.click("summary:has-text('Tách mục này')")
    page.check("input[name=at] >> nth=0")
    press(page, "button[value=split]")
    assert clause(site.world.province, "II.1-2").text == "Mỗi nơi có một người trông tủ."
    press(page, "button:has-text('Xác nhận các mục')")
    go(page, site, f"/phong-trao/ke-hoach/{site.world.province.pk}/trien-khai/")
    page.click(".group:has-text('Thành phố') summary")
    page.check("input[name=units][value='474']")
    press(page, "button:has-text('Lập dự thảo')")
    assert "Thành phố Huế" in page.inner_text(".eyebrow")


def test_printed_pages_keep_their_title_and_leave_the_controls(open_page, site):
    page = open_page(role="province_office")
    page.emulate_media(media="print")
    for path in (f"/phong-trao/{CODE}/ket-qua/", f"/phong-trao/ke-hoach/{site.world.commune.pk}/"):
        go(page, site, path)
        assert heading(page) and page.is_visible("text=In ngày")
        for control in (".site-header", ".parts", "p.actions.no-print"):
            assert not page.locator(control).first.is_visible(), (path, control)
