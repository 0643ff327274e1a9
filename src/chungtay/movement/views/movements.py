"""The list of movements, and one movement: what it is, how far its plans are, what waits for the reader."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from chungtay.accounts.models import User
from chungtay.movement import queries
from chungtay.movement.doing_now import doing_now
from chungtay.movement.kept_counts import counted_on
from chungtay.movement.models import Movement, Plan
from chungtay.movement.page_words import kinds_of_participants
from chungtay.movement.places import trail, unit_of
from chungtay.movement.plan_states import IN_FORCE
from chungtay.movement.who_may import is_office, may_see_work, own_units


def index(request: HttpRequest) -> HttpResponse:
    """Every movement: name, scope, years, plans."""
    shown = [
        {"movement": one, "scope": queries.scope_name(one), "plans": sum(1 for p in one.plans.all() if p.unit_id)}
        for one in queries.movements()
    ]
    office = isinstance(request.user, User) and is_office(request.user)
    return render(request, "movement/index.html", {"movements": shown, "office": office})


def movement(request: HttpRequest, code: str) -> HttpResponse:
    """One movement."""
    found = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    user = request.user
    top = _top_plan(found)
    context = {
        "movement": found,
        "crumbs": trail(found),
        "scope": queries.scope_name(found),
        "participants": _participants(found),
        "phases": found.phases.all(),
        "links": found.links.select_related("other"),
        "chain": queries.chain_of(top) if top else [],
        "top": top,
        "plans": _plans(found),
        "planned": Plan.objects.filter(movement=found, unit__isnull=False).count(),
        "in_force": Plan.objects.filter(movement=found, unit__isnull=False, status__in=IN_FORCE).count(),
        "todo": doing_now(user, found) if isinstance(user, User) else [],
        "may_import": isinstance(user, User) and (is_office(user) or bool(own_units(user))),
        "official": may_see_work(user),
        "office": isinstance(user, User) and is_office(user),
    }
    if context["official"]:
        counted_on(found)
        context["coverage"] = queries.total_coverage(found)[0]
    return render(request, "movement/movement.html", context)


def _participants(movement: Movement) -> list[str]:
    labels = dict(kinds_of_participants(movement.participant_kinds))
    return [labels[one] for one in movement.participant_kinds if one in labels]


def _top_plan(movement: Movement) -> Plan | None:
    return Plan.objects.filter(movement=movement, parent__isnull=True).order_by("pk").first()


def _plans(movement: Movement) -> list[dict[str, object]]:
    """The topmost plans and those right below them; the others are on the page of the plan above them."""
    below = Count("children", filter=Q(children__unit__isnull=False))
    rows = list(
        Plan.objects.filter(Q(parent__isnull=True) | Q(parent__parent__isnull=True), movement=movement)
        .filter(Q(unit__isnull=False) | Q(parent__isnull=True))
        .select_related("unit", "document", "parent")
        .annotate(below=below)
        .order_by("unit__category", "unit__code", "pk")
    )
    order = []
    for row in rows:
        if row.parent_id is None:
            order.append((row, 0))
            order += [(other, 1) for other in rows if other.parent_id == row.pk]
    return [{"plan": row, "name": unit_of(row), "depth": depth} for row, depth in order]
