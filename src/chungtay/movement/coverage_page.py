"""Rows of the coverage page, made lean: a page has thousands of cells. May import the room and Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chungtay.movement.places import short
from chungtay.movement.queries.coverage import ClauseCoverage, Coverage, UnitCoverage
from chungtay.movement.words import state_label

MARKS = {"accepted": "✓", "open": "…", "none": "–", "not_applicable": "×"}
"""what a cell shows, so that the table reads without colour"""


@dataclass(frozen=True)
class ClauseLine:
    """One topmost clause of the table."""

    coverage: ClauseCoverage
    label: str
    url: str


def clause_lines(found: Coverage) -> list[ClauseLine]:
    """The clauses in the order of the plans."""
    return [
        ClauseLine(
            one, short(one.clause.heading or one.clause.text, 90), reverse("movement:clause", args=[one.clause.pk])
        )
        for one in found.by_clause
        if one.clause is not None
    ]


def sorted_units(rows: Iterable[UnitCoverage], order: str) -> list[UnitCoverage]:
    """Units with the smallest share first ("thap"), the largest first ("cao"), or by name within their level."""
    listed = list(rows)
    if order in ("thap", "cao"):
        sign = 1 if order == "thap" else -1
        listed.sort(key=lambda row: (row.share is None, sign * (row.share or 0.0), row.code))
    return listed


def orders(chosen: str, level: str) -> list[dict[str, object]]:
    """The ways to sort that a page offers."""
    ways = (("", _("Theo đơn vị")), ("thap", _("Ít mục xong nhất trước")), ("cao", _("Nhiều mục xong nhất trước")))
    return [
        {"label": label, "chosen": way == chosen,
         "query": urlencode({name: value for name, value in (("xep", way), ("cap", level)) if value})}
        for way, label in ways
    ]  # fmt: skip


def heat_rows(found: Coverage, rows: Sequence[UnitCoverage], code: str) -> SafeString:
    """The body of the table of units by clauses: written by hand, since a template takes ten times as long.

    Every piece is either a constant, escaped, or a number.
    """
    cells = {state: f'<td class="{state}">{mark}</td>' for state, mark in MARKS.items()}
    blank = "<td></td>"
    roots = [one.clause.pk for one in found.by_clause if one.clause is not None]
    base = reverse("movement:unit-coverage", args=[code, "x"])[:-2]
    states = found.cells
    lines = []
    for row in rows:
        key = row.unit_id
        name = row.name[:1].upper() + row.name[1:]
        body = "".join([cells.get(states.get((key, root), ""), blank) for root in roots])
        lines.append(
            f'<tr><th scope="row"><a href="{base}{escape(row.code)}/">{escape(name)}</a></th>'
            f'<td class="number">{row.accepted}/{row.counted}</td>{body}</tr>'
        )
    return mark_safe("".join(lines))


def legend() -> list[tuple[str, str, str]]:
    """State, mark and words, for the key under the table."""
    return [(state, mark, state_label(state)) for state, mark in MARKS.items()]
