"""Keep what a test database holds, and put it back: built once, restored for each module that asks.

SQLite copies its pages; PostgreSQL copies each table out and in (foreign keys wait until the transaction's end).
"""

from __future__ import annotations

import sqlite3

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction


class KeptDatabase:
    """A copy of every row, taken from the connected database."""

    def __init__(self) -> None:
        self._pages: sqlite3.Connection | None = None
        self._tables: list[tuple[str, bytes]] = []
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self._pages = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._pages)
            return
        with connection.cursor() as cursor:
            for table in _tables():
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                    self._tables.append((table, b"".join(bytes(part) for part in copy)))

    def put_back(self) -> None:
        """Make the database hold these rows and no others."""
        connection.ensure_connection()
        if self._pages is not None:
            self._pages.backup(connection.connection)
            return
        listed = ", ".join(f'"{table}"' for table in _tables())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {listed}")
            for table, rows in self._tables:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(sql)


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})
