"""Every sentence that a page says in Vietnamese has an English one, in some room's django.po, and none is left over.

Django reads the files of all rooms together, so a sentence needs its English in one of the rooms that say it.
"""

from __future__ import annotations

import ast
import io
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src" / "chungtay"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
CALL = re.compile(rf"""\b(?:n?gettext|_)\((?:\s*u?(?:{QUOTED.pattern})\s*,?)+""")
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/apps.py"))


def said_in(path: Path) -> set[str]:
    """The sentences marked for translation in a template or a Python file."""
    text = path.read_text()
    if path.suffix == ".html":
        calls = CALL.findall(templatize(text, origin=str(path)))
        return {ast.literal_eval(quoted) for call in calls for quoted in QUOTED.findall(call)}
    found: set[str] = set()
    for _line, message, _comments, _context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        found.update([message] if isinstance(message, str) else [one for one in message if isinstance(one, str)])
    return found - {""}


@cache
def said() -> dict[str, set[Path]]:
    """sentence -> files that say it"""
    found: dict[str, set[Path]] = defaultdict(set)
    for room in ROOMS:
        for path in [*(SOURCE / room).rglob("*.py"), *(SOURCE / room).glob("templates/**/*.html")]:
            if "migrations" not in path.parts:
                for sentence in said_in(path):
                    found[sentence].add(path)
    return found


@cache
def translated(room: str) -> dict[str, str]:
    """sentence -> English, from the room's file"""
    path = SOURCE / room / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en", abort_invalid=True)
    found = {}
    for message in catalogue:
        if message.id:
            assert not message.fuzzy, (path, message.id)
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            found[key] = message.string[0] if isinstance(message.string, tuple) else message.string
    return found


def test_the_rooms_are_found():
    assert {"accounts", "movement", "portal"} <= set(ROOMS)
    assert "Đăng nhập" in said()


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_a_room_has_an_english_one(room):
    known = {key for each in ROOMS for key, english in translated(each).items() if english}
    missing = sorted(s for s, paths in said().items() if s not in known and any(room in p.parts for p in paths))
    assert not missing, "\n".join(f"msgid {sentence!r}" for sentence in missing)


@pytest.mark.parametrize("room", ROOMS)
def test_no_english_sentence_is_left_over_and_each_stands_once_in_order(room):
    sentences = list(translated(room))
    assert sorted(set(sentences) - set(said())) == []
    path = SOURCE / room / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if path.exists():
        written = re.findall(r'^msgid "(.+)"$', path.read_text(), flags=re.M)
        assert len(written) == len(set(written)), "a sentence stands twice"


@pytest.mark.parametrize("room", ROOMS)
def test_places_for_values_are_the_same_in_both_languages(room):
    for vietnamese, english in translated(room).items():
        wanted = re.findall(r"%\(\w+\)[sd]|%[sd]", vietnamese)
        assert sorted(wanted) == sorted(re.findall(r"%\(\w+\)[sd]|%[sd]", english)), vietnamese


def test_a_sentence_said_in_several_rooms_reads_alike_in_all():
    readings: dict[str, set[str]] = defaultdict(set)
    for room in ROOMS:
        for sentence, english in translated(room).items():
            readings[sentence].add(english)
    assert {sentence: found for sentence, found in readings.items() if len(found) > 1} == {}
