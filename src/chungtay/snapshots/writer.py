"""Take a snapshot: rows in any order become sorted Parquet files under a name that their content gives.

Imports its siblings. Rows pass through in batches and are sorted by DuckDB outside memory where they must be; the
folder appears whole or not at all.
"""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.messages import fail
from chungtay.snapshots.content_hash import ContentHash
from chungtay.snapshots.engines import duckdb_engine
from chungtay.snapshots.fact_files import literal, quoted
from chungtay.snapshots.snapshot import (
    FORMAT,
    MANIFEST,
    Snapshot,
    SnapshotAbout,
    file_hash,
    open_snapshot,
    snapshot_id,
)

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

KEY = "household_id"
ROW_GROUP = 122_880
"""Rows in a row group: small enough to be skipped outside a range, large enough to be scanned fast."""


def write_snapshot(
    folder: Path,
    *,
    households: Iterable[pa.RecordBatch],
    members: Iterable[pa.RecordBatch],
    about: SnapshotAbout,
    memory_limit: str | None = None,
) -> Snapshot:
    """Write `<folder>/<id>/` with households.parquet, members.parquet and manifest.json.

    households  batches of one schema with `household_id` (text); at least one row. A household stands once, or once
                for each `review_year` where there is such a column
    members     batches of one schema with `household_id`
    Returns the snapshot; one with the same content that stands there already is left as it is and returned.
    Raises UserError where there is no household or one stands twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taking = Path(tempfile.mkdtemp(prefix=".taking-", dir=folder))
    try:
        engine = duckdb_engine(memory_limit=memory_limit, spill=taking / "spill")
        try:
            described = {
                "households": _sorted_file(engine.con, households, taking / "households.parquet"),
                "members": _sorted_file(engine.con, members, taking / "members.parquet"),
            }
            _check_households(engine.con, taking / "households.parquet")
        finally:
            engine.disconnect()
        shutil.rmtree(taking / "spill", ignore_errors=True)
        name = snapshot_id(about.lasting(), described["households"]["content"], described["members"]["content"])
        place = folder / name
        if place.exists():
            return open_snapshot(place)
        manifest = {
            "id": name,
            "format": FORMAT,
            **about.lasting(),
            "taken_at": about.taken_at.isoformat(),
            "source": about.source,
            **described,
        }
        (taking / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        for file in taking.iterdir():
            file.chmod(0o444)
        taking.chmod(0o755)
        taking.rename(place)
        return Snapshot(name, place, manifest)
    finally:
        shutil.rmtree(taking, ignore_errors=True)


def _sorted_file(con: duckdb.DuckDBPyConnection, batches: Iterable[pa.RecordBatch], path: Path) -> dict[str, Any]:
    """Sort batches into a Parquet file; return its entry for the manifest."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = iter(batches)
    first = next(stream, None)
    if first is None:
        first = pa.record_batch({KEY: pa.array([], pa.string())})
    unsorted = path.with_suffix(".unsorted")
    with pq.ParquetWriter(unsorted, first.schema, compression="lz4") as writer:
        for batch in itertools.chain([first], stream):
            writer.write_batch(batch)
    # by all columns, so that rows of one household stand in the same order whatever the order they came in
    order = ", ".join(quoted(name) for name in [KEY, *(name for name in first.schema.names if name != KEY)])
    con.execute(
        f"COPY (SELECT * FROM read_parquet({literal(str(unsorted))}) ORDER BY {order}) "
        f"TO {literal(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    unsorted.unlink()
    with pq.ParquetFile(path) as file:
        content = ContentHash(file.schema_arrow)
        for batch in file.iter_batches():
            content.update(batch)
        return {
            "file": path.name,
            "rows": file.metadata.num_rows,
            "row_groups": file.metadata.num_row_groups,
            "columns": {field.name: str(field.type) for field in file.schema_arrow},
            "content": content.hexdigest(),
            "sha256": file_hash(path),
        }


def _check_households(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    table = f"read_parquet({literal(str(path))})"
    names = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]
    key = f"{KEY}, review_year" if "review_year" in names else KEY
    if con.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,):
        raise fail(
            "Không có hộ nào để chụp số liệu.",
            "There is no household to take a snapshot of.",
            do_vi="Nhập hoặc rà soát hộ trước.",
            do_en="Import or review households first.",
            code="empty",
        )
    twice = con.execute(f"SELECT {KEY} FROM {table} GROUP BY {key} HAVING count(*) > 1 ORDER BY 1 LIMIT 1").fetchone()
    if twice:
        raise fail(
            "Một hộ có hai dòng trong cùng bản chụp.",
            "A household stands twice in one snapshot.",
            do_vi="Giữ một kết quả rà soát cho mỗi hộ mỗi năm.",
            do_en="Keep one review of each household in each year.",
            column=KEY,
            value=str(twice[0]),
            code="repeated",
        )
