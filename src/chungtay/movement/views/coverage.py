"""How far the clauses are carried out, with accepted evidence: by clause, by unit, and of one unit."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from chungtay.movement import queries
from chungtay.movement.coverage_page import clause_rows, heat_head, heat_rows, legend, orders, shown_state
from chungtay.movement.kept_counts import counted_on
from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.places import Crumb, plan_trail, trail
from chungtay.movement.queries.kept_coverage import UnitRow
from chungtay.movement.views.refusing import for_officials
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.models import Level, TreeVersion, Unit

A_PAGE = 50


@for_officials
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """The whole movement: the share, each clause, and the units page by page.

    What the template keeps is not asked for again until something in the movement changes, so it is asked for there.
    """
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    day = counted_on(movement)
    order, level = request.GET.get("xep", ""), request.GET.get("cap", "")

    total = cache(lambda: queries.total_coverage(movement))
    clauses = cache(lambda: queries.shared_clauses(movement))
    own = cache(lambda: queries.own_clauses(total()[0], clauses()))
    by_level = cache(lambda: queries.units_by_level(movement))

    @cache
    def page() -> Page[int]:
        places = range(by_level().get(level, 0) if level else total()[1])
        return Paginator(places, A_PAGE).get_page(request.GET.get("trang"))

    def heat() -> str:
        rows = queries.unit_rows(movement, order, level, first=max(page().start_index() - 1, 0), most=A_PAGE)
        return heat_rows(clauses(), own(), rows, movement.code)

    context = {
        "movement": movement,
        "crumbs": trail(movement, Crumb(_("Kết quả từng mục"))),
        "total": lambda: total()[0],
        "units": lambda: total()[1],
        "day": day,
        "state": _state(request, movement),
        "asked": request.GET.urlencode(),
        "clauses": lambda: clause_rows(clauses(), own()),
        "head": lambda: heat_head(clauses(), own()),
        "heat": heat,
        "page": page,
        "legend": legend,
        "orders": lambda: orders(order, level),
        "levels": lambda: _levels(by_level(), order, level),
        "query": urlencode({name: value for name, value in (("xep", order), ("cap", level)) if value}),
    }
    return render(request, "movement/coverage.html", context)


def _state(request: HttpRequest, movement: Movement) -> str:
    """What the kept tables depend on: the movement and its work's state, the day, the units, the language."""
    tree = TreeVersion.objects.values_list("token", flat=True).first()
    parts = (movement.pk, movement.work_token, movement.counted_on, tree, request.LANGUAGE_CODE)
    return "|".join(str(part) for part in parts)


def _levels(known: Collection[str], order: str, level: str) -> list[dict[str, Any]]:
    choices = [("", _("Mọi cấp")), *((one.value, one.label) for one in Level if one.value in known)]
    return [
        {"label": label, "chosen": value == level,
         "query": urlencode({name: given for name, given in (("xep", order), ("cap", value)) if given})}
        for value, label in choices
    ]  # fmt: skip


@for_officials
def unit_coverage(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """One unit: each clause of its plan and whether it was done; and the units below it."""
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    found = Unit.objects.filter(code=unit).first()
    if found is None:
        raise Http404(_("Không có đơn vị mang mã %(code)s.") % {"code": unit})
    day = counted_on(movement)
    own = queries.unit_row(movement, unit)
    plan = Plan.objects.filter(movement=movement, unit=found).select_related("movement", "unit", "parent").first()
    page: Page[Any] = Paginator(_below(movement, found), A_PAGE).get_page(request.GET.get("trang"))
    here = Crumb(_("Kết quả từng mục"))
    context = {
        "movement": movement,
        "unit": found,
        "name": own.name if own else unit,
        "own": own,
        "day": day,
        "plan": plan,
        "crumbs": plan_trail(plan, here) if plan else trail(movement, here),
        "lines": _lines(plan, own.cells if own else {}) if plan else [],
        "page": page,
    }
    return render(request, "movement/unit_coverage.html", context)


def _below(movement: Movement, unit: Unit) -> list[UnitRow]:
    tree = units.tree(hierarchy_day(movement))
    codes = {node.code for node in tree.descendants(unit.code, category=None)} if unit.code in tree else set()
    return [row for row in queries.unit_rows(movement) if row.code in codes] if codes else []


def _lines(plan: Plan, cells: dict[str, int]) -> list[dict[str, Any]]:
    """The clauses of the unit's plan with their state, in order; headings stay, to read by."""
    lines = []
    for row in Clause.objects.filter(plan=plan).order_by("order"):
        code = cells.get(str(row.root_id or row.pk))
        if code is not None:
            state, label = shown_state(code)
            lines.append({"clause": row, "state": state, "label": label})
        elif row.kind == Clause.Kind.HEADING:
            lines.append({"clause": row, "state": "", "label": ""})
    return lines
