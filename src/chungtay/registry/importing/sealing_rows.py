"""Seal the personal columns of rows on their way into the database; of many rows, in a process beside this one.

Sealing is a third of the work of a large import and needs nothing of the database, so it runs on another core while
this process writes. May import sealing.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from chungtay.registry.bulk import Batch
from chungtay.registry.sealing import Columns

BESIDE_FROM = 50_000  # rows from which a second process is worth its start
AHEAD = 3
Sealing = Callable[[str, Columns], Sequence[Sequence[Any]]]
"""(key, columns) -> sealed columns; from a module that a bare process can import"""


def sealed_batches(
    several: Iterable[Columns], work: Sealing, personal: int, *, data_key: str, expected: int
) -> Iterator[Batch]:
    """Yield each batch of columns as rows whose last columns are sealed.

    personal   how many columns at the end are personal;  expected   about how many rows there are
    """
    cut = ((columns[:-personal], columns[-personal:]) for columns in several)
    if expected < BESIDE_FROM:
        for open_columns, secret in cut:
            yield zip(*open_columns, *work(data_key, secret), strict=True)
        return
    yield from _beside(cut, work, data_key)


def _beside(cut: Iterator[tuple[Columns, Columns]], work: Sealing, data_key: str) -> Iterator[Batch]:
    """Keep another process a few batches ahead; if it dies, go on without it."""
    waiting: deque[tuple[Columns, Columns, Future[Sequence[Sequence[Any]]] | None]] = deque()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        for open_columns, secret in cut:
            waiting.append((open_columns, secret, _submit(pool, work, data_key, secret)))
            if len(waiting) > AHEAD:
                yield _finished(*waiting.popleft(), work, data_key)
        while waiting:
            yield _finished(*waiting.popleft(), work, data_key)


def _submit(
    pool: ProcessPoolExecutor, work: Sealing, data_key: str, secret: Columns
) -> Future[Sequence[Sequence[Any]]] | None:
    try:
        return pool.submit(work, data_key, secret)
    except BrokenProcessPool:
        return None


def _finished(
    open_columns: Columns, secret: Columns, future: Future[Sequence[Sequence[Any]]] | None, *how: Any
) -> Batch:
    work, data_key = how
    try:
        sealed = future.result() if future is not None else work(data_key, secret)
    except BrokenProcessPool:
        sealed = work(data_key, secret)
    return zip(*open_columns, *sealed, strict=True)
