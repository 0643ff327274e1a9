"""Who sees what on a page: households only within one's scope, names only when opened, and that is written down."""

from __future__ import annotations

import pytest
from made_province import COMMUNE, OTHER_COMMUNE
from pages import sign_in, text_of

from chungtay.accounts.models import AuditEntry

NAME = "Hồ Văn Mẫu 1"


def test_a_visitor_sees_districts_and_communes_but_no_village(client, province):
    page = text_of(client.get("/tinh/"))
    assert "Huyện A Lưới" in page
    assert "Hồng Vân" in page
    page = text_of(client.get(f"/xa/{COMMUNE}/"))
    assert "hộ nghèo cuối năm 2019" in page
    assert "Thôn 1" not in page
    assert "Số theo thôn và theo nhóm hộ dành cho cán bộ đã đăng nhập." in page


@pytest.mark.parametrize("address", [f"/thon/{COMMUNE}-01/", f"/so-lieu/poor_rate/{COMMUNE}-01/2019/all/",
                                     f"/so-lieu/poor_rate/{COMMUNE}/2019/minority/"])  # fmt: skip
def test_a_visitor_is_asked_to_sign_in_for_villages_and_small_groups(client, province, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/tai-khoan/dang-nhap/?next=")


def test_a_visitor_sees_no_household_behind_the_provinces_figure(client, province):
    page = client.get("/so-lieu/poor_rate/46/2019/all/").content.decode()
    assert "H-0001" not in page
    assert "không thuộc phạm vi" in page


@pytest.mark.parametrize("role", ["", "department", "donor"])
def test_a_household_is_not_shown_nor_its_existence_told_to_who_may_not_see_it(client, province, role):
    if role:
        sign_in(client, role)
    known, unknown = client.get("/ho/H-0001/"), client.get("/ho/H-9999/")
    assert known.status_code == unknown.status_code == 403
    assert text_of(known).replace("H-0001", "") == text_of(unknown).replace("H-9999", "")


def test_a_department_sees_a_communes_rates_and_not_its_households(client, province):
    sign_in(client, "department")
    page = client.get(f"/xa/{COMMUNE}/").content.decode()
    assert "hộ nghèo cuối năm 2019" in page
    assert "H-0001" not in page


def test_an_officer_sees_only_the_households_of_their_own_commune(client, province):
    sign_in(client, "commune_officer")
    assert "H-0001" in client.get(f"/xa/{COMMUNE}/").content.decode()
    other = client.get(f"/xa/{OTHER_COMMUNE}/").content.decode()
    assert "Danh sách hộ ở đây không thuộc phạm vi bạn được xem" in other


@pytest.mark.parametrize("address", [f"/xa/{COMMUNE}/", f"/thon/{COMMUNE}-01/", "/ho/H-0001/"])
def test_names_are_shown_only_when_opened_and_each_opening_is_written_down(client, province, address):
    sign_in(client, "commune_officer")
    assert NAME not in client.get(address).content.decode()
    assert not AuditEntry.objects.filter(action="names.open").exists()
    assert NAME in client.get(f"{address}?ten=1").content.decode()
    entry = AuditEntry.objects.get(action="names.open")
    assert "H-0001" in entry.detail["households"]
    assert NAME not in str(entry.detail)


def test_asking_for_names_without_the_right_opens_nothing(client, province):
    sign_in(client, "department")
    assert NAME not in client.get(f"/xa/{COMMUNE}/?ten=1").content.decode()
    assert not AuditEntry.objects.filter(action="names.open").exists()


def test_the_households_behind_a_figure_are_listed_to_who_may_see_them(client, province):
    sign_in(client, "commune_officer")
    page = client.get(f"/so-lieu/poor_rate/{COMMUNE}/2019/all/").content.decode()
    assert "H-0001" in page
    assert "H-0002" not in page  # near-poor: not in the numerator
    assert "H-0002" in client.get(f"/so-lieu/near_poor_rate/{COMMUNE}/2019/all/").content.decode()
