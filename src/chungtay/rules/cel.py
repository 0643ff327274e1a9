"""Text in CEL (the Common Expression Language) to our own tree; the grammar is `cel-python`'s.

Only the parser of that package is used; what the documented subset leaves out is refused with a place.
May import `expressions`.
"""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chungtay.messages import Words
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
    Span,
)

if TYPE_CHECKING:
    from lark import Tree

COMPARISONS = {
    "relation_lt": "<", "relation_le": "<=", "relation_gt": ">", "relation_ge": ">=",
    "relation_eq": "==", "relation_ne": "!=",
}  # fmt: skip
SUBSET = "&& || ! < <= > >= == != in + - *, members.exists, members.all, members.filter(...).size(), members.size()"


class ConditionError(Exception):
    """A condition that cannot be used: why, what to do, and where in its text."""

    def __init__(self, what: Words, remedy: Words, at: Span) -> None:
        self.what, self.remedy, self.at = what, remedy, at
        super().__init__(f"{at[0]}:{at[1]}: {what.en}")


def _refuse(vi: str, en: str, at: Span, do_vi: str = "", do_en: str = "") -> ConditionError:
    return ConditionError(
        Words(vi, en), Words(do_vi or f"chỉ dùng: {SUBSET}", do_en or f"use only: {SUBSET}"), at
    )  # fmt: skip


@functools.lru_cache(maxsize=2048)
def parse_condition(text: str) -> Expression:
    """Read a condition.

    text    CEL; facts by name, members as `members`, figures as `line.x` and `cut.x`, and `deprivations`
    Returns the tree, not yet checked against the vocabulary. ConditionError (with place) if it cannot be read.
    """
    # Imported here: the grammar costs a quarter of a second, and most commands read no condition.
    from celpy.celparser import CELParseError, CELParser

    try:
        tree = CELParser().parse(text)
    except CELParseError as error:
        at = (error.line or 1, max(error.column or 1, 1))
        if at[0] < 0:
            at = _end_of(text)
        raise _refuse("biểu thức sai cú pháp", "the expression has a syntax error", at) from error
    except Exception as error:  # the parser reports an early end with an error of its own
        raise _refuse("biểu thức chưa kết thúc", "the expression ends too early", _end_of(text)) from error
    return _Builder(text).build(tree)


