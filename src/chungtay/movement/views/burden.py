"""What units must report: how many fields a year, how many the system fills in; and designing a form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.messages import UserError
from chungtay.movement import burden
from chungtay.movement.forms.reports import CloseReportForm, ReportFieldForm, ReportFormForm
from chungtay.movement.models import Movement, ReportField, ReportForm
from chungtay.movement.page_words import level_label
from chungtay.movement.places import Crumb, named, trail, unit_name
from chungtay.movement.views.refusing import for_officials, kept_to_rights, reader
from chungtay.movement.views.saying import say, say_on
from chungtay.movement.who_may import is_office, may_work_for, only_for, own_units
from chungtay.units.models import Unit

A_PAGE = 50


@for_officials
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """The burden of a year: by level, by form, by unit."""
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    year = _year(request, movement)
    levels = burden.burden_by_level(year, movement=movement)
    units_ = burden.burden_by_unit(year, movement=movement)
    forms = list(movement.forms.select_related("issuer").prefetch_related("fields").order_by("title", "pk"))
    names = named([form.issuer for form in forms], movement)
    asked, typed = sum(one.asked for one in levels), sum(one.typed for one in levels)
    page = Paginator(sorted(units_, key=lambda one: (-one.typed, one.code)), A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "movement": movement,
        "crumbs": trail(movement, Crumb(_("Biểu báo cáo"))),
        "year": year,
        "years": range(movement.first_year, movement.last_year + 1),
        "year_text": str(year),
        "levels": [{"row": one, "label": level_label(one.level)} for one in levels],
        "most": max(levels, key=lambda one: one.typed_per_unit or 0, default=None),
        "asked": asked,
        "typed": typed,
        "share": (asked - typed) / asked if asked else None,
        "forms": [
            {"form": form, "issuer": names[form.issuer_id], "level": level_label(form.level),
             "fields": len(form.fields.all()), "flags": len(burden.check_form(form))}
            for form in forms
        ],
        "page": page,
        "may_add": bool(_issuers(reader(request), movement)),
    }  # fmt: skip
    most = context["most"]
    context["most_label"] = level_label(most.level) if most else ""  # type: ignore[attr-defined]
    return render(request, "movement/reports.html", context)


def _year(request: HttpRequest, movement: Movement) -> int:
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() else timezone.localdate().year
    return min(max(year, movement.first_year), movement.last_year)


def _issuers(user: User, movement: Movement) -> list[tuple[str, str]]:
    own = own_units(user)
    if is_office(user):
        own = [movement.scope, *(unit for unit in own if unit != movement.scope)]
    return [(unit.code, unit_name(unit, movement)) for unit in own]


@kept_to_rights
def add_form(request: HttpRequest, code: str) -> HttpResponse:
    """Open a form to design."""
    movement = get_object_or_404(Movement.objects.select_related("scope"), code=code)
    user = reader(request)
    issuers = _issuers(user, movement)
    initial = {"first_year": movement.first_year, "last_year": movement.last_year, "times_a_year": 1}
    form = ReportFormForm(request.POST if request.method == "POST" else None, issuers=issuers, initial=initial)
    if not issuers:
        only_for(user, None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        issuer = get_object_or_404(Unit, code=values.pop("issuer"))
        try:
            made = burden.add_form(movement, issuer, values.pop("title"), values.pop("level"), by=user, **values)
        except UserError as error:
            say_on(form, error)
        else:
            messages.success(request, _("Đã mở biểu. Hãy thêm từng ô."))
            return redirect("movement:report-form", made.pk)
    crumbs = trail(movement, Crumb(_("Thêm biểu")))
    context = {"movement": movement, "form": form, "crumbs": crumbs}
    return render(request, "movement/add_report.html", context, status=422 if form.errors else 200)


@for_officials
def report_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """One form with its fields, what is asked twice, and the field to add next."""
    found = get_object_or_404(ReportForm.objects.select_related("movement", "issuer"), pk=form_id)
    user = reader(request)
    doing = request.POST.get("do")
    form = ReportFieldForm(request.POST if doing == "add" else None)
    close = CloseReportForm(
        request.POST if doing == "close" else None, initial={"last_year": found.last_year or found.movement.last_year}
    )
    if request.method == "POST":
        try:
            if _change(user, found, request, form, close):
                return redirect("movement:report-form", found.pk)
        except UserError as error:
            if doing == "add":
                say_on(form, error, {"prefilled": "typed"})
            elif doing == "close":
                say_on(close, error)
            else:
                say(request, error)
    vietnamese = (get_language() or "vi").startswith("vi")
    flags: dict[int, list[str]] = {}
    for flag in burden.check_form(found):
        flags.setdefault(flag.order, []).append(flag.words.vi if vietnamese else flag.words.en)
    rows = list(found.fields.all())
    fields = [{"field": field, "flags": flags.get(field.order, [])} for field in rows]
    context: dict[str, Any] = {
        "report": found,
        "movement": found.movement,
        "issuer": unit_name(found.issuer, found.movement),
        "level": level_label(found.level),
        "crumbs": trail(found.movement, Crumb(found.title)),
        "fields": fields,
        "typed": sum(1 for field in rows if not field.prefilled),
        "flagged": len(flags),
        "form": form,
        "close": close,
        "wrong": form if form.errors else close,
        "may": may_work_for(user, found.issuer),
    }
    wrong = form.errors or close.errors
    return render(request, "movement/report_form.html", context, status=422 if wrong else 200)


def _change(user: User, found: ReportForm, request: HttpRequest, form: ReportFieldForm, close: CloseReportForm) -> bool:
    doing = request.POST.get("do")
    if doing == "add":
        if not form.is_valid():
            return False
        values = form.cleaned_data
        burden.add_field(
            found, values["label"], values["subject"], prefilled=False if values["typed"] else None, by=user
        )
        messages.success(request, _("Đã thêm ô «%(label)s».") % {"label": values["label"]})
        return True
    if doing == "close":
        if not close.is_valid():
            return False
        burden.close_form(found, close.cleaned_data["last_year"], by=user)
        messages.success(request, _("Đã ghi năm cuối của biểu."))
        return True
    if doing == "remove":
        field = get_object_or_404(ReportField, form=found, pk=request.POST.get("field"))
        burden.remove_field(field, by=user)
        messages.success(request, _("Đã bỏ ô «%(label)s».") % {"label": field.label})
        return True
    return False
