"""The query that classifies one range of households: a standard's Ibis expressions and the join. Imports `rules`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from chungtay.measurement.key_ranges import KEY, KeyRange
from chungtay.rules import CLASSES, UNDETERMINED

if TYPE_CHECKING:
    import duckdb
    import ibis.backends.duckdb
    import ibis.expr.types as ir
    import pyarrow as pa

    from chungtay.measurement.fact_tables import FactTables
    from chungtay.rules import Fact
    from chungtay.rules.to_ibis import IbisProgram

MEMBERS = "_members"
"""Column with the household's number of member rows; counts the members that found their household."""
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
    """Classify every household: one row each, with `household_id`, MEMBERS and the verdict's columns.

    coded   class and subtype as numbers, as in `IbisProgram.verdicts`
    """
    aggregates = program.member_aggregates(members, with_missing=with_missing)
    counted = members.group_by(KEY).aggregate(**{MEMBERS: members.count()}, **aggregates)
    joined = households.left_join(counted, KEY)
    return program.verdicts(joined, (KEY, MEMBERS), with_missing=with_missing, coded=coded)


class RangeQuery:
    """Classifies one range at a time; a range's bounds are literals in the SQL, so that row groups can be skipped.

    Which facts are missing is costly to say and asked only of undetermined households. So a range is classified without
    it first, and only its undetermined households once more with it.
    """

    def __init__(self, engine: ibis.backends.duckdb.Backend, program: IbisProgram, tables: FactTables) -> None:
        import ibis

        self._tables = tables
        self._words = {"class": CLASSES, "subtype": program.subtypes}
        households = ibis.table(_schema(tables.household_facts), name="households_in_range")
        members = ibis.table(_schema(tables.member_facts), name="members_in_range")

        def compiled(with_missing: bool) -> str:
            return str(engine.compile(verdicts(program, households, members, with_missing=with_missing, coded=True)))

        self._compile: Callable[[bool], str] = compiled
        self._fast = compiled(False)
        self._full: str | None = None
        self._lock = threading.Lock()
        self._mostly_undetermined = False

    def classify(self, con: duckdb.DuckDBPyConnection, part: KeyRange) -> pa.Table:
        """Return the verdicts on the households of a range, sorted by id, with the columns of `verdicts`.

        Class and subtype are dictionary columns: numbers for the rows, and their words once.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._mostly_undetermined:
            return self._run(con, self._sql(self._full_sql(), part))
        table = self._run(con, self._sql(self._fast, part))
        missing: pa.Array = pa.repeat("", table.num_rows)
        undetermined = pc.equal(table["class"], UNDETERMINED).combine_chunks()
        count = pc.sum(undetermined).as_py() or 0
        if count:
            con.register("undetermined_in_range", table.select([KEY]).filter(undetermined))
            again = self._run(con, self._sql(self._full_sql(), part, "undetermined_in_range"))
            missing = pc.replace_with_mask(missing, undetermined, again["missing"].combine_chunks())
            con.unregister("undetermined_in_range")
        self._mostly_undetermined = count > table.num_rows / 2
        return table.append_column("missing", missing)

    def _run(self, con: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
        import pyarrow as pa

        table = _by_id(con.execute(sql).to_arrow_table())
        for name, words in self._words.items():
            codes = table[name].combine_chunks()
            column = pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))
            table = table.set_column(table.schema.get_field_index(name), name, column)
        return table

    def _full_sql(self) -> str:
        with self._lock:
            if self._full is None:
                self._full = self._compile(True)
            return self._full

    def _sql(self, verdicts_sql: str, part: KeyRange, only: str | None = None) -> str:
        where = _within(part, only)
        return (
            f"WITH households_in_range AS NOT MATERIALIZED (SELECT * FROM ({self._tables.households}) {where}), "
            f"members_in_range AS NOT MATERIALIZED (SELECT * FROM ({self._tables.members}) {where}) "
            f"SELECT * FROM ({verdicts_sql})"
        )


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
