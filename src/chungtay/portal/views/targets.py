"""Targets of a movement: where each stands, one in detail, and setting one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.indicators import queries as figures
from chungtay.indicators.definitions import GROUPS, POOR_INCOME, RATES
from chungtay.indicators.target_standing import baseline_of, level_standing, plan_standing, standings, unit_standing
from chungtay.messages import UserError
from chungtay.movement.models import Movement, Plan, Target
from chungtay.movement.page_words import standing_label
from chungtay.movement.places import Crumb, plan_trail, short, trail, unit_name
from chungtay.movement.target_path import path_of
from chungtay.movement.targets import remove_target, set_target
from chungtay.movement.views.refusing import kept_to_rights, only_readers, reader
from chungtay.movement.views.saying import say, say_on
from chungtay.movement.who_may import hierarchy_day, may_see_work, may_work_for, only_for
from chungtay.portal import target_page
from chungtay.portal.labels import group_labels
from chungtay.portal.target_forms import TargetForm
from chungtay.units.models import Unit
from chungtay.units.queries import tree

A_PAGE = 50
WITH = ("plan__movement", "plan__unit", "plan__parent__unit", "unit", "clause", "parent__unit")


def targets(request: HttpRequest, code: str) -> HttpResponse:
    """The targets of the movement's own area, or of another unit for officials: `?don-vi=`, `?nam=`."""
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    official = may_see_work(request.user)
    unit = _unit(request, movement) if official else movement.scope
    year = _year(request, movement)
    found = unit_standing(unit.code, year, movement=movement)
    lines = target_page.lines(found, movement, request.LANGUAGE_CODE)
    context = {
        "movement": movement,
        "crumbs": trail(movement, Crumb(_("Chỉ tiêu"))),
        "official": official,
        "unit": unit,
        "name": unit_name(unit, movement),
        "year": year,
        "years": _years(movement),
        "lines": lines,
        "gaps": [(line, gap) for line in lines if (gap := target_page.gap_line(line.target))],
        "good": sum(1 for line in lines if line.state == "on_track"),
        "late": sum(1 for line in lines if line.late),
        "units": _units(movement) if official else [],
        "keep": {"don-vi": unit.code} if unit != movement.scope else {},
        "plans": _plans_of(request, movement),
    }
    return render(request, "portal/movement_targets.html", context)


def _unit(request: HttpRequest, movement: Movement) -> Unit:
    asked = request.GET.get("don-vi", "")
    if not asked:
        return movement.scope
    found = Unit.objects.filter(code=asked).first()
    if found is None:
        raise Http404(_("Không có đơn vị mang mã %(code)s.") % {"code": asked})
    return found


def _years(movement: Movement) -> list[int]:
    known = [year for year in figures.computed_years() if movement.first_year <= year <= movement.last_year]
    return known or [min(max(timezone.localdate().year, movement.first_year), movement.last_year)]


def _year(request: HttpRequest, movement: Movement) -> int:
    """The year asked for, else the newest that has figures."""
    known = _years(movement)
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in known else known[-1]


def _units(movement: Movement) -> list[tuple[str, str]]:
    """Units that have a target, to choose from."""
    rows = Unit.objects.filter(pk__in=Target.objects.filter(plan__movement=movement).values("unit"))
    on = tree(hierarchy_day(movement))
    return [(unit.code, unit_name(unit, movement, on)) for unit in rows.order_by("level", "code")]


def _plans_of(request: HttpRequest, movement: Movement) -> list[Plan]:
    """Plans in which the reader may set a target: their units' own, the top one for the office."""
    if not request.user.is_authenticated:
        return []
    rows = Plan.objects.filter(movement=movement, unit__isnull=False).select_related("unit", "parent")
    mine = [row for row in rows.order_by("pk")[:20] if may_work_for(request.user, row.unit)]
    return mine[:3]


