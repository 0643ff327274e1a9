"""Read the number or dash at the start of a line: "II.", "1)", "1.2.", "a)", "Điều 5.", "-". May import `lines`.

A sign can mean several things ("I." is one, or the letter after H), so a line has candidates; which one holds is
decided by what came before, in `outline`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chungtay.movement.reading.lines import Line

LATIN = "abcdefghijklmnopqrstuvwxyz"
OFFICIAL = "abcdđeghiklmnopqrstuvxy"
"""the letters by which Vietnamese documents count; others go by the Latin row"""

BULLETS = ("star", "disc", "dash", "plus", "dot", "row")
_RANK = {"part": 0, "chapter": 1, "section": 2, "article": 3, "upper": 4, "roman": 5, "arabic": 6, "lower": 8,
         "lower_roman": 8.4, "star": 8.8, "disc": 8.9, "dash": 9, "plus": 10, "dot": 11, "row": 12}  # fmt: skip
_WORDS = {"phần": ("part", "P"), "chương": ("chapter", "C"), "mục": ("section", "M"), "điều": ("article", "Đ")}
_COUNTED = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"^(?=.)(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$|^C{1,3}$")

_WORDED = re.compile(
    rf"^(Phần|Chương|Mục|Điều)\s+(?:thứ\s+({'|'.join(_COUNTED)})|([IVXLC]+|\d{{1,3}}|[A-Z]))\s*([.:)–-]?)\s*(.*)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"^([IVXLC]+|[A-ZĐ])(?:\s*([.)/:])(?![\da-zà-ỹ])\s*|\s*([-–])\s+|(\s+))(.*)$")
_BRACKETED = re.compile(r"^\((\d{1,3}|[a-zđ]|[ivx]+)\)\s*(.*)$")
_ARABIC = re.compile(r"^(\d{1,3})(?:\s*([.)/:])\s*(?=\D|$)|\s*([-–])\s+(?=\D)|(\s+))(.*)$")
_DECIMAL = re.compile(r"^((?:[IVX]+|[A-Z]|\d{1,2})(?:\.\d{1,2})+)(?:\s*([.)/:])(?!\d)\s*|(\s+))(.*)$")
_LOWER = re.compile(r"^([a-zđ]|[ivx]+)(?:\s*([)/])\s*|\s*(\.)\s+|\s*([.)/])$)(.*)$")
_BULLET = re.compile(r"^([-–—]|[+*•●▪■◦○·§\uf000-\uf0ff])\s*(.*)$")
_BULLET_FAMILY = {"-": "dash", "–": "dash", "—": "dash", "+": "plus", "*": "star", "◦": "dot", "○": "dot", "·": "dot"}


@dataclass(frozen=True)
class Marker:
    """A number or dash as one reading of a line's start.

    family  what it counts by: part, chapter, section, article, upper, roman, arabic, decimal, lower, lower_roman,
            or a bullet: star, disc, dash, plus, dot, row
    mark    the sign around it: ".", ")", "()", "" …
    label   as in the document ("II", "1.2", "a"); prefix is put before it in an address ("Đ" for Điều)
    weak    believed only where it continues the numbering: it has no sign of its own, so may be words
    """

    family: str
    mark: str
    label: str
    rest: str
    prefix: str = ""
    weak: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.label.split("."))

    @property
    def style(self) -> tuple[str, str, int]:
        """What must agree for two markers to count in one row."""
        return self.family, self.mark, len(self.parts)

    @property
    def bullet(self) -> bool:
        return self.family in BULLETS

    @property
    def rank(self) -> float:
        """How deep such a marker usually stands; smaller is higher."""
        if self.family == "decimal":
            return 6 + 0.1 * (len(self.parts) - 1)
        return _RANK[self.family] + {")": 1, "()": 1.5}.get(self.mark, 0) * (self.family == "arabic")

    @property
    def first(self) -> bool:
        return not self.bullet and ordinal(self.family, self.parts[-1]) == 1

    def follows(self, before: Marker) -> bool:
        """Whether it is the next of the same row after `before`."""
        if self.bullet or before.bullet:
            return self.bullet and self.family == before.family
        if self.family != before.family or self.parts[:-1] != before.parts[:-1]:
            return False
        old, new = before.parts[-1], self.parts[-1]
        if self.family in ("upper", "lower"):
            return any(_next_in(row, old.lower(), new.lower()) for row in (LATIN, OFFICIAL))
        return ordinal(self.family, new) == ordinal(self.family, old) + 1


def ordinal(family: str, label: str) -> int:
    """The place of a label in its row, from 1: "II" 2, "c" 3, "7" 7."""
    if family in ("upper", "lower"):
        return (LATIN.find(label.lower()) if label.lower() in LATIN else OFFICIAL.find(label.lower())) + 1
    if label.isdigit():
        return int(label)
    if len(label) == 1 and label.upper() not in _VALUES:
        return LATIN.find(label.lower()) + 1
    values = [_VALUES.get(letter, 0) for letter in label.upper()]
    return sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))


def roman(number: int) -> str:
    """1 -> "I", 4 -> "IV"; for numbers below 400."""
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, sign in signs:
        written += sign * (number // value)
        number %= value
    return written


def letters(number: int) -> str:
    """1 -> "a", 26 -> "z", 27 -> "aa"."""
    written = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        written = LATIN[rest] + written
    return written


def markers(line: Line) -> tuple[Marker, ...]:
    """Every reading of the start of a line, the likelier first; empty where it has no number or dash.

    A list dash before a number of the text's own ("- a) …", as converters write it) gives the number.
    """
    if line.row:
        return (Marker("row", "", line.marker, line.text),)
    stands_out = bool(line.level or line.bold)
    if not line.marker:
        return _read(line.text, stands_out)
    kept_apart = _read(f"{line.marker} {line.text}", stands_out)
    if kept_apart and kept_apart[0].bullet:
        inner = tuple(one for one in _read(line.text, stands_out) if not one.weak and not one.bullet)
        return inner or kept_apart
    return kept_apart


def _read(text: str, stands_out: bool) -> tuple[Marker, ...]:
    for reading in (_worded, _decimal, _capital, _bracketed, _arabic, _small, _bullet):
        found = reading(text, stands_out)
        if found:
            return found
    return ()


def _worded(text: str, stands_out: bool) -> tuple[Marker, ...]:
    found = _WORDED.match(text)
    if not found or not found[1][0].isupper():
        return ()
    word, counted, label, mark, rest = found.groups()
    if rest and not mark and not stands_out:
        return ()  # "Điều 5 Quyết định số …" is a sentence
    family, prefix = _WORDS[word.lower()]
    label = str(_COUNTED.index(counted.lower()) + 1) if counted else label
    return (Marker(family, "", label.upper(), rest, prefix),)


def _decimal(text: str, stands_out: bool) -> tuple[Marker, ...]:
    found = _DECIMAL.match(text)
    if not found or any(part.startswith("0") for part in found[1].split(".")):
        return ()
    label, mark, _, rest = found.groups()
    return (Marker("decimal", "", label, rest, weak=not mark and not stands_out),)


def _capital(text: str, stands_out: bool) -> tuple[Marker, ...]:
    found = _LETTERS.match(text)
    if not found:
        return ()
    label, mark, rest = found[1], found[2] or found[3] or "", found[5]
    bare = not mark
    if bare and not (stands_out or _capitals(rest)):
        return ()
    readings = []
    if _ROMAN.match(label):
        readings.append(Marker("roman", mark, label, rest, weak=bare and not stands_out and not _capitals(rest)))
    if len(label) == 1 and not bare:
        readings.append(Marker("upper", mark, label, rest))
    if label in "CDLM":  # as numbers of a section they are 100 and more
        readings.reverse()
    return tuple(readings)


def _bracketed(text: str, _stands_out: bool) -> tuple[Marker, ...]:
    found = _BRACKETED.match(text)
    if not found:
        return ()
    return _counted(found[1], "()", found[2])


def _arabic(text: str, stands_out: bool) -> tuple[Marker, ...]:
    found = _ARABIC.match(text)
    if not found or int(found[1]) > 199:
        return ()
    mark, rest = found[2] or found[3] or "", found[5]
    if not mark and not (stands_out and rest[:1].isupper()):
        return ()
    return (Marker("arabic", mark, str(int(found[1])), rest),)


def _small(text: str, _stands_out: bool) -> tuple[Marker, ...]:
    found = _LOWER.match(text)
    return _counted(found[1], found[2] or found[3] or found[4], found[5]) if found else ()


def _counted(label: str, mark: str, rest: str) -> tuple[Marker, ...]:
    if label.isdigit():
        return (Marker("arabic", mark, label, rest),)
    readings = []
    if len(label) == 1:
        readings.append(Marker("lower", mark, label, rest))
    if _ROMAN.match(label.upper()) and label[0] in "ivx":
        readings.append(Marker("lower_roman", mark, label, rest))
    return tuple(readings)


def _bullet(text: str, _stands_out: bool) -> tuple[Marker, ...]:
    found = _BULLET.match(text)
    if not found:
        return ()
    return (Marker(_BULLET_FAMILY.get(found[1], "disc"), "", "", found[2]),)


def _capitals(text: str) -> bool:
    letters_in = [sign for sign in text if sign.isalpha()]
    return len(letters_in) > 2 and all(sign.isupper() for sign in letters_in)


def _next_in(row: str, old: str, new: str) -> bool:
    return old in row and new in row and row.index(new) == row.index(old) + 1
