"""Build the tree of a plan from its lines, by their numbers first and by the levels of headings second.

Numbers are what the authors meant; the levels of headings come from a converter and jump. May import `lines`,
`numbering` and `paragraphs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chungtay.movement.reading.lines import Line
from chungtay.movement.reading.numbering import Marker, letters, markers, ordinal, roman
from chungtay.movement.reading.paragraphs import capitals

LONGEST_HEADING = 30
"""words; a longer line is a paragraph whatever its looks"""


@dataclass(eq=False)
class Node:
    """One numbered, dashed or headed piece of the outline, with the paragraphs after it and the pieces below."""

    marker: Marker
    line: Line
    words: str
    paragraphs: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    numbered_here: bool = False
    """the document gave no number: the label was counted"""
    irregular: bool = False
    """the number does not follow the one before it"""


class Outline:
    """Takes lines in order and places each below the right one; `roots` is the tree."""

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self._open: list[Node] = []

    def add(self, line: Line) -> None:
        """Place one line: a marked one opens a piece, a heading without a number too, the rest is text."""
        marker = self._choose(markers(line), line)
        if marker is not None:
            self._place(marker, line)
        elif is_heading(line):
            self._place_unnumbered(line)
        elif self._open:
            self._open[-1].paragraphs.append(line.text)
        else:
            self._append(Node(Marker("arabic", "", "1", line.text), line, line.text, numbered_here=True))

    def _choose(self, readings: Sequence[Marker], line: Line) -> Marker | None:
        for node in reversed(self._open):
            for marker in readings:
                if not marker.bullet and marker.style == node.marker.style and marker.follows(node.marker):
                    return marker
        believed = [marker for marker in readings if not marker.weak or self._below(marker) or marker.first]
        firsts = [marker for marker in believed if marker.first]
        return next(iter(firsts or believed), None)

    def _below(self, marker: Marker) -> bool:
        return any(node.marker.parts == marker.parts[:-1] for node in self._open)

    def _place(self, marker: Marker, line: Line) -> None:
        depth, irregular = self._depth(marker, line)
        del self._open[depth:]
        self._append(Node(marker, line, marker.rest, irregular=irregular))

    def _depth(self, marker: Marker, line: Line) -> tuple[int, bool]:
        """At which depth the piece stands, and whether its number is out of order there."""
        nodes = self._open
        if marker.family == "decimal":
            for depth in reversed(range(len(nodes))):
                if nodes[depth].marker.parts == marker.parts[:-1]:
                    return depth + 1, False
        same = [depth for depth in range(len(nodes)) if nodes[depth].marker.style == marker.style]
        if marker.bullet:
            return self._bullet_depth(same, marker, line), False
        following = [depth for depth in same if marker.follows(nodes[depth].marker)]
        if following:
            level = [depth for depth in following if nodes[depth].line.indent == line.indent]
            return (level or following)[-1], False
        if same and not (marker.first and self._deeper(nodes[same[-1]].line, line)):
            level = [depth for depth in same if nodes[depth].line.indent == line.indent]
            return (level or same)[-1], True
        kin = [depth for depth, node in enumerate(nodes) if marker.follows(node.marker)]
        if kin and not same:
            return kin[-1], False
        return self._new_depth(marker, line), not marker.first

    def _bullet_depth(self, same: list[int], marker: Marker, line: Line) -> int:
        nodes = self._open
        for depth in reversed(same):
            if nodes[depth].line.indent <= line.indent:
                return depth + (nodes[depth].line.indent < line.indent and bool(line.indent))
        return same[0] if same else self._new_depth(marker, line)

    def _new_depth(self, marker: Marker, line: Line) -> int:
        """A way of counting not open yet: below everything that usually stands higher."""
        nodes = self._open
        if nodes and line.marker and line.indent > nodes[-1].line.indent and nodes[-1].line.marker:
            return len(nodes)
        if nodes and marker.family == "upper" and marker.first and nodes[-1].marker.family == "roman":
            return len(nodes)
        depth = len(nodes)
        while depth and nodes[depth - 1].marker.rank >= marker.rank:
            depth -= 1
        if marker.family == "decimal":
            while depth and nodes[depth - 1].marker.family in ("arabic", "decimal"):
                depth -= 1
        return depth

    @staticmethod
    def _deeper(above: Line, line: Line) -> bool:
        if above.level and line.level:
            return line.level > above.level
        return bool(line.marker) and line.indent > above.indent

    def _place_unnumbered(self, line: Line) -> None:
        if self._open and not self._open[-1].words and not self._open[-1].children:
            self._open[-1].words = line.text  # "Chương I" on a line of its own, its title on the next
            self._open[-1].line = line
            return
        depth = self._unnumbered_depth(line)
        del self._open[depth:]
        siblings = self._open[-1].children if self._open else self.roots
        self._append(Node(_next_label(siblings, depth, line.text), line, line.text, numbered_here=True))

    def _unnumbered_depth(self, line: Line) -> int:
        nodes = self._open
        if line.level:
            for depth, node in enumerate(nodes):
                if node.line.level and node.line.level >= line.level:
                    return depth
            return sum(1 for node in nodes if node.line.level)
        limit = 5.0 if capitals(line.text) else 6.0
        for depth, node in enumerate(nodes):
            if node.numbered_here and not node.line.level and capitals(node.line.text) == capitals(line.text):
                return depth
        return next((depth for depth, node in enumerate(nodes) if node.marker.rank >= limit), len(nodes))

    def _append(self, node: Node) -> None:
        (self._open[-1].children if self._open else self.roots).append(node)
        self._open.append(node)


def is_heading(line: Line) -> bool:
    """Whether a line without a number heads what follows: by the file's word, in capitals, or short and bold."""
    words = len(line.text.split())
    if line.row or words > LONGEST_HEADING:
        return False
    if line.level or capitals(line.text):
        return True
    return line.bold and words <= 15 and not line.text.endswith((".", ";", ","))


def _next_label(siblings: Sequence[Node], depth: int, words: str) -> Marker:
    """The label after the last sibling's, in the same way of counting; by depth (I, 1, a) where it is the first."""
    counted = [node.marker for node in siblings if not node.marker.bullet]
    family = counted[-1].family if counted else ("roman", "arabic", "lower")[min(depth, 2)]
    mark, prefix = (counted[-1].mark, counted[-1].prefix) if counted else ("", "")
    parts = counted[-1].parts if counted else ("0",)
    number = ordinal(family, parts[-1]) + 1 if counted else 1
    if family in ("roman", "part", "chapter") and not parts[-1].isdigit():
        label = roman(number)
    elif family in ("upper", "lower"):
        label = letters(number).upper() if family == "upper" else letters(number)
    else:
        label = ".".join((*parts[:-1], str(number))) if counted else roman(1) if family == "roman" else "1"
    return Marker(family, mark, label, words, prefix)
