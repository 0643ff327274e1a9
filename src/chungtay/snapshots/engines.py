"""Where tables are computed, behind Ibis: DuckDB on this machine, or Spark. Imports `messages` and its siblings.

Every room that reads snapshots takes its connection here, so that memory, threads and the spill folder are set in one
place. What is computed is one Ibis expression whatever the engine.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.backends.duckdb
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends.sql import SQLBackend

EngineName = Literal["duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
MEMORY_LIMIT = "700MB"
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB|KIB|MIB|GIB|TIB)\s*", re.IGNORECASE)


def engine(
    name: EngineName = "duckdb",
    *,
    memory_limit: str | None = None,
    threads: int | None = None,
    spill: Path | None = None,
) -> SQLBackend:
    """Open an engine behind Ibis: `duckdb_engine` or `spark_engine`, with their errors.

    Raises UserError for a name that is neither.
    """
    if name == "duckdb":
        return duckdb_engine(memory_limit=memory_limit, threads=threads, spill=spill)
    if name == "spark":
        from chungtay.snapshots.spark import spark_engine

        return spark_engine(memory_limit=memory_limit, threads=threads, spill=spill)
    raise fail(
        "Không có máy tính toán này.",
        "There is no such engine.",
        do_vi="Chọn duckdb (mặc định) hoặc spark.",
        do_en="Choose duckdb (the default) or spark.",
        value=str(name),
        allowed=", ".join(ENGINES),
        code="engine",
    )


@contextlib.contextmanager
def opened(
    name: EngineName = "duckdb",
    *,
    memory_limit: str | None = None,
    threads: int | None = None,
    spill: Path | None = None,
) -> Iterator[SQLBackend]:
    """`engine` for the time of a block; a Spark session that ran before is left running."""
    shared = False
    if name == "spark":
        from chungtay.snapshots.spark import spark_runs

        shared = spark_runs()
    backend = engine(name, memory_limit=memory_limit, threads=threads, spill=spill)
    try:
        yield backend
    finally:
        if not shared:
            backend.disconnect()


def duckdb_engine(
    *, memory_limit: str | None = None, threads: int | None = None, spill: Path | None = None
) -> ibis.backends.duckdb.Backend:
    """Open an in-memory DuckDB behind Ibis.

    memory_limit  most that DuckDB may hold, as "700MB" or "2GiB"; what does not fit is spilled to disk
    threads       worker threads; None = all cores
    spill         folder for spilled data; None = DuckDB's own
    Raises UserError for a size that cannot be read.
    """
    import ibis

    limit = memory_limit or MEMORY_LIMIT
    bytes_of(limit)
    settings: dict[str, object] = {"memory_limit": limit.strip()}
    if threads is not None:
        settings["threads"] = threads
    if spill is not None:
        settings["temp_directory"] = str(spill)
    return ibis.duckdb.connect(**settings)


def fetch_steps(steps: Mapping[str, ir.Table | str], last: str) -> pa.Table:
    """Run one statement made of steps, on the engine of the first.

    steps   name -> an Ibis expression, or SQL (as DuckDB writes it) that may speak of the steps before it by name;
            the first is an expression
    last    SQL over the steps, whose rows are returned
    Each expression is compiled once, and the statement goes to the engine as it is: laying SQL over an expression with
    Ibis itself compiles it three times and reads the result back, which for small tables takes longer than the engine.
    """
    import ibis
    import ibis.expr.operations as ops
    import sqlglot

    first = next(iter(steps.values()))
    assert isinstance(first, ibis.expr.types.Table)
    backend = ibis.get_backend(first)
    if first.op().find(ops.InMemoryTable):  # only Ibis can bring those to the engine
        first = first.cache()
        steps = {**steps, next(iter(steps)): first}
    native = backend.name == "duckdb"

    def sql(step: ir.Table | str) -> str:
        if not isinstance(step, str):
            return str(backend.compile(step))
        return step if native else sqlglot.transpile(step, read="duckdb", write=backend.dialect)[0]

    named = ", ".join(f"{name} AS ({sql(step)})" for name, step in steps.items())
    statement = f"WITH {named} {sql(last)}"
    if native:
        return backend.raw_sql(statement).to_arrow_table()
    return backend.sql(statement).to_pyarrow()


def bytes_of(limit: str) -> int:
    """Read a size such as "700MB" (10^6) or "2GiB" (2^30). Raises UserError for anything else."""
    found = _SIZE.fullmatch(limit)
    if not found:
        raise fail(
            "Giới hạn bộ nhớ không đọc được.",
            "The memory limit cannot be read.",
            do_vi="Ghi số kèm đơn vị, ví dụ 700MB hoặc 2GB.",
            do_en="Write a number with its unit, such as 700MB or 2GB.",
            value=limit,
            code="memory_limit",
        )
    unit = found.group(2).upper()
    power = "BKMGT".index(unit[0])
    return int(float(found.group(1)) * (1024 if "I" in unit else 1000) ** power)
