"""The pages of places: province (the leader's page), district, commune, village."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from chungtay.accounts.gates import needs
from chungtay.accounts.rights import PUBLISHED_LEVELS, Right
from chungtay.accounts.scope import may
from chungtay.portal import absent, area_page, downloads, households, kept, queries
from chungtay.portal.asking import Asked, YearNotKnown, read_asked
from chungtay.portal.place_names import page_address, place_name
from chungtay.portal.today import TodayListing, todays_listing
from chungtay.units.queries import Node, Tree, tree


@kept.answers_unchanged
def province(request: HttpRequest) -> HttpResponse:
    """The leader's page: is the province on its path, where not, who needs help."""
    asked = _read(request)
    if isinstance(asked, HttpResponse):
        return asked
    on = tree(asked.on)
    provinces = on.level("province")
    if not provinces:
        return _nothing_yet(request)
    return _place(request, on, provinces[0], asked, {})


@kept.answers_unchanged
def district(request: HttpRequest, code: str) -> HttpResponse:
    """A district among its communes."""
    return _find_and_show(request, code, "district")


@needs(Right.SEE_AGGREGATES, unit="code")
def commune(request: HttpRequest, code: str) -> HttpResponse:
    """A commune among its villages, and its households for those who may see them."""
    return _find_and_show(request, code, "commune")


@needs(Right.SEE_AGGREGATES, unit="code")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """A village and its households for those who may see them."""
    return _find_and_show(request, code, "village")


def _read(request: HttpRequest) -> Asked | HttpResponse:
    try:
        asked = read_asked(request)
    except YearNotKnown as unknown:
        return render(
            request, "portal/year_unknown.html", {"asked_year": unknown.asked, "years": unknown.years}, status=404
        )
    return asked if asked.year else _nothing_yet(request)


def _nothing_yet(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/nothing_yet.html")


def _find_and_show(request: HttpRequest, code: str, level: str) -> HttpResponse:
    asked = _read(request)
    if isinstance(asked, HttpResponse):
        return asked
    on = tree(asked.on)
    node = on.get(code)
    if node is None:
        return _absent(request, code, asked)
    if node.category != "area":
        raise Http404(_("Đơn vị này không phải là địa bàn."))
    if node.level != level:
        return redirect(page_address(node, asked.query), permanent=False)
    more: dict[str, object] = {}
    if level in ("commune", "village"):
        more["households"] = households.listing(request, on, node, asked)
    return _place(request, on, node, asked, more)


def _absent(request: HttpRequest, code: str, asked: Asked) -> HttpResponse:
    found = absent.describe(code, asked)
    if found is None:
        raise Http404(_("Không có địa bàn mang mã %(code)s.") % {"code": code})
    return render(request, "portal/absent.html", {"absent": found, "asked": asked}, status=404)


def _place(request: HttpRequest, on: Tree, node: Node, asked: Asked, more: dict[str, object]) -> HttpResponse:
    detail = may(request.user, Right.SEE_AGGREGATES, node.code) and (
        node.level not in PUBLISHED_LEVELS or may(request.user, Right.SEE_AGGREGATES)
    )
    context = {
        # The page is composed only when some fragment of it is not kept yet.
        "page": SimpleLazyObject(lambda: area_page.compose(on, node, asked, detail)),
        "today": SimpleLazyObject(lambda: _today(node, asked) if detail else None),
        "key": kept.key_of(request, detail),
        "detail": detail,
        "downloads": downloads.offered(request, node, asked),
        "node": node,
        "name": place_name(node),
        "asked": asked,
        "crumbs": area_page.trail(on, node, asked),
        "keep": {"don-vi": "hom-nay"} if asked.todays_units else {},
        **more,
    }
    return render(request, "portal/area.html", context)


def _today(node: Node, asked: Asked) -> TodayListing:
    return todays_listing(node, asked, comparable=queries.same_standard(asked.year or 0))
