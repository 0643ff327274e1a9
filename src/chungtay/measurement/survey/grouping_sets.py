"""Sums for several groupings in one pass over a table: SQL's GROUPING SETS over an Ibis expression.

Where the grouping columns have few combinations, the rows are first added up by all of them together; the groupings
are then made from those few cells, so a further grouping costs next to nothing. Where they have many (63 provinces by
54 ethnic groups by the year), those cells would be nearly as many as the rows: then every grouping is added up from the
rows, still in one statement and one reading of the table.
Ibis has no grouping sets of its own; the statements here are standard SQL over names of ours, laid over what Ibis
compiles for its engine (DuckDB, Spark).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.snapshots.engines import fetch_steps

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

ROWS = "ct_all"
FEW = 1000
"""Combinations of the grouping columns up to which cells of all of them together are made first."""
SAMPLED = 0.01
ENDS = ("least", "most", "known")


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
    values: Mapping[str, ir.Value],
    sums: Mapping[str, str],
    extremes: Mapping[str, ir.Value],
    worked_out: Mapping[str, WorkedOut] | None = None,
) -> pa.Table:
    """Aggregate a table by several groupings at once.

    groupings   the group columns of each grouping
    keys        expressions that every grouping is keyed by as well
    values      numbers per row, by the names that `sums` speaks of
    sums        name -> SQL over the values and keys, to be added up
    extremes    numbers of which to take the least and the greatest
    worked_out  further keys, that follow from a few columns with few different values
    Returns one row per grouping, group and keys: `ct_set` (place of the grouping), `ct_by0`, ... (the columns of all
    groupings in order of appearance, null where not grouped by), the keys, `ct_all` (rows), the sums by name, and
    `<name>_least`, `<name>_most`, `<name>_known` (rows in which it is not null) of the extremes.
    """
    import ibis

    later = worked_out or {}
    columns = list(dict.fromkeys(column for grouping in groupings for column in grouping))
    place = {column: f"ct_by{number}" for number, column in enumerate(columns)}
    every, added = [*keys, *later], _totals(sums, extremes)
    if later and not has_few_groups(table, columns):
        inner = {**keys, **{name: key.of(table) for name, key in later.items()}}
        outer = {new: table[name] for name, new in place.items()}
        rows = table.select(**outer, **inner, **{**values, **extremes}, ct_one=1)
        return fetch_steps({"ct_rows": rows}, _in_sets("ct_rows", groupings, place, every, added))
    raw = {name: f"ct_raw{i}" for i, name in enumerate(dict.fromkeys(c for key in later.values() for c in key.columns))}
    finest = {**{new: table[name] for name, new in (*place.items(), *raw.items())}, **keys}
    rows = table.select(**finest, **{**values, **extremes}, ct_one=1)
    by = f" GROUP BY {', '.join(finest)}" if finest else ""
    steps: dict[str, ir.Table | str] = {
        "ct_rows": rows,
        "ct_cells": f"SELECT {', '.join([*finest, *added])} FROM ct_rows{by}",
    }
    if later:
        carried = [*place.values(), *keys, ROWS, *sums, *(f"{name}_{end}" for name in extremes for end in ENDS)]
        known = {name: rows[name].type() for name in (*place.values(), *raw.values(), *keys)}
        cells = ibis.table({**dict.fromkeys(carried, "float64"), **known}, name="ct_cells").rename(raw)
        steps["ct_keyed"] = cells.select(*carried, **{name: key.of(cells) for name, key in later.items()})
    again = [f"CAST(SUM({ROWS}) AS BIGINT) AS {ROWS}", *(f"SUM({name}) AS {name}" for name in sums)]
    for name in extremes:
        again += [f"MIN({name}_least) AS {name}_least", f"MAX({name}_most) AS {name}_most"]
        again.append(f"CAST(SUM({name}_known) AS BIGINT) AS {name}_known")
    return fetch_steps(steps, _in_sets(list(steps)[-1], groupings, place, every, again))


def _totals(sums: Mapping[str, str], extremes: Mapping[str, ir.Value]) -> list[str]:
    """SQL of what is added up of rows."""
    totals = [f"COUNT(*) AS {ROWS}", *(f"CAST(SUM({what}) AS DOUBLE) AS {name}" for name, what in sums.items())]
    for name in extremes:
        totals += [f"MIN({name}) AS {name}_least", f"MAX({name}) AS {name}_most", f"COUNT({name}) AS {name}_known"]
    return totals


def _in_sets(
    source: str, groupings: Sequence[Sequence[str]], place: Mapping[str, str], keys: list[str], totals: list[str]
) -> str:
    picked = ", ".join([*place.values(), *keys, *totals, f"{_place_of_set(groupings, place)} AS ct_set"])
    sets = ", ".join(f"({', '.join([*keys, *(place[column] for column in one)])})" for one in groupings)
    return f"SELECT {picked} FROM {source} GROUP BY GROUPING SETS ({sets})"


def has_few_groups(table: ir.Table, columns: Sequence[str]) -> bool:
    """Whether a sample of the table shows few combinations of the columns."""
    import ibis

    if len(columns) < 2:
        return True
    # Spark's SQL takes no seed; the way chosen changes the time that it takes, not what comes out.
    seed = 1 if ibis.get_backend(table).name == "duckdb" else None
    sample = table.select(*columns).sample(SAMPLED, method="block", seed=seed)
    return bool(sample.distinct().count().to_pyarrow().as_py() <= FEW)


def _place_of_set(groupings: Sequence[Sequence[str]], place: Mapping[str, str]) -> str:
    """SQL for which grouping a row belongs to, by the columns that are open in it."""
    cases = []
    for number, grouping in enumerate(groupings):
        fits = [f"GROUPING({name}) = {0 if column in grouping else 1}" for column, name in place.items()]
        cases.append(f"WHEN {' AND '.join(fits) or '1 = 1'} THEN {number}")
    return f"CASE {' '.join(cases)} END"
