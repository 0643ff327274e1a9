"""What the made-up movement says, from data/movement.yaml, and chance that depends on the seed alone. Imports yaml."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent.parent / "data"
PROVINCE_PLAN, DEPARTMENT_PLAN = DATA / "ke-hoach-mau-tinh.md", DATA / "ke-hoach-mau-so.md"


@lru_cache
def said() -> Mapping[str, Any]:
    """Return data/movement.yaml."""
    read: Mapping[str, Any] = yaml.safe_load((DATA / "movement.yaml").read_text(encoding="utf-8"))
    return read


def chance(seed: int, *about: object) -> random.Random:
    """A source of chance for one question: the same seed and question give the same answer, whatever was asked before.

    Not for secrets.
    """
    return random.Random("|".join(map(str, (seed, *about))))
