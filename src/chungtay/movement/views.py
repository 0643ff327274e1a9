"""The movement's pages: what it is, and its plans to read. Public, as the plans are. May import the room and Django."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from chungtay.movement import queries
from chungtay.movement.models import Plan


def index(request: HttpRequest) -> HttpResponse:
    """Every movement: name, scope, years, plans."""
    shown = [
        {"movement": one, "scope": queries.scope_name(one), "plans": one.plans.all()} for one in queries.movements()
    ]
    return render(request, "movement/index.html", {"movements": shown})


def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan as received, with a table of contents."""
    found = get_object_or_404(Plan.objects.select_related("movement__scope"), pk=plan_id)
    return render(request, "movement/plan.html", {"plan": found, "readable": queries.readable(found)})


def plan_text(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The text as received, as a file."""
    found = get_object_or_404(Plan, pk=plan_id)
    response = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ke-hoach-{found.pk}.md"'
    return response