@kept_to_rights
def target(request: HttpRequest, target_id: int) -> HttpResponse:
    """One target: path beside result, the units below, and whether they add up."""
    found = get_object_or_404(Target.objects.select_related(*WITH), pk=target_id)
    only_readers(request, found.plan)
    movement = found.plan.movement
    year = _year(request, movement)
    one = standings([found], year)[0]
    official = may_see_work(request.user)
    context: dict[str, Any] = {
        "target": found,
        "movement": movement,
        "plan": found.plan,
        "name": unit_name(found.unit, movement),
        "indicator": target_page.indicator_name(found.indicator, found.group, request.LANGUAGE_CODE),
        "finding": target_page.finding(one),
        "chance": target_page.chance_finding(one, request.LANGUAGE_CODE),
        "late": one.state == target_page.LATE,
        "picture": target_page.picture(one, request.LANGUAGE_CODE),
        "table": target_page.year_table(one),
        "gap": target_page.gap_line(found),
        "year": year,
        "years": _years(movement),
        "crumbs": plan_trail(found.plan, Crumb(_("Chỉ tiêu"))),
        "may": request.user.is_authenticated and may_work_for(request.user, found.plan.unit),
        "official": official,
    }
    if official:
        context |= _below(request, found, year)
    return render(request, "portal/movement_target.html", context)


def _below(request: HttpRequest, found: Target, year: int) -> dict[str, Any]:
    """The units right below with the same indicator, the worst first."""
    node = tree(hierarchy_day(found.plan.movement)).get(found.unit.code)
    near = tree(hierarchy_day(found.plan.movement)).children(node.code) if node else []
    if not near:
        return {}
    listed = level_standing(
        found.plan.movement, found.indicator, year, near[0].level, under=found.unit.code, group=found.group
    )
    if all(row.standing is None for row in listed.rows):
        return {}
    kind = target_page.unit_of(found.indicator)
    page = Paginator(listed.rows, A_PAGE).get_page(request.GET.get("trang"))
    rows = [
        {
            "row": row,
            "label": standing_label(row.state),
            "late": row.state == target_page.LATE,
            "actual": target_page.value_text(row.standing.stand.actual, kind) if row.standing else "–",
            "aim": target_page.value_text(row.standing.stand.aim, kind) if row.standing else "–",
        }
        for row in page.object_list
    ]
    counts = [(standing_label(state), number) for state, number in listed.counts.items() if number]
    return {"below": rows, "page": page, "counts": counts}


