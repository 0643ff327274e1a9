"""How to read the ranges beside the figures: one page of words, for anyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chungtay.portal.area_page import Crumb


def ranges(request: HttpRequest) -> HttpResponse:
    """What each range says, what it does not say, and what to do with it."""
    return render(request, "portal/ranges.html", {"crumbs": [Crumb(_("Đọc khoảng này thế nào"), "")]})
