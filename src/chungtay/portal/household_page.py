"""A household over the years: where it lived, what each review found, which class that gave and why.

The class comes from the stored verdict; the reasons are worked out anew by the rules from the stored facts, and the
page says so where the two do not agree (the rules may have changed since). May import registry, rules and accounts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chungtay.messages import UserError
from chungtay.portal.fact_words import fact_text, outcome_text
from chungtay.portal.labels import CLASSES, PATHWAYS, ROUNDS, STATUSES, said
from chungtay.portal.place_names import page_address, place_name
from chungtay.registry.models import Household, HouseholdReview, ImportFile, Member, Placement
from chungtay.registry.queries import Someone, members_of, reviews_of
from chungtay.rules import Verdict, classify_household, load_standard, load_vocabulary
from chungtay.units.queries import tree


@dataclass(frozen=True)
class Reason:
    """One fact behind a step: of the household, or of the member with that number."""

    label: str
    value: str
    member: int | None
    known: bool


@dataclass(frozen=True)
class Step:
    """One step of the reasoning as a page shows it. state: yes | no | open | text."""

    kind: str
    label: str
    state: str
    outcome: str
    reasons: list[Reason]
    condition: str
    source: str
    status: Promise | str


@dataclass(frozen=True)
class ReviewShown:
    """One yearly review with its class and reasons."""

    year: int
    valid_for_year: int
    round_label: Promise | str
    class_code: str
    class_label: Promise | str
    subtype: str
    deprivations: int | None
    pathway_label: Promise | str
    place: str
    place_url: str
    surveyed_on: dt.date | None
    standard_title: str
    standard_id: str
    standard_version: str
    snapshot_id: str
    guidance: str
    way: str
    steps: list[Step]
    missing: list[str]
    differs: str
    problem: str
    source: ImportFile | None
    version: int

    @property
    def indicators(self) -> list[Step]:
        """The deprivations, those found first, then the open ones."""
        order = {"yes": 0, "open": 1, "no": 2}
        found = [step for step in self.steps if step.kind == "indicator"]
        return sorted(found, key=lambda step: order.get(step.state, 3))

    @property
    def one_source(self) -> bool:
        """Whether every deprivation rests on the same source, so that it need be said only once."""
        return len({(step.source, str(step.status)) for step in self.indicators}) == 1

    @property
    def other_steps(self) -> list[Step]:
        return [step for step in self.steps if step.kind != "indicator"]


@dataclass(frozen=True)
class PlacementShown:
    """Where the household lived, from a day to a day."""

    place: str
    url: str
    serial: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True)
class HouseholdPage:
    household: Household
    reviews: list[ReviewShown]
    placements: list[PlacementShown]
    members: list[dict[str, object]]

    @property
    def latest(self) -> ReviewShown | None:
        return self.reviews[0] if self.reviews else None


def compose(user: Someone, household: Household, language: str) -> HouseholdPage:
    """Read everything of one household that `user` may see, the newest review first; a fixed number of queries."""
    placements = household.placements.select_related("commune", "village").order_by("-valid_from")
    return HouseholdPage(
        household,
        [_review(each, language) for each in reviews_of(user, household)],
        [_placement(each) for each in placements],
        [_member(each, language) for each in members_of(user, household)],
    )


def _placement(placement: Placement) -> PlacementShown:
    place, url = _place(placement.village or placement.commune, placement.valid_from)
    return PlacementShown(place, url, placement.serial, placement.valid_from, placement.valid_to)


def _member(member: Member, language: str) -> dict[str, object]:
    return {
        "number": member.number,
        "birth_year": member.birth_year,
        "sex_text": fact_text("sex", member.sex, language) if member.sex else "",
        "relation_text": fact_text("relation", member.relation, language) if member.relation else "",
    }


def _place(unit, on: dt.date) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    node = tree(on).get(unit.code)
    if node is None:
        return unit.code, ""
    parent = tree(on).get(node.parent_code or "") if node.level == "village" else None
    name = place_name(node) + (f", {place_name(parent)}" if parent else "")
    return name, page_address(node, f"?nam={on.year}")


def _review(review: HouseholdReview, language: str) -> ReviewShown:
    stored = getattr(review, "verdict", None)
    fresh, problem = _explain(review)
    standard = load_standard(review.standard_id)
    place, url = _place(review.village or review.commune, dt.date(review.review_year, 12, 31))
    class_code = stored.household_class if stored else ""
    differs = ""
    if stored and fresh and (fresh.household_class, fresh.subtype or "") != (stored.household_class, stored.subtype):
        differs = _("Tính lại hôm nay (phiên bản %(version)s) cho kết quả khác: %(class)s.") % {
            "version": fresh.standard_version, "class": CLASSES[fresh.household_class],
        }  # fmt: skip
    missing = stored.missing.split(";") if stored and stored.missing else list(fresh.missing if fresh else ())
    return ReviewShown(
        year=review.review_year,
        valid_for_year=review.valid_for_year,
        round_label=ROUNDS.get(review.round, review.round),
        class_code=class_code,
        class_label=CLASSES.get(class_code, _("Chưa phân loại")),
        subtype=stored.subtype if stored else "",
        deprivations=stored.deprivations if stored else None,
        pathway_label=PATHWAYS.get(stored.pathway, "") if stored else "",
        place=place,
        place_url=url,
        surveyed_on=review.surveyed_on,
        standard_title=said(standard.title, language),
        standard_id=review.standard_id,
        standard_version=stored.standard_version if stored else "",
        snapshot_id=stored.snapshot_id if stored else "",
        guidance=(fresh.guidance or "") if fresh else review.guidance,
        way=_way(fresh),
        steps=_steps(fresh, review, language) if fresh else [],
        missing=[_fact_label(name, language) for name in missing],
        differs=differs,
        problem=problem,
        source=review.source,
        version=review.version,
    )


def _explain(review: HouseholdReview) -> tuple[Verdict | None, str]:
    """The rules' own account of the review; what is wrong where they cannot give one."""
    household = {"area": review.area or None, "ethnic_minority": review.ethnic_minority, **review.facts}
    try:
        verdict = classify_household(
            load_standard(review.standard_id), household, review.member_facts, review.guidance or None,
            review_year=review.review_year,
        )  # fmt: skip
    except UserError as error:
        return None, str(error)
    return verdict, ""


