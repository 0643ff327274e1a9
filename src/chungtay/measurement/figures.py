"""Write figures for the terminal as the current language does: numbers and small tables. Imports `rules`."""

from __future__ import annotations

from collections.abc import Sequence

from chungtay.messages import say


def decimal(value: float | None, places: int) -> str:
    """Write a number as the current language does, 1.234,5 or 1,234.5; "–" where there is none."""
    if value is None:
        return "–"
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if say("vi", "en") == "vi" else text


def figures(headings: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> str:
    """Draw a table for the terminal: the first columns, as many as `words`, hold text, the others figures."""
    from rich import box
    from rich.table import Table

    from chungtay.rules.commands import _render as drawn

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", justify="left" if place < words else "right", no_wrap=place >= words)
    for row in rows:
        table.add_row(*row)
    return drawn(table)
