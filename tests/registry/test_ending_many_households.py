"""A list of households that are no more: all of it is taken, or none of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from made_households import COMMUNE

from chungtay.accounts.models import Assignment, AuditEntry, User
from chungtay.accounts.roles import Role
from chungtay.messages import UserError
from chungtay.registry.endings import Ending, end_households
from chungtay.registry.models import Household, Placement
from chungtay.units.models import Unit

pytestmark = pytest.mark.django_db
SINCE, LAST = dt.date(2015, 12, 31), dt.date(2018, 6, 30)


@pytest.fixture
def homes(province) -> list[Household]:
    commune = Unit.objects.get(code=COMMUNE)
    made = [Household.objects.create(code=f"H{n}", commune=commune, active_from=SINCE) for n in range(3)]
    for home in made:
        Placement.objects.create(household=home, commune=commune, valid_from=SINCE)
    return made


def test_households_end_with_their_last_placement(homes):
    assert end_households([Ending("H0", LAST, "moved_away"), Ending("H1", LAST, "merged")]) == 2
    assert dict(Household.objects.values_list("code", "end_reason")) == {"H0": "moved_away", "H1": "merged", "H2": ""}
    assert set(Placement.objects.filter(valid_to=LAST).values_list("household__code", flat=True)) == {"H0", "H1"}
    assert AuditEntry.objects.get().detail == {"ended": 2}


def test_the_same_list_again_changes_nothing(homes):
    listed = [Ending("H0", LAST, "dissolved")]
    assert (end_households(listed), end_households(listed)) == (1, 0)
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (Ending("H9", LAST, "merged"), "household_code"),
        (Ending("H0", LAST, "merged"), "household_code"),
        (Ending("H1", LAST, "died"), "reason"),
        (Ending("H1", dt.date(2014, 1, 1), "merged"), "on"),
    ],
)
def test_one_unfit_line_leaves_all_as_they_were(homes, wrong, column):
    with pytest.raises(UserError) as caught:
        end_households([Ending("H0", LAST, "merged"), wrong])
    assert {problem.column for problem in caught.value.problems} == {column}
    assert not Household.objects.filter(active_to__isnull=False).exists()


@pytest.mark.parametrize(("unit", "allowed"), [(COMMUNE, True), ("20098", False)])
def test_an_officer_ends_households_of_the_own_commune_only(homes, monkeypatch, unit, allowed):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2019, 12, 1))
    officer = User.objects.create_user("officer", password="x")
    where = Unit.objects.get(code=unit)
    Assignment.objects.create(user=officer, role=Role.COMMUNE_OFFICER, unit=where, valid_from=SINCE)
    if allowed:
        assert end_households([Ending("H0", LAST, "merged")], by=officer) == 1
    else:
        with pytest.raises(PermissionDenied):
            end_households([Ending("H0", LAST, "merged")], by=officer)
