"""Count verdicts by unit and group in DuckDB: one scan for a year. May import snapshots (the engine), registry, units.

Rows that come out are (unit id, group, then the columns of `tally_columns`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
from django.db.models import FloatField, Func, IntegerField, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from chungtay.registry.models import Verdict
from chungtay.snapshots.engines import duckdb_engine
from chungtay.units.tree import Tree

COLUMNS = pa.schema(
    [
        ("commune", pa.int64()),
        ("village", pa.int64()),
        ("area", pa.string()),
        ("minority", pa.bool_()),
        ("class", pa.string()),
        ("pathway", pa.string()),
        ("indicators", pa.string()),
        ("income", pa.float64()),
        ("persons", pa.int32()),
    ]
)
CLASSES = ("poor", "near_poor", "undetermined")
PATHWAYS = ("exit", "stay", "new", "relapse")
INCOME = {
    "poor_income": "sum(income * persons)",
    "poor_income_persons": "sum(persons)",
    "poor_income_households": "count(*)",
    "poor_income_yy": "sum((income * persons) ** 2)",
    "poor_income_yx": "sum(income * persons * persons)",
    "poor_income_xx": "sum(persons * persons)",
}
"""of poor households whose income and members are known: their incomes and persons added up, how many they are, and the
sums of squares and products (y the income of all members, x the members) from which the error of the mean follows"""
BATCH = 20_000


class ListLength(Func):
    """How many items a list in JSON has."""

    function = "json_array_length"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_array_length", **more)


def tally_columns(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of what is counted: classes, pathways, each deprivation's deprived and known, then incomes."""
    more = [
        f"{name}_{code}_{what}" for code in codes for name in ("poor", "near_poor") for what in ("deprived", "known")
    ]
    return (*CLASSES, *PATHWAYS, *more, *INCOME)


def verdict_batches(review_year: int, standard_id: str, snapshot_id: str) -> Iterator[pa.RecordBatch]:
    """Read the current verdicts of a year that came from a snapshot, in Arrow batches."""
    rows = (
        Verdict.objects.filter(
            snapshot_id=snapshot_id,
            review__review_year=review_year,
            review__standard_id=standard_id,
            review__is_current=True,
        )
        .annotate(
            told=Cast("indicators", TextField()),
            income=Cast(KeyTextTransform("income_per_head", "review__facts"), FloatField()),
            persons=ListLength("review__member_facts"),
        )
        .values_list(
            "review__commune_id", "review__village_id", "review__area", "review__ethnic_minority",
            "household_class", "pathway", "told", "income", "persons",
        )
    )  # fmt: skip
    stream = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(stream, BATCH)):
        columns = [pa.array(column, kind.type) for column, kind in zip(zip(*batch, strict=True), COLUMNS, strict=True)]
        yield pa.RecordBatch.from_arrays(columns, schema=COLUMNS)


def tally(batches: Iterator[pa.RecordBatch], tree: Tree, codes: Sequence[str]) -> list[tuple[Any, ...]]:
    """Count for every village, commune and unit above it, and for every group.

    batches  verdicts as `verdict_batches` gives them
    tree     the units as they were on 31 December of the year
    codes    deprivation indicators of the standard
    """
    con = duckdb_engine().con
    con.register("verdicts", pa.Table.from_batches(batches, COLUMNS))
    con.register("ladder", _ladder(tree))
    counts = [f"count(*) FILTER (WHERE class = '{name}') AS {name}" for name in CLASSES]
    counts += [f"count(*) FILTER (WHERE pathway = '{name}') AS {name}_" for name in PATHWAYS]
    for code in codes:
        for name in ("poor", "near_poor"):
            known = f"count(*) FILTER (WHERE class = '{name}' AND d_{code}"
            counts += [f"{known}) AS {name}_{code}_deprived", f"{known} IS NOT NULL) AS {name}_{code}_known"]
    known = "FILTER (WHERE class = 'poor' AND income IS NOT NULL AND persons > 0)"
    counts += [f"coalesce({what} {known}, 0) AS {name}" for name, what in INCOME.items()]
    told = ", ".join(f"CAST(json_extract_string(indicators, '$.{code}') AS BOOLEAN) AS d_{code}" for code in codes)
    listed = f"class IN {CLASSES} OR pathway <> ''"
    rows: list[tuple[Any, ...]] = con.execute(
        f"""
        WITH told AS (SELECT commune, village, area, minority, class, pathway, income, persons
                             {", " if told else ""}{told}
                      FROM verdicts WHERE {listed}),
        placed AS (SELECT ladder.above AS unit, told.* FROM told JOIN ladder ON ladder.below = told.commune
                   UNION ALL SELECT village AS unit, told.* FROM told WHERE village IS NOT NULL),
        grouped AS (SELECT 'all' AS grp, * FROM placed
                    UNION ALL SELECT area AS grp, * FROM placed WHERE area IN ('rural', 'urban')
                    UNION ALL SELECT CASE WHEN minority THEN 'minority' ELSE 'kinh' END AS grp, * FROM placed
                              WHERE minority IS NOT NULL)
        SELECT unit, grp, {", ".join(counts)} FROM grouped GROUP BY unit, grp ORDER BY unit, grp
        """
    ).fetchall()
    return rows


def _ladder(tree: Tree) -> pa.Table:
    """Pair every commune with itself and every area above it."""
    below: list[int] = []
    above: list[int] = []
    for commune in tree.level("commune"):
        for node in (commune, *tree.ancestors(commune.code)):
            if commune.unit_id is not None and node.unit_id is not None:
                below.append(commune.unit_id)
                above.append(node.unit_id)
    return pa.table({"below": pa.array(below, pa.int64()), "above": pa.array(above, pa.int64())})
