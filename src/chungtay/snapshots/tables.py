"""Bring a file, a folder of Parquet or rows in memory to an engine as an Ibis table. Imports its siblings.

A CSV and rows in memory are read by DuckDB whatever the engine, and reach another one as Parquet: what a cell means
does not depend on who computes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from chungtay.messages import fail
from chungtay.snapshots.engines import duckdb_engine
from chungtay.snapshots.fact_files import literal, open_fact_file
from chungtay.snapshots.partitions import PartitionedFiles, find_partitions, is_several

if TYPE_CHECKING:
    import duckdb
    import ibis.backends.duckdb
    import ibis.backends.pyspark
    import ibis.expr.types as ir
    from ibis.backends.sql import SQLBackend

NAME = "chungtay_rows"


def open_table(engine: SQLBackend, data: Path | str | Any, temporary: Path, *, name: str = NAME) -> ir.Table:
    """Open rows as a table of the engine.

    data       a path (.csv, .parquet), a folder or pattern of Parquet files, an Arrow table, a data frame; for Spark
               also what `parquet_for_spark` made of one
    temporary  folder that stays as long as the table is used
    Raises UserError where a file is missing, damaged or of another kind.
    """
    if engine.name == "duckdb":
        con = cast("ibis.backends.duckdb.Backend", engine).con
        con.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {_source(con, data, name)}")
        return engine.table(name)
    parts = data if isinstance(data, PartitionedFiles) else parquet_for_spark(data, temporary, name=name)
    return _on_spark(cast("ibis.backends.pyspark.Backend", engine), parts, name)


def parquet_for_spark(data: Path | str | Any, temporary: Path, *, name: str = NAME) -> PartitionedFiles:
    """The Parquet files that Spark is to read, as `open_table` takes them: those given, or what DuckDB makes of others.

    Needs no Spark, which takes seconds to start: what is wrong with a file is said before. Raises as `open_table` does.
    """
    reader = duckdb_engine(spill=temporary / "spill")
    try:
        source = _source(reader.con, data, name)  # also says what is wrong with a file
        if isinstance(data, str | Path):
            if is_several(Path(data)):
                return find_partitions(Path(data))
            if Path(data).suffix.lower() == ".parquet":
                return PartitionedFiles(Path(data).parent, (Path(data),), {})
        file = temporary / f"{name}.parquet"
        reader.con.execute(f"COPY (SELECT * FROM {source}) TO {literal(str(file))} (FORMAT parquet)")
        return PartitionedFiles(temporary, (file,), {})
    finally:
        reader.disconnect()


def _source(con: duckdb.DuckDBPyConnection, data: Path | str | Any, name: str) -> str:
    """What stands after FROM in DuckDB."""
    if not isinstance(data, str | Path):
        con.register(f"{name}_given", data)
        return f"{name}_given"
    path = Path(data)
    if not is_several(path):
        return open_fact_file(con, path, entity="household").table
    parts = find_partitions(path)
    _check_parts(con, parts, path)
    return parts.sql


def _check_parts(con: duckdb.DuckDBPyConnection, parts: PartitionedFiles, path: Path) -> None:
    import duckdb

    try:
        con.execute(f"DESCRIBE SELECT * FROM {parts.sql}")
    except duckdb.Error as error:
        raise fail(
            "Có tệp Parquet hỏng, hoặc các tệp ghi một cột bằng những kiểu không hợp nhau.",
            "A Parquet file is damaged, or files write one column in types that do not fit.",
            do_vi="Tạo lại tệp được nêu, rồi chạy lại.",
            do_en="Make the file named here again, then run again.",
            file=str(path),
            value=str(error).splitlines()[0][:300],
            code="truncated",
        ) from error


def _on_spark(engine: ibis.backends.pyspark.Backend, parts: PartitionedFiles, name: str) -> ir.Table:
    session = engine._session
    setting = "spark.sql.sources.partitionColumnTypeInference.enabled"
    before = session.conf.get(setting)
    session.conf.set(setting, "false")  # the types are ours, see `partitions`
    try:
        frame = session.read.option("basePath", _address(parts.base)).option("mergeSchema", "true")
        rows = frame.parquet(*(_address(file) for file in parts.files))
        for column, kind in parts.columns.items():
            rows = rows.withColumn(column, rows[column].cast("bigint" if kind == "int64" else "string"))
        rows.createOrReplaceTempView(name)
    finally:
        session.conf.set(setting, before)
    return engine.table(name)


def _address(path: Path) -> str:
    """A file of this machine, also where Spark's own file system is another."""
    return f"file://{path.absolute()}"
