"""How a plan differs from the one it carries out, clause by clause and word by word. May import the room."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from chungtay.movement.models import Clause, Plan

Words = tuple[tuple[str, str], ...]
"""pieces of text in order, each ("same" | "removed" | "added", text)"""


@dataclass(frozen=True)
class ClauseDifference:
    """One clause of the plan against the one above.

    what   inherited | narrowed | added | not_applicable | missing (the plan above has it, this one does not)
           | changed_above (inherited, but its words above have changed since)
    late   the unit's own deadline is later than the one above
    """

    what: str
    address: str
    clause: Clause | None
    above: Clause | None
    heading: Words
    words: Words
    due: dt.date | None
    due_above: dt.date | None
    late: bool
    reason: str = ""


def difference_from_parent(plan: Plan) -> list[ClauseDifference]:
    """Every clause of the plan and of its parent, in the order of the plan; what is missing stands where it was above.

    A plan without a parent differs in nothing: an empty list.
    """
    if plan.parent_id is None:
        return []
    own = list(plan.clauses.select_related("inherits").order_by("order"))
    by_above = {row.inherits_id: row for row in own if row.inherits_id}
    found = [(float(row.order), _difference(row)) for row in own]
    place = 0.0
    for above in Clause.objects.filter(plan_id=plan.parent_id).order_by("order"):
        if carried := by_above.get(above.pk):
            place = float(carried.order)
            continue
        place += 0.001
        found.append((place, _missing(above)))
    return [one for _place, one in sorted(found, key=lambda pair: pair[0])]


def word_changes(before: str, after: str) -> Words:
    """What was taken from a text and what was put in, by words; spaces and punctuation stay with the words."""
    old, new = _tokens(before), _tokens(after)
    pieces: list[tuple[str, str]] = []
    for action, start, end, begins, stops in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            pieces.append(("same", "".join(old[start:end])))
            continue
        if end > start:
            pieces.append(("removed", "".join(old[start:end])))
        if stops > begins:
            pieces.append(("added", "".join(new[begins:stops])))
    return tuple(pieces)


def _difference(row: Clause) -> ClauseDifference:
    above = row.inherits
    what = "added" if above is None else row.origin
    if above is not None and row.origin == Clause.Origin.INHERITED and _said(row) != _said(above):
        what = "changed_above"
    old_heading, old_text = _said(above) if above else ("", "")
    return ClauseDifference(
        what=what,
        address=row.address,
        clause=row,
        above=above,
        heading=word_changes(old_heading, row.heading),
        words=word_changes(old_text, row.text),
        due=row.due,
        due_above=above.due if above else None,
        late=bool(row.due and above and above.due and row.due > above.due),
        reason=row.reason,
    )


def _missing(above: Clause) -> ClauseDifference:
    return ClauseDifference(
        "missing", above.address, None, above, word_changes(above.heading, ""), word_changes(above.text, ""), None,
        above.due, False,
    )  # fmt: skip


def _said(row: Clause) -> tuple[str, str]:
    return row.heading, row.text


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+\s*|[^\w\s]\s*|\s+", text)
