"""Write the compared rows: households, places, reviews. Runs inside the import's transaction. May import Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from chungtay.registry.bulk import BATCH_ROWS, Constant, Target, insert_into, insert_rows, run_many, table_of
from chungtay.registry.importing.sealing_rows import Sealer
from chungtay.registry.importing.staging import ReviewSetting
from chungtay.registry.models import Household, HouseholdIdentity, HouseholdReview, Placement
from chungtay.registry.sealing import Columns, seal_heads

if TYPE_CHECKING:
    import duckdb

WORK = "FROM staged s JOIN work w ON w.place = s.place"
REVIEW = {
    "household_id": "w.household_id", "version": "w.old_version + 1", "commune_id": "w.commune_id",
    "village_id": "w.village_id", "area": "s.area", "ethnic_minority": "s.ethnic_minority", "facts": "s.facts",
    "member_facts": "s.member_facts", "surveyed_on": "CAST(s.surveyed_on AS VARCHAR)", "content_hash": "s.content_hash",
}  # fmt: skip
HOUSEHOLD = {"code": "s.code", "day": "CAST(w.day AS VARCHAR)", "serial": "s.serial"}
PERSONAL = ("head_name", "identity_number", "phone", "address", "member_personal")
SEALED = ("head_name", "identity_number", "phone", "address", "identity_lookup", "fingerprint")


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
    """Yield the rows of a query; the connection is not free for another before the last."""
    for columns in stream_columns(con, sql):
        yield from zip(*columns, strict=True)


def stream_columns(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Columns]:
    """Yield the columns of a query, some rows at a time. By Arrow: a third of the time of DuckDB's own rows.

    On the connection itself and not on a cursor of it, which would not see the tables of Arrow that were registered.
    """
    for batch in con.execute(sql).to_arrow_reader(BATCH_ROWS):
        yield tuple(column.to_pylist() for column in batch.columns)


def write_new_households(
    con: duckdb.DuckDBPyConnection,
    setting: ReviewSetting,
    whence: Provenance,
    absent: Mapping[str, Constant],
    sealer: Sealer,
) -> None:
    """Insert the households that are new: each with its first place, its review and its sealed personal data.

    absent   columns of the review that the files say nothing of, and what stands in them
    """
    counted = con.execute("SELECT count(*) FILTER (WHERE old_id IS NULL) FROM work").fetchone()
    if not counted or not counted[0]:
        return
    same: dict[str, Constant] = {"version": 1, **absent}
    review = {name: sql for name, sql in REVIEW.items() if name not in same}
    chosen = {**review, **HOUSEHOLD, **{name: f"s.{name}" for name in PERSONAL}}
    read = stream_columns(con, f"SELECT {', '.join(chosen.values())} {WORK} WHERE w.old_id IS NULL")
    sealed = sealer.batches(read, seal_heads, len(PERSONAL))
    columns = [*review, *HOUSEHOLD, *SEALED]
    where: dict[str, str] = {name: name for name in ("commune_id", "village_id") if name in review}
    nowhere = {name: same[name] for name in ("village_id",) if name in same}
    insert_into(
        columns,
        sealed,
        [
            Target(
                Household,
                {"id": "household_id", "code": "code", **where, "active_from": "day"},
                {**nowhere, "end_reason": "", "synthetic": whence.synthetic, "source_id": whence.source_id},
            ),
            Target(
                Placement,
                {"household_id": "household_id", **where, "serial": "serial", "valid_from": "day"},
                {**nowhere, "source_id": whence.source_id},
            ),
            Target(HouseholdReview, {name: name for name in review}, {**of_every_review(setting, whence), **same}),
            Target(
                HouseholdIdentity,
                {name: name for name in ("household_id", *SEALED)},
                only_if="fingerprint",
            ),
        ],
        ahead=True,
    )


def of_every_review(setting: ReviewSetting, whence: Provenance) -> dict[str, Constant]:
    """The columns of a review that are the same for a whole import."""
    return {
        "review_year": setting.review_year,
        "valid_for_year": setting.valid_for_year,
        "standard_id": setting.standard_id,
        "guidance": setting.guidance,
        "round": setting.round,
        "is_current": True,
        "source_id": whence.source_id,
        "recorded_by_id": whence.user_id,
        "recorded_at": whence.at_text,
        "reason": "",
    }


def move_households(con: duckdb.DuckDBPyConnection, whence: Provenance) -> None:
    """End the place where a household lived and begin the new one; a place that began no earlier is only mended."""
    moved = con.execute(
        f"""SELECT w.household_id, w.commune_id, w.village_id, s.serial, CAST(w.day AS VARCHAR),
             CAST(w.day - INTERVAL 1 DAY AS DATE)::VARCHAR {WORK} WHERE w.moved AND NOT w.same_review"""
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
    """Insert the reviews of known households: a year's first, or a new version; the versions before stay."""
    changed = con.execute("SELECT review_id FROM work WHERE changed_review").fetchall()
    run_many(f"UPDATE {table_of(HouseholdReview)} SET is_current = {_false()} WHERE id = %s", changed)
    insert_rows(
        HouseholdReview,
        list(REVIEW),
        stream(con, f"SELECT {', '.join(REVIEW.values())} {WORK} WHERE w.old_id IS NOT NULL AND NOT w.same_review"),
        of_every_review(setting, whence),
        ahead=True,
    )


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"
