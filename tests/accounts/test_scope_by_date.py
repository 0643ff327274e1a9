"""Whose households a person sees as roles begin and end and units merge, split and end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from chungtay.accounts.scope import people_visible_to, scope_for
from chungtay.registry.models import Household, HouseholdIdentity


def seen(user, on: str) -> str:
    visible = people_visible_to(Household.objects.all(), user, on=dt.date.fromisoformat(on))
    return " ".join(sorted(visible.values_list("code", flat=True)))


# h1 h2 in C1, h3 in C2, h4 kept under C3 (merged into C2 in 2020), h5 in C4, h6 kept under C5 (split in mid-2021 into
# C6 and C7), h7 in C7. In 7/2025 the districts end: C1 + C2 -> N1, C4 + C6 -> N2, C7 -> N3.
@pytest.mark.parametrize(
    ("role", "unit", "on", "expected"),
    [
        ("village_surveyor", "V1", "2019-12-31", "h1"),
        ("commune_officer", "C1", "2019-12-31", "h1 h2"),
        ("commune_officer", "C2", "2019-12-31", "h3"),
        ("commune_officer", "C2", "2020-01-01", "h3 h4"),  # what was merged in comes along
        ("commune_officer", "C3", "2020-01-01", "h4"),  # an ended commune never opens its neighbours
        ("commune_officer", "C6", "2022-01-01", ""),  # half of C5 is not all of C5
        ("commune_officer", "N3", "2025-07-01", "h7"),
        ("commune_officer", "C7", "2025-07-01", "h7"),  # the same place under a new code
        ("commune_officer", "C1", "2026-01-01", "h1 h2"),  # N1 holds more people than C1 held
        ("commune_officer", "N1", "2026-01-01", "h1 h2 h3 h4"),
        ("district_officer", "D1", "2019-12-31", "h1 h2 h3 h4"),
        ("district_officer", "D1", "2020-06-01", "h1 h2 h3 h4"),
        ("district_officer", "D1", "2026-01-01", "h1 h2 h3 h4"),  # read on the district's last day
        ("district_officer", "D2", "2019-12-31", "h5 h6"),
        ("district_officer", "D2", "2022-01-01", "h5 h6 h7"),  # both halves of C5 lie in D2, so C5 does
        ("inspector", "D2", "2019-12-31", "h5 h6"),
        ("front", "C4", "2019-12-31", "h5"),
        ("province_office", "46", "2026-01-01", "h1 h2 h3 h4 h5 h6 h7"),
        ("department", "46", "2019-12-31", ""),
        ("cluster_lead", "46", "2019-12-31", ""),
        ("council_member", "46", "2019-12-31", ""),
        ("donor", "46", "2019-12-31", ""),
    ],
)
def test_households_seen(person, role, unit, on, expected):
    assert seen(person(role, unit), on) == expected


def test_a_new_commune_made_of_a_districts_communes_is_the_districts(person):
    assert scope_for(person("district_officer", "D1"), dt.date(2026, 1, 1)).commune_ids >= set(
        Household.objects.filter(code__in=["h1", "h3", "h4"]).values_list("commune", flat=True)
    )


@pytest.mark.parametrize(
    ("on", "expected"), [("2016-12-31", ""), ("2017-01-01", "h5"), ("2018-12-31", "h5"), ("2019-01-01", "")]
)
def test_a_role_opens_households_only_from_its_first_to_its_last_day(person, on, expected):
    assert seen(person("commune_officer", "C4", "2017-01-01", "2018-12-31"), on) == expected


def test_two_roles_add_up_but_each_right_stays_where_its_role_is(person):
    user = person("front", "D1")
    user.assignments.create(
        role="village_surveyor", unit=person("donor", "V5").assignments.get().unit, valid_from="2012-01-01"
    )
    on = dt.date(2019, 12, 31)
    assert seen(user, "2019-12-31") == "h1 h2 h3 h4 h5"
    named = people_visible_to(Household.objects.all(), user, on=on, right="see_names")
    assert [each.code for each in named] == ["h5"]


def test_the_gate_is_shut_for_visitors_and_for_nobody(areas):
    assert seen(AnonymousUser(), "2019-12-31") == ""
    assert seen(None, "2019-12-31") == ""


def test_the_gate_follows_other_fields_to_the_units(person):
    for household in Household.objects.all():
        HouseholdIdentity.objects.create(household=household)
    rows = people_visible_to(
        HouseholdIdentity.objects.all(), person("commune_officer", "C4"), commune="household__commune",
        village="household__village", on=dt.date(2019, 12, 31),
    )  # fmt: skip
    assert [row.household.code for row in rows] == ["h5"]


def test_a_scope_is_worked_out_once_a_request(person, django_assert_num_queries):
    user = person("commune_officer", "C1")
    scope_for(user)
    with django_assert_num_queries(0):
        scope_for(user)
