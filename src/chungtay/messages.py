"""Words for people: two languages, one way to say what went wrong.

The rooms without Django (rules, snapshots, measurement) and the command line speak through this module;
pages use Django's translations. May import nothing of Chung Tay.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

_chosen: ContextVar[str | None] = ContextVar("chungtay_language", default=None)


def current_language() -> str:
    """Return "vi" or "en": what `speaking` chose, else what the locale says, else Vietnamese."""
    chosen = _chosen.get()
    if chosen:
        return chosen
    for name in ("CHUNGTAY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value.startswith(("vi", "en")):
            return value[:2]
    return "vi"


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak the given language ("vi" or "en") inside the block."""
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


def say(vi: str, en: str) -> str:
    """Return the sentence in the current language."""
    return vi if current_language() == "vi" else en


@dataclass(frozen=True)
class Words:
    """A label kept in both languages, for data files and columns."""

    vi: str
    en: str

    def __str__(self) -> str:
        return say(self.vi, self.en)


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place: what was found, what is allowed, what to do.

    row counts from 1 as a spreadsheet shows it, the heading being row 1; None where the place is a whole file.
    """

    what: Words
    remedy: Words
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    allowed: str | None = None
    code: str = "invalid"

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.sheet:
            place.append(say(f"trang {self.sheet}", f"sheet {self.sheet}"))
        if self.row is not None:
            place.append(say(f"dòng {self.row}", f"row {self.row}"))
        if self.column:
            place.append(say(f"cột {self.column}", f"column {self.column}"))
        parts = [f"{', '.join(place)}: {self.what}" if place else str(self.what)]
        if self.value is not None:
            parts.append(say(f"Giá trị: «{self.value}».", f"Found: “{self.value}”."))
        if self.allowed:
            parts.append(say(f"Được phép: {self.allowed}.", f"Allowed: {self.allowed}."))
        parts.append(say(f"Cách sửa: {self.remedy}", f"What to do: {self.remedy}"))
        return " ".join(parts)


class UserError(Exception):
    """Input that cannot be used. Carries one Problem or several; nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        self.problems: tuple[Problem, ...] = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def fail(vi: str, en: str, *, do_vi: str, do_en: str, code: str = "invalid", **place: object) -> UserError:
    """Build a UserError of one Problem: `raise fail("…", "…", do_vi="…", do_en="…", file="a.csv", row=3)`."""
    return UserError(Problem(what=Words(vi, en), remedy=Words(do_vi, do_en), code=code, **place))  # type: ignore[arg-type]
