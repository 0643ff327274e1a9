"""What a page of the movement answers where something is not the reader's to see or to do. May import the room.

@kept_to_rights          PermissionDenied, from the view or an action, becomes "sign in" or a page that says why
@for_officials           the same, and only for those who may read tasks and evidence
@for_the_office          the same, and only for the standing office
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.movement.models import Plan
from chungtay.movement.who_may import is_office, may_read_plan, may_see_work, own_units

View = Callable[..., HttpResponseBase]


def kept_to_rights(view: View) -> View:
    """Answer PermissionDenied with the way on: signing in for a visitor, else the reason and whom to ask (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            return refused(request, str(refusal.args[0]) if refusal.args else "")

    return guarded


def for_officials(view: View) -> View:
    """Let a page be read by every official of the movement: tasks and evidence are no public matter."""

    @kept_to_rights
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_see_work(request.user):
            raise PermissionDenied(_("Việc và minh chứng chỉ mở cho cán bộ của phong trào."))
        return view(request, *args, **kwargs)

    return guarded


def for_the_office(view: View) -> View:
    """Let a page be used by the standing office alone: it opens movements and sets their frame."""

    @kept_to_rights
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_office(reader(request)):
            raise PermissionDenied(_("Chỉ Cơ quan thường trực cấp tỉnh mở phong trào và đặt khung của phong trào."))
        return view(request, *args, **kwargs)

    return guarded


def only_readers(request: HttpRequest, plan: Plan) -> None:
    """Keep a plan for those who may read it; what was issued is public."""
    if not may_read_plan(request.user, plan):
        raise PermissionDenied(
            _("Kế hoạch này chưa ban hành: chỉ đơn vị soạn, cấp trên, Hội đồng và người kiểm tra đơn vị đọc được.")
        )


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """The page for "not yours": what is, and the next step."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    context = {
        "reason": reason or _("Bạn chỉ sửa được kế hoạch, việc và minh chứng của đơn vị mình."),
        "own": own_units(request.user),
    }
    return render(request, "movement/not_yours.html", context, status=403)


def reader(request: HttpRequest) -> User:
    """The signed-in reader; PermissionDenied for a visitor."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
