"""Open a movement, and set what it is: name, scope, years; for whom; in which phases; tied to which others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.messages import UserError
from chungtay.movement import actions
from chungtay.movement.choices import scope_choices
from chungtay.movement.forms.movements import FrameForm, LinkMovementForm, MovementForm, OpenMovementForm, PhaseForm
from chungtay.movement.models import Movement, MovementLink, Phase
from chungtay.movement.page_words import kinds_of_participants
from chungtay.movement.places import Crumb, trail
from chungtay.movement.views.refusing import for_the_office, reader
from chungtay.movement.views.saying import say_on
from chungtay.units.models import Unit


@for_the_office
def open_movement(request: HttpRequest) -> HttpResponse:
    """The form for a new movement."""
    form = OpenMovementForm(request.POST if request.method == "POST" else None, scopes=scope_choices())
    if request.method == "POST" and form.is_valid() and _saved(request, form, form.cleaned_data["code"]):
        messages.success(request, _("Đã mở phong trào. Tiếp theo: đặt đối tượng, giai đoạn, rồi nhập kế hoạch."))
        return redirect("movement:movement", form.cleaned_data["code"])
    crumbs = [Crumb(_("Phong trào thi đua"), reverse("movement:index")), Crumb(_("Mở phong trào"))]
    return _page(request, "movement/open_movement.html", form, crumbs=crumbs)


@for_the_office
def change_movement(request: HttpRequest, code: str) -> HttpResponse:
    """Change a movement's name, scope or years; its code stays."""
    movement = _movement(code)
    initial = {"name": movement.name, "scope": movement.scope.code, "first_year": movement.first_year,
               "last_year": movement.last_year}  # fmt: skip
    form = MovementForm(request.POST if request.method == "POST" else None, scopes=scope_choices(), initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, form, movement.code):
        messages.success(request, _("Đã lưu tên, phạm vi và các năm."))
        return redirect("movement:movement", movement.code)
    crumbs = trail(movement, Crumb(_("Tên, phạm vi, các năm")))
    return _page(request, "movement/open_movement.html", form, movement=movement, crumbs=crumbs)


def _saved(request: HttpRequest, form: MovementForm, code: str) -> bool:
    values = form.cleaned_data
    try:
        actions.open_movement(
            code, values["name"], get_object_or_404(Unit, code=values["scope"]), values["first_year"],
            values["last_year"], by=reader(request),
        )  # fmt: skip
    except UserError as error:
        say_on(form, error)
        return False
    return True


@for_the_office
def frame(request: HttpRequest, code: str) -> HttpResponse:
    """For whom the movement is, and the day of its areas."""
    movement = _movement(code)
    initial = {"participants": movement.participant_kinds, "scope_on": movement.scope_on}
    kinds = kinds_of_participants(movement.participant_kinds)
    form = FrameForm(request.POST if request.method == "POST" else None, kinds=kinds, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.set_frame(
                movement, participants=values["participants"], scope_on=values["scope_on"], by=reader(request)
            )
        except UserError as error:
            say_on(form, error)
        else:
            messages.success(request, _("Đã lưu đối tượng và ngày của địa bàn."))
            return redirect("movement:movement", movement.code)
    crumbs = trail(movement, Crumb(_("Đối tượng, địa bàn")))
    return _page(request, "movement/movement_frame.html", form, movement=movement, crumbs=crumbs)


@for_the_office
def phases(request: HttpRequest, code: str) -> HttpResponse:
    """The phases, and the form that adds one or changes the day of its review; `?sua=` fills the form in."""
    movement = _movement(code)
    rows = list(movement.phases.all())
    if request.POST.get("do") == "remove":
        actions.remove_phase(get_object_or_404(Phase, movement=movement, pk=request.POST.get("phase")),
                             by=reader(request))  # fmt: skip
        messages.success(request, _("Đã bỏ giai đoạn."))
        return redirect("movement:phases", movement.code)
    chosen = next((row for row in rows if str(row.pk) == request.GET.get("sua")), None)
    initial = {"review": "yearly", "first_year": movement.first_year, "last_year": movement.last_year}
    if chosen is not None:
        initial = {name: getattr(chosen, name) for name in ("review", "first_year", "last_year", "review_due")}
    form = PhaseForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_phase(movement, by=reader(request), **form.cleaned_data)
        except UserError as error:
            say_on(form, error)
        else:
            messages.success(request, _("Đã lưu giai đoạn."))
            return redirect("movement:phases", movement.code)
    crumbs = trail(movement, Crumb(_("Các giai đoạn")))
    return _page(request, "movement/phases.html", form, movement=movement, rows=rows, chosen=chosen, crumbs=crumbs)


@for_the_office
def links(request: HttpRequest, code: str) -> HttpResponse:
    """The movements and campaigns that this one goes with, and the form that adds one."""
    movement = _movement(code)
    if request.POST.get("do") == "remove":
        actions.unlink_movement(get_object_or_404(MovementLink, movement=movement, pk=request.POST.get("link")),
                                by=reader(request))  # fmt: skip
        messages.success(request, _("Đã bỏ mối gắn kết."))
        return redirect("movement:links", movement.code)
    others = list(Movement.objects.exclude(pk=movement.pk).order_by("name"))
    form = LinkMovementForm(request.POST if request.method == "POST" else None, others=others)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.link_movement(
            movement, values["other_name"], other=values["other"], source=values["source"], by=reader(request)
        )
        messages.success(request, _("Đã gắn với «%(name)s».") % {"name": values["other_name"]})
        return redirect("movement:links", movement.code)
    crumbs = trail(movement, Crumb(_("Gắn với phong trào khác")))
    rows = movement.links.select_related("other").order_by("pk")
    return _page(request, "movement/links.html", form, movement=movement, rows=rows, crumbs=crumbs)


def _movement(code: str) -> Movement:
    return get_object_or_404(Movement.objects.select_related("scope"), code=code)


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
