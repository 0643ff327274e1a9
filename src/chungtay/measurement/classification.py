"""Classify the households of two files by a poverty standard, range by range, into a third file.

Imports `rules` and `snapshots`. Each range is one DuckDB query over the households and members whose ids lie in it; as
many ranges run at a time as there are cores; results are written in the order of the ids. Memory is bounded by the
ranges in work, not by the files.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.measurement.fact_tables import FactTables, prepare
from chungtay.measurement.key_ranges import KEY, KeyRange
from chungtay.measurement.range_query import RangeQuery
from chungtay.measurement.result_files import ResultFile, check_result_path
from chungtay.messages import Words
from chungtay.rules import CLASSES, MEMBERS_COUNT, compile_ibis, load_standard, load_vocabulary
from chungtay.snapshots.engines import EngineName, duckdb_engine
from chungtay.snapshots.fact_keys import check_keys

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from chungtay.rules import Standard

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ClassifySummary:
    """What was made: the file (None after a dry run), households per class, rows read, seconds taken."""

    out: Path | None
    classes: dict[str, int]
    households: int
    members: int
    ranges: int
    seconds: float
    standard_id: str
    standard_version: str
    guidance: str | None
    warnings: tuple[Words, ...]


def classify_files(
    standard: Standard | str,
    households: Path,
    members: Path,
    out: Path | None,
    *,
    guidance: str | None = None,
    memory_limit: str | None = None,
    review_year: int | None = None,
    ranges: int | None = None,
    threads: int | None = None,
    engine: EngineName = "duckdb",
    progress: Progress | None = None,
) -> ClassifySummary:
    """Classify every household of a CSV or Parquet file.

    standard    the standard or its id
    households  `household_id`, `area`, `income_per_head` (or `b1_points`) and the household facts
    members     `household_id` and the member facts
    out         result, .csv or .parquet, sorted by `household_id`; None checks and classifies without writing
    guidance    id of the circular whose cut-offs turn form points into classes
    review_year  year in which ages are counted where only the year of birth is known; None: the standard's own
    memory_limit  most that DuckDB may hold; ranges: how many to cut into; threads: cores to use (None: all)
    engine      "duckdb", or "spark": one query over all rows, slower on one machine (see classification_on_spark)
    progress    called with (ranges done, ranges in all)
    Raises UserError where the standard cannot classify or a file is unfit; then nothing is written.
    """
    started = time.monotonic()
    if out is not None:
        check_result_path(out, households, members)
    chosen = load_standard(standard) if isinstance(standard, str) else standard
    program, vocabulary = compile_ibis(chosen, guidance, review_year=review_year), load_vocabulary()
    workers = threads or os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="chungtay-") as folder:
        if engine == "spark":
            from chungtay.measurement.classification_on_spark import classify_on_spark

            return classify_on_spark(
                chosen, program, households, members, out,
                guidance=guidance, memory_limit=memory_limit, threads=threads, temporary=Path(folder),
                progress=progress,
            )  # fmt: skip
        backend = duckdb_engine(memory_limit=memory_limit, threads=workers, spill=Path(folder) / "spill")
        try:
            tables = prepare(
                backend.con,
                vocabulary,
                households,
                members,
                household_facts=program.household_columns,
                member_facts=program.member_columns,
                temporary=Path(folder),
                ranges=ranges,
            )
            query = RangeQuery(backend, program, tables)
            verdicts = _in_order(backend.con, query, tables, workers)
            classes = _write(verdicts, tables, out, progress)
            if classes is None:
                check_keys(backend.con, tables.households_in, tables.members_in).raise_if_any()
                raise AssertionError("rows were lost or doubled in the join")
        finally:
            backend.disconnect()
    return ClassifySummary(
        out=out,
        classes={name: classes[name] for name in CLASSES},
        households=tables.household_rows,
        members=tables.member_rows,
        ranges=len(tables.ranges),
        seconds=time.monotonic() - started,
        standard_id=chosen.id,
        standard_version=chosen.version,
        guidance=guidance,
        warnings=tables.warnings,
    )


def _write(
    verdicts: Iterator[pa.Table], tables: FactTables, out: Path | None, progress: Progress | None
) -> Counter[str] | None:
    """Write the verdicts and count the classes; None, and no file, where the keys of the two files do not fit."""
    import pyarrow.compute as pc

    classes: Counter[str] = Counter()
    members = 0
    repeated = False
    with ResultFile(out) as result:
        for done, table in enumerate(verdicts, start=1):
            for entry in pc.value_counts(table["class"]).to_pylist():
                classes[entry["values"]] += entry["counts"]
            members += pc.sum(table[MEMBERS_COUNT]).as_py() or 0
            repeated = repeated or _has_neighbours_alike(table[KEY])
            result.write(table.drop_columns([MEMBERS_COUNT]))
            if progress:
                progress(done, len(tables.ranges))
        if repeated or members != tables.member_rows:
            result.discard()
            return None
    return classes


def _in_order(
    con: duckdb.DuckDBPyConnection, query: RangeQuery, tables: FactTables, workers: int
) -> Iterator[pa.Table]:
    """Yield each range's verdicts in the order of the ids; ranges run beside each other, one core each.

    One thread per query costs less than one query on all threads: ranges are small and share nothing.
    """
    beside = min(workers, len(tables.ranges))
    con.execute(f"SET threads = {max(1, workers // beside)}")
    # Left as written, a range's members are looked up by its households: their few columns make the smaller table.
    con.execute("SET disabled_optimizers = 'build_side_probe_side'")

    def run(part: KeyRange) -> pa.Table:
        return query.classify(con.cursor(), part)

    waiting: deque[Future[pa.Table]] = deque()
    parts = iter(tables.ranges)
    with ThreadPoolExecutor(beside) as pool:
        try:
            for part in parts:
                waiting.append(pool.submit(run, part))
                if len(waiting) > beside:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _has_neighbours_alike(keys: pa.ChunkedArray) -> bool:
    """Whether a sorted column has the same value in two neighbouring rows."""
    import pyarrow.compute as pc

    column = keys.combine_chunks()
    return len(column) > 1 and bool(pc.any(pc.equal(column[1:], column[:-1])).as_py())
