"""Conditions as Ibis expressions: SQL's own null is Kleene's unknown, a number is a pair of bounds.

Means exactly what `evaluate` says, for a whole table. May import `expressions`.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir

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
from chungtay.rules.vocabulary import Fact, load_vocabulary

TYPES = {"bool": "boolean", "int": "int64", "decimal": "float64", "code": "string", "text": "string", "date": "date"}
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """A number between two columns or constants; exact where both are the same object."""

    lo: Any
    hi: Any

    @property
    def exact(self) -> bool:
        """Whether the number is one value (which may still be null)."""
        return self.lo is self.hi


@dataclass(frozen=True)
class Columns:
    """Where a condition finds its values.

    table         households or members, one fact a column; a column that is not there is unknown throughout
    any_member    for a condition on members: what `members.exists` gives per household
    count         likewise for a count; None for all members
    deprivations  bounds of the count
    figures       ("line" | "cut", name) -> the figure of one area, None where not known
    assumed       facts taken as given, e.g. the area tried
    review_year   the year in which ages count
    """

    table: ir.Table
    review_year: int
    any_member: Callable[[Expression], ir.BooleanValue] | None = None
    count: Callable[[Expression | None], Bounds] | None = None
    deprivations: Bounds | None = None
    figures: Mapping[tuple[str, str], float | int | None] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> Any:
        """Return the column of a fact, typed as the vocabulary says."""
        if name in self.assumed:
            return ibis.literal(self.assumed[name])
        fact = load_vocabulary().fact(name)
        if name in ("age", "birth_year"):
            return self._age_or_birth_year(fact)
        return self._column(fact)

    def _age_or_birth_year(self, fact: Fact) -> Any:
        """Age and birth year tell each other, given the review's year."""
        other = load_vocabulary().fact("birth_year" if fact.name == "age" else "age")
        if other.name not in self.table.columns:
            return self._column(fact)
        told = ibis.literal(self.review_year) - self._column(other)
        return told if fact.name not in self.table.columns else ibis.coalesce(self._column(fact), told)

    def _column(self, fact: Fact) -> Any:
        if fact.name not in self.table.columns:
            # A cast, not a bare null: Ibis reads `bare null == x` as `x is null`, but here it must stay open.
            return ibis.null().cast(TYPES[fact.type])
        column = self.table[fact.name]
        kind = column.type()
        fits = {
            "boolean": kind.is_boolean(), "int64": kind.is_numeric(), "float64": kind.is_numeric(),
            "string": kind.is_string(), "date": kind.is_date(),
        }  # fmt: skip
        return column if fits[TYPES[fact.type]] else column.cast(TYPES[fact.type])


def truth(node: Expression, columns: Columns) -> Any:  # noqa: PLR0911 - one return per kind of node
    """Compile a yes/no condition to a boolean column: true, false, or null where it is not decided."""
    match node:
        case And(operands):
            return functools.reduce(operator.and_, (truth(operand, columns) for operand in operands))
        case Or(operands):
            return functools.reduce(operator.or_, (truth(operand, columns) for operand in operands))
        case Not(operand):
            return ~truth(operand, columns)
        case AnyMember(predicate):
            assert columns.any_member is not None
            return columns.any_member(predicate)
        case Compare(op, left, right):
            return _compare(op, left, right, columns)
        case InList(operand, values):
            return _in_list(_value(operand, columns), [_constant(entry.value) for entry in values])
        case Literal_(value):
            return ibis.literal(value)
        case _:
            return _value(node, columns)


def _in_list(tested: Any, values: list[Any]) -> Any:
    """Whether a value is one of a list; null where it is not known.

    Not isin: DuckDB answers a longer list with a hash join, at several times the cost. A test in an array of codes is
    made once for each entry of a column's dictionary, not once for each row.
    """
    if len(values) > 1 and all(isinstance(value, str) for value in values):
        return ibis.ifelse(tested.isnull(), ibis.null("boolean"), ibis.array(values).contains(tested))
    return functools.reduce(operator.or_, (tested == value for value in values))


