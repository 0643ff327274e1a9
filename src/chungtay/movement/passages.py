"""Where each clause stands in the text as received. May import nothing of Chung Tay.

A clause's words come from the text, but joined, cleaned and without marks; they are found again word by word, each
clause after the one before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

START, END = 6, 4
"""words that must agree for the beginning, and for the end, of a clause to be found"""
CLOSING = ".,;:!?)”\"'»…"
"""marks that belong to the word before them"""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """Characters `begin` to `end` of the text as received."""

    begin: int
    end: int


def passages(text: str, clauses: Iterable[tuple[int, str]]) -> dict[int, Passage]:
    """The passage of each clause (key, words) in the order of the text; those not found are left out."""
    found_words = list(_WORD.finditer(text))
    words = [_plain(match.group()) for match in found_words]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    found: dict[int, Passage] = {}
    cursor = 0
    for key, said in clauses:
        wanted = [_plain(match.group()) for match in _WORD.finditer(said)]
        begin = _find(words, places, wanted[:START], cursor)
        if begin is None:
            begin = _find(words, places, wanted[:START], 0)
        if begin is None:
            continue
        end = _end(words, wanted, begin)
        stop = found_words[end].end()
        while stop < len(text) and text[stop] in CLOSING:
            stop += 1
        found[key] = Passage(found_words[begin].start(), stop)
        cursor = begin + 1
    return found


def _find(words: list[str], places: dict[str, list[int]], wanted: list[str], after: int) -> int | None:
    if not wanted:
        return None
    length = len(wanted)
    return next((p for p in places.get(wanted[0], ()) if p >= after and words[p : p + length] == wanted), None)


def _end(words: list[str], wanted: list[str], begin: int) -> int:
    """The place of the last word: numbers or page breaks within the passage may have shifted it."""
    straight = min(begin + len(wanted), len(words)) - 1
    tail = wanted[-END:]
    for shift in range(0, 2 * len(wanted) + 10):
        last = straight + shift
        if last < len(words) and words[last - len(tail) + 1 : last + 1] == tail:
            return last
    return straight


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()
