"""Compare what was staged with what the registry holds: what is new, what changed, what is the same, who moved.

Makes the table `work`: one narrow row a household of the file (joined with `staged` by `place`), with the ids
that its rows have or will get. Rows keep the file's order: nothing wide is sorted or copied. May import Django.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from chungtay.registry.bulk import batches, table_of
from chungtay.registry.importing.places import review_day
from chungtay.registry.importing.staging import ReviewSetting
from chungtay.registry.importing.writing import PERSONAL
from chungtay.registry.models import Household, HouseholdIdentity, HouseholdReview, Member
from chungtay.registry.personal import fingerprint
from chungtay.registry.sealing import personal_text

if TYPE_CHECKING:
    import duckdb

ALL_AT_ONCE = 20_000  # from this many rows on, the whole table is read rather than the rows asked for
ASKED_AT_ONCE = 900


@dataclass(frozen=True)
class Comparison:
    """How many households of the file are new to the registry, and how many reviews are new, changed or the same."""

    new_households: int
    new_reviews: int
    changed_reviews: int
    unchanged_reviews: int
    moved: int
    new_identities: int
    ended_again_active: int

    @property
    def nothing_to_do(self) -> bool:
        return not (self.new_reviews or self.changed_reviews or self.new_identities)


def compare(con: duckdb.DuckDBPyConnection, setting: ReviewSetting, first_id: int) -> Comparison:
    """Make `work` and count. first_id: the id that the first new household will get."""
    households = _stored_households(con)
    _register(con, "stored", ("code", "household_id", "commune_id", "village_id", "active_to"), households,
              "code VARCHAR, household_id BIGINT, commune_id BIGINT, village_id BIGINT, active_to DATE")  # fmt: skip
    ids = [row[1] for row in households]
    reviews = _stored_reviews(ids, setting.review_year)
    _register(con, "stored_reviews", ("household_id", "review_id", "version", "content_hash"),
              reviews,
              "household_id BIGINT, review_id BIGINT, version BIGINT, content_hash VARCHAR")  # fmt: skip
    _register(con, "later", ("household_id",), _with_later_review(ids, setting.review_year), "household_id BIGINT")
    _register(con, "fingerprints", ("household_id", "fingerprint"), _stored_fingerprints(ids),
              "household_id BIGINT, fingerprint VARCHAR")  # fmt: skip
    _digest_personal(con)
    day = review_day(setting.review_year).isoformat()
    # the digest costs the making of all facts; where no review is stored there is nothing to compare it with
    digest = "s.content_hash" if reviews else "NULL"
    con.execute(
        f"""CREATE OR REPLACE TABLE work AS
        SELECT s.place, c.unit_id AS commune_id, v.unit_id AS village_id, coalesce(s.surveyed_on, DATE '{day}') AS day,
          t.household_id AS old_id, coalesce(t.household_id, {first_id} + s.place - 1) AS household_id, t.active_to,
          r.review_id, coalesce(r.version, 0) AS old_version,
          r.review_id IS NOT NULL AND r.content_hash = {digest} AS same_review,
          r.review_id IS NOT NULL AND r.content_hash <> {digest} AS changed_review,
          l.household_id IS NULL AS latest, s.members,
          s.has_personal AND (t.household_id IS NULL OR p.fingerprint IS DISTINCT FROM f.fingerprint) AS seals,
          f.household_id AS sealed,
          t.household_id IS NOT NULL AND l.household_id IS NULL
            AND (t.commune_id <> c.unit_id OR coalesce(v.unit_id, t.village_id) IS DISTINCT FROM t.village_id) AS moved
        FROM staged s
          LEFT JOIN places c ON c.code = s.commune_code AND c.level = 'commune'
          LEFT JOIN places v ON v.code = s.village_code AND v.level = 'village'
          LEFT JOIN stored t ON t.code = s.code
          LEFT JOIN stored_reviews r ON r.household_id = t.household_id
          LEFT JOIN later l ON l.household_id = t.household_id
          LEFT JOIN fingerprints f ON f.household_id = t.household_id
          LEFT JOIN personal_digests p ON p.code = s.code"""
    )
    counts = con.execute(
        """SELECT count(*) FILTER (WHERE old_id IS NULL), count(*) FILTER (WHERE review_id IS NULL),
          count(*) FILTER (WHERE changed_review), count(*) FILTER (WHERE same_review),
          count(*) FILTER (WHERE moved AND NOT same_review), count(*) FILTER (WHERE seals AND old_id IS NOT NULL),
          count(*) FILTER (WHERE active_to < day AND latest) FROM work"""
    ).fetchone()
    return Comparison(*counts)  # type: ignore[misc]


def load_stored_members(con: duckdb.DuckDBPyConnection) -> None:
    """Make `stored_members` of the households that are known already and whose members may change."""
    known = con.execute("SELECT household_id FROM work WHERE old_id IS NOT NULL AND (NOT same_review OR seals)")
    ids = [row[0] for row in known.fetchall()]
    rows = _rows_of(
        ids,
        f"SELECT id, household_id, number, sex, birth_year, relation, left_on FROM {table_of(Member)}",
        "household_id",
    )
    _register(con, "stored_members",
              ("member_id", "household_id", "number", "sex", "birth_year", "relation", "left_on"), rows,
              "member_id BIGINT, household_id BIGINT, number BIGINT, sex VARCHAR, birth_year BIGINT, "
              "relation VARCHAR, left_on DATE")  # fmt: skip


def _digest_personal(con: duckdb.DuckDBPyConnection) -> None:
    """Make `personal_digests` of the households that are known: keyed, so worked out here and not in SQL."""
    known = "FROM staged SEMI JOIN stored USING (code) WHERE has_personal"
    rows = con.execute(f"SELECT code, {', '.join(PERSONAL)} {known}").fetchall()
    digests = fingerprint([personal_text(personal) for _, *personal in rows])
    _register(con, "personal_digests", ("code", "fingerprint"), zip((row[0] for row in rows), digests, strict=True),
              "code VARCHAR, fingerprint VARCHAR")  # fmt: skip


def _stored_households(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    if not Household.objects.exists():
        return []
    codes = [row[0] for row in con.execute("SELECT code FROM staged ORDER BY code").fetchall()]
    return _rows_of(codes, f"SELECT code, id, commune_id, village_id, active_to FROM {table_of(Household)}", "code")


def _stored_reviews(ids: Sequence[int], year: int) -> list[tuple[Any, ...]]:
    table = table_of(HouseholdReview)
    sql = f"SELECT household_id, id, version, content_hash FROM {table} WHERE review_year = {int(year)} AND is_current"
    return _rows_of(ids, sql, "household_id")


def _with_later_review(ids: Sequence[int], year: int) -> list[tuple[Any, ...]]:
    sql = (
        f"SELECT DISTINCT household_id FROM {table_of(HouseholdReview)} WHERE review_year > {int(year)} AND is_current"
    )
    return _rows_of(ids, sql, "household_id")


def _stored_fingerprints(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return _rows_of(ids, f"SELECT household_id, fingerprint FROM {table_of(HouseholdIdentity)}", "household_id")


def _rows_of(keys: Sequence[Any], sql: str, column: str) -> list[tuple[Any, ...]]:
    """Run a query for the rows whose column is among the keys; for many keys, for all rows (a join follows)."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        if len(keys) >= ALL_AT_ONCE:
            cursor.execute(sql)
            return list(cursor.fetchall())
        found: list[tuple[Any, ...]] = []
        word = "AND" if " WHERE " in sql else "WHERE"
        for some in batches(keys, ASKED_AT_ONCE):
            cursor.execute(f"{sql} {word} {column} IN ({', '.join(['%s'] * len(some))})", some)
            found += cursor.fetchall()
        return found


def _register(
    con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], types: str
) -> None:
    """Make a table of rows read from the database."""
    import pyarrow as pa

    con.execute(f"CREATE OR REPLACE TABLE {name} ({types})")
    for batch in batches(rows, 50_000):
        arrays = [pa.array(list(column)) for column in zip(*batch, strict=True)]
        con.register("rows_of_database", pa.table(arrays, names=list(columns)))
        con.execute(f"INSERT INTO {name} SELECT * FROM rows_of_database")
        con.unregister("rows_of_database")
