"""Labels of clauses: the next one after a label, and a whole series anew. May import `reading.numbering`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chungtay.movement.reading.numbering import LATIN, letters, roman

_FORM = re.compile(r"^(?P<prefix>[PCMĐh]?)(?P<number>\d+)$|^(?P<roman>[IVXLC]+)$|^(?P<letters>[a-z]{1,2})$")
_ROMANS = {roman(number): number for number in range(1, 100)}


def own_label(address: str, parent: str | None) -> str:
    """The last piece of an address: "c" of II.4.c."""
    return address[len(parent) + 1 :] if parent and address.startswith(parent + ".") else address


def joined(parent: str | None, label: str) -> str:
    """The address of a label below a parent."""
    return f"{parent}.{label}" if parent else label


def label_at(place: int, like: str) -> str:
    """The label at a place (from 1) of a series whose first label is `like`: (3, "I") is III, (3, "a") is c."""
    found = _FORM.match(like.split("-", maxsplit=1)[0])
    if found and found["roman"]:
        return roman(place)
    if found and found["letters"]:
        return letters(place)
    return f"{found['prefix'] if found else ''}{place}"


def next_label(siblings: Iterable[str], level: int) -> str:
    """A label after those of the siblings; the first one of a level is I, 1 or a."""
    taken = list(siblings)
    if not taken:
        return ("I", "1", "a")[min(level, 2)]
    places = [_place(label) for label in taken]
    return label_at(max(places) + 1, taken[0])


def free_address(wanted: str, taken: set[str]) -> str:
    """The address itself, or with -2, -3 … where it is taken, as the reading of a document does."""
    address, number = wanted, 1
    while address in taken:
        number += 1
        address = f"{wanted}-{number}"
    return address


def _place(label: str) -> int:
    found = _FORM.match(label.split("-", maxsplit=1)[0])
    if found is None:
        return 0
    if found["number"]:
        return int(found["number"])
    if found["roman"] in _ROMANS and found["roman"]:
        return _ROMANS[found["roman"]]
    place = 0
    for letter in found["letters"] or "":
        place = place * 26 + LATIN.index(letter) + 1
    return place
