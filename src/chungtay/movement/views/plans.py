"""One plan: its clauses, how it differs from the one above, its text as received; and issuing it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chungtay.messages import UserError
from chungtay.movement import actions, queries
from chungtay.movement.clause_lines import clause_lines
from chungtay.movement.forms.plans import IssueForm
from chungtay.movement.models import Clause, Plan
from chungtay.movement.page_words import difference_label
from chungtay.movement.places import Crumb, plan_trail, unit_of
from chungtay.movement.plan_states import IN_FORCE
from chungtay.movement.views.refusing import kept_to_rights, only_readers, reader
from chungtay.movement.views.saying import say_on
from chungtay.movement.who_may import may_see_work, may_work_for, only_for


@kept_to_rights
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The clauses of a plan as a tree; a plan that was only received is shown as its text."""
    found = _plan(request, plan_id)
    tree = queries.plan_tree(found)
    if not tree:
        return _text(request, found)
    may = may_work_for(request.user, found.unit) if request.user.is_authenticated else False
    rows = list(clause_lines(tree, under=found.parent_id is not None))
    kinds = Counter(line.clause.kind for line in rows)
    context = {
        **_frame(request, found),
        "lines": rows,
        "contents": kinds[Clause.Kind.CONTENT] + kinds[Clause.Kind.SOLUTION],
        "kinds": [(Clause.Kind(kind).label, kinds[kind]) for kind in Clause.Kind.values if kinds[kind]],
        "may_work": may,
        "may_issue": may and found.unit_id and found.status in (Plan.Status.DRAFT, Plan.Status.CONFIRMED),
        "may_correct": may and found.status == Plan.Status.READ,
        "may_cascade": may and found.status in IN_FORCE and found.unit_id,
        "may_own": may and found.parent_id and found.status != Plan.Status.ISSUED,
        "may_tie": may and found.unit_id,
        "may_task": may and found.unit_id and found.status in IN_FORCE,
        "bases": found.plan_bases.select_related("document"),
        "late_below": queries.clauses_late_below(found) if may else [],
        "targets": found.targets.count(),
    }
    return render(request, "movement/plan.html", context)


def _plan(request: HttpRequest, plan_id: int) -> Plan:
    rows = Plan.objects.select_related(
        "movement__scope", "unit", "document", "parent__unit", "parent__document", "parent__movement"
    )
    found = get_object_or_404(rows, pk=plan_id)
    only_readers(request, found)
    return found


def _frame(request: HttpRequest, found: Plan) -> dict[str, Any]:
    return {
        "plan": found,
        "name": unit_of(found),
        "above": unit_of(found.parent) if found.parent else "",
        "below": queries.plans_below(found).count(),
        "expected": sum(group.expected for group in queries.units_without_plan(found)) if found.unit_id else 0,
        "crumbs": plan_trail(found),
        "official": may_see_work(request.user),
    }


@kept_to_rights
def source(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan's text as received, to read, with a table of contents."""
    return _text(request, _plan(request, plan_id))


def _text(request: HttpRequest, found: Plan) -> HttpResponse:
    crumbs = plan_trail(found, Crumb(_("Văn bản như khi nhận")))
    return render(
        request, "movement/plan_text.html", {"plan": found, "readable": queries.readable(found), "crumbs": crumbs}
    )


@kept_to_rights
def plan_text(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The text as received, as a file."""
    found = _plan(request, plan_id)
    response = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ke-hoach-{found.pk}.md"'
    return response


@kept_to_rights
def difference(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every clause against the plan above: kept, narrowed, added, not applicable, missing; by words."""
    found = _plan(request, plan_id)
    if found.parent is not None:
        only_readers(request, found.parent)
    rows = queries.difference_from_parent(found)
    counts = Counter(row.what for row in rows)
    asked = request.GET.get("loai", "")
    kinds = [
        {"what": what, "label": difference_label(what), "count": counts[what], "chosen": what == asked}
        for what in ("narrowed", "added", "not_applicable", "missing", "changed_above", "inherited")
        if counts[what]
    ]
    everything = asked == "tat-ca"
    shown = [row for row in rows if everything or row.what == (asked or row.what)]
    if not asked:  # what the page is about: what differs
        shown = [row for row in rows if row.what != "inherited"]
    context = {
        **_frame(request, found),
        "may_tie": request.user.is_authenticated and may_work_for(request.user, found.unit),
        "crumbs": plan_trail(found, Crumb(_("So với kế hoạch cấp trên"))),
        "rows": [{"row": row, "label": difference_label(row.what)} for row in shown],
        "kinds": kinds,
        "asked": asked,
        "total": len(rows),
        "changed": len(rows) - counts["inherited"],
    }
    return render(request, "movement/difference.html", context)


@kept_to_rights
def issue(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Issue a plan under its number and date."""
    found, user = _plan(request, plan_id), reader(request)
    only_for(user, found.unit)
    initial = {"number": found.header.get("number") or "", "date": found.header.get("date") or None}
    form = IssueForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue_plan(found, form.cleaned_data["number"], form.cleaned_data["date"], by=user)
            messages.success(request, _("Đã ban hành kế hoạch."))
            return redirect("movement:plan", found.pk)
        except UserError as error:
            say_on(form, error)
    crumbs = plan_trail(found, Crumb(_("Ban hành")))
    untouched = found.clauses.filter(~Q(origin=Clause.Origin.INHERITED)).count()
    context = {"plan": found, "form": form, "crumbs": crumbs, "own": untouched}
    return render(request, "movement/issue.html", context, status=422 if form.errors else 200)
