"""Fold what members say into one row a household where the members of each lie together, as in a sorted file.

A run of equal ids is found by comparing each row with the one before, which costs a tenth of looking every id up in a
hash table. Imports nothing of Chung Tay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from chungtay.measurement.key_ranges import KEY

if TYPE_CHECKING:
    import pyarrow as pa

Fold = Literal["or", "sum"]


def fold_runs(members: pa.Table, folds: Mapping[str, Fold], *, counted: str) -> pa.Table | None:
    """Return `household_id`, `counted` (its number of rows) and each folded column; one row a household, ids rising.

    members   `household_id` and the columns of `folds`, whole numbers without null
    Returns None where ids do not rise from run to run, so that a household's members might lie in two places, where an
    id is null, or where there are no rows.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = members[KEY].combine_chunks()
    if not len(ids) or ids.null_count:
        return None
    begins = np.flatnonzero(pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)) + 1
    begins = np.concatenate([[0], begins])
    own = ids.take(pa.array(begins))
    if len(own) > 1 and not pc.all(pc.less(own[:-1], own[1:])).as_py():
        return None
    folded = {KEY: own, counted: np.diff(begins, append=len(ids))}
    for name, fold in folds.items():
        how = np.bitwise_or if fold == "or" else np.add
        folded[name] = how.reduceat(members[name].to_numpy(), begins)
    return pa.table(folded)
