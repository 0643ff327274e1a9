"""Read the movement's own frame from the clauses: name, scope, participants, years and phases.

Works on clauses alone, so that the frame of a plan corrected by hand is read anew in the same way.
May import `actors`, `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from chungtay.movement.reading.actors import actors_in
from chungtay.movement.reading.dates import dates_in
from chungtay.movement.reading.document import Clause, Frame, PhaseFound

_REVIEWS = (("preliminary", re.compile(r"sơ kết", re.IGNORECASE)), ("final", re.compile(r"tổng kết", re.IGNORECASE)))


def read_frame(clauses: Sequence[Clause]) -> Frame:
    """What the clauses under "Tên", "Phạm vi", "Đối tượng" and "Thời gian" say; None and empty where there are none."""
    named = _said(clauses, lambda heading: bool(re.match(r"tên\b", heading)))
    scope = _said(clauses, lambda heading: "phạm vi" in heading)
    audience = _said(clauses, lambda heading: "đối tượng" in heading)
    timed = _within(clauses, lambda heading: "thời gian" in heading)
    phases = _phases(timed) or _phases(clauses)
    first, last = _years(timed, phases)
    return Frame(
        name=named[0].text.split("\n")[0] if named else None,
        scope=scope[0].text if scope else None,
        participants=actors_in(audience[-1].text) if audience else (),
        first_year=first,
        last_year=last,
        phases=phases,
    )


def _said(clauses: Sequence[Clause], about: Callable[[str], bool]) -> list[Clause]:
    """Clauses with words of their own whose heading, or else whose nearest heading above, is about it."""
    own = [clause for clause in clauses if clause.text and about(clause.heading.casefold())]
    return own or [clause for clause in _within(clauses, about) if clause.text]


def _within(clauses: Iterable[Clause], about: Callable[[str], bool]) -> list[Clause]:
    found: list[Clause] = []
    inside: set[str] = set()
    for clause in clauses:
        if about(clause.heading.casefold()) or clause.parent in inside:
            inside.add(clause.address)
            found.append(clause)
    return found


def _phases(clauses: Iterable[Clause]) -> tuple[PhaseFound, ...]:
    phases: list[PhaseFound] = []
    for clause in clauses:
        for sentence in re.split(r"[;\n]|\.(?:\s|$)", clause.text):
            phases.extend(_phases_in(sentence.strip()))
    unique = {(phase.review, phase.review_year, phase.first_year): phase for phase in reversed(phases)}
    return tuple(sorted(unique.values(), key=lambda phase: (phase.last_year, phase.review_year)))


def _phases_in(sentence: str) -> Iterable[PhaseFound]:
    """A sentence that names a review and its year; the stretch of years where it is given too."""
    said = dates_in(sentence) if any(form.search(sentence) for _, form in _REVIEWS) else ()
    years = [int(date.iso[:4]) for date in said if date.precision in ("year", "month", "day", "quarter")]
    ranges = [tuple(map(int, date.iso.split("/"))) for date in said if date.precision == "range"]
    for review, form in _REVIEWS:
        if form.search(sentence) and (years or ranges):
            year = years[-1] if years else ranges[0][1]
            first, last = ranges[0] if ranges else (None, year)
            yield PhaseFound(review, first, last, year, sentence)


def _years(clauses: Sequence[Clause], phases: Sequence[PhaseFound]) -> tuple[int | None, int | None]:
    ranges = [
        tuple(map(int, date.iso.split("/"))) for one in clauses for date in one.dates if date.precision == "range"
    ]
    ranges += [(phase.first_year, phase.last_year) for phase in phases if phase.first_year is not None]
    if ranges:
        return min(first for first, _ in ranges), max(last for _, last in ranges)
    return None, max((phase.last_year for phase in phases), default=None)
