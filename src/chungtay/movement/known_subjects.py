"""What the system knows already, so that no form need ask for it: facts of the vocabulary, and what rooms above add.

May import rules. A room above offers its own subjects when it starts: `offer("indicators", indicator_ids)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from chungtay.rules import load_vocabulary

_offered: dict[str, Callable[[], Iterable[str]]] = {}


def offer(room: str, subjects: Callable[[], Iterable[str]]) -> None:
    """Let a room say which subjects it holds; asked anew each time, so the room may read its data late."""
    _offered[room] = subjects


def known_subjects() -> frozenset[str]:
    """Every subject that the system holds, in the form of `subject_key`."""
    own = load_vocabulary().facts
    return frozenset(subject_key(one) for source in (own, *(ask() for ask in _offered.values())) for one in source)


def subject_key(subject: str) -> str:
    """How two subjects are told to be one: small letters, accents composed, blanks single and at no end."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", subject)).strip().casefold()
