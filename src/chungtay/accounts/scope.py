"""What each person may see, worked out from the roles they hold on a day. May import units and Django.

`people_visible_to` is the one gate: every query for households, members or their reviews goes through it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from chungtay.accounts.held import assignments_on, roles_held
from chungtay.accounts.models import Assignment, User
from chungtay.accounts.rights import PUBLISHED_LEVELS, WHOLE_PROVINCE, Right, rights_of
from chungtay.accounts.roles import Role
from chungtay.accounts.territory import units_within
from chungtay.units.models import Level, Unit

__all__ = ["Right", "Scope", "may", "people_visible_to", "roles_held", "scope_for"]

Someone = User | AnonymousUser | None
SomeModel = TypeVar("SomeModel", bound=Model)


@dataclass(frozen=True)
class Scope:
    """The units in which a person holds one right.

    everything     the whole registry; the sets are then empty
    commune_ids    communes whole
    village_ids    villages held on their own, outside those communes or not
    unit_ids       all of these and the units above them that are covered whole (a district, the province)
    may_see_names  names may be shown somewhere in this scope; ask may(user, "see_names", unit) about one place
    """

    everything: bool = False
    commune_ids: frozenset[int] = frozenset()
    village_ids: frozenset[int] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    may_see_names: bool = False

    @property
    def empty(self) -> bool:
        return not (self.everything or self.commune_ids or self.village_ids)

    def __or__(self, other: Scope) -> Scope:
        return Scope(
            self.everything or other.everything,
            self.commune_ids | other.commune_ids,
            self.village_ids | other.village_ids,
            self.unit_ids | other.unit_ids,
            self.may_see_names or other.may_see_names,
        )


def covers(code: str, other: str, on: dt.date) -> bool:
    """Whether a role bound to the unit `code` reaches the unit `other` on a day, through mergers and splits too."""
    return other in units_within(code, on)


def scope_for(user: Someone, on: dt.date | None = None, right: Right | str = Right.SEE_HOUSEHOLDS) -> Scope:
    """Where a person holds a right on a day (today where none is named).

    on is a day of the clock or of an audit, never one that a reader typed into an address: it decides both which
    assignments hold and how the units lie. Kept on the user object, so one request works it out once.
    """
    day = on or timezone.localdate()
    wanted = Right(right)
    if user is None or not user.is_authenticated:
        return Scope()
    kept: dict[tuple[dt.date, Right], Scope] = user.__dict__.setdefault("_scopes", {})
    if (day, wanted) not in kept:
        scope = Scope()
        for held in assignments_on(user, day):
            scope |= _scope_of(held, wanted, day)
        kept[day, wanted] = scope
    return kept[day, wanted]


def _scope_of(held: Assignment, wanted: Right, day: dt.date) -> Scope:
    role, level = Role(held.role), held.unit.level if held.unit else ""
    rights = rights_of(role, level)
    if wanted not in rights:
        return Scope()
    names = Right.SEE_NAMES in rights
    if wanted in WHOLE_PROVINCE.get(role, ()):
        return Scope(everything=True, may_see_names=names)
    if held.unit is None:
        return Scope()
    rows = list(Unit.objects.filter(code__in=units_within(held.unit.code, day)).values_list("id", "level"))
    communes = frozenset(id_ for id_, level in rows if level == Level.COMMUNE)
    villages = frozenset(id_ for id_, level in rows if level == Level.VILLAGE)
    return Scope(False, communes, villages, frozenset(id_ for id_, _ in rows), names)


def may(user: Someone, right: Right | str, unit: Unit | str | None = None, on: dt.date | None = None) -> bool:
    """Whether a person may do something in a unit (a Unit or its code); without a unit, whether anywhere at all."""
    wanted = Right(right)
    scope = scope_for(user, on, wanted)
    if scope.everything or unit is None:
        return scope.everything or bool(scope.unit_ids)
    found = Unit.objects.filter(code=unit).first() if isinstance(unit, str) else unit
    if found is None:
        return False
    if wanted is Right.SEE_AGGREGATES and found.level in PUBLISHED_LEVELS:
        return True
    return found.pk in scope.unit_ids


def people_visible_to(
    queryset: QuerySet[SomeModel],
    user: Someone,
    *,
    commune: str = "commune",
    village: str = "village",
    on: dt.date | None = None,
    right: Right | str = Right.SEE_HOUSEHOLDS,
) -> QuerySet[SomeModel]:
    """Keep the rows about people that `user` may see: THE gate for households, members, reviews and verdicts.

    commune, village  the fields (or lookups, e.g. "household__commune") that lead from a row to its units
    right             what will be done with the rows; ask for "see_names" before names are read
    """
    scope = scope_for(user, on, right)
    if scope.everything:
        return queryset
    if scope.empty:
        return queryset.none()
    return queryset.filter(Q(**{f"{commune}__in": scope.commune_ids}) | Q(**{f"{village}__in": scope.village_ids}))
