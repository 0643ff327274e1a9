"""Make two fact files ready for classification: checked, typed, and sorted where sorting pays.

Imports `rules` and `snapshots`. A sorted Parquet file is read where it lies; anything else (CSV, or Parquet in another
order) is first written as sorted Parquet into a temporary folder, DuckDB sorting outside memory where it must.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.measurement.key_ranges import KeyRange, plan_ranges, row_groups
from chungtay.messages import Words
from chungtay.snapshots.fact_checks import check_facts
from chungtay.snapshots.fact_files import FactSource, literal, open_fact_file
from chungtay.snapshots.fact_keys import keys_need_text
from chungtay.snapshots.fact_types import KEY, typed_columns
from chungtay.snapshots.findings import Findings

if TYPE_CHECKING:
    import duckdb

    from chungtay.rules import Fact, Vocabulary

POINTS = ("b1_points", "b2_points")
"""Scores of the review form; a file without them is classified by income and deprivations."""
SORTED_ROW_GROUP = 122_880
SMALL = 300_000
"""Households up to which unsorted Parquet files are joined at once instead of being sorted first."""


@dataclass(frozen=True)
class FactTables:
    """The two tables as they are read range by range.

    households, members   SQL of all rows, typed: `household_id` and every fact that is read and is there
    household_facts, member_facts   those facts
    households_in, members_in   the files themselves, to name the place of a problem
    ranges                how to go through them
    household_rows, member_rows   how many rows there are in all
    """

    households: str
    members: str
    household_facts: tuple[Fact, ...]
    member_facts: tuple[Fact, ...]
    households_in: FactSource
    members_in: FactSource
    ranges: list[KeyRange]
    household_rows: int
    member_rows: int
    warnings: tuple[Words, ...]


def prepare(
    con: duckdb.DuckDBPyConnection,
    vocabulary: Vocabulary,
    households: Path,
    members: Path,
    *,
    household_facts: Collection[str],
    member_facts: Collection[str],
    temporary: Path,
    ranges: int | None = None,
) -> FactTables:
    """Open, check and, where it pays, sort both files.

    household_facts, member_facts   names of the facts that are read; one that a file lacks is unknown in every row
    Raises UserError naming the first problems of both files.
    """
    sources = (open_fact_file(con, households, entity="household"), open_fact_file(con, members, entity="member"))
    found = Findings()
    required = (_required(household_facts, sources[0]), (KEY,))
    for source, names, needed in zip(sources, (household_facts, member_facts), required, strict=True):
        found.merge(check_facts(con, source, vocabulary, required=needed, reads=names, optional=POINTS))
    found.raise_if_any()
    facts = (_facts(vocabulary, household_facts, sources[0]), _facts(vocabulary, member_facts, sources[1]))

    as_text = keys_need_text(*sources)
    selects = [
        f"SELECT {typed_columns(source, read, as_text=as_text)} FROM {source.table}"
        for source, read in zip(sources, facts, strict=True)
    ]
    plan = None
    if not as_text and all(source.is_parquet for source in sources):
        groups = [row_groups(path) for path in (households, members)]
        if groups[0] is not None and groups[1] is not None:
            plan = plan_ranges(groups[0], groups[1], ranges=ranges)
    counts = [_rows(con, source) for source in sources]
    if plan is None and counts[0] <= SMALL and all(source.is_parquet for source in sources):
        plan = [KeyRange(None, None)]
    if plan is None:
        files = [temporary / "households.parquet", temporary / "members.parquet"]
        for select, file in zip(selects, files, strict=True):
            con.execute(
                f"COPY ({select} ORDER BY {KEY}) TO {literal(str(file))} "
                f"(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE {SORTED_ROW_GROUP})"
            )
        selects = [f"SELECT * FROM read_parquet({literal(str(file))})" for file in files]
        groups = [row_groups(file) for file in files]
        plan = plan_ranges(groups[0] or [], groups[1] or [], ranges=ranges) or [KeyRange(None, None)]
    return FactTables(
        households=selects[0],
        members=selects[1],
        household_facts=facts[0],
        member_facts=facts[1],
        households_in=sources[0],
        members_in=sources[1],
        ranges=plan,
        household_rows=counts[0],
        member_rows=counts[1],
        warnings=tuple(found.warnings),
    )


def _required(reads: Collection[str], source: FactSource) -> tuple[str, ...]:
    """Area, and what stands for income: income itself or the points of the form."""
    points = "b1_points" in source.columns and "b1_points" in reads
    return (KEY, "area") if points else (KEY, "area", "income_per_head")


def _facts(vocabulary: Vocabulary, names: Collection[str], source: FactSource) -> tuple[Fact, ...]:
    return tuple(fact for fact in vocabulary.facts.values() if fact.name in names and fact.name in source.columns)


def _rows(con: duckdb.DuckDBPyConnection, source: FactSource) -> int:
    row = con.execute(f"SELECT count(*) FROM {source.table}").fetchone()
    return int(row[0]) if row else 0
