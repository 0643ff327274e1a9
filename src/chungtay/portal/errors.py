"""The pages for "not yours to see" and "not there", in the frame of the site. May import Django alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: why, and whom to ask. A view may say its own reason: PermissionDenied("…")."""
    return render(request, "403.html", {"reason": _reason(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what may be wrong, and the way back. A view may say its own reason: Http404("…")."""
    return render(request, "404.html", {"reason": _reason(exception)}, status=404)


def _reason(exception: Exception) -> str:
    """The sentence that a view gave; what Django itself says is for developers and is left out."""
    said = str(exception.args[0]) if exception.args else ""
    djangos_own = isinstance(exception, Resolver404) or (said.startswith("No ") and said.endswith("given query."))
    return "" if djangos_own else said
