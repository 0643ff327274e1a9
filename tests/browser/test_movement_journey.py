"""A plan's way through the offices, in a real browser: from a file to evidence, each by their own hand."""

from __future__ import annotations

import pytest
from movement_site import SEED, go, heading
from screens import PHONE
from steps import press
from work_world import clause, make_work, open_world, write_plan

from chungtay.movement.models import Clause, Plan, Task

pytestmark = pytest.mark.browser
HERE = "/phong-trao/sach-va-nuoc/"


@pytest.fixture
def site(request, browser, running, tmp_path):
    """The site with the movement at work; for a test that brings a file, before any plan."""
    running.world = open_world() if "file" in request.fixturenames else make_work(tmp_path)
    return running


@pytest.mark.parametrize("file", ["seed", "example"])
def test_the_office_imports_corrects_confirms_and_carries_down(open_page, site, tmp_path, file):
    if file == "seed" and not SEED.exists():
        pytest.skip("the seed plan is not here")
    path = SEED if file == "seed" else write_plan(tmp_path)
    page = open_page(role="province_office")
    go(page, site, HERE)
    press(page, "text=Nhập kế hoạch")
    page.set_input_files("input[type=file]", str(path))
    page.select_option("select[name=issuer]", "46")
    press(page, "text=Đọc thử")
    assert f"từ {path.name}" in heading(page)
    assert not Plan.objects.exists()
    press(page, "button:has-text('Nhập kế hoạch này')")
    page.wait_for_url("**/soat/")
    press(page, ".outline a:has-text('II.')")
    page.wait_for_selector("mark")
    page.select_option("select[name=kind]", "content")
    press(page, "button:has-text('Lưu và sang mục sau')")
    page.wait_for_selector("text=Đã lưu mục")
    press(page, "button:has-text('Xác nhận các mục')")
    page.wait_for_selector("text=Đã xác nhận kế hoạch")
    press(page, ".actions >> text=Triển khai xuống cấp dưới")
    assert heading(page) == "0 / 20 đơn vị trực thuộc đã có kế hoạch"
    page.check("input[name=groups][value='district|area|huyện']")
    page.fill("input[name=due_by]", "2018-06-30")
    press(page, "button:has-text('Lập dự thảo')")
    page.wait_for_selector("text=Đã lập 6 dự thảo kế hoạch.")
    assert heading(page) == "6 / 20 đơn vị trực thuộc đã có kế hoạch"
    assert Plan.objects.filter(parent__isnull=False).count() == 6


def test_the_district_narrows_and_leaves_out_with_a_reason(open_page, site):
    world = site.world
    Plan.objects.filter(pk=world.district.pk).update(status="draft")
    page = open_page(role="district_officer")
    go(page, site, HERE)
    assert "Kế hoạch của Huyện A Lưới còn là dự thảo" in page.inner_text(".todo")
    press(page, "text=Cụ thể hóa rồi ban hành")
    press(page, "[id='muc-III.1'] >> text=Sửa")
    page.fill("textarea[name=text]", "Đài huyện kể chuyện người đọc sách mỗi tuần hai lần.")
    press(page, "button:has-text('Lưu')")
    page.wait_for_url("**/ke-hoach/*/#muc-III.1")
    press(page, "[id='muc-II.3'] >> text=Sửa")
    press(page, "button:has-text('Ghi không áp dụng')")
    assert "Mục này không được để trống." in page.inner_text(".error-summary")
    page.fill("textarea[name=bo-reason]", "Huyện chưa có doanh nghiệp tham gia.")
    press(page, "button:has-text('Ghi không áp dụng')")
    page.wait_for_selector("text=Đã ghi mục II.3 không áp dụng")
    press(page, "text=So với kế hoạch cấp trên")
    assert heading(page) == "2 / 12 mục của Huyện A Lưới khác kế hoạch cấp trên"
    assert "Đài huyện" in page.inner_text("ins >> nth=0")
    press(page, "text=Về kế hoạch")
    press(page, "main >> text=Ban hành")
    page.fill("input[name=number]", "16/KH-UBND")
    page.fill("input[name=date]", "2018-03-05")
    press(page, "button:has-text('Ban hành')")
    page.wait_for_selector("text=Đã ban hành kế hoạch.")
    assert Clause.objects.get(plan=world.district, address="II.3").origin == "not_applicable"


