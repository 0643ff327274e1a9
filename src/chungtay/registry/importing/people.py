"""Write members and personal data: names and numbers are sealed on their way into the database. May import Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.registry.bulk import Target, insert_into, insert_rows, reserve_ids, run_many, table_of
from chungtay.registry.importing.comparing import load_stored_members
from chungtay.registry.importing.sealing_rows import Sealer
from chungtay.registry.importing.writing import PERSONAL, SEALED, WORK, stream, stream_columns
from chungtay.registry.models import HouseholdIdentity, Member, MemberIdentity
from chungtay.registry.sealing import seal_heads, seal_persons

if TYPE_CHECKING:
    import duckdb

MEMBER = ("id", "household_id", "number", "sex", "birth_year", "relation", "joined_on")
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
          row_number() OVER () - 1 AS place
        FROM staged_members m JOIN staged h USING (code) JOIN work w ON w.place = h.place
          LEFT JOIN stored_members s ON s.household_id = w.household_id AND s.number = m.number
        WHERE NOT w.same_review OR w.seals"""
    )
    counts = con.execute("SELECT count(*) FILTER (WHERE old_id IS NULL), count(*) FROM member_work").fetchone()
    new, rows = map(int, counts or (0, 0))
    first = reserve_ids(Member, rows) if new else 0
    own_id = f"coalesce(old_id, {first} + place) AS member_id"
    con.execute(f"CREATE OR REPLACE VIEW numbered_members AS SELECT *, {own_id} FROM member_work")
    insert_rows(
        Member,
        MEMBER,
        stream(
            con,
            "SELECT member_id, household_id, number, sex, birth_year, relation, CAST(joined_on AS VARCHAR) "
            "FROM numbered_members WHERE old_id IS NULL",
        ),
        ahead=True,
    )
    _renew(con)
    return new


def _renew(con: duckdb.DuckDBPyConnection) -> None:
    table = table_of(Member)
    changed = con.execute("SELECT sex, birth_year, relation, old_id FROM member_work WHERE changed").fetchall()
    run_many(f"UPDATE {table} SET sex = %s, birth_year = %s, relation = %s, left_on = NULL WHERE id = %s", changed)
    left = con.execute(
        """SELECT CAST(w.day AS VARCHAR), s.member_id FROM stored_members s
             JOIN work w USING (household_id) JOIN staged h ON h.place = w.place
             ANTI JOIN staged_members m ON m.code = h.code AND m.number = s.number
           WHERE w.members > 0 AND w.latest AND NOT w.same_review AND s.left_on IS NULL"""
    ).fetchall()
    run_many(f"UPDATE {table} SET left_on = %s WHERE id = %s", left)


def write_identities(con: duckdb.DuckDBPyConnection, sealer: Sealer) -> None:
    """Seal and store personal data of known households. What a file leaves empty is not wiped out."""
    heads = stream_columns(con, f"SELECT w.household_id, {', '.join(f's.{name}' for name in PERSONAL)} {WORK} "
                                "WHERE w.old_id IS NOT NULL AND w.seals")  # fmt: skip
    for batch in sealer.batches(heads, seal_heads, len(PERSONAL)):
        run_many(_upsert(table_of(HouseholdIdentity), ("household_id", *SEALED)), batch)


def write_member_identities(con: duckdb.DuckDBPyConnection, sealer: Sealer) -> None:
    """Seal and store personal data of members, new and known. What a file leaves empty is not wiped out."""
    person = (
        "SELECT member_id, full_name, identity_number FROM numbered_members "
        "WHERE (full_name IS NOT NULL OR identity_number IS NOT NULL) AND"
    )
    sealed = sealer.batches(stream_columns(con, f"{person} old_id IS NULL"), seal_persons, 2)
    insert_into(MEMBER_SEALED, sealed, [Target(MemberIdentity, {name: name for name in MEMBER_SEALED})], ahead=True)
    known = stream_columns(con, f"{person} old_id IS NOT NULL AND seals")
    for batch in sealer.batches(known, seal_persons, 2):
        run_many(_upsert(table_of(MemberIdentity), MEMBER_SEALED), batch)


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
