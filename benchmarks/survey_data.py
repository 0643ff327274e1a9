"""A survey of households to measure with: ten deprivations, weights, strata, PSUs, groups; the same on every machine.

Values come from a hash of the row's number, so that no two runs differ. Names nobody: made, not collected.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import duckdb

VERSION = 1
"""Raised when the data change, so that an old cache is not taken for the new."""
ROW_GROUP = 122_880
PSU_SIZE = 30
INDICATORS = tuple(f"d{place}" for place in range(10))
COLUMNS = (*INDICATORS, "w", "stratum", "psu", "province", "area", "ethnic")


def make_survey(rows: int) -> Path:
    """Write the Parquet file, or find it in the cache ($CHUNGTAY_BENCH, else the temporary folder).

    PSUs of 30 rows lie in 126 strata (63 provinces, rural and urban); deprivations go together within a PSU.
    """
    base = Path(os.environ.get("CHUNGTAY_BENCH", Path(tempfile.gettempdir()) / "chungtay-bench"))
    base.mkdir(parents=True, exist_ok=True)
    path = base / f"survey-{VERSION}-{rows}.parquet"
    if path.exists():
        return path
    deprived = ", ".join(
        f"CAST(hash(i * {place + 7}) % 1000 < {40 + 25 * place} + hash(psu * {place + 3}) % 120 AS TINYINT) AS d{place}"
        for place in range(10)
    )
    partial = path.with_suffix(".partial")
    duckdb.connect().execute(
        f"""COPY (
            SELECT {deprived}, 1 + hash(i * 3) % 400 / 100.0::DOUBLE AS w,
                CAST(psu % 126 AS SMALLINT) AS stratum, CAST(psu AS INTEGER) AS psu,
                CAST(psu % 126 // 2 AS SMALLINT) AS province,
                CASE WHEN psu % 2 = 0 THEN 'rural' ELSE 'urban' END AS area,
                CAST(hash(i * 11) % 54 AS SMALLINT) AS ethnic
            FROM (SELECT i, i // {PSU_SIZE} AS psu FROM range({rows}) AS numbers(i))
        ) TO '{partial}' (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})"""
    )
    partial.replace(path)
    return path