def _end_of(text: str) -> Span:
    lines = text.rstrip().split("\n") or [""]
    return len(lines), len(lines[-1]) + 1


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.member: str | None = None

    def build(self, tree: Tree[Any]) -> Expression:
        """Turn one node of the grammar into ours; chains of single children are looked through."""
        at = _place(tree)
        method = getattr(self, f"_{tree.data}", None)
        if method is not None:
            result: Expression = method(tree, at)
            return result
        if tree.data in COMPARISONS or len(tree.children) != 1:
            raise _refuse("biểu thức ngoài phạm vi cho phép", "outside the allowed subset", at)
        return self.build(tree.children[0])

    def _expr(self, tree: Tree[Any], at: Span) -> Expression:
        if len(tree.children) > 1:
            raise _refuse("không dùng «điều kiện ? a : b»", "no “condition ? a : b” here", at)
        return self.build(tree.children[0])

    def _conditionalor(self, tree: Tree[Any], at: Span) -> Expression:
        if len(tree.children) == 1:
            return self.build(tree.children[0])
        left, right = (self.build(child) for child in tree.children)
        return Or((*(left.operands if isinstance(left, Or) else (left,)), right), at=at)

    def _conditionaland(self, tree: Tree[Any], at: Span) -> Expression:
        if len(tree.children) == 1:
            return self.build(tree.children[0])
        left, right = (self.build(child) for child in tree.children)
        return And((*(left.operands if isinstance(left, And) else (left,)), right), at=at)

    def _relation(self, tree: Tree[Any], at: Span) -> Expression:
        if len(tree.children) == 1:
            return self.build(tree.children[0])
        operator, right = tree.children
        left = self.build(operator.children[0])
        if operator.data == "relation_in":
            return InList(left, self._list(right), at=at)
        return Compare(COMPARISONS[operator.data], left, self.build(right), at=at)  # type: ignore[arg-type]

    def _addition(self, tree: Tree[Any], at: Span) -> Expression:
        if len(tree.children) == 1:
            return self.build(tree.children[0])
        operator, right = tree.children
        op = "+" if operator.data == "addition_add" else "-"
        return Arithmetic(op, self.build(operator.children[0]), self.build(right), at=at)  # type: ignore[arg-type]

    def _multiplication(self, tree: Tree[Any], at: Span) -> Expression:
        if len(tree.children) == 1:
            return self.build(tree.children[0])
        operator, right = tree.children
        if operator.data != "multiplication_mul":
            raise _refuse(
                "không dùng phép chia", "no division here", at,
                "viết lại thành phép nhân, ví dụ floor_area < 8 * members.size()",
                "write it as a product, e.g. floor_area < 8 * members.size()",
            )  # fmt: skip
        return Arithmetic("*", self.build(operator.children[0]), self.build(right), at=at)

    def _unary(self, tree: Tree[Any], at: Span) -> Expression:
        if len(tree.children) == 1:
            return self.build(tree.children[0])
        sign, operand = tree.children
        inner = self.build(operand)
        if sign.data == "unary_not":
            return Not(inner, at=at)
        if isinstance(inner, Literal_) and isinstance(inner.value, int | Decimal):
            return Literal_(-inner.value, at=at)
        raise _refuse("dấu trừ chỉ đứng trước một số", "a minus sign stands before a number only", at)

    def _literal(self, tree: Tree[Any], at: Span) -> Expression:
        token: Any = tree.children[0]
        match token.type:
            case "INT_LIT":
                return Literal_(int(token.value, 0) if "x" in token.value.lower() else int(token.value), at=at)
            case "FLOAT_LIT":
                return Literal_(Decimal(token.value), at=at)
            case "BOOL_LIT":
                return Literal_(token.value == "true", at=at)
            case "STRING_LIT" if "\\" not in token.value and token.value[0] in "\"'":
                return Literal_(token.value[1:-1], at=at)
            case "NULL_LIT":
                raise _refuse(
                    "không so với null", "no comparison with null", at,
                    "một điều chưa biết tự làm kết quả chưa biết; bỏ phép so với null",
                    "an unknown fact makes the outcome unknown by itself; leave the comparison out",
                )  # fmt: skip
            case _:
                raise _refuse("giá trị này không dùng được", "this kind of value cannot be used", at)

    def _ident(self, tree: Tree[Any], at: Span) -> Expression:
        name = str(tree.children[0])
        if name == "deprivations":
            return Deprivations(at=at)
        if name in ("members", self.member):
            raise _refuse(f"«{name}» cần một phép theo sau", f"“{name}” needs something after it", at)
        return FactRef(name, at=at)

    def _member_dot(self, tree: Tree[Any], at: Span) -> Expression:
        owner, name = _identifier(tree.children[0]), str(tree.children[1])
        if owner is not None and owner == self.member:
            return MemberRef(name, at=at)
        if owner == "line":
            return Parameter("line", name, at=at)
        if owner == "cut":
            return Parameter("cut", name, at=at)
        raise _refuse(f"không hiểu «.{name}» ở đây", f"“.{name}” is not understood here", at)

    def _member_dot_arg(self, tree: Tree[Any], at: Span) -> Expression:
        owner, name = tree.children[0], str(tree.children[1])
        arguments = tree.children[2].children if len(tree.children) > 2 else []
        if name == "size" and not arguments:
            if _identifier(owner) == "members":
                return CountMembers(None, at=at)
            filtered = _call(owner, "filter")
            if filtered is not None:
                return CountMembers(self._predicate(filtered, at), at=at)
        if _identifier(owner) == "members" and name in ("exists", "all"):
            predicate = self._predicate(arguments, at)
            if name == "exists":
                return AnyMember(predicate, at=at)
            return Not(AnyMember(Not(predicate, at=predicate.at), at=at), at=at)
        raise _refuse(f"không có phép «{name}»", f"there is no “{name}”", at)

    def _predicate(self, arguments: list[Any], at: Span) -> Expression:
        if self.member is not None:
            raise _refuse("không lồng phép trên thành viên", "operations on members cannot be nested", at)
        name = _identifier(arguments[0]) if len(arguments) == 2 else None
        if name is None:
            raise _refuse(
                "cần tên thành viên và điều kiện", "a name for the member and a condition are needed", at,
                "viết như members.exists(m, m.age >= 6)", "write as in members.exists(m, m.age >= 6)",
            )  # fmt: skip
        self.member = name
        try:
            return self.build(arguments[1])
        finally:
            self.member = None

    def _list(self, tree: Tree[Any]) -> tuple[Literal_, ...]:
        inner = _single(tree)
        at = _place(tree)
        if inner is None or inner.data != "list_lit" or not inner.children:
            raise _refuse(
                'sau «in» phải là danh sách, ví dụ ["a", "b"]', 'a list such as ["a", "b"] must follow “in”', at
            )
        values = [self.build(item) for item in inner.children[0].children]
        if not all(isinstance(value, Literal_) for value in values):
            raise _refuse("danh sách chỉ gồm giá trị cố định", "a list holds fixed values only", at)
        return tuple(value for value in values if isinstance(value, Literal_))

    def _member_index(self, tree: Tree[Any], at: Span) -> Expression:
        raise _refuse("không dùng [ ] để lấy phần tử", "no [ ] to pick an element", at)

    def _ident_arg(self, tree: Tree[Any], at: Span) -> Expression:
        raise _refuse(f"không có hàm «{tree.children[0]}»", f"there is no function “{tree.children[0]}”", at)

    _dot_ident_arg = _member_object = _dot_ident = _list_lit = _map_lit = _member_index


def _place(tree: Tree[Any]) -> Span:
    meta = tree.meta
    return (getattr(meta, "line", 1), getattr(meta, "column", 1))


def _single(tree: Any) -> Tree[Any] | None:
    """Look through the grammar's chain of single children; None if the chain ends in a token."""
    wrappers = {
        "expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication", "unary", "member",
        "primary", "paren_expr",
    }  # fmt: skip
    while getattr(tree, "data", None) in wrappers and len(tree.children) == 1:
        tree = tree.children[0]
    return tree if hasattr(tree, "data") else None


def _identifier(tree: Any) -> str | None:
    inner = _single(tree)
    return str(inner.children[0]) if inner is not None and inner.data == "ident" else None


def _call(tree: Any, name: str) -> list[Any] | None:
    """Return the arguments of `members.<name>(...)`, or None if the tree is something else."""
    inner = _single(tree)
    if inner is None or inner.data != "member_dot_arg" or str(inner.children[1]) != name:
        return None
    if _identifier(inner.children[0]) != "members" or len(inner.children) < 3:
        return None
    return list(inner.children[2].children)
