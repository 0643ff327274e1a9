"""Files of any order, kind and cut into any ranges give exactly the verdicts of the plain Python engine."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rule_households import random_cases

from chungtay.measurement import fact_tables, key_ranges
from chungtay.measurement.classification import classify_files
from chungtay.rules import Fact, classify_household, load_standard, load_vocabulary
from chungtay.snapshots.fact_types import KEY

ARROW_TYPES = {
    "bool": pa.bool_(), "int": pa.int16(), "decimal": pa.float64(), "code": pa.string(), "text": pa.string(),
}  # fmt: skip
READINGS = [
    ("vn-2016-2020", None), ("vn-2016-2020", "facts"), ("vn-2016-2020", "census-2015"),
    ("vn-2022-2025", None), ("vn-2011-2015", None),
]  # fmt: skip


def _write(path: Path, rows: list[dict[str, Any]], facts: list[Fact], row_group: int) -> None:
    names = [KEY, *(fact.name for fact in facts)]
    if path.suffix == ".parquet":
        schema = pa.schema([(KEY, pa.string()), *((fact.name, ARROW_TYPES[fact.type]) for fact in facts)])
        pq.write_table(pa.Table.from_pylist(rows, schema), path, row_group_size=row_group)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=";")
        writer.writeheader()
        words = {True: "có", False: "không", None: ""}
        writer.writerows(
            {n: words.get(v, v) if v is None or isinstance(v, bool) else v for n, v in row.items()} for row in rows
        )


@pytest.mark.parametrize("reading_of", READINGS)
@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("way", ["sorted", "shuffled and joined at once", "shuffled and sorted first"])
def test_files_say_what_the_plain_engine_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading_of: tuple[str, str | None], suffix: str, way: str
) -> None:
    standard_id, guidance = reading_of
    if way == "shuffled and sorted first":
        monkeypatch.setattr(fact_tables, "SMALL", 0)
        monkeypatch.setattr(key_ranges, "HOUSEHOLDS_PER_RANGE", 40)
    ordered = way == "sorted"
    standard, vocabulary = load_standard(standard_id), load_vocabulary()
    reading = standard.choose_guidance(guidance)
    cases = random_cases(standard, reading, seed=len(standard_id) + ordered, count=250)
    homes = [{KEY: f"Xã-{i:05d}", **household} for i, (household, _) in enumerate(cases)]
    people = [{KEY: f"Xã-{i:05d}", **member} for i, (_, members) in enumerate(cases) for member in members]
    if not ordered:
        random.Random(7).shuffle(homes)
        random.Random(8).shuffle(people)
    files = [tmp_path / f"{name}{suffix}" for name in ("households", "members")]
    _write(files[0], homes, [vocabulary.fact(name) for name in standard.household_facts], row_group=30)
    _write(files[1], people, [vocabulary.fact(name) for name in standard.member_facts], row_group=100)
    out = tmp_path / "out.parquet"

    summary = classify_files(standard, *files, out, guidance=guidance, ranges=6 if ordered else None)

    assert suffix == ".csv" or (summary.ranges > 1) == ordered
    told = {row[KEY]: row for row in pq.read_table(out).to_pylist()}
    assert list(told) == sorted(told) and len(told) == len(cases)
    for i, (household, members) in enumerate(cases):
        verdict = classify_household(standard, household, members, guidance)
        row = told[f"Xã-{i:05d}"]
        assert row["class"] == verdict.household_class
        assert row["subtype"] == verdict.subtype
        assert row["deprivations"] == verdict.deprivations
        assert row["missing"] == ";".join(verdict.missing)
        assert {code: row[code] for code in verdict.indicators} == verdict.indicators
