"""Take a figure that the system knows as evidence of a task."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chungtay.indicators import queries as figures
from chungtay.indicators.figures import Figure
from chungtay.messages import UserError
from chungtay.movement import actions
from chungtay.movement.models import Task
from chungtay.movement.places import Crumb, clause_trail, unit_name
from chungtay.movement.views.refusing import for_officials, reader
from chungtay.movement.views.saying import sentence
from chungtay.movement.who_may import only_for
from chungtay.portal import target_page
from chungtay.units.models import Category

WITH = ("clause__plan__movement__scope", "clause__plan__unit", "clause__plan__parent__unit", "unit")


@for_officials
def task_figure(request: HttpRequest, task_id: int) -> HttpResponse:
    """The figures of the task's unit and year to choose from; `?nam=` another year."""
    task = get_object_or_404(Task.objects.select_related(*WITH), pk=task_id)
    user = reader(request)
    only_for(user, task.unit)
    movement = task.clause.plan.movement
    # An organisation has no households of its own: its work shows in the figures of the whole area.
    unit = task.unit if task.unit.category == Category.AREA else movement.scope
    years = figures.computed_years()
    asked = request.GET.get("nam", "")
    near = [year for year in years if year <= task.due.year] or years
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else (near[-1] if near else None)
    found = figures.unit_values(unit.code, year) if year else {}
    wrong = ""
    if request.method == "POST":
        chosen = found.get(request.POST.get("indicator", ""))
        if chosen is None or chosen.value is None:
            wrong = _("Hãy chọn một số liệu.")
        else:
            try:
                actions.add_evidence(task, title=_title(chosen, request), figure=_as_evidence(chosen), by=user)
            except UserError as error:
                wrong = " ".join(sentence(problem) for problem in error.problems)
            else:
                messages.success(request, _("Đã thêm minh chứng."))
                return redirect("movement:task", task.pk)
    context: dict[str, Any] = {
        "task": task,
        "unit": unit_name(unit, movement),
        "year": year,
        "years": years,
        "wrong": wrong,
        "rows": [
            {"indicator": one.indicator, "figure": one,
             "label": target_page.indicator_name(one.indicator, "all", request.LANGUAGE_CODE),
             "value": target_page.value_text(one.value, target_page.unit_of(one.indicator))}
            for one in found.values() if one.value is not None
        ],
        "crumbs": clause_trail(task.clause, Crumb(_("Số liệu làm minh chứng"))),
    }  # fmt: skip
    return render(request, "portal/task_figure.html", context, status=422 if wrong else 200)


def _title(figure: Figure, request: HttpRequest) -> str:
    name = target_page.indicator_name(figure.indicator, figure.group, request.LANGUAGE_CODE)
    value = target_page.value_text(figure.value, target_page.unit_of(figure.indicator))
    return f"{name}, {figure.year}: {value}"


def _as_evidence(figure: Figure) -> dict[str, object]:
    return {
        "indicator": figure.indicator, "unit": figure.unit_code, "year": figure.year, "group": figure.group,
        "value": figure.value, "snapshot": figure.snapshot_id,
    }  # fmt: skip
