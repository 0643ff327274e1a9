"""Which missing fact keeps a condition open, as Ibis expressions; means exactly what `evaluate.blame` says.

May import `ibis_truth` and `expressions`.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from typing import Any

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
from chungtay.rules.ibis_truth import Columns, unknown

MemberBlame = Callable[[Expression | None, str], Any]
"""For a condition on members (None: all members) and a fact: does some member lack it while the condition is open."""


def blame(  # noqa: PLR0911
    node: Expression, name: str, columns: Columns, member_blame: MemberBlame | None = None
) -> Any | None:
    """Compile whether the absence of `name` keeps a condition unknown; None where the condition does not read it.

    member_blame   for a condition on members: whether some member lacks the fact while the condition is open for it
    """
    match node:
        case FactRef(own) | MemberRef(own):
            return columns.fact(own).isnull() if own == name else None
        case Deprivations():
            bounds = columns.deprivations
            if name != "deprivations" or bounds is None or bounds.exact:
                return None
            return bounds.lo != bounds.hi
        case Literal_() | Parameter():
            return None
        case AnyMember(predicate) | CountMembers(predicate):
            if member_blame is None:
                return None
            found = member_blame(predicate, name)
            if found is None or isinstance(node, CountMembers):
                return found
            return unknown(node, columns) & found
        case Not(operand) | InList(operand=operand):
            return blame(operand, name, columns, member_blame)
        case And(operands) | Or(operands):
            return _blame_under(node, operands, name, columns, member_blame)
        case Compare(left=left, right=right):
            return _blame_under(node, (left, right), name, columns, member_blame)
        case Arithmetic(left=left, right=right):
            return any_column([blame(part, name, columns, member_blame) for part in (left, right)])
    raise TypeError(node)


def _blame_under(
    node: Expression, parts: Sequence[Expression], name: str, columns: Columns,
    member_blame: MemberBlame | None,
) -> Any | None:  # fmt: skip
    found = any_column([blame(part, name, columns, member_blame) for part in parts])
    if found is None:
        return None
    # A comparison of a fact with something known is unknown exactly where the fact is.
    plain = isinstance(node, Compare) and all(_known_or_fact(part, columns) for part in parts)
    return found if plain else unknown(node, columns) & found


def _known_or_fact(node: Expression, columns: Columns) -> bool:
    if isinstance(node, Parameter):
        return columns.figures.get((node.group, node.name)) is not None
    return isinstance(node, Literal_ | FactRef | MemberRef)


def any_column(found: Sequence[Any | None]) -> Any | None:
    """Or the columns that there are; None where there are none."""
    there = [column for column in found if column is not None]
    return functools.reduce(operator.or_, there) if there else None
