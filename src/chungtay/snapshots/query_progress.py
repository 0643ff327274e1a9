"""How far an engine is with its query, asked from beside it. Imports nothing of Chung Tay."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend

EVERY = 0.25
"""Seconds between two questions."""


@contextlib.contextmanager
def watched(engine: SQLBackend, tell: Callable[[float], None]) -> Iterator[None]:
    """Tell, for the time of the block, what part of the running query is done, in [0, 1]; it never goes back.

    Nothing is told where the engine does not know.
    """
    over = threading.Event()
    asked = _spark_part
    if engine.name == "duckdb":
        asked = _duckdb_part
        # DuckDB keeps count only where it may show a bar; drawing is left to whoever is told.
        for setting in ("enable_progress_bar_print = false", "enable_progress_bar = true"):
            cast(Any, engine).con.execute(f"SET {setting}")

    def ask() -> None:
        most = 0.0
        while not over.wait(EVERY):
            part = asked(engine)
            if part is not None and part > most:
                most = part
                tell(most)

    asking = threading.Thread(target=ask, daemon=True, name="query-progress")
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()


def _duckdb_part(engine: Any) -> float | None:
    percent = float(engine.con.query_progress())
    return min(percent / 100, 1.0) if percent > 0 else None


def _spark_part(engine: Any) -> float | None:
    """The finished tasks among those of the stages at work."""
    tracker = engine._session.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    tasks = sum(stage.numTasks for stage in stages if stage)
    return sum(stage.numCompletedTasks for stage in stages if stage) / tasks if tasks else None
