"""Count what each unit must report: fields a year, and how many of them the system fills in. May import units.

A field counts once for each time its form is asked: form x times a year x fields.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from chungtay.movement.models import Movement, ReportForm
from chungtay.movement.report_forms import add_field, add_form, check_form, close_form, remove_field
from chungtay.units import queries as units
from chungtay.units.models import Category
from chungtay.units.rows import LEVELS
from chungtay.units.tree import Node, Tree

__all__ = [
    "FormBurden",
    "LevelBurden",
    "UnitBurden",
    "add_field",
    "add_form",
    "burden_by_level",
    "burden_by_unit",
    "burden_of_unit",
    "check_form",
    "close_form",
    "remove_field",
]


@dataclass(frozen=True)
class FormBurden:
    """What one form asks of a unit in a year; typed and prefilled are fields of one filling."""

    form_id: int
    title: str
    issuer: str
    level: str
    times_a_year: int
    typed: int
    prefilled: int

    @property
    def asked(self) -> int:
        """Fields a year, typed or filled in."""
        return self.times_a_year * (self.typed + self.prefilled)

    @property
    def asked_typed(self) -> int:
        """Fields a year that a person types."""
        return self.times_a_year * self.typed


@dataclass(frozen=True)
class UnitBurden:
    """What all forms ask of one unit in a year."""

    code: str
    name: str
    level: str
    year: int
    forms: tuple[FormBurden, ...]

    @property
    def reports(self) -> int:
        """Reports a year: each form as often as it is asked."""
        return sum(form.times_a_year for form in self.forms)

    @property
    def asked(self) -> int:
        return sum(form.asked for form in self.forms)

    @property
    def typed(self) -> int:
        return sum(form.asked_typed for form in self.forms)

    @property
    def prefilled(self) -> int:
        return self.asked - self.typed

    @property
    def prefilled_share(self) -> float | None:
        """Part of the fields that the system fills in; None where nothing is asked."""
        return self.prefilled / self.asked if self.asked else None


@dataclass(frozen=True)
class LevelBurden:
    """What is asked of a level in a year, all its units together; units counts those that are asked anything."""

    level: str
    year: int
    units: int
    forms: int
    reports: int
    asked: int
    typed: int

    @property
    def prefilled_share(self) -> float | None:
        return (self.asked - self.typed) / self.asked if self.asked else None

    @property
    def typed_per_unit(self) -> float | None:
        """Fields that a unit's people type in a year, on average."""
        return self.typed / self.units if self.units else None


def forms_in_force(movement: Movement | None, year: int) -> QuerySet[ReportForm]:
    """The forms asked in a year, of one movement or of all, with their fields counted."""
    found = ReportForm.objects.filter(Q(last_year__isnull=True) | Q(last_year__gte=year), first_year__lte=year)
    if movement is not None:
        found = found.filter(movement=movement)
    return found.select_related("issuer").annotate(
        typed=Count("fields", filter=Q(fields__prefilled=False)),
        filled=Count("fields", filter=Q(fields__prefilled=True)),
    ).order_by("title", "id")  # fmt: skip


def burden_by_unit(
    year: int, *, movement: Movement | None = None, level: str | None = None, under: str | None = None
) -> list[UnitBurden]:
    """The burden of every unit that is asked anything in a year, by code. One query beside the tree of units.

    level  only units of this level; under  only those below this unit
    """
    tree = units.tree(dt.date(year, 12, 31))
    asked: dict[str, list[FormBurden]] = defaultdict(list)
    for form in forms_in_force(movement, year):
        if level is None or form.level == level:
            one = _form_burden(form)
            for node in units_asked(tree, form.issuer.code, form.level):
                asked[node.code].append(one)
    kept = {node.code for node in tree.descendants(under, category=None)} if under else None
    return [
        UnitBurden(code, tree.unit(code).full_name, tree.unit(code).level, year, tuple(forms))
        for code, forms in sorted(asked.items())
        if kept is None or code in kept
    ]


def burden_of_unit(unit_code: str, year: int, *, movement: Movement | None = None) -> UnitBurden | None:
    """The burden of one unit, nothing asked included; None where the unit did not exist at the end of the year."""
    tree = units.tree(dt.date(year, 12, 31))
    node = tree.get(unit_code)
    if node is None:
        return None
    above = {one.code for one in tree.ancestors(unit_code)}
    forms = forms_in_force(movement, year).filter(level=node.level, issuer__code__in=above)
    own = [form for form in forms if node in units_asked(tree, form.issuer.code, form.level)]
    return UnitBurden(node.code, node.full_name, node.level, year, tuple(_form_burden(form) for form in own))


def burden_by_level(year: int, *, movement: Movement | None = None) -> list[LevelBurden]:
    """The burden of each level that is asked anything in a year, from the province down. One query."""
    levels: dict[str, list[UnitBurden]] = defaultdict(list)
    for unit in burden_by_unit(year, movement=movement):
        levels[unit.level].append(unit)
    return [_level(level, year, levels[level]) for level in LEVELS if level in levels]


def units_asked(tree: Tree, issuer: str, level: str) -> list[Node]:
    """The units a form asks: the areas of its level below the issuer.

    At the issuer's own level, and where an organisation asks, the organisations under it.
    """
    node = tree.get(issuer)
    if node is None:
        return []
    organisations = level == node.level or node.category == Category.ORGANISATION
    return tree.descendants(issuer, level, category=Category.ORGANISATION if organisations else Category.AREA)


def _form_burden(form: ReportForm) -> FormBurden:
    typed, filled = form.typed, form.filled  # type: ignore[attr-defined]
    return FormBurden(form.pk, form.title, form.issuer.code, form.level, form.times_a_year, typed, filled)


def _level(level: str, year: int, found: Iterable[UnitBurden]) -> LevelBurden:
    units_ = list(found)
    forms = {form.form_id for unit in units_ for form in unit.forms}
    return LevelBurden(
        level, year, len(units_), len(forms), sum(unit.reports for unit in units_),
        sum(unit.asked for unit in units_), sum(unit.typed for unit in units_),
    )  # fmt: skip
