"""Actions on one household: who may, what they leave behind, what they refuse."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from made_households import COMMUNE, household, write_csv

from chungtay.accounts.models import Assignment, AuditEntry, User
from chungtay.accounts.roles import Role
from chungtay.messages import UserError
from chungtay.registry.actions import (
    Person,
    correct_review,
    end_household,
    move_household,
    record_review,
    register_household,
)
from chungtay.registry.importing import import_file
from chungtay.registry.models import Household, HouseholdReview
from chungtay.registry.queries import (
    household_for,
    households_for,
    member_names,
    members_of,
    person_of,
    reviews_of,
    year_stats,
)
from chungtay.units.models import Unit

pytestmark = pytest.mark.django_db
ELSEWHERE = "20098"  # another commune of the same district, which lasts through 2024
DAY = dt.date(2019, 6, 1)
FACTS = {"area": "rural", "income_per_head": 650000, "ethnic_minority": True}
REVIEW = {"review_year": 2019, "standard_id": "vn-2016-2020", "round": "listed"}


@pytest.fixture
def person(province, monkeypatch):
    """Make a user with a role in a unit, on a day when the communes of the files still stood."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2019, 12, 1))

    def made(role: Role, code: str = COMMUNE) -> User:
        user = User.objects.create_user(f"{role}-{code}", password="x")
        unit = Unit.objects.get(code=code)
        Assignment.objects.create(user=user, role=role, unit=unit, valid_from=dt.date(2015, 1, 1))
        return user

    return made


@pytest.fixture
def home(province) -> Household:
    return Household.objects.create(code="H1", commune=Unit.objects.get(code=COMMUNE), active_from=DAY)


def test_an_officer_registers_a_household_of_the_commune(person):
    officer = person(Role.COMMUNE_OFFICER)
    made = register_household(
        officer, "H9", commune_code=COMMUNE, on=DAY, serial="12", person=Person("Hồ Thị A", "046000000009")
    )
    assert (made.placements.get().serial, made.placements.get().valid_from) == ("12", DAY)
    assert person_of(officer, made).head_name == "Hồ Thị A"
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.action, entry.target) == (officer, "registry.register_household", "H9")
    assert "Hồ Thị A" not in str(entry.detail)


def test_a_code_is_used_once(person, home):
    with pytest.raises(UserError, match="H1"):
        register_household(person(Role.COMMUNE_OFFICER), "H1", commune_code=COMMUNE, on=DAY)


def test_a_household_cannot_be_registered_in_a_commune_that_was_not_there(person):
    with pytest.raises(UserError):
        register_household(person(Role.PROVINCE_OFFICE, "46"), "H9", commune_code="20038", on=dt.date(2020, 5, 1))


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICE)]
)
def test_other_roles_register_nobody(person, role):
    with pytest.raises(PermissionDenied):
        register_household(person(role), "H9", commune_code=COMMUNE, on=DAY)
    assert not Household.objects.exists() and not AuditEntry.objects.exists()


def test_an_officer_of_another_commune_may_change_nothing(person, home):
    stranger = person(Role.COMMUNE_OFFICER, ELSEWHERE)
    review = HouseholdReview.objects.create(household=home, commune=home.commune, valid_for_year=2020, **REVIEW)
    for action in (
        lambda: register_household(stranger, "H9", commune_code=COMMUNE, on=DAY),
        lambda: record_review(stranger, home, facts=FACTS, **REVIEW | {"review_year": 2018}),
        lambda: correct_review(stranger, review, reason="x", facts=FACTS, members=[]),
        lambda: end_household(stranger, home, on=DAY, reason="dissolved"),
        lambda: move_household(stranger, home, commune_code="20050", on=DAY),
    ):
        with pytest.raises(PermissionDenied):
            action()


def test_a_surveyor_of_the_place_records_a_review_but_does_not_correct_one(person, home):
    surveyor = person(Role.VILLAGE_SURVEYOR)
    review = record_review(surveyor, home, facts=FACTS, members=[{"number": 1, "birth_year": 1980}], **REVIEW)
    assert (review.version, review.surveyor, review.recorded_by, review.area) == (1, surveyor, surveyor, "rural")
    assert review.member_facts == [{"number": 1, "birth_year": 1980}]
    with pytest.raises(PermissionDenied):
        correct_review(surveyor, review, reason="nhầm", facts=FACTS, members=[])


def test_a_second_review_of_a_year_is_a_correction(person, home):
    officer = person(Role.COMMUNE_OFFICER)
    first = record_review(officer, home, facts=FACTS, **REVIEW)
    with pytest.raises(UserError):
        record_review(officer, home, facts=FACTS, **REVIEW)
    second = correct_review(
        officer, first, reason="Thu nhập ghi thiếu", facts=FACTS | {"income_per_head": 900000}, members=[]
    )
    first.refresh_from_db()
    assert (first.is_current, second.is_current, second.version) == (False, True, 2)
    assert (second.reason, second.source_id) == ("Thu nhập ghi thiếu", None)
    with pytest.raises(UserError):
        correct_review(officer, first, reason="lại", facts=FACTS, members=[])
    with pytest.raises(UserError):
        correct_review(officer, second, reason=" ", facts=FACTS, members=[])


