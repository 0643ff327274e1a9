"""For which units a person may do the movement's work. May import accounts and units.

A unit changes only what is its own; the level above decides on it; the standing office changes all; None is the console
of the machine itself. docs/reference/movement.md says it in words.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chungtay.accounts.held import assignments_on
from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.accounts.scope import covers
from chungtay.movement.models import Movement, Plan
from chungtay.movement.plan_states import IN_FORCE, is_public
from chungtay.units import queries as units
from chungtay.units.models import Category, Level, Unit

WORKING = frozenset({Role.VILLAGE_SURVEYOR, Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.DEPARTMENT, Role.FRONT})
"""roles that carry out their own unit's plan"""
_OF_AREAS = {
    Level.VILLAGE: Role.VILLAGE_SURVEYOR,
    Level.COMMUNE: Role.COMMUNE_OFFICER,
    Level.DISTRICT: Role.DISTRICT_OFFICER,
    Level.PROVINCE: Role.PROVINCE_OFFICE,
}
_OF_ORGANISATIONS = frozenset({Role.DEPARTMENT, Role.FRONT})
Someone = User | AnonymousUser | None


def is_office(user: Someone) -> bool:
    """Whether it is the standing office, or the console."""
    return user is None or any(held.role == Role.PROVINCE_OFFICE for held in assignments_on(user))


def works_in(role: str, unit: Unit) -> bool:
    """Whether a role, held in a unit, does that unit's work: a commune's officer does; a department or the Front bound
    to an area watches over it, and works where it is bound to its own organisation."""
    if unit.category == Category.ORGANISATION:
        return role in _OF_ORGANISATIONS
    return role == _OF_AREAS.get(Level(unit.level))


def own_units(user: Someone) -> list[Unit]:
    """The units whose work is a person's own: those of their working roles today, without the heirs of ended units."""
    if user is None:
        return []
    return [held.unit for held in assignments_on(user) if held.unit and works_in(held.role, held.unit)]


def may_work_for(user: Someone, unit: Unit | None) -> bool:
    """Whether a person may change what belongs to a unit: their own unit, or one that went whole into it."""
    if is_office(user):
        return True
    if unit is None:
        return False
    own = {held.code for held in own_units(user)}
    return bool(own) and (unit.code in own or heir(unit.code) in own)


def may_decide(user: Someone, unit: Unit | None, movement: Movement) -> bool:
    """Whether a person may accept or send back a unit's work: the level above it, and the standing office."""
    if is_office(user):
        return True
    above = unit_above(unit.code, movement) if unit else None
    return above is not None and may_work_for(user, Unit.objects.filter(code=above).first())


def may_see_work(user: Someone) -> bool:
    """Whether a person may read tasks and evidence: every official of the movement."""
    return user is None or any(held.role != Role.DONOR for held in assignments_on(user))


def may_read_plan(user: Someone, plan: Plan) -> bool:
    """Whether a person may read a plan, on its pages and as its paper.

    Anyone reads what was issued. What is in force without a number yet is carried out by others, so every official of
    the movement reads it. Before that a plan is for those who write it, the level above, the standing office, the
    council and an inspector of the unit. A template belongs to the unit of the plan above it.
    """
    if user is None or is_public(plan) or (plan.status in IN_FORCE and may_see_work(user)):
        return True
    unit = plan.unit or (plan.parent.unit if plan.parent else None)
    if may_work_for(user, unit) or may_decide(user, unit, plan.movement):
        return True
    return _watches(user, unit, hierarchy_day(plan.movement))


def _watches(user: Someone, unit: Unit | None, on: dt.date) -> bool:
    """Whether it is the council, or an inspector bound to the unit or to one above it."""
    for held in assignments_on(user):
        if held.role == Role.COUNCIL_MEMBER:
            return True
        if held.role == Role.INSPECTOR and held.unit and unit and covers(held.unit.code, unit.code, on):
            return True
    return False


def only_for(user: Someone, unit: Unit | None) -> None:
    """Raise PermissionDenied unless the person may change what belongs to the unit."""
    if not may_work_for(user, unit):
        raise PermissionDenied


def only_the_office(user: Someone) -> None:
    """Raise PermissionDenied for anyone but the standing office."""
    if not is_office(user):
        raise PermissionDenied


def hierarchy_day(movement: Movement, on: dt.date | None = None) -> dt.date:
    """The day whose units decide who is above whom: today, or the movement's last day once it is over.

    A district that was abolished after the movement still has its communes' work to decide on.
    """
    return min(on or timezone.localdate(), dt.date(movement.last_year, 12, 31))


def unit_above(code: str, movement: Movement, on: dt.date | None = None) -> str | None:
    """The code of the unit above on the day; an ended unit is read on its last day, a later one on its first."""
    spans = units.history(code)
    if not spans:
        return None
    day = max(hierarchy_day(movement, on), spans[0].valid_from)
    day = min([day, *([spans[-1].valid_to] if spans[-1].valid_to else [])])
    node = units.tree(day).get(code)
    return node.parent_code if node else None


def heir(code: str) -> str | None:
    """The one unit that an ended unit went whole into; None where it goes on, was cut in pieces or left nobody."""
    try:
        went = units.successors(code, timezone.localdate())
    except KeyError:
        return None
    return went[0][0] if len(went) == 1 and went[0][1] == 1 else None
