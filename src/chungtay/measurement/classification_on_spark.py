"""Classify the households of two files on Spark: the same expressions as on DuckDB, one query over all rows.

Imports `rules` and `snapshots`. Files are opened and checked by DuckDB, as for the other engine; a file whose columns
have not yet the facts' own types reaches Spark as Parquet that DuckDB has written.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from chungtay.measurement.fact_tables import prepare
from chungtay.measurement.key_ranges import KEY
from chungtay.measurement.range_query import verdicts
from chungtay.measurement.result_files import ResultFile
from chungtay.rules import CLASSES, MEMBERS_COUNT, load_vocabulary
from chungtay.snapshots.engines import duckdb_engine, opened
from chungtay.snapshots.fact_files import literal
from chungtay.snapshots.fact_keys import check_keys
from chungtay.snapshots.tables import open_table

if TYPE_CHECKING:
    import ibis.backends.pyspark

    from chungtay.measurement.classification import ClassifySummary, Progress
    from chungtay.rules import Standard
    from chungtay.rules.to_ibis import IbisProgram


def classify_on_spark(
    standard: Standard,
    program: IbisProgram,
    households: Path,
    members: Path,
    out: Path | None,
    *,
    guidance: str | None,
    memory_limit: str | None,
    threads: int | None,
    temporary: Path,
    progress: Progress | None,
) -> ClassifySummary:
    """Do what `classification.classify_files` does, with its arguments, on Spark.

    temporary  folder for what lies between the engines
    """
    from chungtay.measurement.classification import ClassifySummary

    started = time.monotonic()
    checker = duckdb_engine(threads=threads, spill=temporary / "spill")
    try:
        tables = prepare(
            checker.con,
            load_vocabulary(),
            households,
            members,
            household_facts=program.household_columns,
            member_facts=program.member_columns,
            temporary=temporary,
            ranges=1,
        )
        check_keys(checker.con, tables.households_in, tables.members_in).raise_if_any()
        files = []
        for name, select in (("households", tables.households), ("members", tables.members)):
            files.append(temporary / f"typed_{name}.parquet")
            checker.con.execute(f"COPY ({select}) TO {literal(str(files[-1]))} (FORMAT parquet)")
    finally:
        checker.disconnect()
    classes: Counter[str] = Counter()
    with opened("spark", memory_limit=memory_limit, threads=threads, spill=temporary / "spark") as backend:
        told = verdicts(program, *(open_table(backend, file, temporary, name=file.stem) for file in files))
        parts = _computed(
            cast("ibis.backends.pyspark.Backend", backend), told.drop(MEMBERS_COUNT).order_by(KEY), temporary
        )
        _write(parts, out, classes, progress)
    return ClassifySummary(
        out=out,
        classes={name: classes[name] for name in CLASSES},
        households=tables.household_rows,
        members=tables.member_rows,
        ranges=1,
        seconds=time.monotonic() - started,
        standard_id=standard.id,
        standard_version=standard.version,
        guidance=guidance,
        warnings=tables.warnings,
    )


def _computed(backend: ibis.backends.pyspark.Backend, told: object, temporary: Path) -> list[Path]:
    """Let Spark write the sorted verdicts; return its files in order."""
    folder = temporary / "verdicts"
    backend.to_parquet_dir(told, f"file://{folder.absolute()}")
    return sorted(folder.glob("part-*.parquet"))


def _write(parts: list[Path], out: Path | None, classes: Counter[str], progress: Progress | None) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with ResultFile(out) as result:
        for done, part in enumerate(parts, start=1):
            with pq.ParquetFile(part) as file:
                for batch in file.iter_batches():
                    for entry in pc.value_counts(batch["class"]).to_pylist():
                        classes[entry["values"]] += entry["counts"]
                    result.write(pa.Table.from_batches([batch]))
            if progress:
                progress(done, len(parts))
