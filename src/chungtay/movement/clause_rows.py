"""Rows of clauses made from what was read, and read again where a person changed the words. May import the room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from chungtay.movement.models import Clause, Plan
from chungtay.movement.reading import Clause as ClauseRead
from chungtay.movement.reading import clause_from_dict, found_in


def store_clauses(plan: Plan, read: Sequence[ClauseRead]) -> list[Clause]:
    """Write the clauses of a document, those above before those below; returns them in the order of the text."""
    levels: dict[int, list[tuple[int, ClauseRead]]] = defaultdict(list)
    depth: dict[str | None, int] = {None: -1}
    for place, one in enumerate(read, start=1):
        depth[one.address] = depth[one.parent] + 1
        levels[depth[one.address]].append((place, one))
    rows: dict[str, Clause] = {}
    for level in sorted(levels):
        made = [
            Clause(plan=plan, order=place, parent=rows.get(one.parent or ""), **values_of(one))
            for place, one in levels[level]
        ]
        for row in Clause.objects.bulk_create(made):
            rows[row.address] = row
    return sorted(rows.values(), key=lambda row: row.order)


def values_of(read: ClauseRead) -> dict[str, object]:
    """The fields of a row that come from the words."""
    return {
        "address": read.address[:60],
        "kind": read.kind,
        "heading": read.heading[:500],
        "text": read.text,
        "dates": [asdict(one) for one in read.dates],
        "figures": [asdict(one) for one in read.figures],
        "actors": [asdict(one) for one in read.actors],
    }


def reread(clause: Clause) -> None:
    """Find dates, figures and actors anew in changed words. Does not save."""
    read = found_in(clause.address, None, clause.kind, clause.heading, clause.text)
    for name in ("dates", "figures", "actors"):
        setattr(clause, name, [asdict(one) for one in getattr(read, name)])


def as_read(clauses: Iterable[Clause]) -> list[ClauseRead]:
    """Rows as the reading room knows clauses, to read the frame from them; in order."""
    rows = sorted(clauses, key=lambda row: row.order)
    addresses = {row.pk: row.address for row in rows}
    return [
        clause_from_dict(
            {
                "address": row.address,
                "parent": addresses.get(row.parent_id or 0),
                "kind": row.kind,
                "heading": row.heading,
                "text": row.text,
                "dates": row.dates,
                "figures": row.figures,
                "actors": row.actors,
            }
        )
        for row in rows
    ]
