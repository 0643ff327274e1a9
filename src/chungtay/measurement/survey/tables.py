"""Take a table as it comes (path, Arrow, pandas, polars, Ibis) and check its columns. Imports `snapshots`."""

from __future__ import annotations

import contextlib
import difflib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.measurement.survey.offending_rows import HEADING
from chungtay.messages import Problem, UserError, fail
from chungtay.snapshots.engines import EngineName, opened
from chungtay.snapshots.fact_files import csv_problem
from chungtay.snapshots.partitions import find_partitions, is_several
from chungtay.snapshots.tables import open_table, parquet_for_spark

if TYPE_CHECKING:
    import ibis.expr.types as ir


@contextlib.contextmanager
def as_table(
    data: ir.Table | Path | str | Any,
    *,
    engine: EngineName = "duckdb",
    memory_limit: str | None = None,
    threads: int | None = None,
) -> Iterator[ir.Table]:
    """Give an Ibis table for the time of the block.

    data    an Ibis table stays on its engine; a path (.csv, .parquet, a folder or pattern of Parquet files) is read
            where it lies, larger than memory or not; an Arrow table, pandas or polars frame is registered
    engine  where it is computed: "duckdb" or "spark"
    Columns of a CSV are text: whoever uses one says of what type it is.
    A UserError of the block about a column or a row is told with the file that it is in.
    Raises UserError for a file that cannot be opened, and for a line of a CSV that cannot be read.
    """
    import ibis

    if isinstance(data, ibis.expr.types.Table):
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="chungtay-") as spill, _lines_read(data):
        folder = Path(spill)
        source = parquet_for_spark(data, folder) if engine == "spark" else data
        with opened(engine, memory_limit=memory_limit, threads=threads, spill=folder / "spill") as backend:
            table = open_table(backend, source, folder)
            try:
                yield table
            except UserError as error:
                if not isinstance(data, str | Path):
                    raise
                raise UserError(*(in_file(problem, Path(data), engine) for problem in error.problems)) from error


@contextlib.contextmanager
def _lines_read(data: Path | str | Any) -> Iterator[None]:
    """Tell of a line of a CSV on which DuckDB stumbles, which shows only while the rows are read."""
    import duckdb

    try:
        yield
    except duckdb.InvalidInputException as error:
        if not (isinstance(data, str | Path) and "CSV Error on Line" in str(error)):
            raise
        raise UserError(csv_problem(error, str(data))) from error


def in_file(problem: Problem, path: Path, engine: EngineName) -> Problem:
    """Say in which file a problem lies; of a folder that DuckDB read file by file, in which of its files.

    Spark reads files in an order of its own: then the row is left out.
    """
    if problem.file or (problem.column is None and problem.row is None):
        return problem
    if problem.row is None or not is_several(path):
        return replace(problem, file=str(path))
    if engine != "duckdb":
        return replace(problem, file=str(path), row=None)
    import pyarrow.parquet as pq

    row = problem.row
    for file in find_partitions(path).files:
        rows = pq.read_metadata(file).num_rows
        if row <= rows + HEADING:
            return replace(problem, file=str(file), row=row)
        row -= rows
    return replace(problem, file=str(path))


def as_number(column: ir.Value) -> ir.Value:
    """A column as float64; text that is no number is null."""
    return column.try_cast("float64") if column.type().is_string() else column.cast("float64")


def check_columns(table: ir.Table, names: Sequence[str]) -> None:
    """Raise UserError naming the first column that the table lacks, and the names nearest to it."""
    for name in names:
        if name in table.columns:
            continue
        near = difflib.get_close_matches(name, table.columns, n=3, cutoff=0.6)
        raise fail(
            f"Không có cột {name}." + (f" Có phải là {', '.join(near)}?" if near else ""),
            f"There is no column {name}." + (f" Did you mean {', '.join(near)}?" if near else ""),
            do_vi="Nêu một cột có trong bảng.",
            do_en="Name a column of the table.",
            column=name,
            allowed=", ".join(table.columns[:40]),
            code="column_missing",
        )
