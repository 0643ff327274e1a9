"""The sign-in page of a demo province names its ready accounts, and never their password."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chungtay.accounts.models import Assignment, User
from chungtay.accounts.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "lua-song-nui-1234"


@pytest.fixture
def ready(db, tmp_path, settings):
    settings.HOME = tmp_path
    user = User.objects.create_user("xa-mau", password=PASSWORD, demo=True)
    User.objects.create_user("that", password="x")
    Assignment.objects.create(user=user, role=Role.DONOR, valid_from=dt.date(2016, 1, 1))
    return tmp_path / "demo"


def page(client) -> str:
    return client.get(reverse("accounts:sign-in")).content.decode()


def test_it_names_each_ready_account_with_its_role(client, ready):
    ready.mkdir()
    (ready / "mat-khau-demo.txt").write_text(PASSWORD)
    shown = page(client)
    assert "Tài khoản mẫu" in shown and "<code>xa-mau</code>" in shown and str(Role.DONOR.label) in shown
    assert PASSWORD not in shown


def test_it_names_no_real_account(client, ready):
    ready.mkdir()
    assert "<code>that</code>" not in page(client)


def test_an_install_without_a_demo_shows_no_list(client, ready):
    assert "Tài khoản mẫu" not in page(client)


def test_a_closed_account_is_not_named(client, ready):
    ready.mkdir()
    User.objects.filter(username="xa-mau").update(is_active=False)
    assert "Tài khoản mẫu" not in page(client)
