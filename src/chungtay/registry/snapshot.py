"""Take a snapshot of a review year: stored reviews become typed rows, then an immutable hashed Parquet copy.

Rows are read in chunks; the JSON of the facts is typed by the vocabulary in DuckDB, column by column. No name, number,
phone or address is in a snapshot. May import rules, snapshots, units and this room's models.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chungtay.messages import fail
from chungtay.registry.bulk import table_of
from chungtay.registry.models import Household, HouseholdReview
from chungtay.rules import Fact, load_vocabulary
from chungtay.snapshots import Snapshot, SnapshotAbout, open_snapshot, write_snapshot
from chungtay.snapshots.engines import duckdb_engine
from chungtay.snapshots.fact_files import literal, quoted
from chungtay.snapshots.fact_types import SQL_TYPES
from chungtay.units.models import Unit

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK_ROWS = 20_000
HOUSEHOLD_TYPES = {
    "household_id": "VARCHAR", "review_id": "BIGINT", "review_year": "SMALLINT", "valid_for_year": "SMALLINT",
    "standard_id": "VARCHAR", "guidance": "VARCHAR", "round": "VARCHAR", "commune_code": "VARCHAR",
    "village_code": "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True)
class TakenSnapshot:
    """A snapshot of one review year and standard, with the fields of the database's note of it."""

    snapshot_id: str
    folder: str
    review_year: int
    standard_id: str
    households: int
    members: int
    synthetic: bool
    taken_at: dt.datetime
    files: Snapshot


def take_snapshot(
    review_year: int, standard_id: str, *, folder: Path | None = None, taken_at: dt.datetime | None = None
) -> TakenSnapshot:
    """Copy the current reviews of a year under a standard into a snapshot.

    folder    where snapshots are kept; default settings.SNAPSHOTS_DIR
    taken_at  noted in the manifest, no part of the name; default now
    Taking the same reviews again gives the same snapshot. Raises UserError where there is no such review.
    """
    reviews = HouseholdReview.objects.filter(review_year=review_year, standard_id=standard_id, is_current=True)
    if not reviews.exists():
        known = HouseholdReview.objects.filter(is_current=True).values_list("review_year", "standard_id").distinct()
        listed = ", ".join(f"{year} {standard}" for year, standard in sorted(known))
        raise fail("Sổ hộ không có kết quả rà soát của năm và chuẩn này.",
                   "The registry holds no review of this year and standard.",
                   do_vi="Nhập tệp rà soát trước: chungtay registry import.",
                   do_en="Import the reviews first: chungtay registry import.",
                   value=f"{review_year} {standard_id}", allowed=listed or None, code="no_reviews")  # fmt: skip
    about = SnapshotAbout(
        what="household_reviews",
        review_years=(review_year,),
        standard_ids=(standard_id,),
        vocabulary_version=load_vocabulary().version,
        taken_at=taken_at or timezone.now(),
        source="Sổ hộ Chung Tay",
        synthetic=reviews.filter(household__synthetic=True).exists(),
    )
    with closing(duckdb_engine().con) as con:
        snapshot = write_snapshot(
            folder or Path(settings.SNAPSHOTS_DIR),
            households=_typed(con, "household", review_year, standard_id),
            members=_typed(con, "member", review_year, standard_id),
            about=about,
        )
    return describe(snapshot)


def describe(snapshot: Snapshot) -> TakenSnapshot:
    """Return the note of a snapshot of one review year."""
    manifest = snapshot.manifest
    return TakenSnapshot(
        snapshot_id=snapshot.id,
        folder=str(snapshot.folder),
        review_year=manifest["review_years"][0],
        standard_id=manifest["standard_ids"][0],
        households=manifest["households"]["rows"],
        members=manifest["members"]["rows"],
        synthetic=snapshot.synthetic,
        taken_at=dt.datetime.fromisoformat(manifest["taken_at"]),
        files=snapshot,
    )


