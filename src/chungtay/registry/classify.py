"""Classify a review year from its snapshot and write the verdicts back, with each household's pathway.

May import rules, measurement, snapshots and this room.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from chungtay.measurement.classification import classify_files
from chungtay.registry.bulk import BATCH_ROWS, insert_rows, run_many, table_of
from chungtay.registry.models import HouseholdReview, Verdict
from chungtay.registry.snapshot import TakenSnapshot
from chungtay.rules import Standard, classify_household, load_standard
from chungtay.rules import Verdict as RulesVerdict
from chungtay.snapshots.engines import duckdb_engine
from chungtay.snapshots.fact_files import literal, quoted

if TYPE_CHECKING:
    import duckdb

VERDICT = ("review_id", "snapshot_id", "standard_version", "household_class", "subtype", "deprivations", "indicators",
           "missing", "pathway")  # fmt: skip
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ReviewYearSummary:
    """What was written back: households by class and by pathway, and the snapshot it stands on."""

    snapshot_id: str
    standard_version: str
    households: int
    classes: Mapping[str, int]
    pathways: Mapping[str, int]


def classify_review_year(
    review_year: int, standard_id: str, snapshot: TakenSnapshot, *, progress: Progress | None = None
) -> ReviewYearSummary:
    """Classify every household of the snapshot and write `Verdict` rows in place of those its reviews had.

    Reviews of one year made under different guidance are each classified under their own. All or nothing.
    """
    standard = load_standard(standard_id)
    standard.check_usable()
    with tempfile.TemporaryDirectory(prefix="chungtay-classify-") as folder:
        con = duckdb_engine(spill=Path(folder) / "spill").con
        try:
            con.execute(f"CREATE VIEW households AS SELECT * FROM read_parquet({literal(_path(snapshot))})")
            for place, (guidance,) in enumerate(
                con.execute("SELECT DISTINCT guidance FROM households ORDER BY 1").fetchall()
            ):
                out = Path(folder) / f"verdicts{place}.parquet"
                files = snapshot.files
                classify_files(standard, files.households_path, files.members_path, out, guidance=guidance or None,
                               review_year=review_year, progress=progress)  # fmt: skip
                _gather(con, standard, out, guidance, first=place == 0)
            _find_pathways(con, review_year, standard_id)
            return _write_back(con, snapshot, standard)
        finally:
            con.close()


def explain_review(review: HouseholdReview) -> RulesVerdict:
    """Classify one stored review with its explanation, by the reference evaluator."""
    return classify_household(
        load_standard(review.standard_id),
        review.facts,
        review.member_facts,
        review.guidance or None,
        review_year=review.review_year,
    )


def _path(snapshot: TakenSnapshot) -> str:
    return str(snapshot.files.households_path)


def _gather(con: duckdb.DuckDBPyConnection, standard: Standard, out: Path, guidance: str, *, first: bool) -> None:
    """Put the verdicts of the households under one guidance into the table `verdicts`."""
    indicators = " || ',' || ".join(
        f"{literal(json_name(one.code))} || CASE {quoted(one.code)} WHEN true THEN 'true' WHEN false THEN 'false' "
        "ELSE 'null' END"
        for one in standard.indicators
    )
    select = f"""SELECT h.review_id, v.class, coalesce(v.subtype, '') AS subtype, v.deprivations,
          '{{' || {indicators or "''"} || '}}' AS indicators, v.missing
        FROM read_parquet({literal(str(out))}) v JOIN households h USING (household_id)
        WHERE h.guidance = {literal(guidance)}"""
    con.execute(f"CREATE TABLE verdicts AS {select}" if first else f"INSERT INTO verdicts {select}")


def json_name(name: str) -> str:
    """Return `"name":` as it stands in JSON."""
    return f'"{name}":'


def _find_pathways(con: duckdb.DuckDBPyConnection, review_year: int, standard_id: str) -> None:
    """Make `pathways` (review_id, pathway) from the verdicts of earlier years under the same standard.

    A household that was not reviewed in a year that had reviews was not on the list of the poor. Across a change of
    standard nothing is said: the line moved, not the household. An undetermined class on either side says nothing.
    """
    reviews, verdicts = table_of(HouseholdReview), table_of(Verdict)
    con.execute("CREATE TABLE earlier (household BIGINT, review_year BIGINT, class VARCHAR)")
    con.execute("CREATE TABLE who (review_id BIGINT, household BIGINT)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.household_id, r.review_year, v.household_class FROM {verdicts} v JOIN {reviews} r "
            "ON r.id = v.review_id WHERE r.is_current AND r.review_year < %s AND r.standard_id = %s "
            "AND v.household_class IN ('poor', 'undetermined')",
            [review_year, standard_id],
        )
        _load(con, "earlier", ("household", "review_year", "class"), cursor)
        cursor.execute(
            f"SELECT id, household_id FROM {reviews} WHERE review_year = %s AND standard_id = %s",
            [review_year, standard_id],
        )
        _load(con, "who", ("review_id", "household"), cursor)
    had_last_year = HouseholdReview.objects.filter(
        review_year=review_year - 1, standard_id=standard_id, verdict__isnull=False
    ).exists()
    con.execute(
        f"""CREATE TABLE pathways AS
        SELECT v.review_id, CASE
            WHEN NOT {had_last_year} OR v.class = 'undetermined' OR last.class = 'undetermined' THEN ''
            WHEN last.class = 'poor' THEN CASE v.class WHEN 'poor' THEN 'stay' ELSE 'exit' END
            WHEN v.class <> 'poor' THEN ''
            WHEN before.household IS NOT NULL THEN 'relapse' ELSE 'new' END AS pathway
        FROM verdicts v JOIN who USING (review_id)
          LEFT JOIN earlier last ON last.household = who.household AND last.review_year = {review_year - 1}
          LEFT JOIN (SELECT DISTINCT household FROM earlier WHERE class = 'poor' AND review_year < {review_year - 1})
            before ON before.household = who.household"""
    )


def _load(con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], cursor: Any) -> None:
    import pyarrow as pa

    while rows := cursor.fetchmany(50_000):
        con.register("rows_read", pa.table([pa.array(c) for c in zip(*rows, strict=True)], names=list(columns)))
        con.execute(f"INSERT INTO {table} SELECT * FROM rows_read")
        con.unregister("rows_read")


@transaction.atomic
def _write_back(con: duckdb.DuckDBPyConnection, snapshot: TakenSnapshot, standard: Standard) -> ReviewYearSummary:
    reviews, verdicts = table_of(HouseholdReview), table_of(Verdict)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {verdicts} WHERE review_id IN (SELECT id FROM {reviews} "
            "WHERE review_year = %s AND standard_id = %s AND is_current)",
            [snapshot.review_year, snapshot.standard_id],
        )
        cursor.execute(
            f"SELECT id FROM {reviews} WHERE review_year = %s AND standard_id = %s AND NOT is_current",
            [snapshot.review_year, snapshot.standard_id],
        )
        old = {row[0] for row in cursor.fetchall()}
    outdated = [row for row in con.execute("SELECT review_id FROM verdicts").fetchall() if row[0] in old] if old else []
    run_many(f"DELETE FROM {verdicts} WHERE review_id = %s", outdated)
    insert_rows(Verdict, VERDICT, _rows(con, snapshot.snapshot_id, standard.version))
    classes = dict(con.execute("SELECT class, count(*) FROM verdicts GROUP BY 1 ORDER BY 1").fetchall())
    pathways = dict(
        con.execute("SELECT pathway, count(*) FROM pathways WHERE pathway <> '' GROUP BY 1 ORDER BY 1").fetchall()
    )
    return ReviewYearSummary(snapshot.snapshot_id, standard.version, sum(classes.values()), classes, pathways)


def _rows(con: duckdb.DuckDBPyConnection, snapshot_id: str, version: str) -> Iterator[tuple[Any, ...]]:
    cursor = con.cursor()
    cursor.execute(
        f"""SELECT v.review_id, {literal(snapshot_id)}, {literal(version)}, v.class, v.subtype, v.deprivations,
          v.indicators, v.missing, p.pathway FROM verdicts v JOIN pathways p USING (review_id) ORDER BY v.review_id"""
    )
    while rows := cursor.fetchmany(BATCH_ROWS):
        yield from rows
    cursor.close()
