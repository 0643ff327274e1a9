"""What a person may change about one household: one function for each, in a transaction, with rights and an audit row.

Files of many households come in through `importing`. May import accounts, units, rules and this room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from chungtay.accounts.audit import record
from chungtay.accounts.held import assignments_on
from chungtay.accounts.models import User
from chungtay.accounts.rights import Right
from chungtay.accounts.roles import Role
from chungtay.accounts.scope import may
from chungtay.messages import UserError, fail
from chungtay.registry.facts import content_hash, stored_facts, stored_members
from chungtay.registry.models import Household, HouseholdIdentity, HouseholdReview, Placement
from chungtay.registry.personal import lookup, seal
from chungtay.rules import load_standard
from chungtay.units import queries as units
from chungtay.units.models import Unit

END_REASONS = ("moved_away", "dissolved", "merged", "split")


@dataclass(frozen=True)
class Person:
    """Personal data of a household's head, as entered."""

    head_name: str = ""
    identity_number: str = ""
    phone: str = ""
    address: str = ""


@transaction.atomic
def register_household(
    user: User,
    code: str,
    *,
    commune_code: str,
    village_code: str = "",
    on: dt.date | None = None,
    serial: str = "",
    person: Person | None = None,
) -> Household:
    """Add a household that the registry does not know yet.

    on   the day from which it is known to live there; default today
    Raises PermissionDenied outside the user's communes, UserError for a code in use or a place that was not there.
    """
    day = on or timezone.localdate()
    commune, village = _place(commune_code, village_code, day)
    _require(user, commune, village)
    code = code.strip()
    if not code or len(code) > 40 or Household.objects.filter(code=code).exists():
        raise fail("Mã hộ trống, quá dài hoặc đã dùng.", "The household code is empty, too long or in use.",
                   do_vi="Chọn mã khác, tối đa 40 ký tự.", do_en="Choose another code of at most 40 characters.",
                   column="household_code", value=code, code="household_code")  # fmt: skip
    household = Household.objects.create(code=code, commune=commune, village=village, active_from=day)
    Placement.objects.create(household=household, commune=commune, village=village, serial=serial, valid_from=day)
    if person is not None:
        _seal_person(household, person)
    record(user, "registry.register_household", code, {"commune": commune_code, "village": village_code})
    return household


@transaction.atomic
def record_review(
    user: User,
    household: Household,
    *,
    review_year: int,
    standard_id: str,
    round: str,
    facts: Mapping[str, Any],
    members: Iterable[Mapping[str, Any]] = (),
    valid_for_year: int | None = None,
    guidance: str = "",
    surveyed_on: dt.date | None = None,
) -> HouseholdReview:
    """Record what this year's review found. Officers of the place and surveyors of the village may.

    facts    household facts by vocabulary name; members: one mapping each, with `number` and member facts
    Raises UserError where the year has a review already (correct it instead), or a fact does not fit the vocabulary.
    """
    _require_recorder(user, household)
    if HouseholdReview.objects.filter(household=household, review_year=review_year, is_current=True).exists():
        raise fail("Hộ đã có kết quả rà soát của năm này.", "The household has a review of this year already.",
                   do_vi="Dùng chức năng đính chính.", do_en="Correct it instead.", value=str(review_year),
                   code="reviewed")  # fmt: skip
    review = HouseholdReview(
        household=household,
        review_year=review_year,
        valid_for_year=review_year + 1 if valid_for_year is None else valid_for_year,
        standard_id=standard_id,
        guidance=guidance,
        round=round,
        surveyed_on=surveyed_on,
        surveyor=user,
    )
    _fill(review, facts, members, user)
    review.save()
    record(user, "registry.record_review", household.code, {"review_year": review_year, "version": 1})
    return review


@transaction.atomic
def correct_review(
    user: User, review: HouseholdReview, *, reason: str, facts: Mapping[str, Any], members: Iterable[Mapping[str, Any]]
) -> HouseholdReview:
    """Put a new version in the place of a review; the old one stays, with its verdict, and is no longer current.

    reason   why, in the officer's words; required
    """
    _require(user, review.household.commune, review.household.village)
    now = HouseholdReview.objects.select_for_update().get(pk=review.pk)
    if not now.is_current:
        raise fail("Kết quả này đã được thay bằng bản mới hơn.", "A newer version stands in this review's place.",
                   do_vi="Mở lại trang của hộ.", do_en="Open the household's page again.", code="outdated")  # fmt: skip
    if not reason.strip():
        raise fail("Thiếu lý do đính chính.", "The reason for the correction is missing.",
                   do_vi="Ghi lý do.", do_en="Give the reason.", column="reason", code="required")  # fmt: skip
    HouseholdReview.objects.filter(pk=now.pk).update(is_current=False)
    newer = HouseholdReview.objects.get(pk=now.pk)
    newer.pk = None
    newer._state.adding = True
    newer.version, newer.is_current = now.version + 1, True
    newer.source, newer.reason = None, reason.strip()[:300]
    _fill(newer, facts, members, user, place=(now.commune, now.village))
    newer.save()
    record(user, "registry.correct_review", review.household.code,
           {"review_year": now.review_year, "version": newer.version, "reason": newer.reason})  # fmt: skip
    return newer


