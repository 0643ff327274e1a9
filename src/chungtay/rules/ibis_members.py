"""What a household's members say, as few reductions over the member table as can be.

Every `members.exists` of a standard needs two bits per household: some member for whom it holds, some for whom it is
open; and one bit per fact that is missing there. All bits of all conditions go through one `bit_or`, so millions of
members are grouped once. May import `ibis_truth` and `expressions`.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

from chungtay.rules.expressions import MEMBERS_COUNT, AnyMember, CountMembers, Expression, member_facts, walk
from chungtay.rules.ibis_blame import blame
from chungtay.rules.ibis_truth import Bounds, Columns, truth, unknown
from chungtay.rules.vocabulary import load_vocabulary

WORD_BITS = 62
TRUE, UNKNOWN = 1, 2


def _bit_or(bits: Any) -> Any:
    """SQL's bit_or by its own name: every engine has it, but Ibis does not know that of all of them."""


BIT_OR: dict[str, Any] = {
    width: ibis.udf.agg.builtin(_bit_or, name="bit_or", signature=((width,), width)) for width in ("int32", "int64")
}


@dataclass(frozen=True)
class Slot:
    """Where the bits of one condition on members are: word, first bit, and the facts whose absence has a bit."""

    predicate: Expression
    word: int
    shift: int
    facts: tuple[str, ...]
    counted: bool
    number: int

    @property
    def word_column(self) -> str:
        """The aggregate that holds the bits."""
        return f"members_bits_{self.word}"

    @property
    def true_column(self) -> str:
        """The aggregate that counts members for whom the condition holds."""
        return f"members_true_{self.number}"

    @property
    def unknown_column(self) -> str:
        """The aggregate that counts members for whom it is open."""
        return f"members_open_{self.number}"


def member_slots(conditions: Sequence[Expression]) -> tuple[Slot, ...]:
    """Give each distinct condition on members its bits."""
    counted: dict[Expression, bool] = {}
    for condition in conditions:
        for part in walk(condition):
            if isinstance(part, AnyMember | CountMembers) and part.predicate is not None:
                counted[part.predicate] = counted.get(part.predicate, False) or isinstance(part, CountMembers)
    slots: list[Slot] = []
    word = shift = 0
    for predicate, is_counted in counted.items():
        facts = load_vocabulary().in_order(member_facts(predicate))
        if shift + 2 + len(facts) > WORD_BITS:
            word, shift = word + 1, 0
        slots.append(Slot(predicate, word, shift, facts, is_counted, len(slots)))
        shift += 2 + len(facts)
    return tuple(slots)


@dataclass(frozen=True)
class Mark:
    """A whole number that each member bears, and how those of a household become one: by bit-wise or, or by a sum."""

    value: ir.IntegerColumn
    fold: Literal["or", "sum"]


def member_marks(slots: Sequence[Slot], members: ir.Table, review_year: int, *, with_missing: bool) -> dict[str, Mark]:
    """What each member says to the conditions, by the aggregate it goes into."""
    columns = Columns(members, review_year)
    kind = _kind(slots)
    words: dict[str, list[Any]] = {}
    found: dict[str, Mark] = {}
    for slot in slots:
        holds = truth(slot.predicate, columns)
        bits = ibis.coalesce(holds.cast(kind), UNKNOWN)
        words.setdefault(slot.word_column, []).append(_shifted(bits, slot.shift))
        if with_missing and slot.facts:
            words[slot.word_column].append(_missing_bits(slot, columns, kind))
        if slot.counted:
            sure, is_open = holds.cast("int64").fill_null(0), unknown(slot.predicate, columns).cast("int64")
            found[slot.true_column] = Mark(_for_each(members, sure), "sum")
            found[slot.unknown_column] = Mark(_for_each(members, is_open), "sum")
    for name, parts in words.items():
        found[name] = Mark(_for_each(members, functools.reduce(operator.or_, parts).cast(kind)), "or")
    return found


def member_aggregates(
    slots: Sequence[Slot], members: ir.Table, review_year: int, *, with_missing: bool
) -> dict[str, ir.Value]:
    """Reductions for `members.group_by("household_id").aggregate(...)`."""
    found: dict[str, ir.Value] = {MEMBERS_COUNT: members.count()}
    for name, mark in member_marks(slots, members, review_year, with_missing=with_missing).items():
        found[name] = BIT_OR[_kind(slots)](mark.value) if mark.fold == "or" else mark.value.sum()
    return found


def _for_each(members: ir.Table, value: Any) -> Any:
    """Make a column of a value that is the same for all, as when the file lacks every column of a condition."""
    return value if isinstance(value, ir.Column) else ibis.ifelse(members["household_id"].isnull(), value, value)


def _kind(slots: Sequence[Slot]) -> str:
    """The narrower integer where all bits fit: less to move for millions of members."""
    last = max((slot.shift + 2 + len(slot.facts) for slot in slots), default=0)
    return "int32" if last <= 31 and all(slot.word == 0 for slot in slots) else "int64"


def _missing_bits(slot: Slot, columns: Columns, kind: str) -> Any:
    """One bit per fact whose absence keeps the condition open; worked out only for members where it is open."""
    bits = []
    for position, name in enumerate(slot.facts):
        blamed = blame(slot.predicate, name, columns)
        bits.append(_shifted(blamed.cast(kind), slot.shift + 2 + position))  # type: ignore[union-attr]
    return ibis.ifelse(unknown(slot.predicate, columns), functools.reduce(operator.or_, bits), 0)


def _shifted(bits: Any, shift: int) -> Any:
    return bits << shift if shift else bits


@dataclass(frozen=True)
class MemberFindings:
    """Reads the aggregates back, on households left-joined with them (null where a household has no members)."""

    slots: tuple[Slot, ...]
    joined: ir.Table

    def _slot(self, predicate: Expression) -> Slot:
        return next(slot for slot in self.slots if slot.predicate == predicate)

    def _has(self, slot: Slot, bit: int) -> Any:
        return (self.joined[slot.word_column] & (bit << slot.shift)) != 0

    def any_member(self, predicate: Expression) -> ir.BooleanValue:
        """`members.exists`: true if it holds for some member, else null if open for some or if there are no members."""
        slot = self._slot(predicate)
        return ibis.cases(
            (self._has(slot, TRUE), True),
            (self._has(slot, UNKNOWN), ibis.null("boolean")),
            (self.joined[slot.word_column].isnull(), ibis.null("boolean")),
            else_=False,
        )

    def count(self, predicate: Expression | None) -> Bounds:
        """Bounds of a count; null without members."""
        if predicate is None:
            size = self.joined[MEMBERS_COUNT]
            return Bounds(size, size)
        slot = self._slot(predicate)
        sure = self.joined[slot.true_column]
        return Bounds(sure, sure + self.joined[slot.unknown_column])

    def blame(self, predicate: Expression | None, name: str) -> Any | None:
        """Whether the absence of a member fact (or of all members: "members") leaves the condition open."""
        if name == "members":
            return self.joined[MEMBERS_COUNT].isnull()
        if predicate is None:
            return None
        slot = self._slot(predicate)
        if name not in slot.facts:
            return None
        return self._has(slot, 1 << (2 + slot.facts.index(name))).fill_null(False)
