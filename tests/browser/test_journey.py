"""The way of an officer through the site, in a real browser: sign in, province, commune, household, report."""

from __future__ import annotations

import pytest
from made_province import COMMUNE, DISTRICT, PASSWORD, PROVINCE
from screens import PHONE
from steps import press

pytestmark = pytest.mark.browser


def test_an_officer_goes_from_sign_in_to_a_household_and_takes_the_report(open_page, site):
    page = open_page(role="commune_officer")
    page.goto(site.url)
    press(page, "text=Toàn tỉnh")
    assert "4,17% hộ nghèo cuối năm 2019" in page.inner_text("h1")
    page.fill("#bang-commune-loc", "hong van")
    press(page, "#bang-commune >> text=Hồng Vân")
    assert page.url.endswith(f"/xa/{COMMUNE}/")
    press(page, "#bang-ho >> text=H-0001")
    assert "Hộ nghèo" in page.inner_text("h1")
    assert "700.000 đồng/người/tháng" in page.inner_text("main")
    press(page, ".breadcrumb >> text=Xã Hồng Vân")
    with page.expect_download() as coming:
        page.click("text=Tải báo cáo (DOCX)")
    assert coming.value.suggested_filename.endswith(".docx")


def test_a_visitor_cannot_see_households(open_page, site):
    page = open_page()
    page.goto(f"{site.url}/ho/H-0001/")
    assert "không thuộc phạm vi" in page.inner_text("h1")
    page.goto(f"{site.url}/xa/{COMMUNE}/")
    assert "H-0001" not in page.content()
    page.goto(f"{site.url}/thon/{COMMUNE}-01/")
    assert "/tai-khoan/dang-nhap/" in page.url
    page.goto(f"{site.url}/so-lieu/poor_rate/{PROVINCE}/2019/all/")
    assert "H-0001" not in page.content()


def test_signing_in_needs_no_mouse(open_page, site):
    page = open_page()
    page.goto(f"{site.url}/tai-khoan/dang-nhap/")
    for _ in range(20):
        if page.evaluate("document.activeElement.name") == "username":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("thu-district_officer")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    assert page.is_visible("text=Đăng xuất")


