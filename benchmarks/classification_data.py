"""Households and members to measure with: the facts of `vn-2016-2020`, complete, the same on every machine.

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

HOUSEHOLD_FACTS = {
    "area": "CASE WHEN {h1} % 10 < 3 THEN 'urban' ELSE 'rural' END",
    "income_per_head": "CAST(300000 + {h2} % 1900 * 1000 AS DOUBLE)",
    "house_grade": "['permanent', 'semi_permanent', 'semi_permanent', 'temporary', 'simple'][1 + {h3} % 5]",
    "floor_area": "12 + ({h4} % 900) / 10.0",
    "water_source": "['tap', 'drilled_well', 'protected_spring', 'rainwater', 'surface'][1 + {h5} % 5]",
    "toilet_type": "['septic', 'semi_septic', 'pour_flush', 'double_vault', 'other', 'none'][1 + {h6} % 6]",
    "has_tv": "{h7} % 10 > 1",
    "has_radio": "{h8} % 10 > 6",
    "has_computer": "{h9} % 10 > 7",
    "hears_loudspeaker": "{h10} % 10 > 2",
}
MEMBER_FACTS = {
    "birth_year": "CAST(2016 - {h1} % 85 AS SMALLINT)",
    "age": "CAST({h1} % 85 AS SMALLINT)",
    "attends_school": "{h2} % 10 > 3",
    "highest_education": (
        "['none', 'primary', 'lower_secondary', 'upper_secondary', 'vocational', 'higher'][1 + {h3} % 6]"
    ),
    "has_health_insurance": "{h4} % 20 > 0",
    "was_seriously_ill_12m": "{h5} % 20 = 0",
    "was_treated_12m": "{h6} % 5 > 0",
    "uses_phone": "{h7} % 10 > 3",
    "uses_internet": "{h8} % 10 > 5",
}


@dataclass(frozen=True)
class BenchmarkData:
    """The two Parquet files, both sorted by `household_id`, and their numbers of rows."""

    households: Path
    members: Path
    household_count: int
    member_count: int


def make_data(households: int, members: int, folder: Path | None = None) -> BenchmarkData:
    """Write the files, or find them in the cache (`folder`, else $CHUNGTAY_BENCH or the temporary folder)."""
    base = folder or Path(os.environ.get("CHUNGTAY_BENCH", Path(tempfile.gettempdir()) / "chungtay-bench"))
    place = base / f"classification-{VERSION}-{households}-{members}"
    data = BenchmarkData(place / "households.parquet", place / "members.parquet", households, members)
    if place.is_dir():
        return data
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base) as partial:
        con = duckdb.connect()
        con.execute("SET memory_limit = '1GB'")
        con.execute(_copy(HOUSEHOLD_FACTS, "i", households, Path(partial) / data.households.name, salt=1))
        con.execute(
            _copy(MEMBER_FACTS, _household_of(households, members), members, Path(partial) / data.members.name, salt=2)
        )
        Path(partial).rename(place)
        Path(partial).mkdir()  # the context manager removes what it made
    return data


def _household_of(households: int, members: int) -> str:
    """SQL of the household of member i: sizes 1 to 7 in turn where there are four to a household, else even."""
    if members != 4 * households:
        return f"i * {households} // {members}"
    place = "list_position([i % 28 < 1, i % 28 < 3, i % 28 < 6, i % 28 < 10, i % 28 < 15, i % 28 < 21, true], true) - 1"
    return f"least(i // 28 * 7 + {place}, {households - 1})"


def _copy(facts: dict[str, str], household: str, rows: int, file: Path, *, salt: int) -> str:
    seeds = {place: f"i * 31 + {salt * 1000 + place}" for place in range(1, len(facts) + 1)}
    hashes = {f"h{place}": f"CAST(hash({seed}) >> 1 AS BIGINT)" for place, seed in seeds.items()}
    columns = ", ".join(f"{sql.format(**hashes)} AS {name}" for name, sql in facts.items())
    return (
        f"COPY (SELECT printf('H%09d', {household}) AS household_id, {columns} FROM range({rows}) AS t(i) ORDER BY i) "
        f"TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})"
    )