@kept_to_rights
def plan_targets(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The targets that one plan sets, for its own unit and for others."""
    plan = get_object_or_404(Plan.objects.select_related("movement__scope", "unit", "parent__unit"), pk=plan_id)
    only_readers(request, plan)
    year = _year(request, plan.movement)
    lines = target_page.lines(plan_standing(plan, year), plan.movement, request.LANGUAGE_CODE)
    if not may_see_work(request.user):
        lines = [line for line in lines if line.target.unit_id in (plan.unit_id, plan.movement.scope_id)]
    context = {
        "plan": plan,
        "movement": plan.movement,
        "lines": lines,
        "year": year,
        "years": _years(plan.movement),
        "late": sum(1 for line in lines if line.late),
        "crumbs": plan_trail(plan, Crumb(_("Chỉ tiêu"))),
        "may": request.user.is_authenticated and may_work_for(request.user, plan.unit),
    }
    return render(request, "portal/movement_plan_targets.html", context)


@kept_to_rights
def add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Set a target in a plan."""
    plan = get_object_or_404(Plan.objects.select_related("movement", "unit", "parent__unit"), pk=plan_id)
    movement = plan.movement
    initial = {
        "unit": plan.unit.code if plan.unit else movement.scope.code, "baseline_year": movement.first_year - 1,
        "end_year": movement.last_year, "way": "value", "group": "all",
    }  # fmt: skip
    return _set(request, plan, initial, None)


@kept_to_rights
def change(request: HttpRequest, target_id: int) -> HttpResponse:
    """Set a target anew."""
    found = get_object_or_404(Target.objects.select_related(*WITH), pk=target_id)
    path = path_of(found)
    scale = 100 if target_page.unit_of(found.indicator) == "share" else 1
    shown = {year: round(value * scale, 4) for year, value in path.known()[1:]}
    initial = {
        "unit": found.unit.code, "indicator": found.indicator, "group": found.group,
        "baseline_year": path.baseline_year, "baseline": round(path.baseline * scale, 4), "end_year": path.end_year,
        "way": "years" if path.steps else "value", "amount": round(path.end_value * scale, 4),
        "years": "\n".join(f"{year} {_typed(value)}" for year, value in shown.items()),
        "clause": found.clause_id or "", "source": found.source,
    }  # fmt: skip
    return _set(request, found.plan, initial, found)


def _typed(value: float) -> str:
    return str(localize(value))


def _set(request: HttpRequest, plan: Plan, initial: dict[str, Any], found: Target | None) -> HttpResponse:
    user = reader(request)
    only_for(user, plan.unit)
    language = request.LANGUAGE_CODE
    rows = list(plan.clauses.order_by("order"))
    form = TargetForm(
        request.POST if request.method == "POST" else None,
        units=_units_for(plan),
        indicators=[(one, target_page.indicator_name(one, "all", language)) for one in (*RATES, POOR_INCOME)],
        groups=[(group, label) for group, label in group_labels(language).items() if group in GROUPS],
        clauses=[(str(row.pk), f"{row.address} {short(row.heading or row.text)}") for row in rows],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _store(form, plan, rows, user)
        except UserError as error:
            say_on(form, error, {"years": "end_year", "step_year": "years"})
        else:
            if found is not None and found.pk != made.pk:
                remove_target(found, by=user)
            messages.success(request, _("Đã đặt chỉ tiêu."))
            return redirect("portal:target", made.pk)
    context = {"plan": plan, "form": form, "target": found, "crumbs": plan_trail(plan, Crumb(_("Đặt chỉ tiêu")))}
    return render(request, "portal/movement_set_target.html", context, status=422 if form.errors else 200)


def _units_for(plan: Plan) -> list[tuple[str, str]]:
    on = tree(hierarchy_day(plan.movement))
    code = plan.unit.code if plan.unit else plan.movement.scope.code
    near = on.children(code, category=None) if code in on else []
    return [
        (code, unit_name(plan.unit or plan.movement.scope, plan.movement, on)),
        *((node.code, node.full_name[:1].upper() + node.full_name[1:]) for node in near),
    ]


def _store(form: TargetForm, plan: Plan, rows: list[Any], user: Any) -> Target:
    values = form.cleaned_data
    unit = Unit.objects.get(code=values["unit"])
    share = target_page.unit_of(values["indicator"]) == "share"
    baseline = values["baseline"]
    start = (
        float(baseline) / (100 if share else 1)
        if baseline is not None
        else baseline_of(values["indicator"], unit.code, values["baseline_year"], values["group"])
    )
    clause = next((row for row in rows if str(row.pk) == values["clause"]), None)
    return set_target(
        plan, unit, values["indicator"], form.path(start, share=share), group=values["group"], clause=clause,
        source=values["source"], by=user,
    )  # fmt: skip


@require_POST
@kept_to_rights
def remove(request: HttpRequest, target_id: int) -> HttpResponse:
    """Take a target away."""
    found = get_object_or_404(Target.objects.select_related(*WITH), pk=target_id)
    plan = found.plan
    try:
        remove_target(found, by=reader(request))
    except UserError as error:
        say(request, error)
        return redirect("portal:target", target_id)
    messages.success(request, _("Đã bỏ chỉ tiêu."))
    return redirect("portal:plan-targets", plan.pk)
