"""Every page of the portal opens, for everyone it is for, and says what it should."""

from __future__ import annotations

import pytest
from made_province import COMMUNE, DISTRICT, PASSWORD, PROVINCE, MadeProvince


def sign_in(client, province: MadeProvince, role: str) -> None:
    assert client.login(username=f"thu-{role}", password=PASSWORD)


def text_of(response) -> str:
    return response.content.decode()


def test_home_states_the_provinces_rate_to_a_visitor(client, province):
    page = text_of(client.get("/"))
    assert "4,17% hộ nghèo cuối năm 2019" in page


def test_the_leaders_page_opens(client, province):
    sign_in(client, province, "province_office")
    response = client.get("/tinh/")
    assert response.status_code == 200
    assert "4,17% hộ nghèo cuối năm 2019, giảm 0,64 điểm" in text_of(response)


@pytest.mark.parametrize("address", [f"/huyen/{DISTRICT}/", f"/xa/{COMMUNE}/", f"/thon/{COMMUNE}-01/", "/ho/H-0001/",
                                     f"/so-lieu/poor_rate/{PROVINCE}/2019/all/"])  # fmt: skip
def test_each_page_opens_for_the_office(client, province, address):
    sign_in(client, province, "province_office")
    assert client.get(address).status_code == 200
