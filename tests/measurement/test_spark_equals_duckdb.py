"""Spark gives what DuckDB gives and what slow Python gives: the same expressions, another engine.

Skipped where pyspark (`chungtay[spark]`) or Java is absent.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rule_households import random_cases
from slow_alkire_foster import slow_measures

from chungtay.measurement.classification import classify_files
from chungtay.measurement.poverty import Design, Measurement, Replicates, measure
from chungtay.measurement.survey.tables import as_table
from chungtay.messages import UserError
from chungtay.rules import classify_household, load_standard, load_vocabulary
from chungtay.snapshots.partitions import write_partitioned
from chungtay.snapshots.spark import spark_engine, why_no_spark

WHY_NOT = why_no_spark()
pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT)),
]
STRUCTURE = {"d0": Fraction(1, 3), "d1": Fraction(1, 3), "d2": Fraction(1, 6), "d3": Fraction(1, 6)}
NUMBERS = ("estimate", "std_error", "lower", "upper")
ARROW = {"bool": pa.bool_(), "int": pa.int32(), "decimal": pa.float64(), "code": pa.string(), "text": pa.string()}


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[Any]:
    """One Spark for all tests of this module: starting it takes longer than they do."""
    backend = spark_engine(memory_limit="1GB", threads=2)
    yield backend
    backend.disconnect()


def rows(seed: int, count: int = 400) -> list[dict[str, Any]]:
    """Households with unknown indicators, groups without a name, weights, two strata of ten PSUs, two years."""
    choose = random.Random(seed)
    made = []
    for number in range(count):
        row: dict[str, Any] = {
            name: None if choose.random() < 0.03 else choose.random() < 0.2 + 0.1 * place
            for place, name in enumerate(STRUCTURE)
        }
        row |= {"w": choose.choice([0.5, 1.0, 2.25, 40.0]), "psu": f"p{number % 20}", "stratum": number % 2}
        row |= {"group": choose.choice(["nông thôn", "đô thị", None]), "year": 2019 + number // 20 % 2}
        row |= {f"rep_{i}": row["w"] * choose.choice([0.5, 1.5]) for i in range(4)}
        made.append(row)
    return made


def arrow(made: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(made)


def assert_same(one: Measurement, other: Measurement) -> None:
    for first, second in ((one.table, other.table), (one.details, other.details), (one.changes, other.changes)):
        if first is None or second is None:
            assert first is second
            continue
        assert first.schema == second.schema
        for left, right in zip(first.to_pylist(), second.to_pylist(), strict=True):
            for key, value in left.items():
                if isinstance(value, float):
                    assert right[key] == pytest.approx(value, rel=1e-11, abs=1e-14), (left, right)
                else:
                    assert right[key] == value, (left, right)
    assert (one.rows, one.incomplete, one.notes) == (other.rows, other.incomplete, other.notes)


@pytest.mark.parametrize(
    ("design", "options"),
    [
        (Design(), {}),
        (Design("w"), {"by": ["group", "stratum"], "cutoff": ["1/3", "1/2"]}),
        (Design("w", "stratum", "psu"), {"by": ["group"]}),
        (Design("w", "stratum", "psu"), {"by": ["group"], "over": "year"}),
        (Design("w", kind="full-count"), {"by": ["group"]}),
        (Design("w", replicates=Replicates("bootstrap", tuple(f"rep_{i}" for i in range(4)))), {}),
        (Design("w", "stratum", "psu", replicates=Replicates("bootstrap", count=30, seed=2)), {"by": ["group"]}),
    ],
    ids=["plain", "weights", "clusters", "periods", "full-count", "replicates", "drawn"],
)
def test_every_design_measures_the_same(design: Design, options: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    pq.write_table(arrow(rows(7)), file)
    asked = {"cutoff": "1/3", **options}
    on_duckdb = measure(file, indicators=STRUCTURE, design=design, **asked)
    with as_table(file, engine="spark") as table:
        on_spark = measure(table, indicators=STRUCTURE, design=design, **asked)
    assert_same(on_duckdb, on_spark)


@pytest.mark.parametrize("seed", [1, 2])
def test_measures_equal_the_slow_ones(seed: int) -> None:
    made = rows(seed, 150)
    with as_table(arrow(made), engine="spark") as table:
        result = measure(table, indicators=STRUCTURE, cutoff="1/3", design=Design("w"), by=["group"])
    groups = {"total": made}
    for row in made:
        groups.setdefault(f"group={row['group'] or '(missing)'}", []).append(row)
    for group, inside in groups.items():
        for (name, indicator), value in slow_measures(inside, STRUCTURE, Fraction(1, 3), "w").items():
            found = result.value(name, group, indicator)["estimate"]
            assert found == (None if value is None else pytest.approx(float(value), rel=1e-12))


def test_years_and_provinces_in_folders_read_the_same(tmp_path: Path) -> None:
    made = [{**row, "province": ["01", "46", None][place % 3]} for place, row in enumerate(rows(3))]
    parts = write_partitioned(arrow(made), tmp_path / "so-ho")
    assert parts.columns == {"year": "int64", "province": "string"}
    found = []
    for engine in ("duckdb", "spark"):
        with as_table(tmp_path / "so-ho", engine=engine) as table:
            found.append(measure(table, indicators=STRUCTURE, by=["province"], over="year"))
    assert_same(*found)
    whole = measure(arrow(made), indicators=STRUCTURE, by=["province"], over="year")
    assert_same(whole, found[1])


def test_a_csv_reads_the_same(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows(4)[0]))
        writer.writeheader()
        writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows(4))
    found = []
    for engine in ("duckdb", "spark"):
        with as_table(file, engine=engine) as table:
            found.append(measure(table, indicators=STRUCTURE, design=Design("w"), by=["group"]))
    assert_same(*found)


def test_values_other_than_0_and_1_are_named_on_spark_too() -> None:
    with as_table(pa.table({"d0": [0, 1, 7]}), engine="spark") as table, pytest.raises(UserError) as error:
        measure(table, indicators=["d0"])
    assert (error.value.problems[0].column, error.value.problems[0].value) == ("d0", "7")


def test_the_first_offending_row_is_the_same_on_spark(tmp_path: Path) -> None:
    made = rows(5)
    made[17] |= {"psu": "p2"}  # which lies in the other stratum
    for changed, place in (({"w": 0.0}, 250), ({"stratum": None}, 9), ({}, 17)):
        file = tmp_path / "rows.parquet"
        pq.write_table(arrow([row | (changed if at == place else {}) for at, row in enumerate(made)]), file)
        found = []
        for engine in ("duckdb", "spark"):
            with pytest.raises(UserError) as error, as_table(file, engine=engine) as table:
                measure(table, indicators=STRUCTURE, design=Design("w", "stratum", "psu"))
            found.append(error.value.problems[0])
        assert found[0] == found[1]
        assert found[0].row == place + 2


@pytest.mark.parametrize(
    ("standard_id", "guidance"), [("vn-2016-2020", None), ("vn-2016-2020", "census-2015"), ("vn-2022-2025", None)]
)
def test_households_are_classified_the_same(standard_id: str, guidance: str | None, tmp_path: Path) -> None:
    standard = load_standard(standard_id)
    cases = random_cases(standard, standard.choose_guidance(guidance), 11, 120)
    vocabulary = load_vocabulary()
    households = [{"household_id": f"H{place:04}", **house} for place, (house, _) in enumerate(cases)]
    members = [{"household_id": f"H{place:04}", **one} for place, (_, people) in enumerate(cases) for one in people]
    files = []
    for name, made in (("households", households), ("members", members)):
        facts = [fact for fact in made[0] if fact != "household_id"]
        schema = pa.schema(
            [("household_id", pa.string()), *((fact, ARROW[vocabulary.fact(fact).type]) for fact in facts)]
        )
        files.append(tmp_path / f"{name}.parquet")
        pq.write_table(pa.Table.from_pylist(made, schema), files[-1])
    texts, tables = [], []
    for engine in ("duckdb", "spark"):
        out = tmp_path / f"{engine}.csv"
        summary = classify_files(standard, *files, out, guidance=guidance, engine=engine)
        assert sum(summary.classes.values()) == summary.households == len(cases)
        texts.append(out.read_text(encoding="utf-8"))
        classify_files(standard, *files, tmp_path / f"{engine}.parquet", guidance=guidance, engine=engine)
        tables.append(pq.read_table(tmp_path / f"{engine}.parquet").to_pylist())
    assert texts[0] == texts[1]
    assert tables[0] == tables[1]
    for (house, people), row in zip(cases, tables[1], strict=True):
        verdict = classify_household(standard, house, people, guidance)
        assert (row["class"], row["subtype"], row["deprivations"], row["missing"]) == (
            verdict.household_class, verdict.subtype, verdict.deprivations, ";".join(verdict.missing),
        )  # fmt: skip
        assert {code: row[code] for code in verdict.indicators} == dict(verdict.indicators)
