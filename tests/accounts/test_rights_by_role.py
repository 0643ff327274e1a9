"""What each role may do, as a table that an officer can check (docs/reference/roles.md says it in words)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from chungtay.accounts.rights import RIGHTS, Right
from chungtay.accounts.roles import Role
from chungtay.accounts.scope import may

ON = dt.date(2019, 12, 31)

# Where a role holds each right on 31/12/2019, among V1 (own village), C1 (own commune), C2 (same district), D1 (own
# district), C4 (other district) and 46 (the province). The words stand for the sets below.
TABLE = """
role             | unit | see_aggregates | see_households | see_names | see_identity_numbers | download_report | import
village_surveyor | V1   | all            | village        | village   | -                    | -               | -
commune_officer  | C1   | all            | commune        | commune   | commune              | commune         | commune
district_officer | D1   | all            | district       | district  | district             | district        | district
province_office  | 46   | all            | all            | all       | all                  | all             | all
department       | 46   | all            | -              | -         | -                    | all             | -
front            | C1   | all            | commune        | commune   | -                    | commune         | -
front            | D1   | all            | district       | -         | -                    | district        | -
cluster_lead     | D1   | all            | -              | -         | -                    | district        | -
council_member   | D1   | all            | -              | -         | -                    | district        | -
inspector        | D1   | all            | district       | district  | -                    | district        | -
donor            | 46   | published      | -              | -         | -                    | -               | -
"""  # noqa: E501
PLACES = {"V1", "C1", "C2", "D1", "C4", "46"}
WORDS = {
    "-": set(),
    "village": {"V1"},
    "commune": {"V1", "C1"},
    "district": {"V1", "C1", "C2", "D1"},
    "published": {"C1", "C2", "C4", "D1", "46"},
    "all": PLACES,
}


def _rows() -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row['role']} in {row['unit']}")
def test_each_role_holds_its_rights_in_its_places_and_nowhere_else(person, row):
    user = person(row["role"], row["unit"])
    for right in list(row)[2:]:
        assert {place for place in PLACES if may(user, right, place, ON)} == WORDS[row[right]], right


def test_the_table_names_every_role_and_every_right_about_figures_and_people():
    assert {row["role"] for row in _rows()} == set(Role.values)
    assert set(_rows()[0]) - {"role", "unit"} == set(Right.values) - {Right.MANAGE_ACCOUNTS}
    assert set(RIGHTS) == set(Role)


def test_the_public_reads_published_aggregates_and_nothing_of_people(areas):
    visitor = AnonymousUser()
    assert {place for place in PLACES if may(visitor, Right.SEE_AGGREGATES, place, ON)} == WORDS["published"]
    for right in set(Right) - {Right.SEE_AGGREGATES}:
        assert not any(may(visitor, right, place, ON) for place in PLACES)
        assert not may(visitor, right)


def test_an_account_without_a_role_is_like_the_public(person):
    assert not may(person(), Right.SEE_HOUSEHOLDS)
    assert may(person(), Right.SEE_AGGREGATES, "D1", ON)


def test_being_a_superuser_opens_nobodys_household(person):
    user = person()
    user.is_superuser = True
    user.save()
    assert not may(user, Right.SEE_HOUSEHOLDS)


def test_a_closed_account_holds_nothing(person):
    user = person("province_office", "46")
    user.is_active = False
    assert not may(user, Right.SEE_HOUSEHOLDS, "C1", ON)


def test_an_unknown_unit_is_nobodys(person):
    assert not may(person("commune_officer", "C1"), Right.SEE_HOUSEHOLDS, "khong-co", ON)
