"""Arrow columns as codes: distinct combinations of keys, and which of them each row has. Arrow and NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa


def numbers(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """A column as a NumPy array."""
    return column.to_numpy(zero_copy_only=False)


def combined_codes(arrow: pa.Table, keys: Sequence[str]) -> npt.NDArray[np.int64]:
    """One number per row for its combination of keys; equal where and only where all keys are (null equals null).

    The numbers rise with the values (null last), in whatever order the engine returned the rows.
    """
    return _encoded(arrow, keys)[0]


def codes_of(arrow: pa.Table, keys: Sequence[str], rows: int) -> tuple[list[tuple[Any, ...]], npt.NDArray[np.intp]]:
    """The distinct combinations of the key columns, sorted (null last), and the code of each of the rows."""
    if not keys:
        return [()], np.zeros(rows, dtype=np.intp)
    combined, values = _encoded(arrow, keys)
    present, codes = np.unique(combined, return_inverse=True)
    labels: list[tuple[Any, ...]] = []
    for number in present.tolist():
        label: list[Any] = []
        rest = number
        for given in reversed(values):
            rest, at = divmod(rest, len(given))
            label.append(given[at])
        labels.append(tuple(reversed(label)))
    return labels, codes


def _encoded(arrow: pa.Table, keys: Sequence[str]) -> tuple[npt.NDArray[np.int64], list[list[Any]]]:
    import pyarrow.compute as pc

    combined = np.zeros(len(arrow), dtype=np.int64)
    values: list[list[Any]] = []
    for key in keys:
        encoded = arrow[key].combine_chunks().dictionary_encode(null_encoding="encode")
        order = pc.sort_indices(encoded.dictionary)  # null last
        place = np.empty(len(order), dtype=np.int64)
        place[order.to_numpy()] = np.arange(len(order))
        values.append(encoded.dictionary.take(order).to_pylist())
        combined = combined * max(len(order), 1) + place[encoded.indices.to_numpy(zero_copy_only=False)]
    return combined, values
