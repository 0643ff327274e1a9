"""Read lines from plain text: two columns set with spaces, lines broken at a margin. May import `lines`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chungtay.movement.reading.lines import Line, Lines

_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{5,}|\t+[ \t]*)(?=\S)")
_PAGE = re.compile(r"^[-–\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*$", re.IGNORECASE)
_RULE = re.compile(r"^[_\-–—=*\s]{3,}$")


def lines_of_text(text: str) -> Lines:
    """The lines of a plain text. Page feeds, page numbers on lines of their own and drawn rules are dropped."""
    raw = [
        line.rstrip().expandtabs(8) if not _GAP.search(line.rstrip()) else line.rstrip() for line in text.splitlines()
    ]
    width = margin([line for line in raw if line.strip()])
    in_columns = _in_columns(raw)
    read = Lines("text")
    fresh = True
    block: list[str] = []
    for at, line in enumerate(raw):
        words = line.replace("\f", " ").strip()
        page = bool(_PAGE.match(words)) and _stands_alone(raw, at)
        if in_columns[at] and not _RULE.match(words):
            block.append(line)
        elif not words or page or _RULE.match(words):
            fresh = fresh or not page
        else:
            fresh = fresh or bool(block)
            read.lines.extend(_columns(block))
            block = []
            full = cut_at(width, line, raw[at + 1] if at + 1 < len(raw) else "")
            read.lines.append(Line(_spaced(words), indent=_indent(line), fresh=fresh, full=full))
            fresh = False
    read.lines.extend(_columns(block))
    return read


def _in_columns(raw: Sequence[str]) -> list[bool]:
    """Which lines are of a block in two columns: lines with a wide gap, and up to three between or set right below."""
    inside = [bool(_GAP.search(line.strip())) for line in raw]
    last = None
    for at, line in enumerate(raw):
        if inside[at]:
            if last is not None and at - last <= 4:
                inside[last:at] = [True] * (at - last)
            last = at
        elif last is not None and line.strip() and all(inside[last:at]) and _indent(line) > 25 and len(line) < 90:
            inside[at] = True
            last = at
    return inside


def margin(lines: Sequence[str]) -> float:
    """The width in signs to which a text is set; infinite where it is not set to one.

    A text set to a width has many lines near the longest; one with a paragraph a line has lines of every length. A
    line or two that stick out do not count.
    """
    lengths = sorted((len(line) for line in lines if not _GAP.search(line.strip())), reverse=True)
    outliers = len(lengths) // 50
    longest = lengths[outliers] if len(lengths) > 3 else 0
    near = sum(longest * 0.8 <= length <= longest for length in lengths)
    return float(longest) if 0 < longest <= 140 and near >= max(3, len(lengths) // 5) else float("inf")


def cut_at(width: float, line: str, following: str) -> bool:
    """Whether a line was cut at the margin: the first word of the next one would not have fitted in."""
    first = following.split(maxsplit=1)
    return bool(first) and len(line) + 1 + len(first[0]) > width


def _stands_alone(raw: Sequence[str], at: int) -> bool:
    return all(not raw[beside].strip() or "\f" in raw[beside] for beside in (at - 1, at + 1) if 0 <= beside < len(raw))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _columns(block: Sequence[str]) -> list[Line]:
    """The two columns of a block, the left one first; a block of one row without a known head or foot stays a row."""
    left: list[str] = []
    right: list[str] = []
    for line in block:
        chunks = [_spaced(chunk) for chunk in _GAP.split(line.strip()) if chunk.strip()]
        if len(chunks) == 1:
            (right if _indent(line) > 25 else left).append(chunks[0])
        else:
            left.append(chunks[0])
            right.append(" ".join(chunks[1:]))
    return [Line(words, column="left") for words in left] + [Line(words, column="right") for words in right]
