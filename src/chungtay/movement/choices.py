"""What forms offer to choose from: areas of a scope, plans above, clauses above. May import units and the room."""

from __future__ import annotations

from collections import defaultdict

from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.places import short, unit_of
from chungtay.movement.plan_states import IN_FORCE
from chungtay.units import queries as units
from chungtay.units.models import Category, Level

SCOPES = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


def scope_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every area that a movement may hold in, under its level, those that have ended with their last day."""
    last = {span.code: span for span in units.book().spans if span.category == Category.AREA}
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for span in last.values():
        name = f"{span.kind} {span.name}" if not span.name.lower().startswith(span.kind.lower()) else span.name
        until = f" (→ {span.valid_to:%d/%m/%Y})" if span.valid_to else ""
        found[span.level].append((span.code, f"{name[:1].upper()}{name[1:]}{until}"))
    return [(str(level.label), sorted(found[level], key=lambda one: one[1])) for level in SCOPES if found[level]]


def parent_choices(movement: Movement, plan: Plan | None = None) -> list[tuple[str, str]]:
    """The plans of a movement that another may carry out.

    plan  the one that is to carry it out: left out with all that hang on it; a village alone may choose a commune's
    """
    rows = Plan.objects.filter(movement=movement, status__in=(*IN_FORCE, Plan.Status.READ), unit__isnull=False)
    rows = rows.exclude(unit__level=Level.VILLAGE).select_related("unit").order_by("pk")
    if plan is None or plan.unit is None or plan.unit.level != Level.VILLAGE:
        rows = rows.exclude(unit__level=Level.COMMUNE)
    below = _with_all_below(plan) if plan is not None else set()
    return [(str(row.pk), f"{unit_of(row)}: {short(row.title)}") for row in rows if row.pk not in below]


def _with_all_below(plan: Plan) -> set[int]:
    layer = {plan.pk}
    found = set(layer)
    while layer:
        layer = set(Plan.objects.filter(parent__in=layer).values_list("pk", flat=True)) - found
        found |= layer
    return found


def clause_choices(plan: Plan) -> list[tuple[str, str]]:
    """The clauses of a plan in their order: address and first words."""
    rows: list[Clause] = list(plan.clauses.order_by("order"))
    return [(str(row.pk), f"{row.address} {short(row.heading or row.text, 90)}") for row in rows]
