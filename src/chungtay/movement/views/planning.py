"""Plan the work that carries out a clause, change it, or take it away before anyone began."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.accounts.models import Assignment, User
from chungtay.messages import UserError
from chungtay.movement import actions
from chungtay.movement.deadlines import deadline, suggested_due
from chungtay.movement.forms.tasks import PlanTaskForm
from chungtay.movement.models import Clause, Task
from chungtay.movement.places import Crumb, clause_trail, unit_name
from chungtay.movement.views.refusing import kept_to_rights, reader
from chungtay.movement.views.saying import say, say_on
from chungtay.movement.who_may import hierarchy_day, only_for
from chungtay.units import queries as units
from chungtay.units.models import Unit

WITH = ("plan__movement", "plan__unit", "plan__parent__unit", "inherits")


@kept_to_rights
def plan_task(request: HttpRequest, clause_id: int) -> HttpResponse:
    """The form for one clause's work, once or every year."""
    clause = get_object_or_404(Clause.objects.select_related(*WITH), pk=clause_id)
    user = reader(request)
    only_for(user, clause.plan.unit)
    form = _form(request, clause, {"unit": clause.plan.unit.code if clause.plan.unit else "", "due": _due(clause)})
    if request.method == "POST" and form.is_valid():
        values = _values(form)
        try:
            made = actions.plan_tasks(clause, every_year=form.cleaned_data["every_year"], by=user, **values)
        except UserError as error:
            say_on(form, error)
        else:
            words = ngettext("Đã giao %(n)d việc.", "Đã giao %(n)d việc.", len(made)) % {"n": len(made)}
            messages.success(request, words)
            return redirect("movement:task", made[0].pk) if len(made) == 1 else redirect("movement:clause", clause.pk)
    context = {"clause": clause, "form": form, "crumbs": clause_trail(clause, Crumb(_("Giao việc"))),
               "limit": deadline(clause)}  # fmt: skip
    return render(request, "movement/plan_task.html", context, status=422 if form.errors else 200)


@kept_to_rights
def change_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Change what a task says, who does it and by when; or remove it while nobody has begun."""
    task = get_object_or_404(
        Task.objects.select_related(*(f"clause__{name}" for name in WITH), "unit", "person"), pk=task_id
    )
    user = reader(request)
    only_for(user, task.clause.plan.unit)
    initial = {"title": task.title, "unit": task.unit.code, "person": task.person_id or "", "start": task.start,
               "due": task.due}  # fmt: skip
    removing = request.POST.get("do") == "remove"
    form = _form(request if not removing else None, task.clause, initial, owner=task.unit)
    del form.fields["every_year"], form.fields["unit"]
    try:
        if removing:
            actions.remove_task(task, by=user)
            messages.success(request, _("Đã bỏ việc này."))
            return redirect("movement:clause", task.clause_id)
        if request.method == "POST" and form.is_valid():
            values = _values(form)
            values.pop("unit")
            actions.change_task(task, by=user, **values)
            messages.success(request, _("Đã sửa việc."))
            return redirect("movement:task", task.pk)
    except UserError as error:
        say(request, error) if removing else say_on(form, error)
    context = {"task": task, "clause": task.clause, "form": form, "limit": deadline(task.clause),
               "crumbs": clause_trail(task.clause, Crumb(_("Sửa việc")))}  # fmt: skip
    return render(request, "movement/plan_task.html", context, status=422 if form.errors else 200)


def _form(
    request: HttpRequest | None, clause: Clause, initial: dict[str, Any], owner: Unit | None = None
) -> PlanTaskForm:
    own = clause.plan.unit
    owners = [] if own is None else [(own.code, unit_name(own, clause.plan.movement)), *_below(clause)]
    data = request.POST if request is not None and request.method == "POST" else None
    return PlanTaskForm(data, units=owners, people=_people(owner or own), initial=initial)


def _below(clause: Clause) -> list[tuple[str, str]]:
    """Units right below that the plan's unit can give its work to."""
    tree = units.tree(hierarchy_day(clause.plan.movement))
    code = clause.plan.unit.code if clause.plan.unit else ""
    nodes = tree.children(code, category=None) if code in tree else []
    return [(node.code, node.full_name[:1].upper() + node.full_name[1:]) for node in nodes]


def _people(unit: Unit | None) -> list[tuple[str, str]]:
    """Who holds a role in the unit today."""
    if unit is None:
        return []
    today = timezone.localdate()
    held = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), unit=unit, valid_from__lte=today
    )
    people = {one.user_id: str(one.user) for one in held.select_related("user") if one.user.is_active}
    return [(str(key), name) for key, name in sorted(people.items(), key=lambda pair: pair[1])]


def _values(form: PlanTaskForm) -> dict[str, Any]:
    values = form.cleaned_data
    person = values.get("person")
    return {
        "title": values["title"],
        "unit": Unit.objects.filter(code=values["unit"]).first() if values.get("unit") else None,
        "person": User.objects.filter(pk=person).first() if person else None,
        "start": values["start"],
        "due": values["due"],
    }


def _due(clause: Clause) -> Any:
    return deadline(clause) or suggested_due(clause)
