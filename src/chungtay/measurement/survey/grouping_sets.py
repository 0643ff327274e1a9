"""Sums for several groupings in one pass over a table: SQL's GROUPING SETS over an Ibis expression.

The rows are first added up by all grouping columns and keys together; the groupings are then made from those few cells,
so a further grouping costs next to nothing. Where every row is a cell of its own, that costs one grouping more.
Ibis has no grouping sets of its own; the statement here is standard SQL over names of ours, which Ibis carries to its
engine (DuckDB, Spark). What goes in and what comes out are Ibis tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROWS = "ct_all"


@dataclass(frozen=True)
class WorkedOut:
    """A key that follows from some columns alone: worked out once per combination of their values, not per row.

    columns  names of the table's columns; of: the key's expression, given a table with these columns
    """

    columns: tuple[str, ...]
    of: Callable[[ir.Table], ir.Value]


def grouped_sums(
    table: ir.Table,
    groupings: Sequence[Sequence[str]],
    *,
    keys: Mapping[str, ir.Value],
    sums: Mapping[str, ir.Value],
    extremes: Mapping[str, ir.Value],
    worked_out: Mapping[str, WorkedOut] | None = None,
) -> ir.Table:
    """Aggregate a table by several groupings at once.

    groupings   the group columns of each grouping
    keys        expressions that every grouping is keyed by as well
    sums        numbers to add up; whole numbers stay whole
    extremes    numbers of which to take the least and the greatest
    worked_out  further keys, that follow from a few columns with few different values
    Returns one row per grouping, group and keys: `ct_set` (place of the grouping), `ct_by0`, ... (the columns of all
    groupings in order of appearance, null where not grouped by), the keys, `ct_all` (rows), the sums by name, and
    `<name>_least`, `<name>_most`, `<name>_known` (rows in which it is not null) of the extremes.
    """
    later = worked_out or {}
    columns = list(dict.fromkeys(column for grouping in groupings for column in grouping))
    place = {column: f"ct_by{number}" for number, column in enumerate(columns)}
    whole = {name for name, value in sums.items() if value.type().is_integer()}
    cells = _finest(table, {**{place[name]: table[name] for name in columns}, **keys}, sums, extremes, later)

    every = [*keys, *later]
    picked = [*place.values(), *every, f"CAST(SUM({ROWS}) AS BIGINT) AS {ROWS}"]
    picked += [f"{_total(name, name in whole)} AS {name}" for name in sums]
    for name in extremes:
        picked += [f"MIN({name}_least) AS {name}_least", f"MAX({name}_most) AS {name}_most"]
        picked.append(f"{_total(f'{name}_known', True)} AS {name}_known")
    picked += [f"CAST(GROUPING({column}) AS INT) AS {column}_open" for column in place.values()]
    sets = ", ".join(f"({', '.join([*every, *(place[column] for column in one)])})" for one in groupings)
    source = "ct_cells"
    made = cells.alias(source).sql(f"SELECT {', '.join(picked)} FROM {source} GROUP BY GROUPING SETS ({sets})")
    return _numbered(made, groupings, place)


def _total(name: str, whole: bool) -> str:
    return f"CAST(SUM({name}) AS BIGINT)" if whole else f"SUM({name})"


def _finest(
    table: ir.Table,
    keys: Mapping[str, ir.Value],
    sums: Mapping[str, ir.Value],
    extremes: Mapping[str, ir.Value],
    later: Mapping[str, WorkedOut],
) -> ir.Table:
    """Add the rows up by all keys and by the columns of those worked out later; then work those out."""
    raw = {name: f"ct_raw{i}" for i, name in enumerate(dict.fromkeys(c for key in later.values() for c in key.columns))}
    values = {f"{name}_row": value for name, value in {**sums, **extremes}.items()}
    prepared = table.select(**keys, **{new: table[name] for name, new in raw.items()}, **values, ct_one=1)
    found: dict[str, ir.Value] = {ROWS: prepared.count()}
    for name, value in sums.items():
        total = prepared[f"{name}_row"].sum()
        found[name] = total.cast("int64") if value.type().is_integer() else total
    for name in extremes:
        row = prepared[f"{name}_row"]
        found |= {f"{name}_least": row.min(), f"{name}_most": row.max(), f"{name}_known": row.count()}
    by = [*keys, *raw.values()]
    cells = prepared.group_by(by).aggregate(**found) if by else prepared.aggregate(**found)
    if not later:
        return cells
    named = cells.rename(raw)
    kept = {name: named[name] for name in cells.columns if name not in raw.values()}
    return named.select(**kept, **{name: key.of(named) for name, key in later.items()})


def _numbered(made: ir.Table, groupings: Sequence[Sequence[str]], place: Mapping[str, str]) -> ir.Table:
    """Add `ct_set`: which grouping a row belongs to, by the columns that are open in it."""
    import ibis

    cases = []
    for number, grouping in enumerate(groupings):
        fits = ibis.literal(True)
        for column, name in place.items():
            fits &= made[f"{name}_open"] == (0 if column in grouping else 1)
        cases.append((fits, number))
    return made.mutate(ct_set=ibis.cases(*cases, else_=-1)).drop(*(f"{name}_open" for name in place.values()))
