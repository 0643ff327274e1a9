"""Sums for several groupings in one pass over a table: SQL's GROUPING SETS over an Ibis expression.

Ibis has no grouping sets of its own; the statement here is standard SQL over names of ours, which Ibis carries to its
engine (DuckDB, Spark). What goes in and what comes out are Ibis tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROWS = "ct_all"


def grouped_sums(
    table: ir.Table,
    groupings: Sequence[Sequence[str]],
    *,
    keys: Mapping[str, ir.Value],
    sums: Mapping[str, ir.Value],
    extremes: Mapping[str, ir.Value],
) -> ir.Table:
    """Aggregate a table by several groupings at once.

    groupings  the group columns of each grouping
    keys       expressions that every grouping is keyed by as well
    sums       numbers to add up; whole numbers stay whole
    extremes   numbers of which to take the least and the greatest
    Returns one row per grouping, group and keys: `ct_set` (place of the grouping), `ct_by0`, ... (the columns of all
    groupings in order of appearance, null where not grouped by), the keys, `ct_all` (rows), the sums by name, and
    `<name>_least`, `<name>_most`, `<name>_known` (rows in which it is not null) of the extremes.
    """
    columns = list(dict.fromkeys(column for grouping in groupings for column in grouping))
    place = {column: f"ct_by{number}" for number, column in enumerate(columns)}
    prepared = table.select(
        **{place[column]: table[column] for column in columns}, **keys, **{f"{n}_row": v for n, v in sums.items()},
        **{f"{n}_row": v for n, v in extremes.items()}, ct_one=1,
    )  # fmt: skip
    picked = [*place.values(), *keys, "COUNT(*) AS ct_all"]
    for name, value in sums.items():
        total = f"SUM({name}_row)"
        picked.append(f"CAST({total} AS BIGINT) AS {name}" if value.type().is_integer() else f"{total} AS {name}")
    for name in extremes:
        picked += [f"MIN({name}_row) AS {name}_least", f"MAX({name}_row) AS {name}_most"]
        picked.append(f"COUNT({name}_row) AS {name}_known")
    picked += [f"CAST(GROUPING({column}) AS INT) AS {column}_open" for column in place.values()]
    sets = ", ".join(f"({', '.join([*keys, *(place[column] for column in one)])})" for one in groupings)
    source = "ct_prepared"
    made = prepared.alias(source).sql(f"SELECT {', '.join(picked)} FROM {source} GROUP BY GROUPING SETS ({sets})")
    return _numbered(made, groupings, place)


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
