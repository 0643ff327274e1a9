"""Hash what a table says, not how a file stores it. Imports nothing of Chung Tay.

The same rows in the same order give the same hash whatever the batches, the compression or the version of the writer.
Each column is hashed as a stream: which values are there, then the values themselves, nulls as zero.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


class ContentHash:
    """Takes record batches in turn; `hexdigest` sums up schema and content."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._columns = [(hashlib.sha256(), hashlib.sha256()) for _ in schema]

    def update(self, batch: pa.RecordBatch) -> None:
        """Add the rows of a batch."""
        import numpy

        for (there, values), column in zip(self._columns, batch.columns, strict=True):
            there.update(numpy.asarray(column.is_valid()).astype(numpy.uint8).tobytes())
            for part in _parts(column):
                values.update(part)

    def hexdigest(self) -> str:
        """The hash of everything so far, as 64 hex digits."""
        total = hashlib.sha256()
        for field, (there, values) in zip(self._schema, self._columns, strict=True):
            total.update(f"{field.name}:{_kind(field.type)}:{there.hexdigest()}:{values.hexdigest()}\n".encode())
        return total.hexdigest()


def _kind(type_: pa.DataType) -> str:
    """A type's name; texts are one type however they are stored."""
    import pyarrow as pa

    if pa.types.is_dictionary(type_):
        return _kind(type_.value_type)
    return "string" if pa.types.is_string(type_) or pa.types.is_large_string(type_) else str(type_)


def _parts(column: pa.Array) -> list[bytes]:
    """The column's values as little-endian bytes; a text is followed by its end, which UTF-8 never contains."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind: Any = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_boolean(kind):
        return [pc.fill_null(column, False).cast(pa.uint8()).to_numpy().tobytes()]
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return [pc.fill_null(column, 0).to_numpy().astype(f"<{kind.to_pandas_dtype()().dtype.str[1:]}").tobytes()]
    if pa.types.is_date32(kind):
        return _parts(column.cast(pa.int32()))
    if pa.types.is_timestamp(kind):
        return _parts(column.cast(pa.int64()))
    texts = pc.fill_null(column.cast(pa.string()), "").to_pylist()
    return [b"".join(text.encode() + b"\xff" for text in texts)]
