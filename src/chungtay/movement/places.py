"""Addresses and names that the movement's pages share: the trail to a page, names of units. May import the room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.models import Unit
from chungtay.units.tree import Tree


@dataclass(frozen=True)
class Crumb:
    """One step of the trail; the last has no address."""

    label: str
    url: str = ""


def trail(movement: Movement, *more: Crumb) -> list[Crumb]:
    """All movements › this movement › …"""
    here = reverse("movement:movement", args=[movement.code])
    return [Crumb(_("Phong trào thi đua"), reverse("movement:index")), Crumb(short(movement.name), here), *more]


def plan_trail(plan: Plan, *more: Crumb) -> list[Crumb]:
    """… › the plan above › this plan › …"""
    above: list[Crumb] = []
    one: Plan | None = plan
    seen: set[int] = set()
    while one is not None and one.pk not in seen:
        seen.add(one.pk)
        above.append(Crumb(unit_of(one), reverse("movement:plan", args=[one.pk])))
        one = one.parent
    return trail(plan.movement, *reversed(above), *more)


def clause_trail(clause: Clause, *more: Crumb) -> list[Crumb]:
    """… › the plan › the clause › …"""
    label = _("Mục %(address)s") % {"address": clause.address}
    return plan_trail(clause.plan, Crumb(label, reverse("movement:clause", args=[clause.pk])), *more)


def unit_of(plan: Plan) -> str:
    """Whose plan it is, as the plan itself says."""
    if plan.unit is None and plan.parent_id:
        return _("Bản mẫu")
    if plan.issuer_name:
        return plan.issuer_name[:1].upper() + plan.issuer_name[1:]
    return unit_name(plan.unit, plan.movement) if plan.unit else short(plan.title)


def unit_name(unit: Unit, movement: Movement, tree: Tree | None = None) -> str:
    """A unit as it was called in the movement's days: "Huyện A Lưới"; its code where it had no name."""
    node = (tree or units.tree(hierarchy_day(movement))).get(unit.code)
    if node is None:
        spans = units.history(unit.code)
        return f"{spans[-1].kind} {spans[-1].name}".capitalize() if spans else unit.code
    return node.full_name[:1].upper() + node.full_name[1:]


def named(rows: Iterable[Unit], movement: Movement) -> dict[int, str]:
    """Names of many units, by id."""
    tree = units.tree(hierarchy_day(movement))
    return {unit.pk: unit_name(unit, movement, tree) for unit in rows}


def short(text: str, most: int = 60) -> str:
    """The beginning of a long title, cut at a word."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"
