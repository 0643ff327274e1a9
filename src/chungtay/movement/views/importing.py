"""Take a plan in: choose the file, see how it was read, import it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.messages import UserError
from chungtay.movement import actions, incoming
from chungtay.movement.choices import parent_choices
from chungtay.movement.forms.plans import Groups, ImportForm
from chungtay.movement.models import Clause, Movement, Plan
from chungtay.movement.places import Crumb, trail, unit_name
from chungtay.movement.reading import PlanDocument, read_plan
from chungtay.movement.views.refusing import kept_to_rights, reader
from chungtay.movement.views.saying import say_on
from chungtay.movement.who_may import hierarchy_day, is_office, own_units
from chungtay.units import queries as units
from chungtay.units.models import Level

LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


@kept_to_rights
def import_plan(request: HttpRequest, code: str) -> HttpResponse:
    """The form; after `do=preview` the plan as read and nothing written; after `do=import` the plan kept."""
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    user = reader(request)
    issuers = issuers_for(user, movement)
    if not issuers:
        raise PermissionDenied(_("Chỉ cán bộ làm kế hoạch của đơn vị mới nhập được kế hoạch."))
    form = ImportForm(
        request.POST if request.method == "POST" else None, request.FILES or None,
        issuers=issuers, parents=parent_choices(movement),
    )  # fmt: skip
    context: dict[str, Any] = {"movement": movement, "form": form}
    context["crumbs"] = trail(movement, Crumb(_("Nhập kế hoạch")))
    if request.method == "POST" and form.is_valid():
        try:
            file = incoming.keep(request, form.cleaned_data["file"]) if form.cleaned_data["file"] else None
            file = file or incoming.kept(request)
            if file is None:
                form.add_error("file", _("Hãy chọn một tệp."))
            elif request.POST.get("do") == "import":
                return _import(request, user, movement, form, file)
            else:
                context |= {"read": _shown(read_plan(file.path)), "name": file.name}
        except UserError as error:
            say_on(form, error)
    context["kept"] = incoming.kept(request) if request.method == "POST" else None
    return render(request, "movement/import.html", context, status=422 if form.errors else 200)


def _import(
    request: HttpRequest, user: User, movement: Movement, form: ImportForm, file: incoming.Incoming
) -> HttpResponse:
    parent = form.cleaned_data["parent"]
    plan = actions.import_plan(
        movement_code=movement.code, issuer_code=form.cleaned_data["issuer"], path=file.path, by=user,
        parent_id=int(parent) if parent else None, source_name=file.name,
    )  # fmt: skip
    incoming.forget(request)
    if plan.status == Plan.Status.READ:
        messages.success(request, _("Đã nhập kế hoạch. Hãy soát các mục rồi xác nhận."))
        return redirect("movement:correct", plan.pk)
    messages.info(request, _("Văn bản này đã được nhập từ trước."))
    return redirect("movement:plan", plan.pk)


def issuers_for(user: User, movement: Movement) -> Groups:
    """The units whose plan a person may import, under headings: their own, or all of the movement for the office."""
    tree = units.tree(hierarchy_day(movement))
    if not is_office(user):
        return [(_("Đơn vị của bạn"), [(one.code, unit_name(one, movement, tree)) for one in own_units(user)])] * bool(
            own_units(user)
        )
    top = tree.get(movement.scope.code)
    nodes = ([top] if top else []) + tree.descendants(movement.scope.code, category=None)
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for level in LEVELS:
        for category, label in (("area", Level(level).label), ("organisation", _("Cơ quan, tổ chức"))):
            found = [
                (node.code, node.full_name[:1].upper() + node.full_name[1:])
                for node in nodes
                if node.level == level and node.category == category
            ]
            if found:
                groups.append((str(label), found))
    return groups


def _shown(read: PlanDocument) -> dict[str, Any]:
    """What the preview shows of a plan as read."""
    vietnamese = (get_language() or "vi").startswith("vi")
    kinds = Counter(clause.kind for clause in read.clauses)
    return {
        "document": read,
        "date": _day(read.header.date),
        "bases": [(basis, _day(basis.date)) for basis in read.bases],
        "counts": [(Clause.Kind(kind).label, kinds[kind]) for kind in Clause.Kind.values if kinds[kind]],
        "clauses": [(clause, Clause.Kind(clause.kind).label) for clause in read.clauses],
        "notices": [
            {"text": one.vi if vietnamese else one.en, "address": one.address} for one in read.notices
        ],
    }  # fmt: skip


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
