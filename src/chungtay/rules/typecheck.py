"""Check a condition against the vocabulary before any engine sees it: names, codes, types.

May import `cel`, `expressions`, `vocabulary`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chungtay.messages import Words
from chungtay.rules.cel import ConditionError
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
from chungtay.rules.vocabulary import Fact, Vocabulary
from chungtay.rules.yaml_places import nearest

Kind = Literal["bool", "number", "text"]
KIND_WORDS: dict[Kind, Words] = {
    "bool": Words("đúng/sai", "true or false"),
    "number": Words("số", "a number"),
    "text": Words("mã", "a code"),
}


@dataclass(frozen=True)
class Names:
    """What a condition may speak of.

    lines, cuts           names of the figures; none in an indicator
    reads_deprivations    whether `deprivations` may be used (in class rules, not in indicators)
    """

    vocabulary: Vocabulary
    lines: Collection[str] = ()
    cuts: Collection[str] = ()
    reads_deprivations: bool = False


def check_condition(node: Expression, names: Names) -> None:
    """Make sure the condition is a yes/no question the vocabulary can answer. ConditionError with place if not."""
    _want(node, "bool", names, in_member=False)


def _kind(  # noqa: PLR0911, PLR0912 - one branch per kind of node
    node: Expression, names: Names, in_member: bool
) -> tuple[Kind, Fact | None]:
    """Return the kind of a node's value, and the fact where the node is one."""
    match node:
        case Literal_(value):
            if isinstance(value, bool):
                return "bool", None
            return ("number", None) if isinstance(value, int | Decimal) else ("text", None)
        case FactRef(name):
            if in_member:
                raise _error(
                    node, f"«{name}» là điều của hộ, không dùng trong điều kiện của thành viên",
                    f"“{name}” belongs to the household and cannot stand inside a member's condition",
                    "viết nó bên ngoài, nối bằng &&", "write it outside, joined with &&",
                )  # fmt: skip
            return _fact_kind(node, name, "household", names)
        case MemberRef(name):
            return _fact_kind(node, name, "member", names)
        case Parameter(group, name):
            known = names.lines if group == "line" else names.cuts
            if name not in known:
                raise _unknown(node, f"{group}.{name}", [f"{group}.{other}" for other in known])
            return "number", None
        case Deprivations():
            if not names.reads_deprivations:
                raise _error(
                    node, "«deprivations» chỉ dùng trong quy tắc xếp loại của chuẩn có chỉ số thiếu hụt",
                    "“deprivations” may be used only in class rules of a standard with indicators",
                    "bỏ «deprivations»", "leave “deprivations” out",
                )  # fmt: skip
            return "number", None
        case Not(operand):
            _want(operand, "bool", names, in_member)
            return "bool", None
        case And(operands) | Or(operands):
            for operand in operands:
                _want(operand, "bool", names, in_member)
            return "bool", None
        case Compare():
            _check_comparison(node, names, in_member)
            return "bool", None
        case InList(operand, values):
            kind, fact = _kind(operand, names, in_member)
            for entry in values:
                _match(entry, kind, fact, names, in_member)
            return "bool", None
        case Arithmetic(op, left, right):
            _want(left, "number", names, in_member)
            _want(right, "number", names, in_member)
            if op == "*" and not (isinstance(left, Literal_) or isinstance(right, Literal_)):
                raise _error(
                    node, "phép nhân cần một số cố định", "a product needs one fixed number",
                    "ví dụ 8 * members.size()", "e.g. 8 * members.size()",
                )  # fmt: skip
            return "number", None
        case AnyMember(predicate):
            _want(predicate, "bool", names, in_member=True)
            return "bool", None
        case CountMembers(predicate):
            if predicate is not None:
                _want(predicate, "bool", names, in_member=True)
            return "number", None
    raise TypeError(node)


def _check_comparison(node: Compare, names: Names, in_member: bool) -> None:
    kind, fact = _kind(node.left, names, in_member)
    other_kind, other_fact = _kind(node.right, names, in_member)
    if kind != "number" and node.op not in ("==", "!="):
        raise _error(
            node, f"«{node.op}» chỉ so sánh số", f"“{node.op}” compares numbers only",
            'với mã, dùng ==, != hoặc in ["…"]', 'for codes use ==, != or in ["…"]',
        )  # fmt: skip
    if fact is None and other_fact is not None:
        _match(node.left, other_kind, other_fact, names, in_member)
    else:
        _match(node.right, kind, fact, names, in_member)


def _match(node: Expression, kind: Kind, fact: Fact | None, names: Names, in_member: bool) -> None:
    """Refuse a value of another kind than `kind`, or a code the fact does not have."""
    _want(node, kind, names, in_member)
    if fact is not None and fact.codes and isinstance(node, Literal_) and node.value not in fact.code_values:
        raise _unknown(node, str(node.value), fact.code_values, fact.name)


def _want(node: Expression, kind: Kind, names: Names, in_member: bool) -> None:
    found, _ = _kind(node, names, in_member)
    if found != kind:
        raise _error(
            node, f"ở đây cần {KIND_WORDS[kind].vi}, không phải {KIND_WORDS[found].vi}",
            f"{KIND_WORDS[kind].en} is needed here, not {KIND_WORDS[found].en}",
            "xem kiểu của điều này bằng lệnh: chungtay data-dictionary", "see the type with: chungtay data-dictionary",
        )  # fmt: skip


def _fact_kind(node: Expression, name: str, entity: str, names: Names) -> tuple[Kind, Fact]:
    fact = names.vocabulary.facts.get(name)
    known = [other.name for other in names.vocabulary.facts.values() if other.entity == entity]
    if fact is None:
        raise _unknown(node, name, known)
    if fact.entity != entity:
        whose, whose_en = ("thành viên", "a member") if fact.entity == "member" else ("hộ", "the household")
        raise _error(
            node, f"«{name}» là điều của {whose}", f"“{name}” is a fact of {whose_en}",
            f"viết như members.exists(m, m.{name} …)" if fact.entity == "member" else f"viết «{name}» bên ngoài",
            f"write as in members.exists(m, m.{name} …)" if fact.entity == "member" else f"write “{name}” outside",
        )  # fmt: skip
    match fact.type:
        case "bool":
            return "bool", fact
        case "int" | "decimal":
            return "number", fact
        case "code":
            return "text", fact
    raise _error(
        node, f"«{name}» kiểu {fact.type} không dùng được trong điều kiện",
        f"“{name}” of type {fact.type} cannot be used in a condition",
        "dùng một điều kiểu bool, int, decimal hoặc code", "use a fact of type bool, int, decimal or code",
    )  # fmt: skip


def _unknown(node: Expression, word: str, known: Collection[str], fact: str | None = None) -> ConditionError:
    guess = nearest(word, known)
    vi = f"không có mã «{word}» trong «{fact}»" if fact else f"không có «{word}»"
    en = f"“{fact}” has no code “{word}”" if fact else f"there is no “{word}”"
    if guess:
        return _error(
            node, f"{vi}; ý là «{guess}»?", f"{en}; did you mean “{guess}”?", f"viết «{guess}»", f"write “{guess}”"
        )
    listing = ", ".join(known) or "–"
    return _error(node, vi, en, f"dùng một trong: {listing}", f"use one of: {listing}")


def _error(node: Expression, vi: str, en: str, do_vi: str, do_en: str) -> ConditionError:
    return ConditionError(Words(vi, en), Words(do_vi, do_en), node.at)
