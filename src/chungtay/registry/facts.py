"""Check facts that a person enters for one household, and give them the form in which they are stored.

The same vocabulary, the same limits and the same digest as the import of files. May import rules.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chungtay.messages import Problem, UserError, Words
from chungtay.rules import Fact, load_vocabulary
from chungtay.rules.vocabulary import Entity


def stored_facts(given: Mapping[str, Any], entity: Entity, *, where: str | None = None) -> dict[str, Any]:
    """Return the known facts in the vocabulary's order and types; an empty one is left out.

    where   what an error calls the place ("thành viên 2")
    Raises UserError naming every fact that is unknown to the vocabulary, of a wrong type or out of bounds.
    """
    vocabulary = load_vocabulary()
    known = {fact.name: fact for fact in vocabulary.facts.values() if fact.entity == entity}
    problems = [
        Problem(Words("Thông tin này không có trong từ vựng.", "The vocabulary has no such fact."),
                Words("Bỏ mục này, hoặc sửa tên.", "Leave it out, or mend its name."), where, column=name, code="fact")
        for name in given if name not in known
    ]  # fmt: skip
    stored: dict[str, Any] = {}
    for name, fact in known.items():
        value = given.get(name)
        if value is None or value == "":
            continue
        try:
            stored[name] = _stored(fact, value)
        except (TypeError, ValueError):
            what = Words(f"«{fact.label.vi}» không hợp lệ.", f"“{fact.label.en}” is not valid.")
            remedy = Words("Sửa mục này; để trống nếu chưa biết.", "Mend it; leave it empty where unknown.")
            problems.append(Problem(what, remedy, where, column=name, value=str(value), allowed=fact.allowed()))
    if problems:
        raise UserError(*problems)
    return stored


def stored_members(members: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the members' facts by number; each mapping has a `number` beside the facts."""
    found: dict[int, dict[str, Any]] = {}
    for member in members:
        number = int(member["number"])
        if not 1 <= number <= 99 or number in found:
            raise UserError(Problem(
                Words("Số thứ tự bị lặp hoặc ngoài khoảng.", "A member's number is repeated or out of range."),
                Words("Cho mỗi thành viên một số riêng.", "Give each member a number of its own."),
                value=str(number), allowed="1-99", code="member_number"))  # fmt: skip
        facts = {name: value for name, value in member.items() if name != "number"}
        found[number] = {"number": number, **stored_facts(facts, "member", where=f"thành viên {number}")}
    return [found[number] for number in sorted(found)]


def content_hash(setting: Sequence[str], place: Sequence[str], facts: Mapping[str, Any],
                 member_facts: Sequence[Mapping[str, Any]], surveyed_on: dt.date | None) -> str:  # fmt: skip
    """Return the digest of a review's content, equal to the one that the import makes of the same content.

    setting   standard id, guidance, round, valid-for year;  place: commune code, village code ("" for none)
    """
    parts = [*setting, *place, _json(facts), _json(list(member_facts)), surveyed_on.isoformat() if surveyed_on else ""]
    return hashlib.md5(chr(31).join(parts).encode(), usedforsecurity=False).hexdigest()[:16]


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _stored(fact: Fact, value: Any) -> Any:
    """Return the value as it is stored; ValueError or TypeError where it does not fit the fact."""
    if fact.type == "bool":
        if not isinstance(value, bool):
            raise TypeError(value)
        return value
    if fact.type in ("int", "decimal"):
        if isinstance(value, bool):
            raise TypeError(value)
        number = float(value)
        if math.isnan(number) or (fact.type == "int" and not number.is_integer()):
            raise ValueError(value)
        low = fact.minimum is not None and (number <= fact.minimum if fact.exclusive_minimum else number < fact.minimum)
        if low or (fact.maximum is not None and number > fact.maximum):
            raise ValueError(value)
        return int(number) if fact.type == "int" else number
    if fact.type == "date":
        return (value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))).isoformat()
    text = str(value).strip()
    parts = [part.strip() for part in text.split(";")] if fact.multiple else [text]
    if fact.codes and not set(parts) <= set(fact.code_values):
        raise ValueError(value)
    return text
