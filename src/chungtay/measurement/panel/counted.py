"""Lay counts out as rows of one table, with exact intervals of their shares. Arrow, NumPy, SciPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counted:
    """One figure: so many of so many.

    table     what it is of: pathway, transition, mover_stayer, spell, exit_hazard, relapse_hazard
    group     its group; from_year, to_year: None where all are pooled
    was, became   classes or pathways; length: reviews, for spells and hazards
    n, events     the households (spells) it is out of, and those that did it
    kept      for hazards: share that has not done it up to this length, with its error
    """

    table: str
    group: str
    n: int
    events: int
    from_year: int | None = None
    to_year: int | None = None
    was: str | None = None
    became: str | None = None
    length: int | None = None
    kept: float | None = None
    kept_error: float | None = None


def exact_interval(events: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    """Clopper-Pearson interval of a share; nan where n is 0. Source: Clopper and Pearson (1934), Biometrika 26."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(events > 0, betaincinv(np.maximum(events, 1), n - events + 1, tail), 0.0)
        upper = np.where(events < n, betaincinv(events + 1, np.maximum(n - events, 1), 1 - tail), 1.0)
    return np.where(n > 0, lower, np.nan), np.where(n > 0, upper, np.nan)


def counted_table(rows: Sequence[Counted], level: float = 0.95) -> pa.Table:
    """The rows as an Arrow table, with the share (null where n is 0) and its interval."""
    import pyarrow as pa

    events = np.array([row.events for row in rows], dtype=np.float64)
    n = np.array([row.n for row in rows], dtype=np.float64)
    share = np.divide(events, n, out=np.full(len(rows), np.nan), where=n > 0)
    lower, upper = exact_interval(events, n, level)
    text, whole = pa.string(), pa.int64()
    return pa.table(
        {
            "table": pa.array([row.table for row in rows], text),
            "group": pa.array([row.group for row in rows], text),
            "from_year": pa.array([row.from_year for row in rows], whole),
            "to_year": pa.array([row.to_year for row in rows], whole),
            "from": pa.array([row.was for row in rows], text),
            "to": pa.array([row.became for row in rows], text),
            "length": pa.array([row.length for row in rows], whole),
            "n": pa.array([row.n for row in rows], whole),
            "events": pa.array([row.events for row in rows], whole),
            "estimate": pa.array(share, from_pandas=True),
            "lower": pa.array(lower, from_pandas=True),
            "upper": pa.array(upper, from_pandas=True),
            "kept": pa.array([row.kept for row in rows], pa.float64()),
            "kept_error": pa.array([row.kept_error for row in rows], pa.float64()),
        }
    )
