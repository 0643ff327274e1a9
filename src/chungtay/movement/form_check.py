"""Find what a form asks twice while it is being designed. Pure: may import `known_subjects` and messages.

A field is a burden where a person must type it. What the system can fill in is asked of nobody, so it is never doubled
by another form; within one form a subject still stands once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from chungtay.messages import Words
from chungtay.movement.known_subjects import subject_key

TWICE_HERE, ASKED_ELSEWHERE, KNOWN = "twice_in_form", "asked_elsewhere", "known"


@dataclass(frozen=True)
class DraftField:
    """A field as designed; prefilled: the system fills it in."""

    order: int
    label: str
    subject: str
    prefilled: bool = False


@dataclass(frozen=True)
class DraftForm:
    """A form as designed or in force: which level it asks, from which year to which (None: on and on), and what.

    issuer  code of the unit that asks; under  codes of the units whose subordinates it asks, itself first
    """

    title: str
    level: str
    first_year: int
    last_year: int | None
    fields: tuple[DraftField, ...]
    issuer: str = ""
    above: frozenset[str] = frozenset()

    def meets(self, other: DraftForm) -> bool:
        """Whether both ask the same units in some year: one level, years in common, one issuer under the other."""
        if self.level != other.level:
            return False
        together = self.issuer == other.issuer or self.issuer in other.above or other.issuer in self.above
        starts = max(self.first_year, other.first_year)
        ends = [year for year in (self.last_year, other.last_year) if year is not None]
        return together and (not ends or starts <= min(ends))


@dataclass(frozen=True)
class Flag:
    """One field that asks for what is asked or known elsewhere.

    kind   twice_in_form | asked_elsewhere | known
    where  title of the other form, or label of the other field; empty for what the system knows
    """

    kind: str
    order: int
    label: str
    subject: str
    where: str
    words: Words


def check_draft(form: DraftForm, others: Iterable[DraftForm], known: Collection[str]) -> list[Flag]:
    """Every field that asks twice, in the order of the form; a field may be flagged for several reasons.

    others  the other forms of the movement; those of another level or period are passed over
    known   subjects that the system holds, in the form of `subject_key`
    """
    elsewhere: dict[str, str] = {}
    for other in others:
        if form.meets(other):
            for field in other.fields:
                if not field.prefilled:
                    elsewhere.setdefault(subject_key(field.subject), other.title)
    flags: list[Flag] = []
    seen: dict[str, str] = {}
    for field in sorted(form.fields, key=lambda field: field.order):
        key = subject_key(field.subject)
        if key in seen:
            flags.append(_flag(TWICE_HERE, field, seen[key]))
        seen.setdefault(key, field.label)
        if field.prefilled:
            continue
        if key in known:
            flags.append(_flag(KNOWN, field, ""))
        if key in elsewhere:
            flags.append(_flag(ASKED_ELSEWHERE, field, elsewhere[key]))
    return flags


def _flag(kind: str, field: DraftField, where: str) -> Flag:
    words = {
        TWICE_HERE: Words(f"Biểu này đã hỏi ở ô «{where}».", f"This form asks it already, in “{where}”."),
        KNOWN: Words("Hệ thống đã có số này: để hệ thống tự điền.", "The system holds this: let it fill the field in."),
        ASKED_ELSEWHERE: Words(
            f"Biểu «{where}» đã hỏi trong cùng kỳ.", f"The form “{where}” asks it in the same period."
        ),
    }[kind]
    return Flag(kind, field.order, field.label, field.subject, where, words)
