"""The page of one household, for those who may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chungtay.accounts.audit import record
from chungtay.accounts.rights import Right
from chungtay.accounts.scope import scope_for
from chungtay.portal import area_page, household_page
from chungtay.portal.asking import Asked
from chungtay.portal.households import NAMES
from chungtay.registry.models import Household
from chungtay.registry.queries import household_for, households_for, member_names
from chungtay.units.queries import tree


def household(request: HttpRequest, code: str) -> HttpResponse:
    """One household over the years; whoever may not see it is told so, whether it exists or not."""
    try:
        found = household_for(request.user, code)
    except Household.DoesNotExist:
        if scope_for(request.user).everything:
            raise Http404(_("Sổ hộ không có hộ mang mã %(code)s.") % {"code": code}) from None
        return render(request, "portal/household_not_yours.html", {"code": code}, status=403)
    page = household_page.compose(request.user, found, request.LANGUAGE_CODE)
    may_open = households_for(request.user, right=Right.SEE_NAMES, ended=True).filter(pk=found.pk).exists()
    opened = may_open and request.GET.get(NAMES) == "1"
    if opened:
        record(request.user, "names.open", found.code, {"households": [found.code]})
        page = household_page.with_names(page, member_names(request.user, found))
    context = {
        "page": page,
        "code": found.code,
        "crumbs": [*_trail(request, page), area_page.Crumb(_("Hộ %(code)s") % {"code": found.code}, "")],
        "may_open": may_open,
        "opened": opened,
    }
    return render(request, "portal/household.html", context)


def _trail(request: HttpRequest, page: household_page.HouseholdPage) -> list[area_page.Crumb]:
    """The places of the newest review, as they were at the end of its year."""
    if page.latest is None:
        return []
    asked = Asked(page.latest.year, (page.latest.year,), False, request.LANGUAGE_CODE)
    on = tree(asked.on)
    unit = page.household.village or page.household.commune
    node = on.get(unit.code) or on.get(page.household.commune.code)
    return area_page.trail(on, node, asked) if node else []
