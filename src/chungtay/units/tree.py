"""The tree of units on one day, in memory. May import `rows` and `kinds`."""

from __future__ import annotations

import bisect
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chungtay.units.kinds import area_of_kind
from chungtay.units.rows import AREA, LEVELS, SpanRow

RANK = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as it was on the day of its tree. unit_id is None when the tree was read from a data file."""

    unit_id: int | None
    code: str
    name: str
    kind: str
    level: str
    parent_code: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    category: str = AREA
    name_en: str = ""
    status: str = "unverified"
    synthetic: bool = False

    @property
    def full_name(self) -> str:
        """Kind and name, "xã Hồng Vân", without saying a kind twice ("Sở Y tế")."""
        return self.name if self.name.lower().startswith(self.kind) else f"{self.kind} {self.name}"


class Tree:
    """Units that held on one day. Questions cost what their answer is long."""

    def __init__(self, spans: Iterable[SpanRow], on: dt.date) -> None:
        self._nodes: dict[str, Node] = {}
        for span in spans:
            if span.holds_on(on):
                self._nodes[span.code] = Node(
                    span.unit_id,
                    span.code,
                    span.name,
                    span.kind,
                    span.level,
                    span.parent_code,
                    span.valid_from,
                    span.valid_to,
                    span.category,
                    span.name_en,
                    span.status,
                    span.synthetic,
                )
        self._children: dict[str | None, list[Node]] = defaultdict(list)
        self._levels: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for code in sorted(self._nodes):
            node = self._nodes[code]
            self._children[node.parent_code].append(node)
            self._levels[node.category, node.level].append(node)

    def __contains__(self, code: object) -> bool:
        return code in self._nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def unit(self, code: str) -> Node:
        """Return the unit; KeyError if it did not exist on this day."""
        return self._nodes[code]

    def get(self, code: str) -> Node | None:
        return self._nodes.get(code)

    def level(self, level: str, category: str = AREA) -> list[Node]:
        """Return all units of a level, by code."""
        return list(self._levels.get((category, level), ()))

    def children(self, code: str | None, level: str | None = None, category: str | None = AREA) -> list[Node]:
        """Return the units right under `code`, by code; areas only unless another category (None: all) is named."""
        return [
            node
            for node in self._children.get(code, ())
            if (level is None or node.level == level) and (category is None or node.category == category)
        ]

    def descendants(self, code: str, level: str | None = None, category: str | None = AREA) -> list[Node]:
        """Return the units under `code` at `level` (all levels without one), by code; never `code` itself.

        The walk stops at the wanted level, so that asking for communes does not visit villages.
        """
        found: list[Node] = []
        waiting = [code]
        while waiting:
            for node in self._children.get(waiting.pop(), ()):
                if category is not None and node.category != category:
                    continue
                if level is None or node.level == level:
                    found.append(node)
                if level is None or RANK[node.level] < RANK[level]:
                    waiting.append(node.code)
        return sorted(found, key=lambda node: node.code)

    def ancestors(self, code: str) -> list[Node]:
        """Return the units above `code`, nearest first."""
        found: list[Node] = []
        parent = self._nodes[code].parent_code
        while parent is not None and parent in self._nodes:
            node = self._nodes[parent]
            if node in found:
                break
            found.append(node)
            parent = node.parent_code
        return found

    def area_type(self, code: str) -> str | None:
        """Return "rural" or "urban" of the commune that is or contains `code`; None above the commune level."""
        for node in [self._nodes[code], *self.ancestors(code)]:
            if (area := area_of_kind(node.kind)) is not None:
                return area
        return None


class Forest:
    """The trees of all days: builds the tree of a period between two changes once and keeps it."""

    def __init__(self, spans: tuple[SpanRow, ...]) -> None:
        self.spans = spans
        one_day = dt.timedelta(days=1)
        days = {span.valid_from for span in spans}
        days |= {span.valid_to + one_day for span in spans if span.valid_to and span.valid_to < dt.date.max}
        self._bounds = sorted(days)
        self._trees: dict[int, Tree] = {}
        self._by_code: dict[str, list[SpanRow]] = defaultdict(list)
        for span in spans:
            self._by_code[span.code].append(span)

    def on(self, on: dt.date) -> Tree:
        """Return the tree of a day."""
        period = bisect.bisect_right(self._bounds, on)
        if period not in self._trees:
            self._trees[period] = Tree(self.spans, on)
        return self._trees[period]

    def history(self, code: str) -> list[SpanRow]:
        """Return all spans of a unit, oldest first; empty for an unknown code."""
        return sorted(self._by_code.get(code, ()), key=lambda span: span.valid_from)
