"""Which household reviews stand behind a figure: the same conditions as the indicator, over the registry.

Every list goes through accounts.scope.people_visible_to; whoever may not see households gets an empty one.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from chungtay.accounts.models import User
from chungtay.accounts.scope import people_visible_to
from chungtay.registry.models import HouseholdReview
from chungtay.units.queries import Node, Tree

_CLASSES = {"poor_rate": "poor", "near_poor_rate": "near_poor"}
_PATHWAYS = {"poor_exit": "exit", "poor_new": "new", "poor_relapse": "relapse", "poor_stay": "stay"}
_DEPRIVED = {"poor_deprived_": "poor", "near_poor_deprived_": "near_poor"}
_GROUPS = {
    "all": Q(),
    "rural": Q(area="rural"),
    "urban": Q(area="urban"),
    "minority": Q(ethnic_minority=True),
    "kinh": Q(ethnic_minority=False),
}


def condition_of(indicator: str) -> Q | None:
    """What a review must satisfy to count in the indicator's numerator; None for one not made of households."""
    if indicator in _CLASSES:
        return Q(verdict__household_class=_CLASSES[indicator])
    if indicator in _PATHWAYS:
        return Q(verdict__pathway=_PATHWAYS[indicator])
    for prefix, household_class in _DEPRIVED.items():
        code = indicator.removeprefix(prefix)
        if indicator.startswith(prefix) and code.isidentifier():
            return Q(verdict__household_class=household_class, **{f"verdict__indicators__{code}": True})
    return None


def place_condition(tree: Tree, node: Node) -> Q:
    """The reviews made in a unit, by the unit each review names."""
    if node.level == "village":
        return Q(village_id=node.unit_id)
    if node.level == "commune":
        return Q(commune_id=node.unit_id)
    return Q(commune_id__in=[each.unit_id for each in tree.descendants(node.code, "commune")])


def reviews_behind(
    place: Q, indicator: str, year: int, group: str, user: User | AnonymousUser
) -> QuerySet[HouseholdReview]:
    """The current reviews in the numerator of a figure that `user` may see, by household code.

    place   from `place_condition`

    Empty for whoever may see none and for an indicator or a group that households do not make up.
    """
    condition = condition_of(indicator)
    if condition is None or group not in _GROUPS:
        return HouseholdReview.objects.none()
    reviews = HouseholdReview.objects.filter(place, condition, _GROUPS[group], review_year=year, is_current=True)
    return people_visible_to(reviews, user).select_related("household", "verdict").order_by("household__code")