def test_a_task_is_done_sent_back_and_accepted_and_the_share_moves(open_page, site, tmp_path):
    proof = tmp_path / "bien-ban.txt"
    proof.write_text("Đã đặt tủ sách.")
    commune, district = open_page(role="commune_officer"), open_page(role="district_officer")
    go(commune, site, HERE)
    press(commune, "text=Xem việc quá hạn")
    press(commune, "#bang-viec >> text=Đặt tủ sách")
    commune.click("summary:has-text('Thêm tệp')")
    commune.set_input_files("input[name=file-file]", str(proof))
    press(commune, "button:has-text('Thêm tệp')")
    commune.wait_for_selector("text=Đã thêm minh chứng.")
    commune.fill("input[name=report-progress]", "100")
    press(commune, "button:has-text('Ghi tiến độ')")
    press(commune, "button:has-text('Nộp lên cấp trên')")
    commune.wait_for_selector("text=Đã nộp")
    go(district, site, HERE)
    assert "1 việc chờ bạn quyết định" in district.inner_text(".todo")
    press(district, "text=Xem và quyết định")
    press(district, "#bang-viec >> text=Đặt tủ sách")
    district.click("summary:has-text('Trả lại')")
    district.fill("textarea[name=return-reason]", "Cần ảnh tủ sách.")
    press(district, "button:has-text('Trả lại')")
    district.wait_for_selector("text=Đã trả lại kèm lý do.")
    commune.reload()
    assert "Cần ảnh tủ sách." in commune.inner_text(".lede")
    commune.click("summary:has-text('Thêm ghi chú')")
    commune.fill("textarea[name=note-text]", "Ảnh treo ở nhà văn hóa.")
    press(commune, "button:has-text('Thêm ghi chú')")
    press(commune, "button:has-text('Nộp lên cấp trên')")
    commune.wait_for_selector("text=Đã nộp")
    go(district, site, f"{HERE}ket-qua/")
    assert heading(district).startswith("0 / 35 mục")
    go(district, site, f"/phong-trao/viec/{site.world.task.pk}/")
    press(district, "button:has-text('Xác nhận đã làm')")
    district.wait_for_selector("text=Đã xác nhận việc này.")
    go(district, site, f"{HERE}ket-qua/")
    assert heading(district).startswith("1 / 35 mục")
    press(district, "#bang-muc >> text=II.1")
    assert heading(district).startswith("1 / 5 đơn vị đã làm mục này")
    assert Task.objects.get().status == "accepted"


def test_a_council_member_reads_all_and_finds_no_button(open_page, site):
    page = open_page(role="council_member")
    world = site.world
    plans = (f"{world.commune.pk}/", f"{world.province.pk}/trien-khai/")
    paths = (HERE, f"{HERE}viec/", f"{HERE}ket-qua/", f"/phong-trao/viec/{world.task.pk}/")
    for path in (*paths, *(f"/phong-trao/ke-hoach/{one}" for one in plans)):
        go(page, site, path)
        assert page.locator("main form[method=post]").count() == 0, path
    go(page, site, f"/phong-trao/ke-hoach/{world.commune.pk}/soat/")
    assert heading(page) == "Không thuộc phạm vi của bạn"


def test_the_office_opens_a_movement_and_sets_its_frame(open_page, site):
    page = open_page(PHONE, role="province_office")
    go(page, site, "/phong-trao/")
    press(page, "text=Mở phong trào")
    page.fill("input[name=name]", "Chung tay giảm nghèo 2026-2030")
    page.fill("input[name=code]", "nhac-viec")
    page.select_option("select[name=scope]", "46")
    page.fill("input[name=first_year]", "2026")
    page.fill("input[name=last_year]", "2030")
    press(page, "button:has-text('Mở phong trào')")
    assert "Mã này trùng với địa chỉ của một trang khác." in page.inner_text(".error-summary")
    assert page.input_value("input[name=name]") == "Chung tay giảm nghèo 2026-2030"
    page.fill("input[name=code]", "chung-tay-2026")
    press(page, "button:has-text('Mở phong trào')")
    page.wait_for_url("**/chung-tay-2026/")
    press(page, "text=Đối tượng, địa bàn")
    page.check("label:has-text('Hộ gia đình') input")
    page.fill("input[name=scope_on]", "2026-01-01")
    press(page, "button:has-text('Lưu')")
    page.wait_for_selector("text=Đã lưu đối tượng")
    assert "Hộ gia đình" in page.inner_text(".facts") and "01/01/2026" in page.inner_text(".facts")
    press(page, ".actions >> text=Giai đoạn")
    page.select_option("select[name=review]", "preliminary")
    page.fill("input[name=last_year]", "2028")
    press(page, "button:has-text('Lưu giai đoạn')")
    page.wait_for_selector("text=Đã lưu giai đoạn.")
    press(page, "a:has-text('Đổi hạn')")
    page.fill("input[name=review_due]", "2028-11-30")
    press(page, "button:has-text('Lưu giai đoạn')")
    page.wait_for_selector("td:has-text('30/11/2028')")
    press(page, "text=Về phong trào")
    press(page, "text=Gắn với phong trào khác")
    page.select_option("select[name=other]", "sach-va-nuoc")
    press(page, "button:has-text('Gắn')")
    page.wait_for_selector("text=Đã gắn với «Sách và nước sạch».")
    press(page, "text=Về phong trào")
    facts = page.inner_text(".facts")
    assert "Sơ kết giai đoạn" in facts and "2026-2028, hạn 30/11/2028" in facts and "Sách và nước sạch" in facts


def test_another_units_officer_is_told_what_is_theirs(open_page, site):
    page = open_page(role="other_commune")
    go(page, site, f"/phong-trao/muc/{clause(site.world.commune, 'II.1').pk}/sua/")
    assert heading(page) == "Không thuộc phạm vi của bạn"
    assert "Bạn chỉ sửa được kế hoạch, việc và minh chứng của đơn vị mình." in page.inner_text("main")


def test_a_visitor_who_wants_to_change_something_signs_in_first(open_page, site):
    page = open_page(PHONE)
    go(page, site, f"/phong-trao/ke-hoach/{site.world.province.pk}/soat/")
    assert "/tai-khoan/dang-nhap/" in page.url and "next=" in page.url
