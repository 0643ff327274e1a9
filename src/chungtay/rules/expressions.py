"""The tree that a condition becomes: plain, frozen, knowing nothing of the engines that run it.

The subset of CEL is small on purpose: each node has one meaning in Python, in Ibis and in XPath. May import nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Comparison = Literal["<", "<=", ">", ">=", "==", "!="]
Span = tuple[int, int]
"""Line and column inside the condition's text, counted from 1."""
MEMBERS_COUNT = "members_count"
"""The column that says how many members a household has, where members are gathered by household."""


@dataclass(frozen=True)
class Expression:
    """A node; `at` is where it starts in the text and plays no part in equality."""

    at: Span = field(compare=False, repr=False, kw_only=True, default=(1, 1))


@dataclass(frozen=True)
class Literal_(Expression):
    """A number, a text or true/false."""

    value: bool | int | Decimal | str


@dataclass(frozen=True)
class FactRef(Expression):
    """A fact of the household."""

    name: str


@dataclass(frozen=True)
class MemberRef(Expression):
    """A fact of the member in question, inside members.exists, members.all or members.filter."""

    name: str


@dataclass(frozen=True)
class Parameter(Expression):
    """An area-dependent figure: `line.poor` (VND per person per month) or `cut.poor` (points)."""

    group: Literal["line", "cut"]
    name: str


@dataclass(frozen=True)
class Deprivations(Expression):
    """How many indicators the household is deprived in; an interval while some are unknown."""


@dataclass(frozen=True)
class Not(Expression):
    """Logical not."""

    operand: Expression


@dataclass(frozen=True)
class And(Expression):
    """All of the operands (two or more)."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Or(Expression):
    """Any of the operands (two or more)."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Compare(Expression):
    """Two operands of one type compared."""

    op: Comparison
    left: Expression
    right: Expression


@dataclass(frozen=True)
class InList(Expression):
    """The operand equals one of the values."""

    operand: Expression
    values: tuple[Literal_, ...]


@dataclass(frozen=True)
class Arithmetic(Expression):
    """Sum, difference, or product with at least one literal factor (so that every number stays linear)."""

    op: Literal["+", "-", "*"]
    left: Expression
    right: Expression


@dataclass(frozen=True)
class AnyMember(Expression):
    """`members.exists(m, predicate)`; `members.all(m, p)` is written Not(AnyMember(Not(p)))."""

    predicate: Expression


@dataclass(frozen=True)
class CountMembers(Expression):
    """`members.filter(m, predicate).size()`, or `members.size()` where the predicate is None."""

    predicate: Expression | None


def children(node: Expression) -> tuple[Expression, ...]:
    """Return the nodes right below."""
    match node:
        case Not(operand) | InList(operand=operand):
            return (operand,)
        case And(operands) | Or(operands):
            return operands
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case AnyMember(predicate):
            return (predicate,)
        case CountMembers(predicate):
            return () if predicate is None else (predicate,)
        case _:
            return ()


def walk(node: Expression) -> Iterator[Expression]:
    """Yield the node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def household_facts(node: Expression) -> frozenset[str]:
    """Names of the household facts that the condition reads."""
    return frozenset(part.name for part in walk(node) if isinstance(part, FactRef))


def member_facts(node: Expression) -> frozenset[str]:
    """Names of the member facts that the condition reads."""
    return frozenset(part.name for part in walk(node) if isinstance(part, MemberRef))


def reads_members(node: Expression) -> bool:
    """Whether the condition looks at the members at all."""
    return any(isinstance(part, AnyMember | CountMembers) for part in walk(node))
