"""The kinds of participants, from `movement/data/participant_kinds.yaml`. May import `chungtay.messages`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.messages import Words

DATA = Path(__file__).parents[1] / "data" / "participant_kinds.yaml"


@dataclass(frozen=True)
class ParticipantKind:
    """One kind of participant: how texts name it, and which units are of it.

    covers  category, kinds and levels of units; or persons, households, any
    names   words after which a proper name may follow
    """

    id: str
    label: Words
    in_frame: bool
    patterns: tuple[str, ...]
    covers: Mapping[str, Any]
    names: tuple[str, ...]
    source: str


@cache
def participant_kinds() -> tuple[ParticipantKind, ...]:
    """Every kind, in the order of the file."""
    return tuple(
        ParticipantKind(
            id=row["id"],
            label=Words(row["label"]["vi"], row["label"]["en"]),
            in_frame=row["in_frame"],
            patterns=tuple(row["patterns"]),
            covers=row["covers"],
            names=tuple(row.get("names", ())),
            source=row["source"],
        )
        for row in yaml.safe_load(DATA.read_text("utf-8"))
    )


def participant_kind(kind_id: str) -> ParticipantKind:
    """The kind of an id; KeyError where there is none."""
    for kind in participant_kinds():
        if kind.id == kind_id:
            return kind
    raise KeyError(kind_id)


def kind_covers(kind_id: str, *, category: str, unit_kind: str, level: str) -> bool:
    """Whether a unit, by its category, kind ("huyện") and level ("district"), is of a kind of participant.

    An empty list of unit kinds in the file covers every kind at the levels given.
    """
    covers = participant_kind(kind_id).covers
    if covers.get("any"):
        return True
    if covers.get("category") != category or level not in covers.get("levels", ()):
        return False
    return not covers["kinds"] or unit_kind in covers["kinds"]


@cache
def compiled_patterns() -> tuple[tuple[ParticipantKind, re.Pattern[str]], ...]:
    """Each kind with its patterns as one search."""
    return tuple((kind, re.compile("|".join(f"(?:{form})" for form in kind.patterns))) for kind in participant_kinds())
