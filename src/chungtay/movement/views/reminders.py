"""Reminders that a person has not seen, and the address of their calendar."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chungtay.accounts.gates import signed_in
from chungtay.movement import actions, queries
from chungtay.movement.calendar import feed_for
from chungtay.movement.places import Crumb, named
from chungtay.movement.views.refusing import reader
from chungtay.movement.words import reminder_label


@signed_in
def reminders(request: HttpRequest) -> HttpResponse:
    """The list; a POST notes that all of it was seen."""
    user = reader(request)
    rows = list(queries.unseen_reminders(user).select_related("task__clause__plan__movement", "task__unit"))
    if request.method == "POST":
        shown = {int(one) for one in request.POST.getlist("shown") if one.isascii() and one.isdigit()}
        actions.mark_seen([row for row in rows if row.pk in shown], by=user)
        messages.success(request, _("Đã ghi là đã xem."))
        return redirect("movement:reminders")
    lines = [
        {"reminder": row, "label": reminder_label(row.kind), "late": row.task.due < timezone.localdate(),
         "unit": named([row.task.unit], row.task.clause.plan.movement)[row.task.unit_id]}
        for row in rows
    ]  # fmt: skip
    return render(request, "movement/reminders.html", {"lines": lines, "crumbs": _crumbs(_("Lời nhắc"))})


@signed_in
@never_cache
def feed_address(request: HttpRequest) -> HttpResponse:
    """The secret address of one's calendar; `do=make` shows it, `do=renew` makes another."""
    user = reader(request)
    token = ""
    if request.method == "POST":
        renew = request.POST.get("do") == "renew"
        token = actions.renew_feed_token(user) if renew else actions.feed_token(user)
        if renew:
            messages.success(request, _("Đã tạo địa chỉ mới; địa chỉ cũ không dùng được nữa."))
    context = {"token": token, "crumbs": _crumbs(_("Lịch của tôi")), "host": f"{request.scheme}://{request.get_host()}"}
    return render(request, "movement/feed_address.html", context)


@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever knows the address."""
    user = queries.user_of_token(token)
    if user is None:
        raise Http404(_("Địa chỉ lịch này không còn dùng được."))
    content = feed_for(user, address=f"{request.scheme}://{request.get_host()}")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="chung-tay.ics"'
    return response


def _crumbs(here: str) -> list[Crumb]:
    return [Crumb(_("Phong trào thi đua"), reverse("movement:index")), Crumb(here)]
