"""Few queries however many units a page shows; kept pages that change with their figures; unchanged ones not resent."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from made_province import COMMUNE, DISTRICT, PROVINCE
from pages import sign_in, text_of

from chungtay.indicators.models import IndicatorValue


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_leaders_page_asks_little_of_the_database_for_152_communes(client, province):
    sign_in(client, "province_office")
    client.get("/tai-khoan/")  # the units are read once a process
    assert queries_of(client, "/tinh/") <= 45
    assert queries_of(client, "/tinh/") <= 20


def test_a_districts_page_asks_no_more_than_the_provinces(client, province):
    sign_in(client, "province_office")
    client.get("/tinh/")
    assert queries_of(client, f"/huyen/{DISTRICT}/") <= 45


def test_the_list_of_households_asks_the_same_for_two_as_for_four(client, province):
    sign_in(client, "province_office")
    client.get(f"/xa/{COMMUNE}/")
    all_four = queries_of(client, f"/xa/{COMMUNE}/")
    assert queries_of(client, f"/xa/{COMMUNE}/?lop=poor") <= all_four + 15  # its fragments were not kept yet
    assert queries_of(client, f"/xa/{COMMUNE}/?lop=poor") == all_four


def test_a_new_value_makes_a_new_page_at_once(client, province):
    sign_in(client, "province_office")
    assert "4,17% hộ nghèo" in text_of(client.get("/tinh/"))
    old = IndicatorValue.objects.get(unit__code=PROVINCE, indicator="poor_rate", group="all", year=2019)
    old.delete()  # as indicators.compute does: the year's values are put in anew
    old.pk, old.value, old.numerator, old.computed_at = None, 0.03, 9000, timezone.now()
    old.save()
    assert "3,00% hộ nghèo" in text_of(client.get("/tinh/"))


def test_a_page_that_did_not_change_is_not_sent_again(client, province):
    sign_in(client, "province_office")
    client.get("/tinh/")  # the first page gives the browser its form token
    first = client.get("/tinh/")
    again = client.get("/tinh/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "no-cache" in again.headers["Cache-Control"]


def test_another_reader_or_language_never_gets_a_kept_page(client, province):
    sign_in(client, "province_office")
    tag = client.get("/tinh/").headers["ETag"]
    client.cookies["django_language"] = "en"
    assert client.get("/tinh/", headers={"If-None-Match": tag}).status_code == 200
    del client.cookies["django_language"]
    client.logout()
    assert client.get("/tinh/", headers={"If-None-Match": tag}).status_code == 200


def test_pages_with_households_are_never_stored(client, province):
    sign_in(client, "commune_officer")
    response = client.get(f"/xa/{COMMUNE}/")
    assert "ETag" not in response.headers
    assert "no-store" in response.headers["Cache-Control"]
