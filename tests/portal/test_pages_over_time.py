"""Places at a year: units that were merged since still have their page; those that were not there yet say what was."""

from __future__ import annotations

from pages import sign_in, text_of

from chungtay.units.queries import history

MERGED = "19876"  # Quảng Lợi, merged before 2025
OF_TODAY = "475"  # a district of 2025 only


def test_a_unit_that_ended_since_still_has_its_page_at_the_year(client, province):
    assert history(MERGED)[-1].valid_to is not None
    sign_in(client, "province_office")
    assert client.get(f"/xa/{MERGED}/?nam=2019").status_code == 200


def test_a_unit_that_came_later_leads_to_what_was_there_before(client, province):
    response = client.get(f"/huyen/{OF_TODAY}/?nam=2019")
    assert response.status_code == 404
    page = text_of(response)
    assert "Cuối năm 2019 chưa có đơn vị này" in page
    assert "Lúc đó là" in page
    assert "/huyen/474/" in response.content.decode()


def test_todays_units_add_up_whole_old_ones(client, province):
    sign_in(client, "province_office")
    page = text_of(client.get("/tinh/?don-vi=hom-nay"))
    assert "Số cuối năm 2019 đọc theo địa bàn ngày" in page
    assert "40 / 40" not in page  # the count is written by the browser; the rows are here
    assert page.count("Dương Nỗ") >= 1


def test_todays_units_never_guess_for_a_unit_that_was_cut(client, province):
    sign_in(client, "province_office")
    assert "không cộng được" in text_of(client.get("/tinh/?don-vi=hom-nay"))
