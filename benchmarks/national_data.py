"""A nation's households with ten deprivations, weights and groups to measure with: the same on every machine.

Values come from a hash of the row's number, so that no two runs differ. Names nobody: made, not collected.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

VERSION = 1
"""Raised when the data change, so that an old cache is not taken for the new."""
ROW_GROUP = 122_880
SHARES = {
    "edu_adult": 12, "edu_child": 3, "health_access": 2, "health_ins": 9, "house_quality": 7,
    "house_area": 10, "water": 6, "toilet": 16, "telecom": 5, "info_asset": 4,
}  # fmt: skip
"""Households deprived in each indicator, in hundredths; made for measuring speed, no statistics of any country."""
INDICATORS = tuple(SHARES)
GROUPS = ("province", "area", "ethnic_minority")
"""With the total: four grouping sets, of 1, 63, 2 and 2 groups."""


@dataclass(frozen=True)
class NationalData:
    """A Parquet file with one row per household: weight, the columns of GROUPS and the INDICATORS (true = deprived)."""

    path: Path
    households: int


def make_nation(households: int) -> NationalData:
    """Write the file, or find it in the cache ($CHUNGTAY_BENCH or the temporary folder)."""
    base = Path(os.environ.get("CHUNGTAY_BENCH", Path(tempfile.gettempdir()) / "chungtay-bench"))
    path = base / f"national-{VERSION}-{households}.parquet"
    if path.is_file():
        return NationalData(path, households)
    base.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    # Two hashes per row: ten deprivations take ten disjoint runs of six bits, scaled to hundredths.
    deprived = [
        f"(h1 >> {6 * place}) % 64 * 100 < {64 * share} AS {name}" for place, (name, share) in enumerate(SHARES.items())
    ]
    con = duckdb.connect()
    con.execute("SET memory_limit = '1GB'")
    con.execute(
        f"COPY (SELECT 0.5 + h2 % 4096 / 1024.0 AS weight, printf('%02d', i * 63 // {households} + 1) AS province, "
        "CASE WHEN (h2 >> 12) % 10 < 4 THEN 'urban' ELSE 'rural' END AS area, (h2 >> 20) % 7 = 0 AS ethnic_minority, "
        f"{', '.join(deprived)} FROM (SELECT i, hash(i) AS h1, hash(i + {households}) AS h2 "
        f"FROM range({households}) AS t(i)) ORDER BY i) TO '{partial}' (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    partial.replace(path)
    return NationalData(path, households)
