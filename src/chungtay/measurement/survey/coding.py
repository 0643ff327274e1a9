"""Arrow columns as codes: distinct combinations of keys, and which of them each row has. Arrow and NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa


def index_of(arrow: pa.Table) -> dict[Any, int]:
    """The place of each row's combination of values."""
    return {label: i for i, label in enumerate(zip(*(column.to_pylist() for column in arrow.columns), strict=True))}


def numbers(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """A column as a NumPy array."""
    return column.to_numpy(zero_copy_only=False)


def codes_of(
    arrow: pa.Table, keys: Sequence[str], *, in_order: bool = True
) -> tuple[list[tuple[Any, ...]], npt.NDArray[np.intp]]:
    """The distinct combinations of the key columns, sorted, and the code of each row."""
    if not keys:
        return [()], np.zeros(len(arrow), dtype=np.intp)
    combined = np.zeros(len(arrow), dtype=np.int64)
    values: list[list[Any]] = []
    for key in keys:
        encoded = arrow[key].combine_chunks().dictionary_encode(null_encoding="encode")
        values.append(encoded.dictionary.to_pylist())
        combined = combined * max(len(values[-1]), 1) + encoded.indices.to_numpy(zero_copy_only=False)
    present, codes = np.unique(combined, return_inverse=True)
    labels: list[tuple[Any, ...]] = []
    for number in present.tolist():
        label: list[Any] = []
        rest = number
        for given in reversed(values):
            rest, at = divmod(rest, len(given))
            label.append(given[at])
        labels.append(tuple(reversed(label)))
    if in_order:
        order = sorted(range(len(labels)), key=lambda i: [(part is None, part) for part in labels[i]])
        place = np.empty(len(labels), dtype=np.intp)
        place[order] = np.arange(len(labels))
        labels, codes = [labels[i] for i in order], place[codes]
    return labels, codes.astype(np.intp)
