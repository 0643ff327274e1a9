"""Make paragraphs whole again: lines that a page or a scan broke are joined. May import `lines` and `numbering`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from chungtay.movement.reading.lines import Line
from chungtay.movement.reading.numbering import markers

CLOSING = re.compile(r"^trên đây\b", re.IGNORECASE)
"""the words with which a plan closes; they begin a paragraph"""
_CLOSED = tuple(".;:?!…")
_FIRST_LETTER = re.compile(r"[^\W\d_]")


def join_paragraphs(lines: Iterable[Line]) -> tuple[list[Line], int]:
    """Return the lines with broken paragraphs joined, and how many breaks between paragraphs were closed.

    A line goes on with the next where it has no closing sign and the next begins with a small letter, or where it is
    cut by the margin in the midst of a paragraph. A numbered or dashed line
    begins anew, except where the margin cut a sentence before a number, or a quotation before a dash.
    """
    joined: list[Line] = []
    mended = 0
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and _goes_on(before, line):
            mended += line.fresh
            whole = f"{before.text} {line.text}".strip()
            joined[-1] = replace(before, text=whole, full=line.full, bold=before.bold and line.bold)
        else:
            joined.append(line)
    return joined, mended


def capitals(text: str) -> bool:
    """Whether a line is written in capitals: three letters at least, none small."""
    found = _FIRST_LETTER.findall(text)
    return len(found) > 2 and not any(letter.islower() for letter in found)


def begins_small(text: str) -> bool:
    """Whether the first letter is a small one, numbers and signs apart."""
    found = _FIRST_LETTER.search(text)
    return found is not None and found.group().islower()


def closed(text: str) -> bool:
    """Whether the text ends as a paragraph does; a closing quote or bracket after the sign does not matter."""
    return text.rstrip("”\"'’)* ").endswith(_CLOSED) or not text


def _quoting(text: str) -> bool:
    """A quotation is open: a dash that follows belongs to it."""
    return text.count("“") > text.count("”")


def _in_mid_sentence(text: str) -> bool:
    return begins_small(text) or text[:1].isdigit()


def _goes_on(before: Line, line: Line) -> bool:
    if line.row or before.row or line.column != before.column or line.marker:
        return False
    cut = before.full and not line.fresh and not (before.level or before.bold or closed(before.text))
    if markers(line) and not (cut and (not markers(line)[0].bullet or _quoting(before.text))):
        return False
    if line.level != before.level and (line.level or before.level):
        return False
    if CLOSING.match(line.text):
        return False
    if not line.fresh and before.full:
        return capitals(before.text) == capitals(line.text) or not before.bold
    return not closed(before.text) and _in_mid_sentence(line.text) and not (capitals(before.text) and line.fresh)
