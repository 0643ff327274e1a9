"""The one vocabulary: what can be known about a household and its members, from `data/vocabulary.yaml`.

May import `chungtay.messages` and `yaml_places`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from chungtay.messages import UserError, Words, say
from chungtay.rules.yaml_places import Path_, PlacedYaml, nearest, read_yaml

Entity = Literal["household", "member"]
FactType = Literal["bool", "int", "decimal", "code", "date", "text"]
Status = Literal["verified", "secondary", "unverified"]

FILE = Path(__file__).parent / "data" / "vocabulary.yaml"
TYPES = ("bool", "int", "decimal", "code", "date", "text")
STATUSES = ("verified", "secondary", "unverified")
REQUIRED = ("name", "group", "type", "label", "question", "source", "status")
OPTIONAL = (
    "unit", "codes", "minimum", "maximum", "exclusive_minimum", "since", "until", "multiple", "ordered", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Code:
    """One allowed value of a coded fact."""

    value: str
    label: Words


@dataclass(frozen=True)
class Fact:
    """One thing that can be known. In Python a value is bool, int, float or Decimal, str, date, or None (unknown).

    codes     the allowed values of a code, or of each part of a text with several codes; empty otherwise
    multiple  several codes in one text, separated by ";"
    ordered   the codes run from low to high
    since, until  ids of the first and last standard that read the fact; None means no bound
    """

    name: str
    entity: Entity
    type: FactType
    unit: str | None
    codes: tuple[Code, ...]
    label: Words
    question: Words
    minimum: float | None
    maximum: float | None
    exclusive_minimum: bool
    since: str | None
    until: str | None
    group: str
    source: str
    status: Status
    multiple: bool = False
    ordered: bool = False
    note: str | None = None

    @property
    def code_values(self) -> tuple[str, ...]:
        """The allowed codes, in the order of the file."""
        return tuple(code.value for code in self.codes)

    def allowed(self) -> str:
        """Say which values are allowed, in the current language; "" where any text is."""
        if self.codes:
            return ", ".join(self.code_values)
        if self.type == "bool":
            return "true, false"
        parts = []
        if self.minimum is not None:
            parts.append(f"{'>' if self.exclusive_minimum else '≥'} {self.minimum:g}")
        if self.maximum is not None:
            parts.append(f"≤ {self.maximum:g}")
        if self.type == "date":
            parts.append(say("ngày dd/mm/yyyy", "a date dd/mm/yyyy"))
        return say(" và ", " and ").join(parts)


@dataclass(frozen=True)
class Vocabulary:
    """All facts, in the order of the file; names are unique over households and members."""

    facts: Mapping[str, Fact]
    version: str

    @property
    def household_facts(self) -> tuple[Fact, ...]:
        """The facts of a household."""
        return tuple(fact for fact in self.facts.values() if fact.entity == "household")

    @property
    def member_facts(self) -> tuple[Fact, ...]:
        """The facts of a member."""
        return tuple(fact for fact in self.facts.values() if fact.entity == "member")

    def fact(self, name: str) -> Fact:
        """Return the fact of this name. KeyError if there is none."""
        return self.facts[name]

    def in_order(self, names: set[str] | frozenset[str]) -> tuple[str, ...]:
        """Return the names in the order of the vocabulary."""
        return tuple(name for name in self.facts if name in names)


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Read the vocabulary. UserError with line and column if the file is wrong."""
    return read_vocabulary(FILE)


def read_vocabulary(file: Path) -> Vocabulary:
    """Read a vocabulary from `file`."""
    data = read_yaml(file)
    facts: dict[str, Fact] = {}
    for entity in ("household", "member"):
        for index, entry in enumerate(data.content.get(entity) or []):
            fact = _fact(data, entry, entity, (entity, index))
            if fact.name in facts:
                raise _bad(data, (entity, index, "name"), f"«{fact.name}» có hai lần", f"“{fact.name}” is given twice")
            facts[fact.name] = fact
    return Vocabulary(facts, str(data.content.get("version", "")))


def _fact(data: PlacedYaml, entry: Mapping[str, Any], entity: Literal["household", "member"], at: Path_) -> Fact:
    for key in entry:
        if key not in REQUIRED and key not in OPTIONAL:
            guess = nearest(key, REQUIRED + OPTIONAL)
            raise _bad(data, (*at, key), f"khóa lạ «{key}» (ý là «{guess}»?)", f"unknown key “{key}” (“{guess}”?)")
    for key in REQUIRED:
        if key not in entry:
            raise _bad(data, at, f"thiếu khóa «{key}»", f"the key “{key}” is missing")
    if entry["type"] not in TYPES:
        raise _bad(data, (*at, "type"), f"kiểu lạ «{entry['type']}»", f"unknown type “{entry['type']}”")
    if entry["status"] not in STATUSES:
        raise _bad(data, (*at, "status"), f"trạng thái lạ «{entry['status']}»", f"unknown status “{entry['status']}”")
    codes = tuple(Code(value, Words(**words)) for value, words in (entry.get("codes") or {}).items())
    if (entry["type"] == "code") and not codes:
        raise _bad(data, at, "thiếu danh sách mã", "the list of codes is missing")
    return Fact(
        name=entry["name"],
        entity=entity,
        type=entry["type"],
        unit=entry.get("unit"),
        codes=codes,
        label=Words(**entry["label"]),
        question=Words(**entry["question"]),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        exclusive_minimum=bool(entry.get("exclusive_minimum", False)),
        since=entry.get("since"),
        until=entry.get("until"),
        group=entry["group"],
        source=entry["source"],
        status=entry["status"],
        multiple=bool(entry.get("multiple", False)),
        ordered=bool(entry.get("ordered", False)),
        note=entry.get("note"),
    )


def _bad(data: PlacedYaml, path: Path_, vi: str, en: str) -> UserError:
    return UserError(data.place(path).problem(vi, en, do_vi="sửa tệp từ vựng", do_en="correct the vocabulary file"))
