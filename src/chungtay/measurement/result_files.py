"""Write a table piece by piece to a CSV or Parquet file that appears only when it is whole. Imports `messages`."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from chungtay.messages import fail

if TYPE_CHECKING:
    import pyarrow as pa

WORDS = ("class", "subtype", "missing")
"""Columns with few different values, kept as a dictionary in Parquet."""


def check_result_path(out: Path, *inputs: Path) -> None:
    """Refuse, before any work, a result that could not be written or would overwrite what is read."""
    if out.suffix.lower() not in (".csv", ".parquet"):
        raise fail(
            "Không biết ghi kết quả dạng nào.",
            "It is not clear how to write the result.",
            do_vi="Đặt tên tệp kết quả với đuôi .csv hoặc .parquet.",
            do_en="Let the result's name end in .csv or .parquet.",
            file=str(out),
            value=out.suffix or out.name,
            allowed=".csv, .parquet",
            code="extension",
        )
    if not out.absolute().parent.is_dir():
        raise fail(
            "Thư mục của tệp kết quả không tồn tại.",
            "The folder of the result does not exist.",
            do_vi="Tạo thư mục trước, hoặc chọn thư mục khác.",
            do_en="Make the folder first, or choose another.",
            file=str(out),
            code="not_found",
        )
    if any(path.exists() and out.exists() and path.samefile(out) for path in inputs):
        raise fail(
            "Tệp kết quả trùng với tệp số liệu đầu vào.",
            "The result would overwrite a file that is read.",
            do_vi="Chọn tên khác cho tệp kết quả.",
            do_en="Choose another name for the result.",
            file=str(out),
            code="overwrite",
        )


class ResultFile:
    """Takes tables of one schema in turn; the file is renamed into place at the end, and removed after an error.

    In CSV an unknown is an empty cell, and booleans are true and false.
    """

    def __init__(self, out: Path | None) -> None:
        """out: the file to make; None takes tables and writes nothing (a dry run)."""
        self.out = out
        self._partial = out.with_name(f".{out.name}.{os.getpid()}.partial") if out else None
        self._writer: Any = None
        self._wanted = True

    def __enter__(self) -> ResultFile:
        return self

    def write(self, table: pa.Table) -> None:
        """Append a table."""
        if self._writer is None and self._partial is not None:
            self._writer = _open(self._partial, self._kind(), table.schema)
        if self._writer is not None:
            self._writer.write_table(table)

    def _kind(self) -> str:
        return self.out.suffix.lower() if self.out else ""

    def discard(self) -> None:
        """Let no file appear, although nothing went wrong in writing."""
        self._wanted = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is None or self._partial is None or self.out is None:
            return
        self._writer.close()
        if kind is None and self._wanted:
            self._partial.replace(self.out)
        else:
            self._partial.unlink(missing_ok=True)


def _open(path: Path, kind: str, schema: pa.Schema) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if kind == ".csv":
        return _CsvFile(path, schema)
    words = [name for name in WORDS if name in schema.names]
    # With Arrow's own schema in the file, its readers would give back dictionary columns instead of text.
    plain = not any(pa.types.is_dictionary(kind) for kind in schema.types)
    return pq.ParquetWriter(path, schema, use_dictionary=words, write_statistics=["household_id"], store_schema=plain)


class _CsvFile:
    """A CSV file of which only those tables are quoted that hold text with a comma, a quote or a line break."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        import pyarrow as pa

        self._sink = pa.OSFile(str(path), "wb")
        self._sink.write((",".join(schema.names) + "\n").encode())

    def write_table(self, table: pa.Table) -> None:
        import pyarrow.compute as pc
        import pyarrow.csv as arrow_csv

        # The columns of WORDS hold codes; any other text may need quotes.
        texts = [name for name in table.column_names if name not in WORDS and _is_text(table.schema.field(name).type)]
        quoted = any(pc.any(pc.match_substring_regex(table[name], r'[",\r\n]')).as_py() for name in texts)
        style = "needed" if quoted else "none"
        options = arrow_csv.WriteOptions(include_header=False, quoting_style=style)
        arrow_csv.write_csv(table, self._sink, write_options=options)

    def close(self) -> None:
        self._sink.close()


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
