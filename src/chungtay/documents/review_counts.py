"""What a review report counts in the registry itself: rounds, persons, groups, missing facts. Counts only, no names.

Whoever calls has checked that the reader may have the area's report; nothing here leads back to a household.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Func, IntegerField, Q, QuerySet, Sum

from chungtay.documents.review_rows import Group, MissingFact, Persons, Rate
from chungtay.registry.models import HouseholdCount, HouseholdReview
from chungtay.rules import load_vocabulary

POOR_CLASSES = ("poor", "near_poor")
GROUP_FACTS = (
    ("has_merit_member", "Hộ có thành viên là người có công với cách mạng"),
    ("no_labour_capacity", "Hộ không có khả năng lao động"),
)
NOT_FACTS = {"members": "Danh sách thành viên của hộ", "cut_offs": "Ngưỡng điểm của hướng dẫn cho khu vực của hộ"}


class ListLength(Func):
    """Length of a JSON list, in the words of each database."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **extra)


@dataclass(frozen=True)
class Reviewed:
    """The current reviews of one year in some communes, classified under one standard."""

    reviews: QuerySet[HouseholdReview]

    def rounds(self) -> tuple[tuple[str, int], ...]:
        """Households by round, the largest round first."""
        rows = self.reviews.values_list("round").annotate(households=Count("pk")).order_by("-households", "round")
        return tuple((name, households) for name, households in rows)

    def persons(self) -> dict[str, Persons]:
        """Persons in poor and near-poor households; a household with an empty member list is not counted as zero."""
        rows = (
            self.reviews.filter(verdict__household_class__in=POOR_CLASSES)
            .annotate(size=ListLength("member_facts"))
            .values_list("verdict__household_class")
            .annotate(households=Count("pk"), listed=Count("pk", filter=Q(size__gt=0)), persons=Sum("size"))
            .order_by()
        )
        return {name: Persons(persons or 0, households, listed) for name, households, listed, persons in rows}

    def groups(self) -> tuple[Group, ...]:
        """Poor and near-poor households with a merit member, or without labour capacity, where the fact is known."""
        wanted: dict[str, Any] = {}
        for fact, _ in GROUP_FACTS:
            wanted[f"{fact}_yes"] = Count("pk", filter=Q(**{f"facts__{fact}": True}))
            wanted[f"{fact}_no"] = Count("pk", filter=Q(**{f"facts__{fact}": False}))
        classified = self.reviews.filter(verdict__household_class__in=POOR_CLASSES).order_by()
        rows = classified.values("verdict__household_class").annotate(**wanted)
        found: dict[str, dict[str, Any]] = {row["verdict__household_class"]: dict(row) for row in rows}
        groups = []
        for fact, label in GROUP_FACTS:
            rates = [_part(found.get(name, {}), fact) for name in POOR_CLASSES]
            if any(rate.denominator for rate in rates):
                groups.append(Group(label, *rates))
        return tuple(groups)

    def undetermined(self) -> int:
        """Households whose class could not be given."""
        return self.reviews.filter(verdict__household_class="undetermined").count()

    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that undetermined households lack, the most frequent first."""
        rows = self.reviews.filter(verdict__household_class="undetermined").values_list("verdict__missing", flat=True)
        counted = Counter(name for text in rows for name in text.split(";") if name)
        known = load_vocabulary().facts
        return tuple(
            MissingFact(known[name].label.vi if name in known else NOT_FACTS.get(name, name), households)
            for name, households in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        )

    def about(self) -> tuple[int | None, str]:
        """The year for which the list is valid and the version of the standard, where the reviews agree on them."""
        years = set(self.reviews.order_by().values_list("valid_for_year", flat=True).distinct()[:2])
        found = self.reviews.filter(verdict__isnull=False).order_by()
        versions = set(found.values_list("verdict__standard_version", flat=True).distinct()[:2])
        return (years.pop() if len(years) == 1 else None), " và ".join(sorted(versions))


def reviewed(year: int, standard_id: str, commune_ids: Collection[int]) -> Reviewed:
    """Return the reviews of a year under a standard in communes, given as ids of their units."""
    reviews = HouseholdReview.objects.filter(
        is_current=True, review_year=year, standard_id=standard_id, commune_id__in=commune_ids
    )
    return Reviewed(reviews)


def persons_living(year: int, commune_ids: Collection[int]) -> int | None:
    """Return all persons of the communes at the end of the year; None where a commune has no count of them."""
    rows = HouseholdCount.objects.filter(year=year, commune_id__in=commune_ids).values_list("commune_id", "persons")
    counts = list(rows)
    if {commune for commune, _ in counts} != set(commune_ids) or any(persons is None for _, persons in counts):
        return None
    return sum(persons or 0 for _, persons in counts)


def _part(row: dict[str, Any], fact: str) -> Rate:
    yes, no = row.get(f"{fact}_yes", 0), row.get(f"{fact}_no", 0)
    return Rate(yes, yes + no, yes / (yes + no)) if yes + no else Rate()
