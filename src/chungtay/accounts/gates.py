"""Decorators that keep a page for those who hold a right. May import Django.

    @needs("see_households", unit="code")     the unit's code is the page's argument `code`
    def household_list(request, code): ...

A code that no unit ever bore is said to be unknown to anyone: units are public. A visitor is sent to sign in;
someone signed in without the right gets the page that says what to do (403).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chungtay.accounts.rights import Right
from chungtay.accounts.scope import may
from chungtay.units.models import Unit

View = Callable[..., HttpResponse]


def needs(right: Right | str, unit: str | None = None) -> Callable[[View], View]:
    """Let the page be seen by those who hold `right`: in the unit named by the argument `unit`, or anywhere at all."""
    wanted = Right(right)

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            code = str(kwargs[unit]) if unit else None
            if code is not None and not Unit.objects.filter(code=code).exists():
                raise Http404(_("Không có đơn vị mang mã %(code)s.") % {"code": code})
            if may(request.user, wanted, code):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied

        return guarded

    return gate


def signed_in(view: View) -> View:
    """Let the page be seen by whoever has an account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return guarded
