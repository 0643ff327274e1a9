"""Every page of the portal opens, for everyone it is for, and answers its question in its first sentence."""

from __future__ import annotations

import pytest
from made_province import COMMUNE, DISTRICT, PROVINCE
from pages import sign_in, text_of

from chungtay.indicators.models import IndicatorValue, SnapshotRecord
from chungtay.registry.models import Verdict


def test_home_states_the_provinces_rate_to_a_visitor(client, province):
    assert "Tỉnh Thừa Thiên Huế: 4,17% hộ nghèo cuối năm 2019" in text_of(client.get("/"))


def test_home_shows_who_signed_in_their_own_place_first(client, province):
    sign_in(client, "commune_officer")
    page = client.get("/").content.decode()
    assert page.index(f"/xa/{COMMUNE}/") < page.index("<h1")


def test_the_leaders_page_gives_number_change_and_basis(client, province):
    sign_in(client, "province_office")
    page = text_of(client.get("/tinh/"))
    assert "4,17% hộ nghèo cuối năm 2019, giảm 0,64 điểm" in page
    assert "12.510 hộ nghèo trong 300.000 hộ, đến 31/12/2019" in page
    assert "mục tiêu năm 2018 là 4,92%, đã đạt 4,81%" in page


def test_a_year_with_a_target_says_whether_the_path_is_kept(client, province):
    page = text_of(client.get("/tinh/?nam=2018"))
    assert "4,81% hộ nghèo cuối năm 2018, giảm 1,17 điểm, đúng lộ trình" in page
    assert "thấp hơn mục tiêu 0,11 điểm" in page


def test_a_rate_above_its_target_is_said_to_be_late(client, province):
    IndicatorValue.objects.filter(unit__code=PROVINCE, indicator="poor_rate", group="all", year=2018).update(value=0.05)
    page = client.get("/tinh/?nam=2018").content.decode()
    assert "chậm hơn lộ trình" in page
    assert 'class="late"' in page


@pytest.mark.parametrize(
    "address",
    [f"/huyen/{DISTRICT}/", f"/xa/{COMMUNE}/", f"/thon/{COMMUNE}-01/", "/ho/H-0001/", "/tinh/?don-vi=hom-nay",
     f"/so-lieu/poor_rate/{PROVINCE}/2019/all/", f"/so-lieu/poor_deprived_water/{COMMUNE}/2019/all/"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_opens_for_the_office_in_both_languages(client, province, address, language):
    sign_in(client, "province_office")
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


def test_a_place_is_held_against_those_above_it(client, province):
    sign_in(client, "province_office")
    assert "Để so: Huyện A Lưới" in text_of(client.get(f"/xa/{COMMUNE}/"))


def test_a_code_of_another_level_leads_to_its_own_page(client, province):
    assert client.get(f"/huyen/{PROVINCE}/?nam=2018").headers["Location"] == "/tinh/?nam=2018"


def test_a_year_without_figures_offers_the_years_that_have_them(client, province):
    response = client.get("/tinh/?nam=1999")
    assert response.status_code == 404
    assert "Các năm có số liệu: 2017 · 2018 · 2019" in text_of(response)


def test_a_code_never_used_is_not_found(client, province):
    assert client.get("/huyen/999/").status_code == 404


def test_before_anything_is_computed_the_pages_say_what_to_do(client, province):
    SnapshotRecord.objects.all().delete()
    assert "Chưa có số liệu nào được tính" in text_of(client.get("/tinh/"))
    assert client.get("/").status_code == 200


def test_where_the_rate_rises_is_named_with_counts(client, province):
    sign_in(client, "province_office")
    page = text_of(client.get("/tinh/"))
    assert "16 trong 152 nơi tăng tỷ lệ hộ nghèo so với cuối năm 2018" in page


def test_where_it_rises_nowhere_the_slowest_of_the_poorer_places_are_named(client, province):
    sign_in(client, "province_office")
    page = text_of(client.get("/tinh/?nam=2018"))
    assert "Không nơi nào trong 152 nơi tăng" in page
    assert "Trong những nơi nghèo hơn mức chung, giảm chậm nhất là:" in page


def test_a_place_without_a_household_count_shows_counts_and_no_rate(client, province):
    sign_in(client, "province_office")
    village = IndicatorValue.objects.filter(unit__code__startswith=f"{COMMUNE}-0", indicator__endswith="poor_rate")
    village.update(denominator=None, value=None)
    page = text_of(client.get(f"/thon/{COMMUNE}-01/"))
    assert "16 hộ nghèo cuối năm 2019, cuối năm 2018 là 19" in page
    assert "Chưa có tổng số hộ của nơi này nên không tính tỷ lệ" in page
    assert "chỉ ghi số hộ, không tính tỷ lệ" in text_of(client.get(f"/xa/{COMMUNE}/"))


def test_more_poor_households_than_there_are_give_no_rate_and_the_reason(client, province):
    sign_in(client, "province_office")
    kept = IndicatorValue.objects.filter(unit__code=COMMUNE, indicator="poor_rate", year=2019, group="all")
    kept.update(numerator=204, denominator=10, value=None)
    assert "lớn hơn tổng số hộ đã báo cáo nên không tính tỷ lệ" in text_of(client.get(f"/xa/{COMMUNE}/?nam=2019"))
    assert "lớn hơn mẫu số nên không tính tỷ lệ" in text_of(client.get(f"/so-lieu/poor_rate/{COMMUNE}/2019/all/"))


def test_a_household_page_says_why_with_source_and_what_is_missing(client, province):
    sign_in(client, "commune_officer")
    page = text_of(client.get("/ho/H-0001/"))
    assert "Chuẩn nghèo chính sách: 700.000 đồng/người/tháng" in page
    assert "Thu nhập bình quân đầu người: 650.000 đồng/người/tháng" in page
    assert "Quyết định 59/2015/QĐ-TTg" in page
    assert "ho-2019.xlsx" in page


def test_a_stored_class_that_the_rules_no_longer_give_is_pointed_out(client, province):
    Verdict.objects.filter(review__household__code="H-0001", review__review_year=2019).update(household_class="average")
    sign_in(client, "commune_officer")
    assert "Tính lại hôm nay" in text_of(client.get("/ho/H-0001/"))
