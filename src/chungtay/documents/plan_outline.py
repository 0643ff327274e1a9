"""Set the clauses of a plan as an official outline: I. / 1. / a) / - / +, so that reading it again gives the same tree.

May import movement.reading (the shapes and the numbers it knows). Words and numbers only; no Django.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chungtay.documents.paper import Block, Column, Item, Paragraph, Table, TableRow
from chungtay.movement.reading import Clause
from chungtay.movement.reading.numbering import letters

_WORDED = {"P": "Phần", "C": "Chương", "M": "Mục", "Đ": "Điều"}
_PREFIXED = re.compile(r"^([PCMĐ])(\d+|[IVXLC]+)$")
_LABEL = re.compile(r"^[^:.;“”\"()]{2,90}$")
_BULLETS = ("-", "+", "·")
_CLOSED = (".", ";", "!", "?", "…")
LONGEST_LABEL = 10
"""words that a heading may have to stand in one line with its text"""


@dataclass(frozen=True)
class _Placed:
    """A clause with its own label, its number as printed, and how deep it stands; a row of a table has no number."""

    clause: Clause
    label: str
    marker: str
    depth: int

    @property
    def row(self) -> bool:
        return bool(re.match(r"^h\d+$", self.label))


def outline(clauses: Sequence[Clause]) -> Iterator[Block]:
    """The blocks of a plan's clauses, in order; rows of a table that stand together are one table."""
    rows: list[_Placed] = []
    for placed in _placed(clauses):
        if placed.row:
            rows.append(placed)
            continue
        if rows:
            yield _table(rows)
            rows = []
        yield from _blocks(placed, _has_below(clauses, placed.clause))
    if rows:
        yield _table(rows)


def _blocks(placed: _Placed, below: bool) -> Iterator[Block]:
    clause = placed.clause
    first, *others = clause.text.split("\n") if clause.text else [""]
    if clause.heading and first and _in_one_line(placed, first, below or bool(others)):
        yield Item(placed.marker, f"{clause.heading}: {first}", placed.depth, kind=clause.kind)
    elif clause.heading and placed.marker in _BULLETS:
        words = f"{clause.heading}: {first}" if first else clause.heading
        yield Item(placed.marker, words, placed.depth, kind=clause.kind)
    elif clause.heading:
        yield Item(placed.marker, clause.heading, placed.depth, strong=True, kind=clause.kind)
        others = [first, *others] if first else []
    else:
        yield Item(placed.marker, first, placed.depth, kind=clause.kind, whole=True)
    for paragraph in others:
        yield Paragraph(paragraph)


def _in_one_line(placed: _Placed, first: str, more: bool) -> bool:
    """Whether "a) Phạm vi: trên địa bàn toàn tỉnh." reads again as a heading with its text.

    more  paragraphs or clauses follow below: then an open end would make the whole line a heading
    """
    heading = placed.clause.heading
    if placed.depth < 2 or placed.marker in _BULLETS or not heading[0].isupper() or not _LABEL.match(heading):
        return False
    return len(heading.split()) <= LONGEST_LABEL and (first.endswith(_CLOSED) or not more) and not first.endswith(":")


def _placed(clauses: Sequence[Clause]) -> Iterator[_Placed]:
    """Clauses with their numbers, in order."""
    siblings: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in clauses:
        siblings[clause.parent].append(clause)
    known: dict[str | None, tuple[str, int]] = {None: ("", -1)}
    dashed: dict[str | None, bool] = {}
    for clause in clauses:
        above, depth = known.get(clause.parent, ("", -1))
        if clause.parent not in dashed:
            dashed[clause.parent] = _dashed(siblings[clause.parent], above, depth + 1)
        label = own_label(clause)
        marker = _bullet(above) if dashed[clause.parent] else _marker(label, above)
        known[clause.address] = (marker, depth + 1)
        yield _Placed(clause, label, marker, depth + 1)


def own_label(clause: Clause) -> str:
    """The clause's own piece of its address without the count of a repeated one: "c" of II.4.c, "1" of I.1-2."""
    piece = clause.address[len(clause.parent) + 1 :] if clause.parent else clause.address
    return re.sub(r"-\d+$", "", piece)


def _marker(label: str, above: str) -> str:
    """The number as printed: "II.", "1.", "1.2." below "1.", "a)", "Điều 5."."""
    worded = _PREFIXED.match(label)
    if worded:
        return f"{_WORDED[worded[1]]} {worded[2]}."
    if label.isdigit() and re.match(r"^\d+(\.\d+)*\.$", above):
        return f"{above}{label}."
    if re.match(r"^[a-zđ]+$", label):
        return f"{label})"
    return f"{label}."


def _bullet(above: str) -> str:
    """The dash below another one is a plus, below that a point."""
    return _BULLETS[min(_BULLETS.index(above) + 1, 2)] if above in _BULLETS else _BULLETS[0]


def _dashed(siblings: Sequence[Clause], above: str, depth: int) -> bool:
    """Whether clauses lettered a, b, c … are dashes: at the top and below letters and dashes, where letters would count
    on with those above; and where a letter would make a sentence such as "Năm 2018: tổ chức sơ kết" a heading."""
    labels = [own_label(clause) for clause in siblings]
    if labels != [letters(place) for place in range(1, len(labels) + 1)] or len(labels) > len(set(labels)):
        return False
    if depth == 0 or above in _BULLETS or re.match(r"^[a-zđ]+\)$", above) or len(labels) > 22:
        return True
    if any(clause.heading for clause in siblings):
        return False
    return any(_would_head(clause.text) for clause in siblings)


def _would_head(text: str) -> bool:
    label, colon, rest = text.partition(":")
    short = not text.endswith((*_CLOSED, ","))
    return short or (bool(colon and rest.strip()) and bool(_LABEL.match(label)) and len(label.split()) <= LONGEST_LABEL)


def _has_below(clauses: Sequence[Clause], clause: Clause) -> bool:
    return any(other.parent == clause.address for other in clauses)


def _table(rows: Sequence[_Placed]) -> Table:
    """Rows as a table again: by their columns where all rows name the same, else in one column without a name."""
    cells = [_cells(placed.clause.text) for placed in rows]
    names = [tuple(name for name, _ in row) for row in cells]
    if all(names) and len(set(names)) == 1 and len(set(names[0])) == len(names[0]):
        columns = (Column("TT", 8, "center"), *(Column(name, 92 / len(names[0]), "left") for name in names[0]))
        body = [tuple(words for _, words in row) for row in cells]
    else:
        columns = (Column("TT", 8, "center"), Column("", 92, "left"))
        body = [(placed.clause.text,) for placed in rows]
    return Table("", columns, tuple(TableRow((str(at), *row)) for at, row in enumerate(body, 1)))


def _cells(text: str) -> list[tuple[str, str]]:
    """ "Việc: mở lớp; Thời gian: 2019" by columns; empty where the words are not such a row."""
    found = []
    for piece in text.split("; "):
        name, colon, words = piece.partition(": ")
        if not colon or not name or not words or "\n" in piece:
            return []
        found.append((name, words))
    return found
