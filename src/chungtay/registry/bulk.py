"""Write many rows at once through Django's connection: COPY on PostgreSQL, executemany elsewhere. Imports Django only.

Rows come as tuples ready for the database; ids are reserved first, so that children can name their parents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH_ROWS = 10_000


def table_of(model: type[models.Model]) -> str:
    """Return the model's table name, quoted."""
    return connection.ops.quote_name(model._meta.db_table)


def lock_for_import(*tables: type[models.Model]) -> None:
    """Keep others from adding rows to the tables until the transaction ends, so that reserved ids stay ours.

    SQLite needs nothing: its write transaction is already alone.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(table_of(table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def reserve_ids(model: type[models.Model], count: int) -> int:
    """Return the first of `count` ids in a row that no row of the model has or will be given."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table_of(model)])
            sequence = cursor.fetchone()[0]
            cursor.execute("SELECT nextval(%s)", [sequence])
            first = int(cursor.fetchone()[0])
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + max(count, 1) - 1])
            return first
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return int(row[0]) + 1 if row else 1


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows (one value a column, in the database's own types) and return how many there were."""
    table, listed = table_of(model), ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            count = 0
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    count += 1
            return count
        marks = ", ".join(["%s"] * len(columns))
        return _many(cursor, f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)


def run_many(sql: str, rows: Iterable[Sequence[Any]]) -> int:
    """Run one statement (with %s marks) for each row and return how many there were."""
    with connection.cursor() as cursor:
        return _many(cursor, sql, rows)


def _many(cursor: Any, sql: str, rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    for batch in batches(rows):
        cursor.executemany(sql, batch)
        count += len(batch)
    return count


def batches(rows: Iterable[Any], size: int = BATCH_ROWS) -> Iterator[list[Any]]:
    """Cut an iterable into lists of at most `size`."""
    stream = iter(rows)
    while batch := list(islice(stream, size)):
        yield batch
