"""Seal the personal columns of rows on their way into the database; of many rows, in a process beside this one.

Sealing is a quarter of the work of a large import and needs nothing of the database, so it runs on another core while
this process writes. The process is started as soon as it is known that there are many rows, so that it is ready when
they have been checked. May import sealing.
"""

from __future__ import annotations

import marshal
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from chungtay.registry.bulk import Batch
from chungtay.registry.sealing import Columns, Sealing, ready, seal_marshalled

BESIDE_FROM = 50_000  # rows from which a second process is worth its start
AHEAD = 3


class Sealer:
    """Seals batches of rows, in the process beside this one where there is one."""

    def __init__(self, data_key: str, pool: ProcessPoolExecutor | None) -> None:
        """data_key: the installation's key; pool: None seals in this process."""
        self._data_key, self._pool = data_key, pool

    def batches(self, several: Iterable[Columns], work: Sealing, personal: int) -> Iterator[Batch]:
        """Yield each batch of columns as rows whose last columns are sealed; personal: how many these are.

        The other process is kept a few batches ahead; if it dies, sealing goes on without it.
        """
        waiting: deque[tuple[Columns, Columns, Future[bytes] | None]] = deque()
        for columns in several:
            open_columns, secret = columns[:-personal], columns[-personal:]
            waiting.append((open_columns, secret, self._hand_over(work, secret)))
            first = waiting[0][2]
            if first is None or first.done() or len(waiting) > AHEAD:
                yield self._finished(*waiting.popleft(), work)
        while waiting:
            yield self._finished(*waiting.popleft(), work)

    def _hand_over(self, work: Sealing, secret: Any) -> Future[bytes] | None:
        if self._pool is None:
            return None
        try:
            return self._pool.submit(seal_marshalled, work, self._data_key, marshal.dumps(secret))
        except BrokenProcessPool:
            return None

    def _finished(self, open_columns: Columns, secret: Columns, future: Future[bytes] | None, work: Sealing) -> Batch:
        try:
            sealed = work(self._data_key, secret) if future is None else marshal.loads(future.result())
        except BrokenProcessPool:
            sealed = work(self._data_key, secret)
        return zip(*open_columns, *sealed, strict=True)


@contextmanager
def sealer_for(rows: int, *, data_key: str) -> Iterator[Sealer]:
    """Give a sealer for about so many rows, with a process beside this one where they are many."""
    if rows < BESIDE_FROM:
        yield Sealer(data_key, None)
        return
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(ready)
        yield Sealer(data_key, pool)
