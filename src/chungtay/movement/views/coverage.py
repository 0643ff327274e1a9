"""How far the clauses are carried out, with accepted evidence: by clause, by unit, and of one unit."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from chungtay.movement import queries
from chungtay.movement.coverage_page import clause_lines, heat_rows, legend, orders, sorted_units
from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.places import Crumb, plan_trail, trail
from chungtay.movement.queries.coverage import Coverage
from chungtay.movement.views.refusing import for_officials
from chungtay.movement.who_may import hierarchy_day
from chungtay.movement.words import state_label
from chungtay.units import queries as units
from chungtay.units.models import Level, TreeVersion, Unit

A_PAGE = 50


@for_officials
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """The whole movement: the share, each clause, and the units page by page."""
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    found = queries.coverage(movement, on=hierarchy_day(movement))
    order = request.GET.get("xep", "")
    level = request.GET.get("cap", "")
    rows = [row for row in sorted_units(found.by_unit, order) if not level or row.level == level]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "movement": movement,
        "crumbs": trail(movement, Crumb(_("Kết quả từng mục"))),
        "found": found,
        "key": _key(request, movement, found),
        "keep": None if movement.work_token else 0,
        "clauses": lambda: clause_lines(found),
        "heat": lambda: heat_rows(found, list(page.object_list), movement.code),
        "page": page,
        "legend": legend(),
        "orders": orders(order, level),
        "levels": _levels(found, order, level),
        "query": urlencode({name: value for name, value in (("xep", order), ("cap", level)) if value}),
    }
    return render(request, "movement/coverage.html", context)


def _key(request: HttpRequest, movement: Movement, found: Coverage) -> str:
    """What the kept tables depend on: the work's state, the units, the day, the language and what the address asks."""
    tree = TreeVersion.objects.values_list("token", flat=True).first()
    return "|".join((movement.work_token, str(tree), str(found.on), request.LANGUAGE_CODE, request.get_full_path()))


def _levels(found: Coverage, order: str, level: str) -> list[dict[str, Any]]:
    known = {row.level for row in found.by_unit}
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
    whole = queries.coverage(movement, on=hierarchy_day(movement))
    own = next((row for row in whole.by_unit if row.unit_id == found.pk), None)
    plan = Plan.objects.filter(movement=movement, unit=found).select_related("movement", "unit", "parent").first()
    below = _below(movement, found, whole)
    page: Page[Any] = Paginator(below, A_PAGE).get_page(request.GET.get("trang"))
    here = Crumb(_("Kết quả từng mục"))
    context = {
        "movement": movement,
        "unit": found,
        "name": own.name if own else unit,
        "own": own,
        "plan": plan,
        "crumbs": plan_trail(plan, here) if plan else trail(movement, here),
        "lines": _lines(plan, whole, found) if plan else [],
        "page": page,
    }
    return render(request, "movement/unit_coverage.html", context)


def _below(movement: Movement, unit: Unit, whole: Coverage) -> list[Any]:
    tree = units.tree(hierarchy_day(movement))
    codes = {node.code for node in tree.descendants(unit.code, category=None)} if unit.code in tree else set()
    return [row for row in whole.by_unit if row.code in codes]


def _lines(plan: Plan, whole: Coverage, unit: Unit) -> list[dict[str, Any]]:
    """The clauses of the unit's plan with their state, in order; headings stay, to read by."""
    rows = Clause.objects.filter(plan=plan).order_by("order")
    lines = []
    for row in rows:
        state = whole.cells.get((unit.pk, row.root_id or row.pk), "")
        if state or row.kind == Clause.Kind.HEADING:
            lines.append({"clause": row, "state": state, "label": state_label(state) if state else ""})
    return lines