def unknown(node: Expression, columns: Columns) -> Any:
    """Compile whether a condition is not decided.

    What `!` negates is tested itself: Ibis writes the test of a negation as NOT (x) IS NULL, which SQL reads as
    NOT (x IS NULL).
    """
    while isinstance(node, Not):
        node = node.operand
    return truth(node, columns).isnull()


def _compare(op: str, left: Expression, right: Expression, columns: Columns) -> Any:  # noqa: PLR0911
    if not (_may_be_number(left) and _may_be_number(right)):
        return OPERATORS[op](_plain(left, columns), _plain(right, columns))
    one, other = number(left, columns), number(right, columns)
    if one is None or other is None:
        return ibis.null("boolean")
    if one.exact and other.exact:
        return OPERATORS[op](_expression(one.lo), other.lo)
    match op:
        case "<":
            return _decide(one.hi < other.lo, one.lo >= other.hi)
        case "<=":
            return _decide(one.hi <= other.lo, one.lo > other.hi)
        case ">":
            return _decide(one.lo > other.hi, one.hi <= other.lo)
        case ">=":
            return _decide(one.lo >= other.hi, one.hi < other.lo)
    same = (one.lo == one.hi) & (other.lo == other.hi) & (one.lo == other.lo)
    apart = (one.hi < other.lo) | (one.lo > other.hi)
    return _decide(same, apart) if op == "==" else _decide(apart, same)


def _decide(yes: Any, no: Any) -> Any:
    return ibis.cases((yes, True), (no, False), else_=ibis.null("boolean"))


def _plain(node: Expression, columns: Columns) -> Any:
    return _value(node, columns) if isinstance(node, Literal_ | FactRef | MemberRef) else truth(node, columns)


def _may_be_number(node: Expression) -> bool:
    """Whether the node's value is a number; the type check has made sure that both sides of a comparison agree."""
    match node:
        case Literal_(value):
            return not isinstance(value, bool | str)
        case FactRef(name) | MemberRef(name):
            return load_vocabulary().fact(name).type in ("int", "decimal")
        case Parameter() | Deprivations() | Arithmetic() | CountMembers():
            return True
    return False


def _value(node: Expression, columns: Columns) -> Any:
    match node:
        case Literal_(value):
            return ibis.literal(_constant(value))
        case FactRef(name) | MemberRef(name):
            return columns.fact(name)
    raise TypeError(node)


def _constant(value: Any) -> Any:
    """Decimals of the rules are short (8.5, 0.5): as float they compare the same, and on every engine."""
    return value if isinstance(value, bool | int | str) else float(value)


def _expression(value: Any) -> Any:
    return value if isinstance(value, ir.Value) else ibis.literal(value)


def number(node: Expression, columns: Columns) -> Bounds | None:
    """Compile a number to its bounds; None where it is a figure that no source gives."""
    match node:
        case Parameter(group, name):
            figure = columns.figures.get((group, name))
            return None if figure is None else _exactly(figure)
        case Deprivations():
            return columns.deprivations
        case CountMembers(predicate):
            assert columns.count is not None
            return columns.count(predicate)
        case Literal_(value):
            return _exactly(_constant(value))
        case Arithmetic(op, left, right):
            return _arithmetic(op, number(left, columns), number(right, columns))
        case _:
            return _exactly(_value(node, columns))


def _exactly(value: Any) -> Bounds:
    return Bounds(value, value)


def _arithmetic(op: str, one: Bounds | None, other: Bounds | None) -> Bounds | None:
    if one is None or other is None:
        return None
    if one.exact and other.exact:
        calculate = {"+": operator.add, "-": operator.sub, "*": operator.mul}[op]
        return _exactly(calculate(one.lo, other.lo))
    match op:
        case "+":
            return Bounds(one.lo + other.lo, one.hi + other.hi)
        case "-":
            return Bounds(one.lo - other.hi, one.hi - other.lo)
    factor, number_ = (one, other) if not isinstance(one.lo, ir.Value) else (other, one)
    low, high = (number_.lo, number_.hi) if factor.lo >= 0 else (number_.hi, number_.lo)
    return Bounds(factor.lo * low, factor.lo * high)
