"""Lists of households on a page: only those that the reader may see, names only when asked for and allowed.

Every row comes through accounts.scope.people_visible_to; opening names writes an audit row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chungtay.accounts.audit import record
from chungtay.accounts.rights import Right
from chungtay.accounts.scope import people_visible_to, scope_for
from chungtay.portal.asking import Asked
from chungtay.portal.behind import place_condition
from chungtay.portal.labels import CLASSES, PATHWAYS
from chungtay.portal.place_names import place_name
from chungtay.registry.models import HouseholdIdentity, HouseholdReview, Verdict
from chungtay.registry.personal import unseal
from chungtay.units.queries import Node, Tree

PER_PAGE = 50
CLASS = "lop"
PAGE = "trang"
NAMES = "ten"
ALL_CLASSES = _("Mọi hộ đã rà soát")
_ORDER = ("poor", "near_poor", "undetermined", "average", "not_poor")


@dataclass(frozen=True)
class HouseholdLine:
    """One household of a list; `name` is the head's name, None unless opened."""

    code: str
    village: str
    household_class: str
    class_label: Promise | str
    before_label: Promise | str
    pathway_label: Promise | str
    deprivations: int | None
    name: str | None


@dataclass(frozen=True)
class Listing:
    """A page of households with what the reader may do with it.

    allowed    False: the reader may see no household here; nothing was read
    may_open   the reader may open names; `opened` says that they are shown now
    """

    allowed: bool
    lines: tuple[HouseholdLine, ...] = ()
    page: Page[HouseholdReview] | None = None
    chosen: str | None = None
    may_open: bool = False
    opened: bool = False
    query: QueryDict = field(default_factory=QueryDict)

    def _with(self, **changes: str | None) -> str:
        asked = self.query.copy()
        for name, value in changes.items():
            if value is None:
                asked.pop(name, None)
            else:
                asked[name] = value
        return f"?{asked.urlencode()}"

    @property
    def open_query(self) -> str:
        return self._with(**{NAMES: "1"})

    @property
    def close_query(self) -> str:
        return self._with(**{NAMES: None})

    @property
    def previous_query(self) -> str:
        return self._with(**{PAGE: str(self.page.previous_page_number())}) if self.page else ""

    @property
    def next_query(self) -> str:
        return self._with(**{PAGE: str(self.page.next_page_number())}) if self.page else ""

    @property
    def classes(self) -> list[dict[str, object]]:
        """The choices of class; empty where the list is not one of a place."""
        if self.chosen is None:
            return []
        choices = {"": ALL_CLASSES, **CLASSES}
        return [
            {"label": label, "query": self._with(**{CLASS: code or None, PAGE: None}), "chosen": code == self.chosen}
            for code, label in choices.items()
        ]


def may_see_households(request: HttpRequest, tree: Tree, node: Node) -> bool:
    """True where the reader's scope reaches into the place at all."""
    scope = scope_for(request.user)
    if scope.everything:
        return True
    if scope.empty:
        return False
    places = [node, *tree.ancestors(node.code)]
    inside = {each.unit_id for each in places} | {each.unit_id for each in tree.descendants(node.code)}
    return bool(inside & (set(scope.commune_ids) | set(scope.village_ids)))


def listing(request: HttpRequest, tree: Tree, node: Node, asked: Asked) -> Listing:
    """The reviewed households of a place at the asked year, the poor first, one page of them."""
    if not may_see_households(request, tree, node):
        return Listing(allowed=False)
    reviews = HouseholdReview.objects.filter(place_condition(tree, node), review_year=asked.year or 0, is_current=True)
    chosen = request.GET.get(CLASS, "")
    if chosen in CLASSES:
        reviews = reviews.filter(verdict__household_class=chosen)
    else:
        chosen = ""
    whens = [When(verdict__household_class=each, then=Value(rank)) for rank, each in enumerate(_ORDER)]
    ranked = Case(*whens, default=Value(len(_ORDER)), output_field=IntegerField())
    visible = people_visible_to(reviews, request.user).select_related("household", "verdict")
    return paged(request, visible.order_by(ranked, "household__code"), tree, asked.year or 0, chosen)


def paged(
    request: HttpRequest,
    visible: QuerySet[HouseholdReview],
    tree: Tree,
    year: int,
    chosen: str | None = None,
) -> Listing:
    """One page of reviews already narrowed to what the reader may see, with last year's class and, if opened, names."""
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get(PAGE))
    reviews: list[HouseholdReview] = list(page.object_list)
    may_open = not scope_for(request.user, right=Right.SEE_NAMES).empty
    opened = may_open and request.GET.get(NAMES) == "1"
    names = head_names(request, reviews) if opened else {}
    if opened and reviews:
        codes = [one.household.code for one in reviews]
        record(request.user, "names.open", request.path, {"households": codes, "year": year})
    before = classes_of_year((one.household_id for one in reviews), year - 1)
    villages = {each.unit_id or 0: place_name(each) for each in tree.level("village")}
    lines = tuple(_line(one, villages, before.get(one.household_id), names.get(one.household_id)) for one in reviews)
    return Listing(True, lines, page, chosen, may_open, opened, request.GET)


def classes_of_year(households: Iterable[int], year: int) -> dict[int, str]:
    """The class that each household had in a year's review; those not reviewed are left out.

    The caller has passed the households through the gate; a household's past goes with it when it moves.
    """
    rows = Verdict.objects.filter(
        review__household__in=list(households), review__review_year=year, review__is_current=True
    )
    return dict(rows.values_list("review__household_id", "household_class"))


def head_names(request: HttpRequest, reviews: Iterable[HouseholdReview]) -> dict[int, str]:
    """The heads' names that the reader may see, unsealed. The caller writes the audit row."""
    sealed = people_visible_to(
        HouseholdIdentity.objects.filter(household__in=[one.household_id for one in reviews]),
        request.user,
        commune="household__commune",
        village="household__village",
        right=Right.SEE_NAMES,
    )
    return {pk: unseal(bytes(value)) for pk, value in sealed.values_list("pk", "head_name") if value}


def _line(review: HouseholdReview, villages: dict[int, str], before: str | None, name: str | None) -> HouseholdLine:
    verdict = getattr(review, "verdict", None)
    now = verdict.household_class if verdict else ""
    return HouseholdLine(
        code=review.household.code,
        village=villages.get(review.village_id or 0, ""),
        household_class=now,
        class_label=CLASSES.get(now, ""),
        before_label=CLASSES.get(before or "", ""),
        pathway_label=PATHWAYS.get(verdict.pathway, "") if verdict else "",
        deprivations=verdict.deprivations if verdict else None,
        name=name,
    )