def kept_snapshots(folder: Path | None = None) -> list[TakenSnapshot]:
    """Return the snapshots kept, newest first, without hashing their files."""
    place = folder or Path(settings.SNAPSHOTS_DIR)
    manifests = sorted(place.glob("s*/manifest.json")) if place.is_dir() else []
    found = [describe(open_snapshot(manifest.parent, verify=False)) for manifest in manifests]
    return sorted(found, key=lambda one: one.taken_at, reverse=True)


def kept_snapshot(snapshot_id: str, folder: Path | None = None) -> TakenSnapshot:
    """Open one snapshot by its id and verify its hashes. Raises UserError where it is missing or was changed."""
    return describe(open_snapshot((folder or Path(settings.SNAPSHOTS_DIR)) / Path(snapshot_id).name))


def _typed(con: Any, entity: str, review_year: int, standard_id: str) -> Iterator[pa.RecordBatch]:
    """Yield typed batches of households or members."""
    import pyarrow as pa

    vocabulary = load_vocabulary()
    facts = vocabulary.household_facts if entity == "household" else vocabulary.member_facts
    sql = _household_sql(facts) if entity == "household" else _member_sql(facts)
    names = [*HOUSEHOLD_TYPES, "facts"] if entity == "household" else ["household_id", "facts"]
    types = [*(pa.int64() if "INT" in kind else pa.string() for kind in HOUSEHOLD_TYPES.values()), pa.string()]
    schema = pa.schema(list(zip(names, types if entity == "household" else [pa.string()] * 2, strict=True)))
    for rows in _stored(entity, review_year, standard_id):
        columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)]
        con.register("stored_reviews", pa.Table.from_arrays(columns, schema=schema))
        yield from con.execute(sql).to_arrow_table().combine_chunks().to_batches()
        con.unregister("stored_reviews")


def _household_sql(facts: tuple[Fact, ...]) -> str:
    known = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in HOUSEHOLD_TYPES.items())
    shape = literal("{" + ", ".join(f'"{fact.name}": "{SQL_TYPES[fact.type]}"' for fact in facts) + "}")
    listed = ", ".join(f"f.{quoted(fact.name)} AS {quoted(fact.name)}" for fact in facts)
    return (
        f"SELECT {known}, {listed} FROM (SELECT * EXCLUDE (facts), from_json(facts, {shape}) AS f FROM stored_reviews)"
    )


def _member_sql(facts: tuple[Fact, ...]) -> str:
    inner = ", ".join(f'"{fact.name}": "{SQL_TYPES[fact.type]}"' for fact in facts)
    shape = literal('[{"number": "SMALLINT", ' + inner + "}]")
    listed = ", ".join(f"f.{quoted(fact.name)} AS {quoted(fact.name)}" for fact in facts)
    return (
        f"SELECT household_id, f.number AS member_number, {listed} FROM "
        f"(SELECT household_id, unnest(from_json(facts, {shape})) AS f FROM stored_reviews)"
    )


def _stored(entity: str, review_year: int, standard_id: str) -> Iterator[list[tuple[Any, ...]]]:
    """Yield chunks of stored rows; on PostgreSQL through a cursor on the server."""
    review, household, unit = table_of(HouseholdReview), table_of(Household), table_of(Unit)
    as_text = "::text" if connection.vendor == "postgresql" else ""
    if entity == "household":
        columns = (
            "h.code, r.id, r.review_year, r.valid_for_year, r.standard_id, r.guidance, r.round, c.code, v.code, "
            f"r.facts{as_text}"
        )
        units = f"JOIN {unit} c ON c.id = r.commune_id LEFT JOIN {unit} v ON v.id = r.village_id"
    else:
        columns, units = f"h.code, r.member_facts{as_text}", ""
    sql = (
        f"SELECT {columns} FROM {review} r JOIN {household} h ON h.id = r.household_id {units} "
        "WHERE r.review_year = %s AND r.standard_id = %s AND r.is_current"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, [review_year, standard_id])
        while rows := cursor.fetchmany(CHUNK_ROWS):
            yield rows
