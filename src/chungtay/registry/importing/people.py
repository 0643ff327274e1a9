"""Write members and personal data: names and numbers are sealed on their way into the database. May import Django."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chungtay.registry.bulk import BATCH_ROWS, batches, insert_rows, reserve_ids, run_many, table_of
from chungtay.registry.importing.comparing import load_stored_members
from chungtay.registry.importing.writing import stream
from chungtay.registry.models import HouseholdIdentity, Member, MemberIdentity
from chungtay.registry.personal import lookup_with_key, seal_many

if TYPE_CHECKING:
    import duckdb

MEMBER = ("id", "household_id", "number", "sex", "birth_year", "relation", "joined_on")
HOUSEHOLD_SEALED = (
    "household_id", "head_name", "identity_number", "phone", "address", "identity_lookup", "fingerprint",
)  # fmt: skip
MEMBER_SEALED = ("member_id", "full_name", "identity_number", "identity_lookup")


def write_members(con: duckdb.DuckDBPyConnection) -> int:
    """Insert new members, renew those that changed, mark those who left. Returns how many are new."""
    load_stored_members(con)
    con.execute(
        """CREATE OR REPLACE TABLE member_work AS
        SELECT w.household_id, m.number, m.sex, m.birth_year, m.relation, m.full_name, m.identity_number,
          CASE WHEN w.old_id IS NOT NULL THEN w.day END AS joined_on, w.day, w.seals, s.member_id AS old_id,
          s.member_id IS NOT NULL AND w.latest AND (s.sex <> m.sex OR s.birth_year IS DISTINCT FROM m.birth_year
            OR s.relation <> m.relation OR s.left_on IS NOT NULL) AS changed,
          row_number() OVER (PARTITION BY s.member_id IS NULL ORDER BY w.household_id, m.number) - 1 AS place
        FROM staged_members m JOIN work w USING (code)
          LEFT JOIN stored_members s ON s.household_id = w.household_id AND s.number = m.number
        WHERE NOT w.same_review OR w.seals"""
    )
    row = con.execute("SELECT count(*) FROM member_work WHERE old_id IS NULL").fetchone()
    new = int(row[0]) if row else 0
    first = reserve_ids(Member, new) if new else 0
    con.execute(f"ALTER TABLE member_work ADD COLUMN member_id BIGINT; UPDATE member_work SET member_id = "
                f"coalesce(old_id, {first} + place)")  # fmt: skip
    insert_rows(
        Member,
        MEMBER,
        stream(
            con,
            "SELECT member_id, household_id, number, sex, birth_year, relation, CAST(joined_on AS VARCHAR) "
            "FROM member_work WHERE old_id IS NULL ORDER BY member_id",
        ),
    )
    _renew(con)
    return new


def _renew(con: duckdb.DuckDBPyConnection) -> None:
    table = table_of(Member)
    changed = con.execute("SELECT sex, birth_year, relation, member_id FROM member_work WHERE changed").fetchall()
    run_many(f"UPDATE {table} SET sex = %s, birth_year = %s, relation = %s, left_on = NULL WHERE id = %s", changed)
    left = con.execute(
        """SELECT CAST(w.day AS VARCHAR), s.member_id FROM stored_members s
             JOIN work w USING (household_id) ANTI JOIN staged_members m ON m.code = w.code AND m.number = s.number
           WHERE w.members > 0 AND w.latest AND NOT w.same_review AND s.left_on IS NULL"""
    ).fetchall()
    run_many(f"UPDATE {table} SET left_on = %s WHERE id = %s", left)


def write_identities(con: duckdb.DuckDBPyConnection) -> None:
    """Seal and store personal data that is new or changed. What a file leaves empty is not wiped out."""
    head = "SELECT household_id, head_name, identity_number, phone, address, new_fingerprint FROM work WHERE seals AND"
    insert_rows(
        HouseholdIdentity, HOUSEHOLD_SEALED, _sealed_heads(stream(con, f"{head} sealed IS NULL ORDER BY household_id"))
    )
    run_many(
        _upsert(table_of(HouseholdIdentity), HOUSEHOLD_SEALED), _sealed_heads(stream(con, f"{head} sealed IS NOT NULL"))
    )
    person = (
        "SELECT member_id, full_name, identity_number FROM member_work "
        "WHERE (full_name IS NOT NULL OR identity_number IS NOT NULL) AND"
    )
    insert_rows(
        MemberIdentity, MEMBER_SEALED, _sealed_members(stream(con, f"{person} old_id IS NULL ORDER BY member_id"))
    )
    run_many(
        _upsert(table_of(MemberIdentity), MEMBER_SEALED),
        _sealed_members(stream(con, f"{person} old_id IS NOT NULL AND seals")),
    )


def _sealed_heads(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    digest = lookup_with_key()
    for batch in batches(rows, BATCH_ROWS):
        who, names, numbers, phones, addresses, prints = zip(*batch, strict=True)
        digests = [digest(number) for number in numbers]
        sealed = [seal_many(column) for column in (names, numbers, phones, addresses)]
        yield from zip(who, *sealed, digests, prints, strict=True)


def _sealed_members(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    digest = lookup_with_key()
    for batch in batches(rows, BATCH_ROWS):
        who, names, numbers = zip(*batch, strict=True)
        digests = [digest(number) for number in numbers]
        yield from zip(who, seal_many(names), seal_many(numbers), digests, strict=True)


def _upsert(table: str, columns: tuple[str, ...]) -> str:
    """SQL that inserts a row of sealed values, or renews the stored one where a value is given."""
    key, *values = columns
    renewed = ", ".join(
        f"{name} = COALESCE(NULLIF(excluded.{name}, ''), {table}.{name})"
        if name in ("identity_lookup", "fingerprint")
        else f"{name} = COALESCE(excluded.{name}, {table}.{name})"
        for name in values
    )
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {renewed}"
