"""Vietnamese alphabetical order. May import the standard library only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# a ă â b c d đ e ê g … with f, j, w, z at their Latin places, for borrowed words
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
PLACE = {letter: place for place, letter in enumerate(ALPHABET, start=1)}
# ngang, huyền, hỏi, ngã, sắc, nặng
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
SHAPES = {("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê", ("o", "\u0302"): "ô"} | {
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}
WORD = re.compile(r"\d+|[^\W\d_]+")

Key = tuple[tuple[tuple[int, ...], ...], str]


@lru_cache(maxsize=50_000)
def vietnamese_key(text: str) -> Key:
    """Return a key that sorts texts as a Vietnamese dictionary does.

    Syllable by syllable: letters first (a ă â … d đ e ê … o ô ơ … u ư), then tones (ngang huyền hỏi ngã sắc nặng), so
    that "ma" < "mà" < "mả" < "mã" < "má" < "mạ" < "man"; numbers by value ("A Lưới 2" < "A Lưới 10"); case last.
    """
    parts: list[tuple[int, ...]] = []
    for word in WORD.findall(unicodedata.normalize("NFC", text).lower()):
        # the tone of a syllable counts before the letters of the next one
        parts += [(0, int(word)), ()] if word.isdigit() else _read(word)
    return tuple(parts), text


def _read(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Take a syllable apart into the places of its letters and its tones."""
    letters: list[str] = []
    tones: list[int] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in TONES:
            tones.append(TONES[mark])
        elif letters and (letters[-1], mark) in SHAPES:
            letters[-1] = SHAPES[letters[-1], mark]
        elif not unicodedata.combining(mark):
            letters.append(mark)
    return tuple(PLACE.get(letter, len(ALPHABET) + 1 + ord(letter)) for letter in letters), tuple(tones)