@pytest.mark.parametrize(
    "bad",
    [{"floor_area": 0}, {"income_per_head": "nhiều"}, {"water_source": "sea"}, {"has_tv": "true"}, {"unknown": 1},
     {"causes_2016": "capital;weather"}],
)  # fmt: skip
def test_a_fact_that_does_not_fit_is_refused(person, home, bad):
    with pytest.raises(UserError) as caught:
        record_review(person(Role.COMMUNE_OFFICER), home, facts=FACTS | bad, **REVIEW)
    assert caught.value.problems[0].column == next(iter(bad))
    assert not HouseholdReview.objects.exists()


def test_a_review_entered_by_hand_and_the_same_one_from_a_file_are_the_same(person, tmp_path):
    officer = person(Role.COMMUNE_OFFICER)
    home = register_household(officer, "H01", commune_code=COMMUNE, on=DAY)
    row = household("H01", causes_2016="capital; land")
    facts = {
        "area": "rural", "income_per_head": 650000, "ethnicity": "ta_oi", "ethnic_minority": True,
        "house_grade": "temporary", "floor_area": 36, "water_source": "surface", "toilet_type": "none", "has_tv": True,
        "has_computer": False, "hears_loudspeaker": True, "causes_2016": "capital; land",
    }  # fmt: skip
    record_review(officer, home, facts=facts, surveyed_on=dt.date(2019, 11, 5), **REVIEW)
    result = import_file(write_csv(tmp_path / "h.csv", [row]), **REVIEW)
    assert (result.unchanged, result.changed) == (1, 0)


def test_a_move_dates_both_places(person, home):
    home.placements.create(commune=home.commune, valid_from=DAY)
    move_household(person(Role.COMMUNE_OFFICER), home, commune_code=ELSEWHERE, on=dt.date(2019, 9, 1), serial="3")
    old, new = home.placements.order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.serial) == (dt.date(2019, 8, 31), dt.date(2019, 9, 1), "3")
    home.refresh_from_db()
    assert home.commune.code == ELSEWHERE


def test_a_household_ends_with_a_reason_from_the_list(person, home):
    officer = person(Role.COMMUNE_OFFICER)
    with pytest.raises(UserError):
        end_household(officer, home, on=DAY, reason="tired")
    end_household(officer, home, on=dt.date(2019, 7, 1), reason="dissolved")
    assert list(households_for(officer)) == []
    assert list(households_for(officer, ended=True)) == [home]


@pytest.fixture
def readers_view(person, pair):
    """A reader of a role in the commune of two households, and one of the two."""
    import_file(pair(), **REVIEW)
    return lambda role: (person(role), Household.objects.get(code="H01"))


@pytest.mark.parametrize(
    ("role", "sees", "name", "number"),
    [
        (Role.VILLAGE_SURVEYOR, True, True, False),
        (Role.COMMUNE_OFFICER, True, True, True),
        (Role.FRONT, True, True, False),
        (Role.INSPECTOR, True, True, False),
        (Role.DEPARTMENT, False, False, False),
        (Role.CLUSTER_LEAD, False, False, False),
        (Role.COUNCIL_MEMBER, False, False, False),
        (Role.DONOR, False, False, False),
    ],
)
def test_each_role_reads_what_is_its_own(readers_view, role, sees, name, number):
    reader, home = readers_view(role)
    assert households_for(reader).count() == (2 if sees else 0)
    assert bool(person_of(reader, home).head_name) is name
    assert bool(person_of(reader, home).identity_number) is number
    assert bool(member_names(reader, home)) is name
    assert reviews_of(reader, home).exists() is sees and members_of(reader, home).exists() is sees
    if not sees:
        with pytest.raises(Household.DoesNotExist):
            household_for(reader, "H01")


def test_nobody_signed_in_and_strangers_read_nothing(person, pair):
    import_file(pair(), **REVIEW)
    for reader in (None, person(Role.COMMUNE_OFFICER, ELSEWHERE)):
        assert not households_for(reader).exists()
        assert person_of(reader, Household.objects.get(code="H01")).head_name == ""


def test_an_import_by_an_officer_stays_in_the_officer_s_communes(person, pair):
    with pytest.raises(UserError) as caught:
        import_file(pair(), **REVIEW, by=person(Role.COMMUNE_OFFICER, ELSEWHERE))
    assert caught.value.problems[0].code == "rights"
    assert not Household.objects.exists()
    assert import_file(pair(), **REVIEW, by=person(Role.COMMUNE_OFFICER)).created == 2


def test_years_are_counted(province, pair):
    import_file(pair(), **REVIEW)
    (year,) = year_stats()
    assert (year.review_year, year.reviews, year.classified, year.versions) == (2019, 2, 0, 0)
