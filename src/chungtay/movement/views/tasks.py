"""Tasks of a movement: as a list, as a board by state, as a month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.movement.deadlines import late_day
from chungtay.movement.models import Movement, Task
from chungtay.movement.places import Crumb, named, trail
from chungtay.movement.queries.clause_work import is_late
from chungtay.movement.task_lists import TaskList, month_of, task_list, view_label, views_for
from chungtay.movement.views.refusing import for_officials, reader
from chungtay.movement.who_may import own_units
from chungtay.units.models import Unit

A_PAGE = 50
A_COLUMN = 25
"""cards of one column of the board; the rest is one link away"""


@for_officials
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """The list, by deadline."""
    frame = _frame(request, code)
    rows = frame["list"].rows
    state = request.GET.get("trang-thai", "")
    if state in Task.Status.values:
        rows = rows.filter(status=state)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    context = {**frame, "page": page, "lines": _lines(page.object_list, frame["movement"]), "state": state}
    return render(request, "movement/tasks.html", context)


@for_officials
def board(request: HttpRequest, code: str) -> HttpResponse:
    """A column a state."""
    frame = _frame(request, code)
    counts = dict(frame["counts"])
    columns = []
    for state in Task.Status:
        rows = frame["list"].rows.filter(status=state)[:A_COLUMN]
        total = counts.get(state.value, 0)
        columns.append({
            "state": state.value, "label": state.label, "count": total, "more": total - len(rows),
            "lines": _lines(rows, frame["movement"]),
        })  # fmt: skip
    return render(request, "movement/board.html", {**frame, "columns": columns})


@for_officials
def month(request: HttpRequest, code: str) -> HttpResponse:
    """A month of deadlines, and the movement's reviews in it."""
    frame = _frame(request, code)
    first = month_of(request.GET.get("thang", ""), frame["list"].rows)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    rows = frame["list"].rows.filter(due__gte=first, due__lte=last)[:500]
    days: dict[dt.date, list[dict[str, Any]]] = defaultdict(list)
    for line in _lines(rows, frame["movement"]):
        days[line["task"].due].append(line)
    reviews = {
        phase.review_due: phase
        for phase in frame["movement"].phases.filter(review_due__gte=first, review_due__lte=last)
    }
    weeks = [
        [
            {"day": day, "count": len(days.get(day, ())), "here": day.month == first.month, "review": reviews.get(day),
             "late": any(line["late"] for line in days.get(day, ()))}
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]  # fmt: skip
    context = {
        **frame,
        "first": first,
        "before": (first - dt.timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + dt.timedelta(days=1)).strftime("%Y-%m"),
        "weeks": weeks,
        "days": sorted(days.items()),
        "reviews": sorted(reviews.items()),
        "in_month": sum(len(lines) for lines in days.values()),
        "today": timezone.localdate(),
    }
    return render(request, "movement/month.html", context)


def _frame(request: HttpRequest, code: str) -> dict[str, Any]:
    """What the three pages share: the list chosen, its counts, the lists and units one can choose."""
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    user = reader(request)
    unit = Unit.objects.filter(code=request.GET.get("noi", "")).first() if request.GET.get("noi") else None
    chosen = task_list(user, movement, request.GET.get("xem", ""), unit)
    counts = list(chosen.rows.order_by().values_list("status").annotate(n=Count("pk", distinct=True)))
    today = late_day(movement)
    return {
        "movement": movement,
        "crumbs": trail(movement, Crumb(_("Việc"))),
        "list": chosen,
        "unit": unit,
        "unit_name": named([unit], movement)[unit.pk] if unit else "",
        "views": _views(user, chosen, unit),
        "query": urlencode({"xem": chosen.view, **({"noi": unit.code} if unit else {})}),
        "counts": counts,
        "total": sum(count for _status, count in counts),
        "accepted": dict(counts).get(Task.Status.ACCEPTED, 0),
        "late": chosen.rows.order_by().filter(due__lt=today, status__in=("open", "doing", "returned")).count(),
        "states": Task.Status.choices,
        "works": bool(own_units(user)),
    }


def _views(user: User, chosen: TaskList, unit: Unit | None) -> list[dict[str, object]]:
    more = {"noi": unit.code} if unit else {}
    return [
        {"label": view_label(view), "query": urlencode({"xem": view, **more}), "chosen": view == chosen.view}
        for view in views_for(user)
    ]


def _lines(rows: Any, movement: Movement) -> list[dict[str, Any]]:
    found = list(rows)
    names = named({task.unit for task in found}, movement)
    today = late_day(movement)
    return [{"task": task, "unit": names[task.unit_id], "late": is_late(task, today)} for task in found]