def _steps(verdict: Verdict, review: HouseholdReview, language: str) -> list[Step]:
    numbers = [member.get("number") for member in review.member_facts]
    steps = []
    for each in verdict.explanation:
        reasons = [
            Reason(
                said(reason.label, language),
                fact_text(reason.fact, reason.value, language),
                numbers[reason.member] if reason.member is not None and reason.member < len(numbers) else None,
                reason.value is not None,
            )
            for reason in each.because
        ]
        state, outcome = outcome_text(each, language)
        if each.kind == "line" and each.outcome is not None:
            scored = verdict.guidance is not None and review.facts.get("b1_points") is not None
            outcome += " " + (_("điểm") if scored else _("đồng/người/tháng"))
        steps.append(
            Step(each.kind, said(each.label, language), state, outcome, reasons, each.condition or "", each.source,
                 STATUSES.get(each.status, each.status))
        )  # fmt: skip
    return steps


def _way(verdict: Verdict | None) -> str:
    ways = {"facts": _("từ dữ kiện"), "points": _("từ điểm phiếu B1, B2"), "mixed": _("từ điểm và dữ kiện")}
    return ways.get(verdict.way, "") if verdict else ""


def _fact_label(name: str, language: str) -> str:
    special = {"members": _("Thành viên của hộ"), "cut_offs": _("Ngưỡng điểm của khu vực này")}
    if name in special:
        return special[name]
    try:
        return said(load_vocabulary().fact(name).label, language)
    except KeyError:
        return name


def with_names(page: HouseholdPage, names: Mapping[int, str]) -> HouseholdPage:
    """The page with the members' names, by number, for a reader who may see them and asked to."""
    members = [{**each, "name": names.get(int(str(each["number"])), "")} for each in page.members]
    return replace(page, members=members)