def test_the_skip_link_is_the_first_stop_and_focus_is_seen(open_page, site):
    page = open_page()
    page.goto(site.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_language_switch_keeps_the_page(open_page, site):
    page = open_page()
    page.goto(f"{site.url}/tinh/?nam=2018")
    press(page, "text=English")
    assert page.locator("html[lang=en]").count() == 1
    assert page.url.endswith("/tinh/?nam=2018")
    assert "4.81% of households poor at the end of 2018" in page.inner_text("h1")


def test_charts_are_drawn_and_lead_to_the_places_they_show(open_page, site):
    page = open_page(role="province_office")
    page.goto(f"{site.url}/tinh/")
    page.wait_for_selector("html[data-charts=drawn]")
    assert page.locator("figure[data-chart] svg").count() == page.locator("figure[data-chart]").count() >= 4
    assert page.locator(".chart-message").count() == 0


def test_a_table_sorts_filters_and_is_exported_as_shown(open_page, site):
    page = open_page(role="province_office")
    page.goto(f"{site.url}/tinh/")
    page.click("#bang-district thead >> text=Thay đổi (điểm)")
    changes = page.locator("#bang-district tbody td:has(.sr-only)").all_inner_texts()
    numbers = [float(text.split()[0].replace(",", ".").replace("−", "-")) for text in changes]
    assert len(numbers) == 9
    assert numbers == sorted(numbers, reverse=True)
    page.fill("#bang-commune-loc", "hong")
    shown = page.locator("#bang-commune tbody tr:visible").count()
    with page.expect_download() as coming:
        page.locator("section:has(#bang-commune)").get_by_text("Tải bảng (CSV)").click()
    lines = coming.value.path().read_text("utf-8-sig").strip().splitlines()
    assert len(lines) == shown + 1


@pytest.mark.parametrize(
    "path",
    ["/", "/tinh/", "/tinh/?don-vi=hom-nay", f"/huyen/{DISTRICT}/", f"/xa/{COMMUNE}/", f"/thon/{COMMUNE}-01/",
     "/ho/H-0001/", f"/so-lieu/poor_rate/{COMMUNE}/2019/all/", "/huyen/475/?nam=2019", "/tinh/?nam=1999",
     "/doc-khoang/"],
)  # fmt: skip
def test_no_page_scrolls_sideways_on_a_phone(phone, site, path):
    phone.goto(site.url + path)
    if phone.locator("figure[data-chart]").count():
        phone.wait_for_selector("html[data-charts=drawn]")
    wide = phone.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.table-wrap, .drawing, .sr-only')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_leader_finds_what_a_rate_leaves_open_by_keyboard_and_takes_the_ends_away(open_page, site):
    page = open_page({"width": 390, "height": 800}, role="district_officer")
    page.goto(f"{site.url}/xa/{COMMUNE}/")
    page.wait_for_selector("html[data-charts=drawn]")
    assert "còn 5 hộ chưa xác định được loại" in page.inner_text(".open-questions")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for _ in range(40):
        if page.evaluate("document.activeElement.matches('.open-questions summary')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=không phải là sai số của phép đếm")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc-khoang/")
    page.goto(f"{site.url}/huyen/{DISTRICT}/")
    assert page.locator("#bang-commune svg.bar .range").count() > 10
    with page.expect_download() as coming:
        page.locator("section:has(#bang-commune)").get_by_text("Tải bảng (CSV)").click()
    head, *rows = [line.split(";") for line in coming.value.path().read_text("utf-8-sig").strip().splitlines()]
    assert len({len(row) for row in (head, *rows)}) == 1
    at = {name: place for place, name in enumerate(head)}
    own = next(row for row in rows if row[0] == "Hồng Vân")
    rate, low, high = (float(own[at[name]].rstrip("%").replace(",", ".")) for name in
                       ("Tỷ lệ hộ nghèo", "Dao động ngẫu nhiên, dưới", "Dao động ngẫu nhiên, trên"))  # fmt: skip
    assert low < rate < high
    assert own[at["Hộ chưa xác định"]] == "5"
    assert own[at["So với may rủi"]] in ("trong mức dao động ngẫu nhiên", "vượt mức dao động ngẫu nhiên")
    assert int(own[at["Hạng, từ"]]) <= int(own[at["Hạng"]]) <= int(own[at["Hạng, đến"]])


def test_the_map_on_a_phone_has_tiles_for_a_finger(phone, site):
    phone.goto(f"{site.url}/tinh/")
    phone.wait_for_selector("html[data-charts=drawn]")
    assert not phone.is_visible("figure[data-chart=ban-do]")
    tile = phone.locator("figure[data-chart=ban-do-nho] path[role=graphics-symbol]").first.bounding_box()
    assert tile["width"] >= 12


def test_a_printed_page_keeps_its_title_and_source_and_leaves_the_controls(open_page, site):
    page = open_page(role="province_office")
    page.goto(f"{site.url}/tinh/")
    page.emulate_media(media="print")
    assert page.is_visible("h1")
    assert page.is_visible("#nguon-t")
    assert page.is_visible("text=In ngày")
    for control in (".site-header", ".breadcrumb form", ".table-tools", "#tai-ve-t"):
        assert not page.locator(control).first.is_visible(), control


def test_the_dark_page_is_dark_and_its_charts_follow(open_page, site):
    page = open_page(role="province_office", color_scheme="dark")
    page.goto(f"{site.url}/tinh/")
    page.wait_for_selector("html[data-charts=drawn]")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in ground.strip("rgb()").split(",")) < 150
    ink = page.locator("figure[data-chart=lo-trinh] svg text").first.evaluate("e => e.getAttribute('fill')")
    assert ink != "#1b2a33"


def test_no_page_asks_another_host_nor_complains(open_page, site):
    page = open_page(role="province_office")
    asked, complaints = set(), []
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/", "/tinh/", f"/xa/{COMMUNE}/", "/ho/H-0001/"):
        page.goto(site.url + path)
        page.wait_for_load_state("networkidle")
    assert asked == {site.url.split("/")[2]}
    assert complaints == []
