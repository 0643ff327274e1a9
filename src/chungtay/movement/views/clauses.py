"""One clause: its words and all units' work on it; and what a unit makes of it in its own plan."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.messages import UserError
from chungtay.movement import actions, queries
from chungtay.movement.deadlines import deadline_from_above
from chungtay.movement.forms.plans import AddClauseForm, NotApplicableForm, OwnWordsForm
from chungtay.movement.models import Clause, Plan
from chungtay.movement.places import Crumb, clause_trail, plan_trail, short, unit_of
from chungtay.movement.views.refusing import kept_to_rights, only_readers, reader
from chungtay.movement.views.saying import say, say_on
from chungtay.movement.who_may import may_see_work, may_work_for, only_for
from chungtay.movement.words import state_label

WITH = ("plan__movement", "plan__unit", "plan__parent__unit", "inherits__plan__unit", "parent")
A_PAGE = 50


@kept_to_rights
def clause(request: HttpRequest, clause_id: int) -> HttpResponse:
    """The words of a clause; for officials also every unit's work on it."""
    found = _clause(clause_id)
    only_readers(request, found.plan)
    may = request.user.is_authenticated and may_work_for(request.user, found.plan.unit)
    context: dict[str, Any] = {
        "clause": found,
        "plan": found.plan,
        "name": unit_of(found.plan),
        "crumbs": clause_trail(found),
        "official": may_see_work(request.user),
        "may_edit": may and found.plan.status != Plan.Status.ISSUED,
        "may_tie": may and found.plan.parent_id,
        "may_task": may and found.plan.unit_id and found.kind not in (Clause.Kind.HEADING, Clause.Kind.FRAME),
        "children": found.children.order_by("order"),
        "targets": found.targets.all(),
    }
    if context["official"]:
        context |= _work(request, found)
    return render(request, "movement/clause.html", context)


def _clause(clause_id: int) -> Clause:
    return get_object_or_404(Clause.objects.select_related(*WITH), pk=clause_id)


def _work(request: HttpRequest, found: Clause) -> dict[str, Any]:
    work = queries.clause_work(found)
    counts = Counter(one.state for one in work)
    asked = request.GET.get("trang-thai", "")
    states = [
        {"state": state, "label": state_label(state), "count": counts[state], "chosen": state == asked}
        for state in ("accepted", "open", "none", "not_applicable")
        if counts[state]
    ]
    shown = [one for one in work if one.state == asked] if asked in counts else work
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("trang"))
    return {
        "work": [{"one": one, "label": state_label(one.state)} for one in page.object_list],
        "page": page,
        "states": states,
        "asked": asked if asked in counts else "",
        "carrying": len(work),
        "counted": len(work) - counts["not_applicable"],
        "accepted": counts["accepted"],
    }


@kept_to_rights
def own(request: HttpRequest, clause_id: int) -> HttpResponse:
    """Narrow a clause, bring its deadline forward, mark it not applicable, restore it or take it away."""
    found, user = _clause(clause_id), reader(request)
    only_for(user, found.plan.unit)
    doing = request.POST.get("do", "")
    initial = {"heading": found.heading, "text": found.text, "due": found.due}
    form = OwnWordsForm(request.POST if doing == "narrow" else None, initial=initial)
    reason = NotApplicableForm(
        request.POST if doing == "not_applicable" else None, initial={"reason": found.reason}, prefix="bo"
    )
    if request.method == "POST":
        try:
            answer = _do(request, user, found, form, reason)
            if answer is not None:
                return answer
        except UserError as error:
            if doing == "narrow":
                say_on(form, error)
            elif doing == "not_applicable":
                say_on(reason, error)
            else:
                say(request, error)
            found = _clause(clause_id)
    context = {
        "clause": found,
        "plan": found.plan,
        "form": form,
        "reason": reason,
        "above": found.inherits,
        "limit": deadline_from_above(found),
        "issued": found.plan.status == Plan.Status.ISSUED,
        "crumbs": clause_trail(found, Crumb(_("Sửa"))),
    }
    return render(request, "movement/own_clause.html", context, status=422 if form.errors or reason.errors else 200)


def _do(
    request: HttpRequest, user: User, found: Clause, form: OwnWordsForm, reason: NotApplicableForm
) -> HttpResponse | None:
    doing = request.POST.get("do", "")
    label = {"address": found.address}
    if doing == "narrow" and form.is_valid():
        _own_words(found, form, user)
        messages.success(request, _("Đã lưu mục %(address)s.") % label)
    elif doing == "not_applicable" and reason.is_valid():
        actions.mark_not_applicable(found, reason.cleaned_data["reason"], by=user)
        messages.success(request, _("Đã ghi mục %(address)s không áp dụng ở đơn vị.") % label)
    elif doing == "restore":
        actions.restore_clause(found, by=user)
        messages.success(request, _("Mục %(address)s trở lại lời của cấp trên.") % label)
    elif doing == "delete":
        actions.delete_clause(found, by=user)
        messages.success(request, _("Đã xóa mục %(address)s.") % label)
        return redirect("movement:plan", found.plan_id)
    else:
        return None
    return _back_to(found)


def _own_words(found: Clause, form: OwnWordsForm, user: User) -> None:
    values = form.cleaned_data
    words = {name: values[name] for name in ("heading", "text") if name in form.changed_data}
    if words:
        change = actions.narrow_clause if found.inherits_id else actions.change_clause
        change(found, by=user, **words)
    if "due" in form.changed_data:
        actions.set_clause_due(found, values["due"], by=user)


def _back_to(found: Clause) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("movement:plan", args=[found.plan_id]) + f"#muc-{found.address}")


@kept_to_rights
def add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add a clause of the unit's own; `?duoi=` names the clause it goes under."""
    plan = get_object_or_404(Plan.objects.select_related("movement", "unit", "parent__unit"), pk=plan_id)
    user = reader(request)
    only_for(user, plan.unit)
    rows = list(plan.clauses.order_by("order"))
    parents = [(str(row.pk), f"{row.address} {short(row.heading or row.text)}") for row in rows]
    under = next((str(row.pk) for row in rows if row.address == request.GET.get("duoi")), "")
    form = AddClauseForm(request.POST if request.method == "POST" else None, parents=parents, initial={"parent": under})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        parent = next((row for row in rows if str(row.pk) == values["parent"]), None)
        try:
            made = actions.add_clause(
                plan, kind=values["kind"], text=values["text"], heading=values["heading"], parent=parent,
                due=values["due"], by=user,
            )  # fmt: skip
        except UserError as error:
            say_on(form, error)
        else:
            messages.success(request, _("Đã thêm mục %(address)s.") % {"address": made.address})
            return _back_to(made)
    context = {"plan": plan, "form": form, "crumbs": plan_trail(plan, Crumb(_("Thêm mục")))}
    return render(request, "movement/add_clause.html", context, status=422 if form.errors else 200)
