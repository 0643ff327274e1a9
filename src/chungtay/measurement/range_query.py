"""The query that classifies one range of households: a standard's Ibis expressions and the join. Imports `rules`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from chungtay.measurement.key_ranges import KEY, KeyRange

if TYPE_CHECKING:
    import ibis.backends.duckdb
    import ibis.expr.types as ir

    from chungtay.rules import Fact, IbisProgram, Vocabulary

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


def verdicts(program: IbisProgram, households: ir.Table, members: ir.Table) -> ir.Table:
    """Classify every household: one row each, with `household_id`, the verdict's columns and MEMBERS."""
    counted = members.group_by(KEY).aggregate(**{MEMBERS: members.count()}, **program.member_aggregates(members))
    joined = households.left_join(counted, KEY)
    return joined.select(joined[KEY], **program.verdict_columns(joined), **{MEMBERS: joined[MEMBERS]}).order_by(KEY)


class RangeQuery:
    """The query as SQL, compiled once; a range's bounds are put in as literals so that row groups can be skipped."""

    def __init__(
        self,
        engine: ibis.backends.duckdb.Backend,
        program: IbisProgram,
        vocabulary: Vocabulary,
        *,
        households: str,
        members: str,
    ) -> None:
        import ibis

        tables = [
            ibis.table(_schema(vocabulary, names), name=name)
            for name, names in (
                ("households_in_range", program.household_columns),
                ("members_in_range", program.member_columns),
            )
        ]
        self._sql = str(engine.compile(verdicts(program, *tables)))
        self._households, self._members = households, members

    def sql(self, part: KeyRange) -> str:
        """SQL for the households of one range."""
        where = _within(part)
        return (
            f"WITH households_in_range AS NOT MATERIALIZED (SELECT * FROM ({self._households}) {where}), "
            f"members_in_range AS NOT MATERIALIZED (SELECT * FROM ({self._members}) {where}) {self._rest()}"
        )

    def _rest(self) -> str:
        return f"SELECT * FROM ({self._sql})"


def _within(part: KeyRange) -> str:
    bounds = []
    if part.low is not None:
        bounds.append(f"{KEY} >= {_literal(part.low)}")
    if part.high is not None:
        bounds.append(f"{KEY} < {_literal(part.high)}")
    return f"WHERE {' AND '.join(bounds)}" if bounds else ""


def _literal(value: Any) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(int(value))


def _schema(vocabulary: Vocabulary, names: Collection[str]) -> dict[str, str]:
    facts: list[Fact] = [vocabulary.fact(name) for name in names if name != KEY]
    return {KEY: "string"} | {fact.name: IBIS_TYPES[fact.type] for fact in facts}
