"""What a figure leaves open stands beside it: missing facts, chance, ranks; and nothing where nothing is open."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from made_province import COMMUNE, DISTRICT, PROVINCE, STANDARD
from pages import sign_in, text_of

from chungtay.indicators.models import Comparison, IndicatorValue, OfficialValue
from chungtay.portal.templatetags.figures import bar
from chungtay.units.models import Unit

FULL = "Đếm toàn bộ, không phải chọn mẫu"
HOW = "Đọc khoảng này thế nào"
VILLAGE, OTHER_VILLAGE = f"{COMMUNE}-01", f"{COMMUNE}-02"
PLACES = {
    "province": "/tinh/",
    "district": f"/huyen/{DISTRICT}/",
    "commune": f"/xa/{COMMUNE}/",
    "village": f"/thon/{VILLAGE}/",
}


def rate_of(code: str, **more: object) -> IndicatorValue:
    return IndicatorValue.objects.get(unit__code=code, indicator="poor_rate", group="all", year=2019, **more)


@pytest.mark.parametrize(
    "role", ["province_office", "district_officer", "commune_officer", "village_surveyor", "donor", ""]
)
@pytest.mark.parametrize("level", PLACES)
def test_missing_facts_are_told_with_the_bounds_at_every_level_to_every_reader(client, province, level, role):
    if role:
        sign_in(client, role)
    response = client.get(PLACES[level])
    if level == "village" and role in ("", "donor"):
        assert response.status_code in (302, 403)
        return
    page = text_of(response)
    assert "còn 5 hộ chưa xác định được loại vì thiếu dữ kiện: tỷ lệ thật nằm trong" in page
    assert HOW in page
    assert FULL not in page


def test_the_bounds_are_those_of_none_and_all(client, province):
    found = rate_of(VILLAGE)
    low, high = (f"{100 * n / 200:.2f}".replace(".", ",") for n in (found.numerator, found.numerator + 5))
    sign_in(client, "province_office")
    assert f"tỷ lệ thật nằm trong {low}–{high}%" in text_of(client.get(f"/thon/{VILLAGE}/"))


def test_bounds_that_would_read_alike_get_more_digits(client, province):
    assert "tỷ lệ thật nằm trong 4,170–4,172%" in text_of(client.get("/tinh/"))


def test_a_full_count_says_so_and_shows_no_bounds(client, province):
    sign_in(client, "province_office")
    page = text_of(client.get(f"/thon/{OTHER_VILLAGE}/"))
    assert FULL in page
    assert "tỷ lệ thật nằm trong" not in page


def test_chance_is_told_of_small_places_and_not_of_the_province(client, province):
    sign_in(client, "province_office")
    for level, told in (("province", False), ("district", False), ("commune", True), ("village", True)):
        assert ("Nơi có ít hộ: riêng may rủi" in text_of(client.get(PLACES[level]))) is told, level


def test_a_change_within_chance_is_said_to_be(client, province):
    Comparison.objects.filter(unit__code=COMMUNE, year=2019).update(change_q=0.4)
    page = text_of(client.get(f"/xa/{COMMUNE}/"))
    assert re.search(r"So với cuối năm 2018: −\d,\d\d điểm \(khoảng .+ đến .+\), trong mức dao động ngẫu nhiên", page)
    Comparison.objects.filter(unit__code=COMMUNE, year=2019).update(change_q=0.01)
    cache.clear()  # figures are put in anew when they are computed; here one was changed in place
    assert "vượt mức dao động ngẫu nhiên" in text_of(client.get(f"/xa/{COMMUNE}/"))


def test_where_it_rises_says_how_many_places_are_news(client, province):
    page = text_of(client.get("/tinh/"))
    assert "16 trong 152 nơi tăng tỷ lệ hộ nghèo so với cuối năm 2018, 16 nơi tăng vượt mức dao động ngẫu nhiên" in page


def test_what_is_more_than_chance_comes_first_where_it_rises(client, province):
    risen = Comparison.objects.filter(year=2019, unit__level="commune", change__gt=0).order_by("change")
    risen.update(change_q=0.5)
    least = risen.first()
    Comparison.objects.filter(pk=least.pk).update(change_q=0.001)
    page = client.get("/tinh/").content.decode()
    assert "1 nơi tăng vượt mức dao động ngẫu nhiên" in page
    rows = re.findall(
        r"<tr>.*?</tr>", page[page.index('id="noi-tang"') : page.index("</section>", page.index('id="noi-tang"'))], re.S
    )
    assert f"/xa/{least.unit.code}/" in rows[1]
    assert "vượt mức dao động ngẫu nhiên" in rows[1]
    assert "trong mức dao động ngẫu nhiên" in rows[2]


def test_ranks_are_shown_as_ranges(client, province):
    own = Comparison.objects.get(unit__code=COMMUNE, year=2019)
    page = text_of(client.get(f"/xa/{COMMUNE}/"))
    assert f"Tỷ lệ hộ nghèo cao thứ {own.rank} trong 152 nơi cùng cấp" in page
    assert f"từ thứ {own.rank_lower} đến {own.rank_upper}" in page
    row = re.search(
        rf'<tr><th scope="row"><a href="/xa/{COMMUNE}/.*?</tr>', client.get("/tinh/").content.decode(), re.S
    )
    assert f'data-export="{own.rank}|{own.rank_lower}|{own.rank_upper}">{own.rank_lower}–{own.rank_upper}<' in row[0]


def test_a_rank_that_chance_leaves_wholly_open_is_not_told_as_a_range(client, province):
    Comparison.objects.filter(unit__code=COMMUNE, year=2019).update(rank_lower=1, rank_upper=152)
    assert "tính đến may rủi thì hạng nào cũng có thể" in text_of(client.get(f"/xa/{COMMUNE}/"))


def test_the_table_hands_ends_of_ranges_to_the_download(client, province):
    page = client.get(f"/huyen/{DISTRICT}/").content.decode()
    assert 'data-export="Dao động ngẫu nhiên, dưới|Dao động ngẫu nhiên, trên"' in page
    assert 'data-export="Hộ chưa xác định|Tỷ lệ thấp nhất|Tỷ lệ cao nhất"' in page
    assert 'data-export="0||"' in page  # a place where nothing is missing has no bounds


def test_no_column_of_bounds_where_nothing_is_missing(client, province):
    IndicatorValue.objects.filter(unit__level="commune").update(unknown=0, lower=None, upper=None)
    assert "Hộ chưa xác định|Tỷ lệ thấp nhất" not in client.get(f"/huyen/{DISTRICT}/").content.decode()


def test_figures_of_before_say_nothing_of_what_was_not_kept(client, province):
    IndicatorValue.objects.update(unknown=None, lower=None, upper=None, chance_lower=None, chance_upper=None)
    Comparison.objects.all().delete()
    for address in PLACES.values():
        sign_in(client, "province_office")
        page = text_of(client.get(address))
        assert "Đếm toàn bộ, " not in page
        assert "dao động ngẫu nhiên" not in page.replace("Mức dao động ngẫu nhiên không phải", "")
    assert "16 trong 152 nơi tăng tỷ lệ hộ nghèo so với cuối năm 2018 " in text_of(client.get("/tinh/"))


def test_a_comparison_with_a_year_computed_anew_since_is_not_told(client, province):
    then = IndicatorValue.objects.get(unit__code=COMMUNE, indicator="poor_rate", group="all", year=2018)
    IndicatorValue.objects.filter(pk=then.pk).update(numerator=then.numerator + 9, value=(then.numerator + 9) / 2000)
    page = text_of(client.get(f"/xa/{COMMUNE}/"))
    assert "So với cuối năm 2018" not in page


def test_a_forecast_and_a_derived_number_have_no_range_and_say_why(client, province):
    unit = Unit.objects.get(code=PROVINCE)
    for kind, year in (("forecast", 2019), ("derived", 2017)):
        OfficialValue.objects.create(
            indicator="poor_rate", unit=unit, year=year, kind=kind, value=0.04, standard_id=STANDARD,
            source="-", status="secondary",
        )  # fmt: skip
    page = text_of(client.get("/tinh/"))
    assert "Dự báo để đối chiếu: 4,00% (theo nguồn thứ cấp). Số dự báo: nguồn không cho biết sai số" in page
    assert "Số suy ra: nguồn không cho biết sai số, nên không có khoảng." in page


def test_the_communes_of_today_have_ranges_too(client, province):
    sign_in(client, "province_office")
    page = client.get("/tinh/?don-vi=hom-nay").content.decode()
    assert re.search(r'data-export="\d+,\d\d%\|\d+,\d\d%">\d+,\d\d–\d+,\d\d%<', page)


def test_the_source_of_a_figure_tells_what_it_leaves_open(client, province):
    page = text_of(client.get(f"/so-lieu/poor_rate/{COMMUNE}/2019/all/"))
    assert "Còn để ngỏ Đếm toàn bộ, nhưng còn 5 hộ" in page
    assert re.search(r"Dao động ngẫu nhiên \d,\d\d–\d,\d\d%", page)


@pytest.mark.parametrize(("language", "word"), [("vi", HOW), ("en", "How to read this range")])
def test_how_to_read_a_range_is_one_step_away_in_both_languages(client, province, language, word):
    client.cookies["django_language"] = language
    assert 'href="/doc-khoang/"' in client.get("/tinh/").content.decode()
    page = client.get("/doc-khoang/").content.decode()
    assert f"<h1>{word}</h1>" in page
    for part in ("dem-toan-bo", "thieu-du-kien", "dao-dong", "thay-doi", "hang", "so-cong-bo"):
        assert f'id="{part}"' in page


def test_a_bar_draws_its_range_as_a_line() -> None:
    drawn = bar(0.1, 0.4, 0.05, 0.2)
    assert '<rect class="range" x="12.5" y="4" width="37.5" height="2"/>' in drawn
    assert "range" not in bar(0.1, 0.4)
