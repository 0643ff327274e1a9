"""The reference engine: one household, plain Python, deliberately simple. What it says is the meaning of a rule.

Unknown facts are None and follow Kleene's logic; counts over members are intervals. May import `expressions`, `kleene`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chungtay.rules.expressions import (
    And,
    AnyMember,
    Arithmetic,
    Compare,
    CountMembers,
    Deprivations,
    Expression,
    FactRef,
    InList,
    Literal_,
    MemberRef,
    Not,
    Or,
    Parameter,
)
from chungtay.rules.kleene import Interval, Number, Truth, all_of, any_of, arithmetic, compare, not_

NO_MEMBERS = "members"
"""What is missing where a condition looks at members and the household has no member rows."""


@dataclass(frozen=True)
class Facts:
    """What is known when a condition is evaluated.

    members   one mapping per member; () means the members are not known, not that there are none
    member    the member in question, inside a condition on members
    figures   ("line" | "cut", name) -> the figure of the area assumed, or None where it is not known
    """

    household: Mapping[str, object] = field(default_factory=dict)
    members: Sequence[Mapping[str, object]] = ()
    member: Mapping[str, object] | None = None
    deprivations: Interval | None = None
    figures: Mapping[tuple[str, str], float | int | None] = field(default_factory=dict)

    def of(self, member: Mapping[str, object]) -> Facts:
        """The same, looking at one member."""
        return Facts(self.household, self.members, member, self.deprivations, self.figures)


def truth(node: Expression, facts: Facts) -> Truth:  # noqa: PLR0911 - one return per kind of node
    """Evaluate a yes/no condition: True, False, or None where the facts known do not decide it."""
    match node:
        case And(operands):
            return all_of(truth(operand, facts) for operand in operands)
        case Or(operands):
            return any_of(truth(operand, facts) for operand in operands)
        case Not(operand):
            return not_(truth(operand, facts))
        case AnyMember(predicate):
            if not facts.members:
                return None
            return any_of(truth(predicate, facts.of(member)) for member in facts.members)
        case Compare(op, left, right):
            return _compare(op, left, right, facts)
        case InList(operand, values):
            found = value(operand, facts)
            return None if found is None else any(found == entry.value for entry in values)
        case _:
            found = value(node, facts)
            return None if found is None else bool(found)


def _compare(op: str, left: Expression, right: Expression, facts: Facts) -> Truth:
    if _is_number(left, facts) or _is_number(right, facts):
        return compare(op, number(left, facts), number(right, facts))
    one, other = _plain(left, facts), _plain(right, facts)
    if one is None or other is None:
        return None
    return (one == other) if op == "==" else (one != other)


def _is_number(node: Expression, facts: Facts) -> bool:
    if isinstance(node, Parameter | Deprivations | Arithmetic | CountMembers):
        return True
    found = value(node, facts) if isinstance(node, Literal_ | FactRef | MemberRef) else None
    return found is not None and not isinstance(found, bool | str)


def _plain(node: Expression, facts: Facts) -> object:
    return value(node, facts) if isinstance(node, Literal_ | FactRef | MemberRef) else truth(node, facts)


def value(node: Expression, facts: Facts) -> object:
    """Return the value of a literal or a fact; None where it is not known."""
    match node:
        case Literal_(content):
            return content
        case FactRef(name):
            return facts.household.get(name)
        case MemberRef(name):
            return None if facts.member is None else facts.member.get(name)
    raise TypeError(node)


def number(node: Expression, facts: Facts) -> Interval | None:  # noqa: PLR0911
    """Return the bounds of a number; None where nothing is known of it."""
    match node:
        case Parameter(group, name):
            return _exactly(facts.figures.get((group, name)))
        case Deprivations():
            return facts.deprivations
        case Arithmetic(op, left, right):
            return arithmetic(op, number(left, facts), number(right, facts))
        case CountMembers(predicate):
            if not facts.members:
                return None
            if predicate is None:
                return Interval(len(facts.members), len(facts.members))
            found = [truth(predicate, facts.of(member)) for member in facts.members]
            sure = sum(outcome is True for outcome in found)
            return Interval(sure, sure + sum(outcome is None for outcome in found))
        case _:
            return _exactly(value(node, facts))


def _exactly(content: object) -> Interval | None:
    if content is None:
        return None
    known: Number = content  # type: ignore[assignment]
    return Interval(known, known)


def blame(node: Expression, facts: Facts) -> frozenset[str]:  # noqa: PLR0911
    """Name the facts whose absence keeps a condition unknown; empty where it is known.

    Only facts on a path of unknown parts count: in `a && b` with a false nothing is missing. Filling in all of them
    decides the condition. The word "members" stands for members of whom nothing at all is known, "deprivations" for
    a count still open.
    """
    match node:
        case And() | Or() | Not() | InList() | AnyMember() | Compare():
            if truth(node, facts) is not None:
                return frozenset()
        case Literal_() | Parameter():
            return frozenset()
    match node:
        case And(operands) | Or(operands):
            return frozenset().union(*(blame(operand, facts) for operand in operands))
        case Not(operand) | InList(operand=operand):
            return blame(operand, facts)
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return blame(left, facts) | blame(right, facts)
        case AnyMember(predicate):
            return _blame_members(predicate, facts)
        case CountMembers(predicate):
            if predicate is None:
                return frozenset() if facts.members else frozenset({NO_MEMBERS})
            return _blame_members(predicate, facts)
        case Deprivations():
            known = facts.deprivations is not None and facts.deprivations.exact
            return frozenset() if known else frozenset({"deprivations"})
        case FactRef(name) | MemberRef(name):
            return frozenset({name}) if value(node, facts) is None else frozenset()
    raise TypeError(node)


def _blame_members(predicate: Expression, facts: Facts) -> frozenset[str]:
    if not facts.members:
        return frozenset({NO_MEMBERS})
    return frozenset().union(*(blame(predicate, facts.of(member)) for member in facts.members))
