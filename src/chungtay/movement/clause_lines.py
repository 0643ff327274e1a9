"""The clauses of a plan as lines of a page: how deep each lies and what was found in it. May import the room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from chungtay.movement.models import Clause
from chungtay.movement.queries import ClauseNode
from chungtay.movement.reading import participant_kinds


@dataclass(frozen=True)
class ClauseLine:
    """One clause of the page. depth counts from 0; dates, figures and actors are the words of the text."""

    clause: Clause
    depth: int
    dates: tuple[str, ...]
    figures: tuple[str, ...]
    actors: tuple[str, ...]
    origin: str
    """why the clause is not simply the one above; empty where it is, or where there is none above"""


def clause_lines(nodes: Iterable[ClauseNode], *, under: bool = False, depth: int = 0) -> Iterator[ClauseLine]:
    """All clauses in the order of the text. under: the plan carries out another, so that origins mean something."""
    labels = _labels()
    for node in nodes:
        clause = node.clause
        yield ClauseLine(
            clause,
            min(depth, 4),
            _words(clause.dates),
            _words(clause.figures),
            tuple(dict.fromkeys(labels.get(one["kind"], one["words"]) for one in clause.actors)),
            str(clause.get_origin_display()) if under else "",
        )
        yield from clause_lines(node.children, under=under, depth=depth + 1)


def _labels() -> dict[str, str]:
    vietnamese = (get_language() or "vi").startswith("vi")
    return {kind.id: kind.label.vi if vietnamese else kind.label.en for kind in participant_kinds()}


def _words(found: Iterable[dict[str, object]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one["words"]) for one in found))
