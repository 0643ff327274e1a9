"""The first page: what this is, how the province stands, the movement and its plan; one's own places once signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from chungtay.accounts.scope import roles_held
from chungtay.portal import area_charts, findings, kept, queries
from chungtay.portal.asking import Asked
from chungtay.portal.place_names import PAGES, page_address, place_name
from chungtay.units.queries import tree


@kept.answers_unchanged
def home(request: HttpRequest) -> HttpResponse:
    """The public front page."""
    years = queries.years_with_figures()
    asked = Asked(years[-1] if years else None, years, False, request.LANGUAGE_CODE)
    context = {
        "province": SimpleLazyObject(lambda: _province(asked)),
        "movements": SimpleLazyObject(queries.movements),
        "mine": _my_places(request, asked),
        "asked": asked,
        "key": kept.key_of(request),
    }
    return render(request, "portal/home.html", context)


def _province(asked: Asked) -> dict[str, object] | None:
    provinces = tree(asked.on).level("province")
    if asked.year is None or not provinces:
        return None
    node = provinces[0]
    figures, official = queries.figures_of(node.code), queries.official_of(node.code)
    poor = figures.of("poor_rate", asked.year)
    headline = findings.headline(figures.series("poor_rate"), official, asked.year)
    return {
        "node": node,
        "name": place_name(node),
        "headline": headline,
        "path": area_charts.rate_path(figures, official, asked.year, asked.language),
        "snapshot": queries.snapshot_of(poor.snapshot_id) if poor else None,
    }


def _my_places(request: HttpRequest, asked: Asked) -> list[dict[str, str]]:
    """The pages of the places where the reader holds a role, as the place was at the newest year."""
    if not request.user.is_authenticated:
        return []
    on = tree(asked.on)
    found: dict[str, dict[str, str]] = {}
    for held in roles_held(request.user):
        node = on.get(held.unit_code) if held.unit_code else None
        if node is not None and (node.level == "province" or node.level in PAGES) and node.category == "area":
            found[node.code] = {"name": place_name(node), "url": page_address(node), "role": str(held.role.label)}
    return list(found.values())
