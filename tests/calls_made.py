"""How much is done, counted in calls of functions: the same on every machine, however busy it is, as seconds are not.

What one call into C does is not seen: a loop written in Python shows, a slow search within one string does not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def calls_made(doing: Callable[[], object]) -> int:
    """Do it, and return how many functions were called meanwhile, in Python and into C, in this thread."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        doing()
    finally:
        sys.setprofile(before)
    return calls
