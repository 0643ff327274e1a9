"""Who may open accounts and give roles, and what is written down."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.accounts.actions import assign_role, create_user, end_role, may_assign
from chungtay.accounts.models import Assignment, AuditEntry
from chungtay.accounts.roles import Role
from chungtay.messages import UserError
from chungtay.units.models import Unit

FIRST = dt.date(2024, 1, 1)


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


@pytest.mark.parametrize(
    ("giver", "role", "where", "allowed"),
    [
        ("province_office 46", "province_office", "46", True),
        ("province_office 46", "donor", None, True),
        ("district_officer D1", "commune_officer", "C1", True),
        ("district_officer D1", "commune_officer", "C4", False),
        ("district_officer D1", "district_officer", "D1", False),
        ("commune_officer N1", "village_surveyor", "V1", True),
        ("commune_officer N1", "village_surveyor", "V5", False),
        ("commune_officer N1", "commune_officer", "N1", False),
        ("village_surveyor V1", "village_surveyor", "V1", False),
        ("department 46", "donor", "46", False),
    ],
)
def test_each_role_gives_only_the_roles_below_it_in_its_own_unit(person, giver, role, where, allowed):
    by, user = person(*giver.split()), person()
    assert may_assign(by, Role(role), unit(where) if where else None) is allowed
    if allowed:
        assign_role(user, Role(role), unit(where) if where else None, valid_from=FIRST, by=by)
        assert user.assignments.get().role == role
    else:
        with pytest.raises(PermissionDenied):
            assign_role(user, Role(role), unit(where) if where else None, valid_from=FIRST, by=by)
        assert not user.assignments.exists()


def test_giving_and_ending_a_role_is_written_down(person):
    office, user = person("province_office", "46"), person()
    given = assign_role(user, Role.COMMUNE_OFFICER, unit("N1"), valid_from=FIRST, by=office)
    end_role(given, last_day=dt.date(2024, 12, 31), by=office)
    entries = AuditEntry.objects.order_by("id").values_list("action", "user", "target")
    assert list(entries) == [
        ("accounts.assign_role", office.pk, user.username), ("accounts.end_role", office.pk, user.username),
    ]  # fmt: skip


def test_giving_the_same_role_twice_changes_nothing(person):
    user = person()
    first = assign_role(user, Role.FRONT, unit("C1"), valid_from=FIRST)
    assert assign_role(user, Role.FRONT, unit("C1"), valid_from=FIRST) == first
    assert AuditEntry.objects.count() == 1


def test_a_role_is_not_held_twice_on_one_day(person):
    user = person()
    assign_role(user, Role.FRONT, unit("C1"), valid_from=FIRST, valid_to=dt.date(2024, 12, 31))
    with pytest.raises(UserError, match="01/06/2024"):
        assign_role(user, Role.FRONT, unit("C1"), valid_from=dt.date(2024, 6, 1))
    assign_role(user, Role.FRONT, unit("C1"), valid_from=dt.date(2025, 1, 1))
    assert Assignment.objects.filter(user=user).count() == 2


def test_days_that_run_backwards_are_refused(person):
    with pytest.raises(UserError, match="31/12/2023"):
        assign_role(person(), Role.FRONT, unit("C1"), valid_from=FIRST, valid_to=dt.date(2023, 12, 31))


def test_ending_a_role_shuts_the_gate_at_once(person, client):
    from chungtay.accounts.models import User
    from chungtay.accounts.scope import may

    user = person("commune_officer", "C1")
    end_role(user.assignments.get())
    assert not may(User.objects.get(pk=user.pk), "see_households")


def test_an_account_needs_a_free_name_and_a_strong_password(person):
    create_user("nguyen-a", "mot-cau-du-dai")
    with pytest.raises(UserError, match="nguyen-A"):
        create_user("nguyen-A", "mot-cau-du-dai")
    with pytest.raises(UserError, match="10"):
        create_user("tran-b", "ngan")
    with pytest.raises(PermissionDenied):
        create_user("le-c", "mot-cau-du-dai", by=person("village_surveyor", "V1"))
