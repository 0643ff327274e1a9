"""Find who is named in a clause, as kinds of participants. May import `participants` and `document`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chungtay.movement.reading.document import ActorFound
from chungtay.movement.reading.participants import ParticipantKind, compiled_patterns

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_CAPITAL = "[A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
_NAME = re.compile(rf"\s+({_CAPITAL}[\w']*(?:[ -]{_CAPITAL}[\w']*)*)")
# "Sở Y tế", "Sở Giáo dục và Đào tạo": each part is a capital word and one small word.
_FIELD = rf"(?:Công Thương|Phát triển nông thôn|{_CAPITAL}\w* [^\W\d_]+)"
_DEPARTMENT = re.compile(rf"\s+({_FIELD}(?:(?:,| và| -|) (?!Sở ){_FIELD})*)")


def actors_in(text: str) -> tuple[ActorFound, ...]:
    """Everyone named, in the order of the text, each kind and name once.

    Names of movements in quotation marks are passed over; where kinds overlap the longer wording holds.
    """
    shown = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    lower = shown.lower() if len(shown.lower()) == len(shown) else shown
    hits = sorted(
        ((found.start(), -found.end(), kind) for kind, form in compiled_patterns() for found in form.finditer(lower)),
        key=lambda hit: (hit[1] + hit[0], hit[0]),
    )
    kept: list[tuple[int, int, ParticipantKind]] = []
    for start, minus_end, kind in hits:
        end = -minus_end
        if end > start and not any(start < other_end and end > other for other, other_end, _ in kept):
            kept.append((start, end, kind))
    return _once([_actor(shown, start, end, kind) for start, end, kind in sorted(kept, key=lambda hit: hit[0])])


def _actor(text: str, start: int, end: int, kind: ParticipantKind) -> ActorFound:
    words = text[start:end].strip()
    last = words.lower()
    if any(last.endswith(word) for word in kind.names):
        found = (_DEPARTMENT if last.endswith("sở") else _NAME).match(text, end)
        if found:
            name = found[1].strip(" -,")
            return ActorFound(kind.id, f"{words} {name}", name)
    return ActorFound(kind.id, words)


def _once(actors: Sequence[ActorFound]) -> tuple[ActorFound, ...]:
    seen: dict[tuple[str, str | None], ActorFound] = {}
    for actor in actors:
        seen.setdefault((actor.kind, actor.name), actor)
    return tuple(seen.values())
