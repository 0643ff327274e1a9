"""Parquet in folders named after years and provinces: find the files of a folder or pattern, and write such a folder.

    so-ho/year=2019/province=46/data_0.parquet   the rows of 2019 and province 46; both are columns of the table

Imports `messages` and `fact_files`. The same rule gives the columns of the folders their types on every engine: whole
numbers where every value is one, text where one has a leading zero or letters.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.messages import fail
from chungtay.snapshots.engines import duckdb_engine
from chungtay.snapshots.fact_files import literal, quoted

if TYPE_CHECKING:
    import pyarrow as pa

NULL_FOLDER = "__HIVE_DEFAULT_PARTITION__"
"""What stands for an unknown value in the name of a folder."""
ROW_GROUP = 122_880
_NUMBER = re.compile(r"0|[1-9]\d{0,17}")


@dataclass(frozen=True)
class PartitionedFiles:
    """The files of a partitioned table.

    base     the folder above the first `name=value`
    files    Parquet files, sorted
    columns  the columns that folders carry, with their types: "int64" or "string"
    """

    base: Path
    files: tuple[Path, ...]
    columns: dict[str, str]

    @property
    def sql(self) -> str:
        """What stands after FROM in DuckDB; a column that some files lack is null there."""
        kinds = {"int64": "BIGINT", "string": "VARCHAR"}
        types = ", ".join(f"{literal(name)}: {kinds[kind]}" for name, kind in self.columns.items())
        hive = f"true, hive_types={{{types}}}" if self.columns else "false"
        listed = ", ".join(literal(str(file)) for file in self.files)
        return f"read_parquet([{listed}], union_by_name=true, hive_partitioning={hive})"


def is_several(path: Path) -> bool:
    """Whether a path is a folder or a pattern with * or ?, not one file."""
    return path.is_dir() or (not path.exists() and any(sign in str(path) for sign in "*?"))


def find_partitions(path: Path) -> PartitionedFiles:
    """Find the Parquet files under a folder, or those that a pattern such as `so-ho/year=*/**` names.

    Folders and files whose names begin with "_" or "." are passed over, as Spark does.
    Raises UserError where there is no Parquet file, or files lie in folders of different columns.
    """
    places = [path] if path.is_dir() else list(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    found = {file for place in places for file in ([place] if place.is_file() else place.rglob("*.parquet"))}
    files = sorted(file for file in found if file.suffix == ".parquet" and file.is_file() and not _hidden(file, path))
    if not files:
        raise fail(
            "Không có tệp Parquet nào ở đây.",
            "There is no Parquet file here.",
            do_vi="Chọn thư mục có tệp .parquet, như so-ho/year=2019/province=46/….parquet.",
            do_en="Choose a folder with .parquet files, such as so-ho/year=2019/province=46/….parquet.",
            file=str(path),
            code="not_found",
        )
    values = [_folder_values(file) for file in files]
    for file, own in zip(files, values, strict=True):
        if list(own) != list(values[0]):
            raise fail(
                "Các tệp nằm trong những thư mục chia theo cột khác nhau.",
                "The files lie in folders of different columns.",
                do_vi="Để mọi tệp trong cùng một kiểu thư mục, như year=…/province=….",
                do_en="Keep every file in folders of one kind, such as year=…/province=….",
                file=str(file),
                value="/".join(own),
                allowed="/".join(values[0]),
                code="partitions",
            )
    columns = {}
    for name in values[0]:
        known = {own[name] for own in values} - {NULL_FOLDER}
        columns[name] = "int64" if known and all(_NUMBER.fullmatch(value) for value in known) else "string"
    first = files[0]
    above = [part for part in first.parts[:-1] if "=" in part]
    base = Path(*first.parts[: first.parts.index(above[0])]) if above else first.parent
    return PartitionedFiles(base, tuple(files), columns)


def _hidden(file: Path, under: Path) -> bool:
    parts = file.relative_to(under).parts if under.is_dir() else (file.name,)
    return any(part.startswith(("_", ".")) for part in parts)


def _folder_values(file: Path) -> dict[str, str]:
    pairs = [part.partition("=") for part in file.parts[:-1] if "=" in part]
    return {name: value for name, _, value in pairs}


def write_partitioned(
    table: pa.Table | Path | Any,
    folder: Path,
    by: Sequence[str] = ("year", "province"),
    *,
    memory_limit: str | None = None,
) -> PartitionedFiles:
    """Write a table as Parquet in folders `<column>=<value>`, one level for each column of `by`.

    table   an Arrow table, a data frame, or the path of a Parquet file
    folder  made anew; appears whole or not at all
    Raises UserError where the folder exists, or the table lacks a column of `by`.
    """
    if folder.exists():
        raise fail(
            "Thư mục đã có sẵn.",
            "The folder exists already.",
            do_vi="Chọn tên khác, hoặc xóa thư mục cũ trước.",
            do_en="Choose another name, or remove the old folder first.",
            file=str(folder),
            code="exists",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        engine = duckdb_engine(memory_limit=memory_limit, spill=partial / "spill")
        try:
            con = engine.con
            if isinstance(table, Path):
                con.execute(f"CREATE TEMP VIEW rows_to_part AS SELECT * FROM read_parquet({literal(str(table))})")
            else:
                con.register("rows_to_part", table)
            there = [row[0] for row in con.execute("DESCRIBE rows_to_part").fetchall()]
            for name in by:
                if name not in there:
                    raise fail(
                        f"Không có cột {name}.",
                        f"There is no column {name}.",
                        do_vi="Chia thư mục theo cột có trong bảng.",
                        do_en="Divide by columns of the table.",
                        column=name,
                        allowed=", ".join(there[:40]),
                        code="column_missing",
                    )
            con.execute(
                f"COPY rows_to_part TO {literal(str(partial / 'table'))} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, "
                f"PARTITION_BY ({', '.join(quoted(name) for name in by)}))"
            )
        finally:
            engine.disconnect()
        (partial / "table").rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return find_partitions(folder)
