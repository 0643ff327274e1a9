"""Tie the clauses of a plan that was written by hand to those of the plan it carries out. May import the room."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django.db import transaction

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.models import Clause, Plan
from chungtay.movement.noting import note
from chungtay.movement.who_may import only_for

ALIKE = 0.6
"""share of words in common from which two clauses are taken to be one, for a person to correct"""


@transaction.atomic
def match_to_parent(plan: Plan, *, by: User | None = None) -> list[Clause]:
    """Tie each clause to the clause of the parent plan whose words are most alike; returns those that were tied.

    The same words are inherited, words alike are narrowed, the rest stays the unit's own. Ties already made stay.
    """
    only_for(by, plan.unit)
    if plan.parent is None:
        return []
    above = [(row, _words(row)) for row in plan.parent.clauses.all()]
    taken = set(plan.clauses.filter(inherits__isnull=False).values_list("inherits_id", flat=True))
    scored = []
    for clause in plan.clauses.filter(inherits__isnull=True):
        words = _words(clause)
        for row, others in above:
            headings = (clause.kind == Clause.Kind.HEADING, row.kind == Clause.Kind.HEADING)
            if row.pk in taken or headings[0] != headings[1]:
                continue
            if (score := _alike(words, others)) >= ALIKE:
                scored.append((score, clause, row))
    tied: dict[int, Clause] = {}
    for _score, clause, row in sorted(scored, key=lambda one: (-one[0], one[1].order)):
        if clause.pk not in tied and row.pk not in taken:
            _tie(clause, row)
            tied[clause.pk] = clause
            taken.add(row.pk)
    if tied:
        addresses = sorted(one.address for one in tied.values())
        note(by, "match_to_parent", plan.movement, plan.pk, {"tied": addresses})
    return list(tied.values())


@transaction.atomic
def link_clause(clause: Clause, above: Clause | None, *, by: User | None = None) -> Clause:
    """Tie a clause by hand to a clause of the parent plan, or untie it (None). UserError for one of another plan."""
    plan = clause.plan
    only_for(by, plan.unit)
    if above is not None and above.plan_id != plan.parent_id:
        raise fail(
            "Mục này không thuộc kế hoạch cấp trên.",
            "The clause is not of the plan above.",
            do_vi="Chọn một mục của kế hoạch cấp trên.",
            do_en="Choose a clause of the plan above.",
            value=above.address,
            code="not_above",
        )
    if above is not None:
        _tie(clause, above)
    else:
        _untie(clause)
    note(by, "link_clause", plan.movement, f"{plan.pk} {clause.address}", {"above": above.address if above else None})
    return clause


@transaction.atomic
def untie_from_others(plan: Plan, *, by: User | None = None) -> list[Clause]:
    """Untie the clauses that carry out those of any plan but the parent, as after a change of it; returns them."""
    only_for(by, plan.unit)
    found = list(plan.clauses.filter(inherits__isnull=False).exclude(inherits__plan=plan.parent_id))
    for clause in found:
        _untie(clause)
    if found:
        note(by, "untie_clauses", plan.movement, plan.pk, {"untied": [clause.address for clause in found]})
    return found


def _untie(clause: Clause) -> None:
    _move_root(clause, None)
    clause.inherits, clause.origin = None, Clause.Origin.OWN
    clause.save(update_fields=["inherits", "origin", "root"])


def _tie(clause: Clause, above: Clause) -> None:
    same = (clause.heading, clause.text) == (above.heading, above.text)
    _move_root(clause, above.root_id or above.pk)
    clause.inherits = above
    clause.origin = Clause.Origin.INHERITED if same else Clause.Origin.NARROWED
    clause.save(update_fields=["inherits", "origin", "root"])


def _move_root(clause: Clause, root_id: int | None) -> None:
    """Let the clause and all that count with it, because they carry it out or are copies of it, count under another."""
    old = clause.root_id
    if old is None:
        below = list(Clause.objects.filter(root=clause).values_list("pk", flat=True))
    else:
        below, layer = [], [clause.pk]
        while layer:
            layer = list(Clause.objects.filter(inherits__in=layer, root_id=old).values_list("pk", flat=True))
            below += layer
    Clause.objects.filter(pk__in=below).update(root_id=root_id or clause.pk)
    clause.root_id = root_id


def _words(clause: Clause) -> list[str]:
    return re.findall(r"\w+", f"{clause.heading} {clause.text}".casefold())


def _alike(one: list[str], other: list[str]) -> float:
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
