"""Write the compared rows: households, places, reviews. Runs inside the import's transaction. May import Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from chungtay.registry.bulk import BATCH_ROWS, insert_rows, run_many, table_of
from chungtay.registry.importing.staging import ReviewSetting
from chungtay.registry.models import Household, HouseholdReview, Placement
from chungtay.snapshots.fact_files import literal

if TYPE_CHECKING:
    import duckdb

HOUSEHOLD = ("id", "code", "commune_id", "village_id", "active_from", "end_reason", "synthetic", "source_id")
PLACEMENT = ("household_id", "commune_id", "village_id", "serial", "valid_from", "source_id")
REVIEW = (
    "household_id", "review_year", "valid_for_year", "standard_id", "guidance", "round", "version", "is_current",
    "commune_id", "village_id", "area", "ethnic_minority", "facts", "member_facts", "surveyed_on", "content_hash",
    "source_id", "recorded_by_id", "recorded_at", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Provenance:
    """Whence the rows come: the file, who brought it, when, and whether it is made up."""

    source_id: int
    user_id: int | None
    at: dt.datetime
    synthetic: bool

    @property
    def at_text(self) -> str:
        """The moment as the database writes it."""
        if connection.vendor == "postgresql":
            return self.at.isoformat()
        return str(connection.ops.adapt_datetimefield_value(self.at))


def stream(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query while others run on the same database."""
    cursor = con.cursor()
    cursor.execute(sql)
    while rows := cursor.fetchmany(BATCH_ROWS):
        yield from rows
    cursor.close()


def write_households(con: duckdb.DuckDBPyConnection, whence: Provenance) -> None:
    """Insert the households that are new, with their first place; renew the places of those that moved."""
    new = "FROM work WHERE old_id IS NULL ORDER BY household_id"
    insert_rows(
        Household,
        HOUSEHOLD,
        stream(
            con,
            f"SELECT household_id, code, commune_id, village_id, CAST(day AS VARCHAR), '', "
            f"{whence.synthetic}, {whence.source_id} {new}",
        ),
    )
    insert_rows(
        Placement,
        PLACEMENT,
        stream(
            con,
            f"SELECT household_id, commune_id, village_id, serial, CAST(day AS VARCHAR), {whence.source_id} {new}",
        ),
    )
    _move(con, whence)


def _move(con: duckdb.DuckDBPyConnection, whence: Provenance) -> None:
    """End the place where a household lived and begin the new one; a place that began no earlier is only mended."""
    moved = con.execute(
        """SELECT household_id, commune_id, village_id, serial, CAST(day AS VARCHAR),
             CAST(day - INTERVAL 1 DAY AS DATE)::VARCHAR FROM work WHERE moved AND NOT same_review"""
    ).fetchall()
    placement, household = table_of(Placement), table_of(Household)
    run_many(
        f"UPDATE {placement} SET commune_id = %s, village_id = %s, serial = %s "
        "WHERE household_id = %s AND valid_to IS NULL AND valid_from >= %s",
        [(commune, village, serial, who, day) for who, commune, village, serial, day, _ in moved],
    )
    run_many(
        f"UPDATE {placement} SET valid_to = %s WHERE household_id = %s AND valid_to IS NULL AND valid_from < %s",
        [(before, who, day) for who, _, _, _, day, before in moved],
    )
    run_many(
        f"INSERT INTO {placement} (household_id, commune_id, village_id, serial, valid_from, source_id) "
        f"SELECT %s, %s, %s, %s, {'%s::date' if connection.vendor == 'postgresql' else '%s'}, %s WHERE NOT EXISTS "
        f"(SELECT 1 FROM {placement} WHERE household_id = %s AND valid_to IS NULL)",
        [
            (who, commune, village, serial, day, whence.source_id, who)
            for who, commune, village, serial, day, _ in moved
        ],
    )
    run_many(
        f"UPDATE {household} SET commune_id = %s, village_id = %s WHERE id = %s",
        [(commune, village, who) for who, commune, village, _, _, _ in moved],
    )
    again = con.execute("SELECT household_id FROM work WHERE active_to < day AND latest AND NOT same_review").fetchall()
    run_many(f"UPDATE {household} SET active_to = NULL, end_reason = '' WHERE id = %s", again)


def write_reviews(con: duckdb.DuckDBPyConnection, setting: ReviewSetting, whence: Provenance) -> None:
    """Insert the new reviews and the new versions of changed ones; the versions before stay, no longer current."""
    changed = con.execute("SELECT review_id FROM work WHERE changed_review").fetchall()
    run_many(f"UPDATE {table_of(HouseholdReview)} SET is_current = {_false()} WHERE id = %s", changed)
    user = "NULL" if whence.user_id is None else str(whence.user_id)
    insert_rows(
        HouseholdReview,
        REVIEW,
        stream(
            con,
            f"""SELECT household_id, {setting.review_year}, {setting.valid_for_year}, {literal(setting.standard_id)},
              {literal(setting.guidance)}, {literal(setting.round)}, old_version + 1, true, commune_id, village_id,
              area, ethnic_minority, facts, member_facts, CAST(surveyed_on AS VARCHAR), content_hash,
              {whence.source_id}, {user}, {literal(whence.at_text)}, ''
            FROM work WHERE NOT same_review ORDER BY household_id""",
        ),
    )


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"
