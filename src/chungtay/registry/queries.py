"""Read households: every row about people passes one gate, `accounts.scope.people_visible_to`. May import accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet

from chungtay.accounts.models import User
from chungtay.accounts.rights import Right
from chungtay.accounts.scope import people_visible_to
from chungtay.registry.models import Household, HouseholdIdentity, HouseholdReview, ImportFile, Member, MemberIdentity
from chungtay.registry.personal import unseal

Someone = User | AnonymousUser | None


@dataclass(frozen=True)
class HouseholdPerson:
    """Personal data of a household's head that the reader may see; "" where there is none or it may not be seen."""

    head_name: str = ""
    identity_number: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class YearStats:
    """How many current reviews a year has under a standard, and how many of them have a verdict."""

    review_year: int
    standard_id: str
    reviews: int
    classified: int
    versions: int


def households_for(
    user: Someone, *, unit_id: int | None = None, right: Right = Right.SEE_HOUSEHOLDS, ended: bool = False
) -> QuerySet[Household]:
    """Return the households that the person may see, by code.

    unit_id   only those that live in this commune or village;  ended: also those that are no more
    """
    rows = Household.objects.select_related("commune", "village").order_by("code")
    if not ended:
        rows = rows.filter(active_to__isnull=True)
    if unit_id is not None:
        rows = rows.filter(Q(commune_id=unit_id) | Q(village_id=unit_id))
    return people_visible_to(rows, user, right=right)


def household_for(user: Someone, code: str, right: Right = Right.SEE_HOUSEHOLDS) -> Household:
    """Return one household; Household.DoesNotExist where there is none or the person may not see it, both alike."""
    return people_visible_to(Household.objects.select_related("commune", "village"), user, right=right).get(code=code)


def reviews_of(user: Someone, household: Household, *, all_versions: bool = False) -> QuerySet[HouseholdReview]:
    """Return the reviews of a household, newest year first, with their verdicts.

    What matters is where the household lives now: who looks after it sees its earlier years elsewhere too.
    """
    rows = HouseholdReview.objects.filter(household=household).select_related("verdict", "commune", "village", "source")
    if not all_versions:
        rows = rows.filter(is_current=True)
    visible = people_visible_to(rows, user, commune="household__commune", village="household__village")
    return visible.order_by("-review_year", "-version")


def members_of(user: Someone, household: Household, on: dt.date | None = None) -> QuerySet[Member]:
    """Return the members of a household by number; on a day, only those who belonged to it."""
    rows = Member.objects.filter(household=household).order_by("number")
    if on is not None:
        rows = rows.filter(Q(joined_on=None) | Q(joined_on__lte=on), Q(left_on=None) | Q(left_on__gt=on))
    return people_visible_to(rows, user, commune="household__commune", village="household__village")


def person_of(user: Someone, household: Household) -> HouseholdPerson:
    """Open the head's personal data as far as the person may see it: the name, and the rest, are two rights."""

    def seen_with(right: Right) -> QuerySet[HouseholdIdentity]:
        rows = HouseholdIdentity.objects.filter(household=household)
        return people_visible_to(rows, user, commune="household__commune", village="household__village", right=right)

    named = seen_with(Right.SEE_NAMES).first()
    if named is None:
        return HouseholdPerson()
    if not seen_with(Right.SEE_IDENTITY_NUMBERS).exists():
        return HouseholdPerson(head_name=unseal(named.head_name))
    return HouseholdPerson(*map(unseal, (named.head_name, named.identity_number, named.phone, named.address)))


def member_names(user: Someone, household: Household) -> dict[int, str]:
    """Return member number -> name, empty where the person may not see names."""
    rows = MemberIdentity.objects.filter(member__household=household).select_related("member")
    visible = people_visible_to(
        rows, user, right=Right.SEE_NAMES, commune="member__household__commune", village="member__household__village"
    )
    return {one.member.number: unseal(one.full_name) for one in visible}


def year_stats() -> list[YearStats]:
    """Count the reviews of each year and standard; no row about a person."""
    rows = (
        HouseholdReview.objects.values("review_year", "standard_id")
        .annotate(
            current=Count("id", filter=Q(is_current=True)),
            classified=Count("verdict", filter=Q(is_current=True)),
            versions=Count("id", filter=Q(is_current=False)),
        )
        .order_by("review_year", "standard_id")
    )
    return [
        YearStats(row["review_year"], row["standard_id"], row["current"], row["classified"], row["versions"])
        for row in rows
    ]


def recent_files(limit: int = 10) -> QuerySet[ImportFile]:
    """Return the files brought in last."""
    return ImportFile.objects.order_by(F("imported_at").desc())[:limit]
