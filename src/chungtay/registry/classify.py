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
from chungtay.measurement.pathways import ReviewYears, pathways
from chungtay.registry.bulk import BATCH_ROWS, insert_rows, run_many, table_of
from chungtay.registry.models import Household, HouseholdReview, Verdict
from chungtay.registry.snapshot import TakenSnapshot
from chungtay.rules import Standard, classify_household, load_standard
from chungtay.rules import Verdict as RulesVerdict
from chungtay.snapshots.engines import duckdb_engine
from chungtay.snapshots.fact_files import literal, quoted

if TYPE_CHECKING:
    import duckdb
    import ibis.backends.duckdb

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
        engine = duckdb_engine(spill=Path(folder) / "spill")
        con = engine.con
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
            _find_pathways(engine, review_year, standard_id)
            return _write_back(con, snapshot, standard)
        finally:
            engine.disconnect()


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
    select = f"""SELECT h.review_id, h.household_id, v.class, coalesce(v.subtype, '') AS subtype, v.deprivations,
          '{{' || {indicators or "''"} || '}}' AS indicators, v.missing
        FROM read_parquet({literal(str(out))}) v JOIN households h USING (household_id)
        WHERE h.guidance = {literal(guidance)}"""
    con.execute(f"CREATE TABLE verdicts AS {select}" if first else f"INSERT INTO verdicts {select}")


def json_name(name: str) -> str:
    """Return `"name":` as it stands in JSON."""
    return f'"{name}":'


def _find_pathways(engine: ibis.backends.duckdb.Backend, review_year: int, standard_id: str) -> None:
    """Make `pathways` (household_id, pathway) from this year's verdicts and those of earlier years under the standard.

    Across a change of standard nothing is said: the line moved, not the household.
    """
    con = engine.con
    con.execute(f"CREATE TABLE classes AS SELECT household_id, {review_year} AS review_year, class FROM verdicts")
    earlier = HouseholdReview.objects.filter(
        is_current=True, standard_id=standard_id, review_year__lt=review_year, verdict__isnull=False
    )
    last, base = earlier.filter(review_year=review_year - 1), earlier.filter(round=HouseholdReview.Round.BASE)
    years = ReviewYears(
        frozenset(last.values_list("review_year", flat=True)[:1]),
        frozenset(base.order_by("review_year").values_list("review_year", flat=True)[:1]),
    )
    if years.reviewed:
        _load_classes(con, review_year, standard_id)
    moved = pathways(engine.table("classes"), review_year, years=years)
    con.execute(f"CREATE TABLE pathways AS {engine.compile(moved.select('household_id', 'pathway'))}")


def _load_classes(con: duckdb.DuckDBPyConnection, review_year: int, standard_id: str) -> None:
    """Add to `classes` what earlier years found of the households that this year's review is of."""
    reviews, verdicts, households = table_of(HouseholdReview), table_of(Verdict), table_of(Household)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT h.code, r.review_year, v.household_class FROM {reviews} now "
            f"JOIN {reviews} r ON r.household_id = now.household_id JOIN {verdicts} v ON v.review_id = r.id "
            f"JOIN {households} h ON h.id = now.household_id "
            "WHERE now.review_year = %s AND now.is_current AND now.standard_id = %s "
            "AND r.is_current AND r.review_year < %s AND r.standard_id = %s",
            [review_year, standard_id, review_year, standard_id],
        )
        _load(con, "classes", ("household_id", "review_year", "class"), cursor)


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
    ways = dict(con.execute("SELECT pathway, count(*) FROM pathways GROUP BY 1 ORDER BY 1").fetchall())
    return ReviewYearSummary(snapshot.snapshot_id, standard.version, sum(classes.values()), classes, ways)


def _rows(con: duckdb.DuckDBPyConnection, snapshot_id: str, version: str) -> Iterator[tuple[Any, ...]]:
    cursor = con.cursor()
    cursor.execute(
        f"""SELECT v.review_id, {literal(snapshot_id)}, {literal(version)}, v.class, v.subtype, v.deprivations,
          v.indicators, v.missing, coalesce(p.pathway, '')
          FROM verdicts v LEFT JOIN pathways p USING (household_id) ORDER BY v.review_id"""
    )
    while rows := cursor.fetchmany(BATCH_ROWS):
        yield from rows
    cursor.close()
