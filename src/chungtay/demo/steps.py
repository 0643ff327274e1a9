"""Show the steps of a long command: a bar while a step runs, one line with its time when it is done. Imports rich."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chungtay.messages import say

Advance = Callable[[int, int], None]
"""called with (how much is done, of how much)"""


class Steps:
    """The steps of one run, in order; quiet says nothing."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.console = Console(quiet=quiet, highlight=False)
        self.taken: list[tuple[str, float]] = []

    @contextlib.contextmanager
    def step(self, what: str) -> Iterator[Advance]:
        """Run one step; the block may call what it gets to move the bar."""
        started = time.perf_counter()
        columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task(what, total=None)
            yield lambda done, total: progress.update(task, completed=done, total=total)
        seconds = time.perf_counter() - started
        self.taken.append((what, seconds))
        shown = f"{seconds:.1f}"
        self.console.print(f"[green]✓[/green] {what}  [dim]{say(shown.replace('.', ','), shown)} s[/dim]")

    def note(self, text: str) -> None:
        """Say one more thing under the step that was done."""
        self.console.print(f"  {text}")

    @property
    def seconds(self) -> float:
        """Time of all steps so far."""
        return sum(seconds for _, seconds in self.taken)
