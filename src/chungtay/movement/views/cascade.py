"""Carry a plan down: which units have theirs, which have none yet, and drafts for many at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chungtay.accounts.models import User
from chungtay.messages import UserError
from chungtay.movement import actions, queries
from chungtay.movement.forms.plans import CascadeForm
from chungtay.movement.models import Plan
from chungtay.movement.places import Crumb, plan_trail, short, unit_of
from chungtay.movement.plan_states import IN_FORCE
from chungtay.movement.queries import UnitsWithout
from chungtay.movement.views.refusing import kept_to_rights, reader
from chungtay.movement.views.saying import say, say_on
from chungtay.movement.who_may import hierarchy_day, may_see_work, may_work_for, own_units
from chungtay.units.models import Level

A_PAGE = 50
LADDER = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.VILLAGE)


@kept_to_rights
def cascade(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The units below with and without a plan of their own, and the form that makes drafts."""
    plan = get_object_or_404(Plan.objects.select_related("movement__scope", "unit", "parent__unit"), pk=plan_id)
    user = request.user
    day = _day(request, plan)
    groups = _groups(plan, day)
    form = CascadeForm(
        request.POST if request.method == "POST" else None,
        templates=_templates(plan), initial={"due_by": plan.due_by},
    )  # fmt: skip
    picked = request.POST.getlist("units")
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request, groups)
        if not chosen:
            form.add_error(None, _("Chưa chọn đơn vị nào."))
        else:
            answer = _make(request, plan, chosen, form, day)
            if answer is not None:
                return answer
    page = Paginator(queries.plans_below(plan), A_PAGE).get_page(request.GET.get("trang"))
    may = isinstance(user, User) and may_work_for(user, plan.unit)
    for group in groups:
        group["picked"] = [node.code for node in group["units"] if node.code in picked]
    context = {
        "plan": plan,
        "name": unit_of(plan),
        "crumbs": plan_trail(plan, Crumb(_("Triển khai xuống cấp dưới"))),
        "groups": groups,
        "right": [group for group in groups if not group["further"]],
        "planned": sum(group["with_plan"] for group in groups if not group["further"]),
        "expected": sum(group["expected"] for group in groups if not group["further"]),
        "form": form,
        "picked": picked,
        "picked_groups": request.POST.getlist("groups"),
        "day": day,
        "in_force": plan.status in IN_FORCE,
        "may": may and plan.status in IN_FORCE,
        "own": _own(user, groups) if plan.status in IN_FORCE and not may else [],
        "page": page,
        "below": [{"plan": one, "name": unit_of(one)} for one in page.object_list],
        "templates": [one for one in plan.children.all() if one.unit_id is None],
        "official": may_see_work(user),
    }
    return render(request, "movement/cascade.html", context, status=422 if form.errors else 200)


def _day(request: HttpRequest, plan: Plan) -> dt.date:
    """The day whose units are meant: `?ngay=`, else today or the movement's last day."""
    asked = request.GET.get("ngay") or request.POST.get("ngay") or ""
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        return hierarchy_day(plan.movement)


def _groups(plan: Plan, day: dt.date) -> list[dict[str, Any]]:
    """Units right below by kind, then areas further down."""
    near = queries.units_without_plan(plan, day)
    groups = [_group(one, further=False) for one in near]
    covered = {(group["level"], group["category"]) for group in groups}
    top = plan.unit.level if plan.unit else plan.movement.scope.level
    for level in LADDER[LADDER.index(Level(top)) + 1 : -1]:
        if (level.value, "area") not in covered:
            groups += [_group(one, further=True) for one in queries.units_without_plan(plan, day, level.value)]
    return [group for group in groups if group["expected"]]


def _group(one: UnitsWithout, *, further: bool) -> dict[str, Any]:
    return {
        "key": f"{one.level}|{one.category}|{one.kind}",
        "kind": one.kind[:1].upper() + one.kind[1:],
        "level": one.level,
        "category": one.category,
        "level_label": Level(one.level).label,
        "units": one.units,
        "with_plan": one.with_plan,
        "expected": one.expected,
        "share": one.with_plan / one.expected if one.expected else None,
        "further": further,
    }


def _chosen(request: HttpRequest, groups: list[dict[str, Any]]) -> list[str]:
    """Codes of the units of whole groups and of those picked one by one, each once."""
    whole, single = set(request.POST.getlist("groups")), set(request.POST.getlist("units"))
    codes = [
        node.code for group in groups for node in group["units"] if group["key"] in whole or node.code in single
    ]  # fmt: skip
    return list(dict.fromkeys(codes))


def _make(request: HttpRequest, plan: Plan, chosen: list[str], form: CascadeForm, day: dt.date) -> HttpResponse | None:
    template = form.cleaned_data["template"]
    try:
        made = actions.cascade_plan(
            plan, chosen, by=reader(request), due_by=form.cleaned_data["due_by"], on=day,
            template=plan.children.filter(pk=int(template)).first() if template else None,
        )  # fmt: skip
    except UserError as error:
        say_on(form, error, {"due": "due_by"})
        return None
    words = ngettext("Đã lập %(n)d dự thảo kế hoạch.", "Đã lập %(n)d dự thảo kế hoạch.", len(made))
    messages.success(request, words % {"n": len(made)})
    if len(made) == 1 and len(chosen) == 1:
        return redirect("movement:plan", made[0].pk)
    return redirect("movement:cascade", plan.pk)


def _templates(plan: Plan) -> list[tuple[str, str]]:
    """What drafts can start from: templates first, then plans that units have already made."""
    rows = list(plan.children.select_related("unit").order_by("unit__code")[:200])
    rows.sort(key=lambda row: row.unit_id is not None)
    return [
        (str(row.pk), _("Bản mẫu số %(id)s") % {"id": row.pk} if row.unit_id is None else short(unit_of(row)))
        for row in rows
    ]


def _own(user: object, groups: list[dict[str, Any]]) -> list[Any]:
    """The reader's own units among those without a plan: they may make their own."""
    codes = {unit.code for unit in own_units(user)} if isinstance(user, User) else set()
    return [node for group in groups for node in group["units"] if node.code in codes]


@require_POST
@kept_to_rights
def template(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Make a template under a plan and open it."""
    plan = get_object_or_404(Plan.objects.select_related("movement", "unit"), pk=plan_id)
    try:
        made = actions.make_template(plan, by=reader(request))
    except UserError as error:
        say(request, error)
        return redirect("movement:cascade", plan.pk)
    words = _("Đã lập bản mẫu: cụ thể hóa ở đây rồi chọn nó khi triển khai. Chỗ ghi {đơn vị} sẽ thành tên từng đơn vị.")
    messages.success(request, words)
    return redirect(reverse("movement:plan", args=[made.pk]))
