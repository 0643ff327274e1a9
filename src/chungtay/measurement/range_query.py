"""The query that classifies one range of households: a standard's Ibis expressions and the join. Imports `rules`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from chungtay.measurement.key_ranges import KEY, KeyRange
from chungtay.measurement.member_runs import Fold, fold_runs
from chungtay.rules import CLASSES, MEMBERS_COUNT, UNDETERMINED

if TYPE_CHECKING:
    import duckdb
    import ibis.backends.duckdb
    import ibis.expr.types as ir
    import pyarrow as pa

    from chungtay.measurement.fact_tables import FactTables
    from chungtay.rules import Fact
    from chungtay.rules.to_ibis import IbisProgram

RUN = "_run"
"""Column with the position of the run of members that a household was laid beside."""
IBIS_TYPES = {
    "bool": "boolean",
    "int": "int64",
    "decimal": "float64",
    "code": "string",
    "text": "string",
    "date": "date",
}


def verdicts(
    program: IbisProgram, households: ir.Table, members: ir.Table, *, with_missing: bool = True, coded: bool = False
) -> ir.Table:
    """Classify every household: one row each, with `household_id`, MEMBERS_COUNT and the verdict's columns.

    coded   class and subtype as numbers, as in `IbisProgram.verdicts`
    """
    aggregates = program.member_aggregates(members, with_missing=with_missing)
    counted = members.group_by(KEY).aggregate(**aggregates)
    joined = households.left_join(counted, KEY)
    return program.verdicts(joined, (KEY, MEMBERS_COUNT), with_missing=with_missing, coded=coded)


class RangeQuery:
    """Classifies one range at a time; a range's bounds are literals in the SQL, so that row groups can be skipped.

    In sorted files the members of a household lie together and households lie in the same order, so members are folded
    run by run and laid beside their households without looking up an id (`_beside`). Each row is then compared with
    the run it was given; where one does not fit, this range and those after it are joined by id.

    Which facts are missing is costly to say and asked only of undetermined households. So a range is classified without
    it first, and only its undetermined households once more with it.
    """

    def __init__(self, engine: ibis.backends.duckdb.Backend, program: IbisProgram, tables: FactTables) -> None:
        import ibis

        self._tables = tables
        self._words = {"class": CLASSES, "subtype": program.subtypes}
        households = ibis.table(_schema(tables.household_facts), name="households_in_range")
        members = ibis.table(_schema(tables.member_facts), name="members_in_range")

        marks = program.member_marks(members)
        self._folds: dict[str, Fold] = {name: mark.fold for name, mark in marks.items()}
        told = {MEMBERS_COUNT: "int64", RUN: "int64"}
        told |= {name: str(mark.value.type()) if mark.fold == "or" else "int64" for name, mark in marks.items()}
        beside = ibis.table({**_schema(tables.household_facts), **told}, name="households_and_told")
        kept = (KEY, MEMBERS_COUNT, RUN)
        self._made: dict[str, Callable[[], ir.Table]] = {
            "marks": lambda: members.select(KEY, **{name: mark.value for name, mark in marks.items()}),
            "laid": lambda: program.verdicts(beside, kept, with_missing=False, coded=True),
            "joined": lambda: verdicts(program, households, members, with_missing=False, coded=True),
            "full": lambda: verdicts(program, households, members, coded=True),
        }
        self._engine = engine
        self._compiled: dict[str, str] = {}
        self._lock = threading.Lock()
        self._mostly_undetermined = False
        self._in_step = True

    def classify(self, con: duckdb.DuckDBPyConnection, part: KeyRange) -> pa.Table:
        """Return the verdicts on the households of a range, sorted by id, with the columns of `verdicts`.

        Class and subtype are dictionary columns: numbers for the rows, and their words once.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._mostly_undetermined:
            return self._run(con, self._sql(self._statement("full"), part))
        table = self._beside(con, part) if self._in_step else None
        if table is None:
            self._in_step = False
            table = self._run(con, self._sql(self._statement("joined"), part))
        missing: pa.Array = pa.repeat("", table.num_rows)
        undetermined = pc.equal(table["class"], UNDETERMINED).combine_chunks()
        count = pc.sum(undetermined).as_py() or 0
        if count:
            con.register("undetermined_in_range", table.select([KEY]).filter(undetermined))
            again = self._run(con, self._sql(self._statement("full"), part, "undetermined_in_range"))
            missing = pc.replace_with_mask(missing, undetermined, again["missing"].combine_chunks())
            con.unregister("undetermined_in_range")
        self._mostly_undetermined = count > table.num_rows / 2
        return table.append_column("missing", missing)

    def _beside(self, con: duckdb.DuckDBPyConnection, part: KeyRange) -> pa.Table | None:
        """Classify by laying the n-th household beside the n-th run of members; None where one does not fit."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        members = con.execute(self._of_members(self._statement("marks"), part)).to_arrow_table()
        told = fold_runs(members, self._folds, counted=MEMBERS_COUNT)
        if told is None:
            return None
        del members
        runs = pa.array(np.arange(told.num_rows))
        given = told.drop_columns([KEY]).append_column(RUN, runs)
        con.register("told_by_runs", given)
        households = f"SELECT * FROM ({self._tables.households}) {_within(part, None)}"
        table = con.execute(
            f"WITH households_and_told AS NOT MATERIALIZED (SELECT * FROM ({households}) POSITIONAL JOIN told_by_runs) "
            f"SELECT * FROM ({self._statement('laid')})"
        ).to_arrow_table()
        con.unregister("told_by_runs")
        table = table.combine_chunks()
        fits = table.num_rows == told.num_rows and all(
            pc.all(pc.fill_null(pc.equal(table[name], other), False)).as_py()
            for name, other in ((RUN, runs), (KEY, told[KEY]))
        )
        return self._in_words(table.drop_columns([RUN])) if fits else None

    def _run(self, con: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
        return self._in_words(_by_id(con.execute(sql).to_arrow_table()))

    def _in_words(self, table: pa.Table) -> pa.Table:
        """Let class and subtype be words again: each once, and a number for every row."""
        import pyarrow as pa

        for name, words in self._words.items():
            codes = table[name].combine_chunks()
            column = pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))
            table = table.set_column(table.schema.get_field_index(name), name, column)
        return table

    def _statement(self, name: str) -> str:
        """SQL of one of the statements, compiled when it is first asked for: the engine works on another meanwhile."""
        with self._lock:
            if name not in self._compiled:
                self._compiled[name] = str(self._engine.compile(self._made[name]()))
            return self._compiled[name]

    def _sql(self, verdicts_sql: str, part: KeyRange, only: str | None = None) -> str:
        where = _within(part, only)
        return (
            f"WITH households_in_range AS NOT MATERIALIZED (SELECT * FROM ({self._tables.households}) {where}), "
            f"members_in_range AS NOT MATERIALIZED (SELECT * FROM ({self._tables.members}) {where}) "
            f"SELECT * FROM ({verdicts_sql})"
        )

    def _of_members(self, marks_sql: str, part: KeyRange) -> str:
        within = f"SELECT * FROM ({self._tables.members}) {_within(part, None)}"
        return f"WITH members_in_range AS NOT MATERIALIZED ({within}) SELECT * FROM ({marks_sql})"


def _by_id(table: pa.Table) -> pa.Table:
    """Sort by id. Rows of sorted files mostly come in order, and seeing that they did costs far less than sorting."""
    import pyarrow.compute as pc

    table = table.combine_chunks()
    keys = table[KEY].combine_chunks()
    if len(keys) < 2 or pc.all(pc.less_equal(keys[:-1], keys[1:])).as_py():
        return table
    return table.sort_by(KEY)


def _within(part: KeyRange, only: str | None) -> str:
    bounds = [f"{KEY} IN (SELECT {KEY} FROM {only})"] if only else []
    if part.low is not None:
        bounds.append(f"{KEY} >= {_literal(part.low)}")
    if part.high is not None:
        bounds.append(f"{KEY} < {_literal(part.high)}")
    return f"WHERE {' AND '.join(bounds)}" if bounds else ""


def _literal(value: Any) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(int(value))


def _schema(facts: Iterable[Fact]) -> dict[str, str]:
    return {KEY: "string"} | {fact.name: IBIS_TYPES[fact.type] for fact in facts}
