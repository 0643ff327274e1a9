"""Rows to go on with: a commune's listed households of a year, as the template holds them. May import this room."""

from __future__ import annotations

from typing import Any

from chungtay.registry.models import HouseholdIdentity, HouseholdReview, MemberIdentity
from chungtay.registry.personal import unseal

LISTED = ("poor", "near_poor")
Rows = list[dict[str, Any]]


def listed_households(commune_code: str, year: int) -> tuple[Rows, Rows]:
    """Return (households, members) that the year's review found poor or near-poor, with what was found about them.

    For the console of the registry's keeper: names and numbers are opened. The day of the survey is left empty, for the
    next review to fill in.
    """
    reviews = (
        HouseholdReview.objects.filter(
            review_year=year, is_current=True, commune__code=commune_code, verdict__household_class__in=LISTED
        )
        .select_related("household", "village")
        .order_by("household__code")
    )
    ids = [review.household_id for review in reviews]
    heads = {one.household_id: one for one in HouseholdIdentity.objects.filter(household__in=ids)}
    people = {
        (one.member.household_id, one.member.number): one
        for one in MemberIdentity.objects.filter(member__household__in=ids).select_related("member")
    }
    serials = dict(
        HouseholdReview.objects.filter(pk__in=[review.pk for review in reviews], household__placements__valid_to=None)
        .values_list("household_id", "household__placements__serial")
    )  # fmt: skip
    households, members = [], []
    for review in reviews:
        code, head = review.household.code, heads.get(review.household_id)
        own = {
            "household_code": code,
            "commune_code": commune_code,
            "village_code": review.village.code if review.village else None,
            "village_serial": serials.get(review.household_id),
        }
        if head is not None:
            own |= {name: unseal(getattr(head, name)) for name in ("head_name", "identity_number", "phone", "address")}
        households.append({**own, **review.facts})
        for facts in review.member_facts:
            person = people.get((review.household_id, facts["number"]))
            named = {name: unseal(getattr(person, name)) for name in ("full_name", "identity_number")} if person else {}
            members.append({"household_code": code, "member_number": facts["number"], **named, **facts})
    return households, members