@transaction.atomic
def move_household(
    user: User, household: Household, *, commune_code: str, village_code: str = "", on: dt.date, serial: str = ""
) -> Household:
    """Let a household live in another commune or village from a day on. An officer of the old or the new place may."""
    commune, village = _place(commune_code, village_code, on)
    if not (_may_change(user, household.commune, household.village) or _may_change(user, commune, village)):
        raise PermissionDenied
    now = household.placements.filter(valid_to=None).order_by("-valid_from").first()
    if now is not None and now.valid_from >= on:
        raise fail("Ngày chuyển phải sau ngày bắt đầu nơi ở hiện nay.",
                   "The day of the move must be after the present place began.",
                   do_vi="Sửa ngày chuyển.", do_en="Mend the day.", column="on", value=f"{on:%d/%m/%Y}",
                   allowed=f"> {now.valid_from:%d/%m/%Y}", code="day")  # fmt: skip
    household.placements.filter(valid_to=None).update(valid_to=on - dt.timedelta(days=1))
    Placement.objects.create(household=household, commune=commune, village=village, serial=serial, valid_from=on)
    household.commune, household.village = commune, village
    household.save(update_fields=["commune", "village"])
    record(user, "registry.move_household", household.code,
           {"commune": commune_code, "village": village_code, "on": on.isoformat()})  # fmt: skip
    return household


@transaction.atomic
def end_household(user: User, household: Household, *, on: dt.date, reason: str) -> Household:
    """Say that a household is no more: its last day, and why (one of END_REASONS)."""
    _require(user, household.commune, household.village)
    if reason not in END_REASONS:
        raise fail("Lý do không có trong danh mục.", "The reason is not on the list.", do_vi="Chọn một lý do.",
                   do_en="Choose one.", column="reason", value=reason, allowed=", ".join(END_REASONS),
                   code="reason")  # fmt: skip
    if on < household.active_from:
        raise fail("Ngày kết thúc trước ngày có hộ.", "The last day is before the household's first.",
                   do_vi="Sửa ngày.", do_en="Mend the day.", column="on", value=f"{on:%d/%m/%Y}",
                   allowed=f"≥ {household.active_from:%d/%m/%Y}", code="day")  # fmt: skip
    household.active_to, household.end_reason = on, reason
    household.save(update_fields=["active_to", "end_reason"])
    household.placements.filter(valid_to=None).update(valid_to=on)
    record(user, "registry.end_household", household.code, {"on": on.isoformat(), "reason": reason})
    return household


def _fill(
    review: HouseholdReview,
    facts: Mapping[str, Any],
    members: Iterable[Mapping[str, Any]],
    user: User,
    place: tuple[Unit, Unit | None] | None = None,
) -> None:
    """Set what the content of a review decides: facts, place, digest, who and when."""
    standard = load_standard(review.standard_id)
    standard.check_usable()
    standard.choose_guidance(review.guidance or None)
    review.facts, review.member_facts = stored_facts(facts, "household"), stored_members(members)
    commune, village = place or (review.household.commune, review.household.village)
    review.commune, review.village = commune, village
    review.area = review.facts.get("area", "")
    review.ethnic_minority = review.facts.get("ethnic_minority")
    review.recorded_by, review.recorded_at = user, timezone.now()
    review.content_hash = content_hash(
        (review.standard_id, review.guidance, review.round, str(review.valid_for_year)),
        (commune.code, village.code if village else ""),
        review.facts,
        review.member_facts,
        review.surveyed_on,
    )


def _place(commune_code: str, village_code: str, on: dt.date) -> tuple[Unit, Unit | None]:
    """Return the units of a place that stood on a day; UserError where one did not, or the village is elsewhere."""
    tree = units.tree(on)
    commune = tree.get(commune_code)
    village = tree.get(village_code) if village_code else None
    fits = commune is not None and commune.level == "commune"
    if fits and village_code:
        fits = village is not None and village.level == "village" and village.parent_code == commune_code
    if not fits:
        raise _no_place(commune_code, village_code, on)
    found = {unit.code: unit for unit in Unit.objects.filter(code__in=[commune_code, village_code])}
    return found[commune_code], found.get(village_code) if village_code else None


def _no_place(commune_code: str, village_code: str, on: dt.date) -> UserError:
    return fail(f"Không có xã, thôn này vào ngày {on:%d/%m/%Y}, hoặc thôn không thuộc xã.",
                f"There was no such commune or village on {on:%d/%m/%Y}, or the village is not in the commune.",
                do_vi="Chọn lại xã và thôn.", do_en="Choose the commune and the village again.",
                column="commune_code", value=f"{commune_code} {village_code}".strip(), code="place")  # fmt: skip


def _may_change(user: User, commune: Unit, village: Unit | None) -> bool:
    return may(user, Right.IMPORT, commune) or (village is not None and may(user, Right.IMPORT, village))


def _require(user: User, commune: Unit, village: Unit | None) -> None:
    if not _may_change(user, commune, village):
        raise PermissionDenied


def _require_recorder(user: User, household: Household) -> None:
    """Officers of the place may record reviews, and surveyors of the household's own village."""
    if _may_change(user, household.commune, household.village):
        return
    own = {household.village_id, household.commune_id} - {None}
    if not any(one.role == Role.VILLAGE_SURVEYOR and one.unit_id in own for one in assignments_on(user)):
        raise PermissionDenied


def _seal_person(household: Household, person: Person) -> None:
    sealed = {name: seal(text) if text else None for name, text in vars(person).items()}
    HouseholdIdentity.objects.create(household=household, identity_lookup=lookup(person.identity_number), **sealed)
