"""Where a figure comes from: its definition, its parts, its snapshot, and the households behind it for who may see."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chungtay.accounts.gates import needs
from chungtay.accounts.rights import Right
from chungtay.accounts.scope import may
from chungtay.indicators.definitions import RATES, definition
from chungtay.portal import area_page, behind, households, intervals, queries
from chungtay.portal.asking import Asked
from chungtay.portal.labels import group_labels, said
from chungtay.portal.place_names import place_name
from chungtay.units.queries import tree

PUBLISHED_OF_COMMUNES = frozenset(RATES)
"""What anyone may read of a commune, for all its households; smaller groups could point at one."""


@needs(Right.SEE_AGGREGATES, unit="unit")
def figure(request: HttpRequest, indicator: str, unit: str, year: int, group: str) -> HttpResponse:
    """The provenance page of one figure."""
    found = queries.figure_at(indicator, unit, year, group)
    asked = Asked(year, queries.years_with_figures(), False, request.LANGUAGE_CODE)
    on = tree(asked.on)
    node = on.get(unit)
    if found is None or node is None:
        raise Http404(_("Không có số liệu này: hãy kiểm tra chỉ số, mã địa bàn, năm và nhóm trong địa chỉ."))
    of_few = node.level == "commune" and (group != "all" or indicator not in PUBLISHED_OF_COMMUNES)
    if of_few and not may(request.user, Right.SEE_AGGREGATES):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
    language = request.LANGUAGE_CODE
    known = definition(indicator, found.standard_id)
    standard = queries.standard_in_use(found)
    official = [one for one in queries.official_of(unit, indicator) if one.year == year and group == "all"]
    context: dict[str, object] = {
        "figure": found,
        "definition": {
            "label": said(known.label, language),
            "formula": said(known.formula, language),
            "numerator": said(known.numerator, language),
            "denominator": said(known.denominator, language),
            "source": known.source,
            "is_share": known.unit == "share",
        },
        "counted": intervals.counted_sentence(found, language)
        if indicator in RATES
        else intervals.bounds_note(found, language),
        "chance": intervals.chance_text(found, known.unit, language),
        "why_none": said(found.reason, language) if found.reason else "",
        "group_label": group_labels(language).get(group, group),
        "name": place_name(node),
        "year": year,
        "computed_on": queries.computed_on(found),
        "snapshot": queries.snapshot_of(found.snapshot_id),
        "standard": standard,
        "standard_title": said(standard.title, language),
        "official": [area_page.official_line(one, language) for one in official],
        "crumbs": [*area_page.trail(on, node, asked), area_page.Crumb(_("Nguồn số"), "")],
        "of_households": behind.condition_of(indicator) is not None,
    }
    if context["of_households"]:
        if households.may_see_households(request, on, node):
            reviews = behind.reviews_behind(behind.place_condition(on, node), indicator, year, group, request.user)
            context["households"] = households.paged(request, reviews, on, year)
        else:
            context["households"] = households.Listing(allowed=False)
    return render(request, "portal/figure.html", context)
