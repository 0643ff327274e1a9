"""Where tables are computed: DuckDB on this machine, behind Ibis. Imports nothing of Chung Tay but `messages`.

Every room that reads snapshots takes its connection here, so that memory, threads and the spill folder are set in one
place. Another engine would be one more function that returns an Ibis backend.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.backends.duckdb

MEMORY_LIMIT = "700MB"
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB|KIB|MIB|GIB|TIB)\s*", re.IGNORECASE)


def duckdb_engine(
    *, memory_limit: str | None = None, threads: int | None = None, spill: Path | None = None
) -> ibis.backends.duckdb.Backend:
    """Open an in-memory DuckDB behind Ibis.

    memory_limit  most that DuckDB may hold, as "700MB" or "2GiB"; what does not fit is spilled to disk
    threads       worker threads; None = all cores
    spill         folder for spilled data; None = DuckDB's own
    Raises UserError for a size that cannot be read.
    """
    import ibis

    limit = memory_limit or MEMORY_LIMIT
    if not _SIZE.fullmatch(limit):
        raise fail(
            "Giới hạn bộ nhớ không đọc được.",
            "The memory limit cannot be read.",
            do_vi="Ghi số kèm đơn vị, ví dụ 700MB hoặc 2GB.",
            do_en="Write a number with its unit, such as 700MB or 2GB.",
            value=limit,
            code="memory_limit",
        )
    settings: dict[str, object] = {"memory_limit": limit.strip()}
    if threads is not None:
        settings["threads"] = threads
    if spill is not None:
        settings["temp_directory"] = str(spill)
    return ibis.duckdb.connect(**settings)
