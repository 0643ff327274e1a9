"""Rows of the coverage page, made lean: a page has thousands of cells. May import the room and Django.

The tables are written by hand, since a template takes ten times as long: every piece of them is either a constant,
escaped, or a number. The template draws the bars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chungtay.movement.clause_states import LATE, OPEN, STATES
from chungtay.movement.places import short
from chungtay.movement.queries.coverage import Share
from chungtay.movement.queries.kept_coverage import SharedClause, UnitRow
from chungtay.movement.words import state_label

MARKS = {"accepted": "✓", "open": "…", "overdue": "▲", "none": "–", "not_applicable": "×"}
"""what a cell shows, so that the table reads without colour"""


def clause_rows(clauses: Sequence[SharedClause], own: Share) -> list[tuple[SafeString, float | None, SafeString]]:
    """The rows of the table of clauses: what stands before the bar, its share, what stands after it.

    What single units have added is one row at the end.
    """
    number, base = cache(number_format), _clause_base()
    rows = []
    for one in clauses:
        added = f' <span class="soft small">{escape(_added(one))}</span>' if one.added_by else ""
        head = (
            f'<th scope="row" class="nowrap"><a href="{base}{one.show}/">{escape(one.address)}</a></th>'
            f"<td>{escape(short(one.words, 90))}{added}</td>"
        )
        rows.append(_clause_row(head, one, number))
    if own.clauses:
        words = _("Các mục do từng đơn vị tự thêm, gộp lại")
        head = f'<th scope="row">{escape(_own_label())}</th><td>{escape(words)}</td>'
        rows.append(_clause_row(head, own, number))
    return rows


def _clause_row(head: str, one: Share, number: Callable[[int], str]) -> tuple[SafeString, float | None, SafeString]:
    late = f'<span class="late">{number(one.late)}</span>' if one.late else "0"
    value = "" if one.share is None else one.share
    before = f'<tr>{head}<td class="number" data-value="{value}">{number(one.accepted)} / {number(one.counted)} '
    after = "".join(
        f'<td class="number">{shown}</td>'
        for shown in (number(one.open), late, number(one.none), number(one.not_applicable))
    )
    return mark_safe(before), one.share, mark_safe(f"</td>{after}</tr>")


def _added(one: SharedClause) -> str:
    return _("thêm bởi %(unit)s") % {"unit": one.added_by} if one.added_by else ""


def _own_label() -> str:
    return _("Riêng")


def _clause_base() -> str:
    """The address of a clause's page up to the clause's number."""
    return reverse("movement:clause", args=[0])[: -len("0/")]


def heat_head(clauses: Sequence[SharedClause], own: Share) -> SafeString:
    """The columns of the table of units: a root clause each, and one for what single units have added."""
    base = _clause_base()
    heads = [
        f'<th scope="col"><a href="{base}{one.show}/" title="{escape(short(one.words, 120))} {escape(_added(one))}">'
        f"{escape(one.address)}</a></th>"
        for one in clauses
    ]
    if own.clauses:
        heads.append(f'<th scope="col">{escape(_own_label())}</th>')
    return mark_safe("".join(heads))


def heat_rows(clauses: Sequence[SharedClause], own: Share, rows: Sequence[UnitRow], code: str) -> SafeString:
    """The body of the table of units by clauses: how far each is, and the state of each clause."""
    cells = {number: f'<td class="{state}">{MARKS[state]}</td>' for number, state in _shown().items()}
    blank = "<td></td>"
    roots = [str(one.root) for one in clauses]
    shared = set(roots)
    base = reverse("movement:unit-coverage", args=[code, "x"])[:-2]
    lines = []
    for unit in rows:
        name = unit.name[:1].upper() + unit.name[1:]
        states = unit.cells
        body = "".join([cells[states[root]] if root in states else blank for root in roots])
        if own.clauses:
            body += _own_cell([state for root, state in states.items() if root not in shared])
        lines.append(
            f'<tr><th scope="row"><a href="{base}{escape(unit.code)}/">{escape(name)}</a></th>'
            f'<td class="number">{unit.accepted}/{unit.counted}</td>{body}</tr>'
        )
    return mark_safe("".join(lines))


def _own_cell(states: Sequence[int]) -> str:
    """How many of a unit's own clauses are accepted."""
    counted = [state % LATE for state in states if STATES[state % LATE] != "not_applicable"]
    return f'<td class="number">{counted.count(0)}/{len(counted)}</td>' if counted else "<td></td>"


def _shown() -> dict[int, str]:
    """What each coded state is shown as: open work that is overdue stands out."""
    shown = {place + late: state for place, state in enumerate(STATES) for late in (0, LATE)}
    return shown | {OPEN + LATE: "overdue"}


def shown_state(code: int) -> tuple[str, str]:
    """A coded state as it is shown, and in words."""
    state = _shown()[code]
    return state, state_label(state)


def legend() -> list[tuple[str, str, str]]:
    """State, mark and words, for the key above the table."""
    return [(state, mark, state_label(state)) for state, mark in MARKS.items()]


def orders(chosen: str, level: str) -> list[dict[str, object]]:
    """The ways to sort that a page offers."""
    ways = (("", _("Theo cấp")), ("thap", _("Ít mục xong nhất trước")), ("cao", _("Nhiều mục xong nhất trước")))
    return [
        {"label": label, "chosen": way == chosen,
         "query": urlencode({name: value for name, value in (("xep", way), ("cap", level)) if value})}
        for way, label in ways
    ]  # fmt: skip
