"""Signing in and out, and the door that shuts after guessing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from chungtay.accounts.models import AuditEntry, SignInFailure
from chungtay.accounts.sign_in_guard import ALLOWED, SHUT_FOR, minutes_shut, note_failure

SIGN_IN = "/tai-khoan/dang-nhap/"
RIGHT = "mat-khau-de-thu"


def attempt(client, user, password=RIGHT, **more):
    return client.post(SIGN_IN, {"username": user.username, "password": password, **more})


def test_the_right_password_leads_on_to_the_page_asked_for(client, person):
    response = attempt(client, person("commune_officer", "C1"), next="/tai-khoan/")
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/")
    assert AuditEntry.objects.filter(action="accounts.sign_in").count() == 1


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client, person, elsewhere):
    assert attempt(client, person(), next=elsewhere)["Location"] == "/"


def test_a_wrong_password_is_said_beside_the_field_and_keeps_the_name(client, person):
    user = person()
    page = attempt(client, user, "sai-mat-khau").content.decode()
    assert "không đúng" in page and 'href="#id_username"' in page
    assert f'value="{user.username}"' in page and "sai-mat-khau" not in page


def test_an_unknown_name_and_a_wrong_password_sound_alike(client, person):
    said = [
        client.post(SIGN_IN, {"username": name, "password": "x"}).content.decode().count("không đúng")
        for name in (person().username, "khong-co-ai")
    ]
    assert said[0] == said[1] > 0


def test_the_door_shuts_after_some_failures_even_for_the_right_password(client, person):
    user = person()
    for _ in range(ALLOWED):
        response = attempt(client, user, "sai")
    assert response.status_code == 429 and "phút" in response.content.decode()
    assert attempt(client, user).status_code == 429
    assert not client.session.get("_auth_user_id")


def test_the_door_of_one_name_at_one_address_leaves_others_open(client, person):
    user, other = person(), person()
    for _ in range(ALLOWED):
        attempt(client, user, "sai")
    assert attempt(client, other).status_code == 302
    client.logout()
    elsewhere = client.post(SIGN_IN, {"username": user.username, "password": RIGHT}, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_the_door_opens_again_after_some_minutes(db):
    now = timezone.now()
    for second in range(ALLOWED):
        note_failure("can-bo", "10.0.0.1", now + dt.timedelta(seconds=second))
    last = now + dt.timedelta(seconds=ALLOWED - 1)
    assert minutes_shut("Can-Bo ", "10.0.0.1", last) == 10
    assert minutes_shut("can-bo", "10.0.0.1", last + SHUT_FOR - dt.timedelta(seconds=1)) == 1
    assert minutes_shut("can-bo", "10.0.0.1", last + SHUT_FOR) == 0


def test_success_forgets_the_failures(client, person):
    user = person()
    for _ in range(ALLOWED - 1):
        attempt(client, user, "sai")
    attempt(client, user)
    assert not SignInFailure.objects.exists()


def test_what_was_typed_as_a_name_is_not_kept(client, db):
    client.post(SIGN_IN, {"username": "mat-khau-go-nham", "password": "x"})
    assert "mat-khau-go-nham" not in str(list(SignInFailure.objects.values()))


def test_signing_out_needs_a_post_and_ends_the_session(client, person):
    client.force_login(person())
    assert client.get("/tai-khoan/dang-xuat/").status_code == 405
    client.post("/tai-khoan/dang-xuat/")
    assert not client.session.get("_auth_user_id")


def test_my_account_says_my_role_my_place_and_what_it_opens(client, person):
    client.force_login(person("village_surveyor", "V1", "2016-01-01"))
    page = client.get("/tai-khoan/").content.decode()
    assert "Rà soát viên thôn, tổ dân phố, Thôn V1" in page and "01/01/2016" in page
    assert "Xem họ tên" in page and "Xem số định danh" not in page


def test_changing_the_password_keeps_me_signed_in(client, person):
    user = person()
    client.force_login(user)
    fields = {"old_password": RIGHT, "new_password1": "mot-mat-khau-khac", "new_password2": "mot-mat-khau-khac"}
    assert client.post("/tai-khoan/mat-khau/", fields)["Location"] == "/tai-khoan/"
    user.refresh_from_db()
    assert user.check_password("mot-mat-khau-khac")
    assert client.get("/tai-khoan/").status_code == 200
