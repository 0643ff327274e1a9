"""Find the first row that a table should not have, for messages; only looked for once it is known to be there. Ibis.

Rows count as a spreadsheet shows them: the heading is row 1. They are numbered in the order in which the engine reads
them, which is that of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

HEADING = 1


@dataclass(frozen=True)
class Offence:
    """Where it is, what is written there ("" where nothing is), and how many rows are like it."""

    row: int
    value: str
    rows: int

    @property
    def more(self) -> tuple[str, str]:
        """How many such rows there are, as a further sentence in Vietnamese and English; empty for one."""
        if self.rows == 1:
            return "", ""
        counted = f"{self.rows:,}"
        return f" Có {counted.replace(',', '.')} dòng như vậy.", f" There are {counted} such rows."


def first_offence(table: ir.Table, bad: ir.BooleanValue, column: str) -> Offence:
    """The first row where `bad` holds, what its column says, and how many such rows there are; there must be one."""
    found = _numbered(table, ct_bad=bad, ct_cell=table[column].cast("string"))
    found = found.filter(found["ct_bad"].fill_null(False))
    first = found.order_by("ct_row").limit(1).select("ct_row", "ct_cell").to_pyarrow().to_pylist()[0]
    rows = int(found.count().to_pyarrow().as_py())
    return Offence(int(first["ct_row"]) + 1 + HEADING, _cell(first["ct_cell"]), rows)


def offence_if_any(table: ir.Table, bad: ir.BooleanValue, column: str) -> Offence | None:
    """The same where there may be none: a look for one comes first, and is all that a sound table costs."""
    if not len(table.filter(bad).limit(1).select(column).to_pyarrow()):
        return None
    return first_offence(table, bad, column)


@dataclass(frozen=True)
class Contradiction:
    """The first row that says otherwise than an earlier row of the same keys: where, what, and what was said first."""

    row: int
    keys: tuple[Any, ...]
    value: str
    before: str


def first_contradiction(table: ir.Table, keys: Sequence[str], column: str) -> Contradiction:
    """The first row whose column differs from that of the first row with the same keys; there must be one."""
    import ibis

    named = {f"ct_key{place}": table[name] for place, name in enumerate(keys)} or {"ct_key0": ibis.literal(0)}
    rows = _numbered(table, **named, ct_cell=table[column].cast("string").fill_null(""))
    first = rows.group_by(list(named)).aggregate(ct_home=rows["ct_cell"].argmin(rows["ct_row"]))
    both = rows.inner_join(first, list(named))
    wrong = both.filter(both["ct_cell"] != both["ct_home"]).order_by("ct_row").limit(1)
    found = wrong.to_pyarrow().to_pylist()[0]
    values = tuple(found[name] for name in named) if keys else ()
    return Contradiction(int(found["ct_row"]) + 1 + HEADING, values, found["ct_cell"], found["ct_home"])


def _numbered(table: ir.Table, **columns: ir.Value) -> ir.Table:
    import ibis

    return table.select(**columns, ct_row=ibis.row_number())


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
