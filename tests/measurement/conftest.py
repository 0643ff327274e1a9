"""Tests here hold fast ways to the slow ones of tests/properties."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "properties"))
