"""Read the foot of a plan: who signed and who receives it. May import `division`, `document`, `numbering`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chungtay.movement.reading.division import AUTHORITY, OFFICE, RECIPIENTS
from chungtay.movement.reading.document import Signature
from chungtay.movement.reading.lines import Line
from chungtay.movement.reading.numbering import markers

_NOT_A_NAME = re.compile(r"^\(?\s*(?:đã ký|ký bởi|ký tên|ký,|chữ ký)|^[\W_]*$|\d", re.IGNORECASE)


def read_foot(lines: Sequence[Line]) -> tuple[Signature, tuple[str, ...]]:
    """The signature (authority, title, name) and the recipients, each None or empty where absent."""
    signing, receiving = _sides(lines)
    authority, title, name = [], None, None
    for line in signing:
        text = line.text.strip(" *./")
        if AUTHORITY.match(text):
            authority.append(text)
        elif OFFICE.match(text) and text.isupper() and title is None:
            title = text
        elif (authority or title) and name is None and not _NOT_A_NAME.search(text) and 2 <= len(text.split()) <= 7:
            name = text
    return Signature(" / ".join(authority) or None, title, name), _recipients(receiving)


def _sides(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the signature and those of the recipients, which run from "Nơi nhận" to the signature."""
    signing: list[Line] = []
    receiving: list[Line] = []
    receives = False
    side = ""
    for line in lines:
        text = line.text.strip(" *")
        if RECIPIENTS.match(text):
            receives, side = True, line.column
        elif receives and (line.column != side or AUTHORITY.match(text) or (OFFICE.match(text) and text.isupper())):
            receives = False
        dashed = bool(receiving) and text.startswith(("-", "–", "+"))  # the list may run over onto the next page
        (receiving if receives or dashed else signing).append(line)
    return signing, receiving


def _recipients(lines: Sequence[Line]) -> tuple[str, ...]:
    found: list[str] = []
    for line in lines:
        text = RECIPIENTS.sub("", line.text.strip(" *")).strip(" :*")
        if not text:
            continue
        readings = markers(line) if not RECIPIENTS.match(line.text) else ()
        dashed = bool(readings) or text.startswith(("-", "–", "+"))
        words = (readings[0].rest if readings else text).lstrip("-–+ ").strip()
        if found and not dashed and not found[-1].endswith((";", ".")):
            found[-1] = f"{found[-1]} {words}"
        elif words:
            found.append(words)
    return tuple(words.rstrip(" ;.,") for words in found)
