"""What a plan hangs on: the plan above it, the document it carries out, and clause by clause."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chungtay.messages import UserError
from chungtay.movement import actions
from chungtay.movement.choices import clause_choices, parent_choices
from chungtay.movement.forms.ties import ClauseAboveForm, LeadingDocumentForm, ParentPlanForm
from chungtay.movement.models import Clause, LegalDocument, Plan
from chungtay.movement.places import Crumb, clause_trail, plan_trail, unit_of
from chungtay.movement.views.refusing import kept_to_rights, only_readers, reader
from chungtay.movement.views.saying import say_on
from chungtay.movement.who_may import only_for

WITH = ("movement__scope", "unit", "document", "parent__unit", "parent__movement", "parent__document")


@kept_to_rights
def parent_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Put a plan under the plan that it carries out; its clauses are tied anew."""
    plan = _plan(request, plan_id)
    parents = parent_choices(plan.movement, plan)
    if plan.parent is not None and str(plan.parent_id) not in dict(parents):
        parents.insert(0, (str(plan.parent_id), unit_of(plan.parent)))
    form = ParentPlanForm(
        request.POST if request.method == "POST" else None, parents=parents, initial={"parent": plan.parent_id}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["parent"]
        parent = Plan.objects.filter(pk=int(chosen), movement=plan.movement).first() if chosen else None
        try:
            actions.set_parent_plan(plan, parent, by=reader(request))
        except UserError as error:
            say_on(form, error, {"": "parent"})
        else:
            messages.success(request, _("Đã đặt kế hoạch cấp trên."))
            return redirect("movement:difference" if parent else "movement:plan", plan.pk)
    context = {"plan": plan, "crumbs": plan_trail(plan, Crumb(_("Thực hiện kế hoạch")))}
    return _page(request, "movement/parent_plan.html", form, context)


@kept_to_rights
def leading_document(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Say which of its bases a plan carries out."""
    plan = _plan(request, plan_id)
    bases = list(plan.plan_bases.select_related("document"))
    leading = next((basis.document_id for basis in bases if basis.leading), None)
    form = LeadingDocumentForm(
        request.POST if request.method == "POST" else None,
        documents=[(str(basis.document_id), _said(basis.document)) for basis in bases],
        initial={"document": leading},
    )
    if request.method == "POST" and form.is_valid():
        document = get_object_or_404(LegalDocument, pk=form.cleaned_data["document"])
        try:
            actions.set_leading_document(plan, document, by=reader(request))
        except UserError as error:
            say_on(form, error, {"": "document"})
        else:
            messages.success(request, _("Đã ghi văn bản mà kế hoạch thực hiện."))
            return redirect("movement:plan", plan.pk)
    context = {"plan": plan, "bases": bases, "crumbs": plan_trail(plan, Crumb(_("Văn bản được thực hiện")))}
    return _page(request, "movement/leading_document.html", form, context)


@kept_to_rights
def link_clause(request: HttpRequest, clause_id: int) -> HttpResponse:
    """Tie a clause to the one of the plan above that it carries out, or untie it."""
    rows = Clause.objects.select_related(*(f"plan__{name}" for name in WITH), "inherits")
    clause = get_object_or_404(rows, pk=clause_id)
    plan, user = clause.plan, reader(request)
    only_for(user, plan.unit)
    if plan.parent is not None:
        only_readers(request, plan.parent)
    form = ClauseAboveForm(
        request.POST if request.method == "POST" else None,
        clauses=clause_choices(plan.parent) if plan.parent else [],
        initial={"above": clause.inherits_id},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["above"]
        above = Clause.objects.filter(pk=int(chosen)).first() if chosen else None
        try:
            actions.link_clause(clause, above, by=user)
        except UserError as error:
            say_on(form, error, {"": "above"})
        else:
            words = _("Mục %(address)s thực hiện mục %(above)s.") if above else _("Mục %(address)s là mục riêng.")
            messages.success(request, words % {"address": clause.address, "above": above.address if above else ""})
            return redirect("movement:clause", clause.pk)
    context = {
        "clause": clause,
        "plan": plan,
        "above": unit_of(plan.parent) if plan.parent else "",
        "crumbs": clause_trail(clause, Crumb(_("Thực hiện mục"))),
    }
    return _page(request, "movement/link_clause.html", form, context)


def _plan(request: HttpRequest, plan_id: int) -> Plan:
    plan = get_object_or_404(Plan.objects.select_related(*WITH), pk=plan_id)
    only_for(reader(request), plan.unit)
    return plan


def _said(document: LegalDocument) -> str:
    day = f"{document.date:%d/%m/%Y}" if document.date else ""
    return ": ".join(part for part in (", ".join(one for one in (document.number, day) if one), document.title) if part)


def _page(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
