"""Engines are opened with the memory asked for, tell how far they are, and say what is missing."""

from __future__ import annotations

import io
from pathlib import Path

import ibis
import pytest

from chungtay.messages import UserError
from chungtay.snapshots import query_progress, spark
from chungtay.snapshots.engines import bytes_of, engine, fetch_steps, opened
from chungtay.snapshots.query_progress import watched
from chungtay.snapshots.spark_start import reason


@pytest.mark.parametrize(
    ("limit", "size"),
    [("700MB", 700 * 10**6), ("2GiB", 2 * 2**30), ("1.5 gb", 1_500_000_000), ("512 KiB", 2**19), ("10B", 10)],
)
def test_sizes_are_read(limit: str, size: int) -> None:
    assert bytes_of(limit) == size


@pytest.mark.parametrize("limit", ["much", "700", "-1GB", "700 M"])
def test_a_size_without_a_unit_is_refused(limit: str) -> None:
    with pytest.raises(UserError) as error:
        engine(memory_limit=limit)
    assert error.value.problems[0].code == "memory_limit"


def test_duckdb_holds_no_more_than_it_may() -> None:
    with opened("duckdb", memory_limit="300MB", threads=1) as backend:
        assert backend.con.execute("SELECT current_setting('memory_limit')").fetchone() == ("286.1 MiB",)


def test_sql_is_laid_over_an_expression_step_by_step() -> None:
    with opened() as backend:
        rows = backend.create_table("numbers", ibis.memtable({"n": [1, 2, 3, 4]}))
        doubled = rows.select(twice=rows.n * 2)
        odd = ibis.table({"twice": "int64"}, name="chosen").mutate(more=ibis._.twice + 1)
        steps = {"doubled": doubled, "chosen": "SELECT * FROM doubled WHERE twice > 2", "raised": odd}
        found = fetch_steps(steps, "SELECT more FROM raised ORDER BY more DESC")
    assert found.to_pydict() == {"more": [9, 7, 5]}


def test_steps_over_a_table_in_memory_bring_it_to_the_engine() -> None:
    rows = ibis.memtable({"n": [1, 2, 3]})
    assert fetch_steps({"numbers": rows}, "SELECT SUM(n) AS total FROM numbers").to_pydict() == {"total": [6]}


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(UserError) as error:
        engine("pandas")  # type: ignore[arg-type]
    assert error.value.problems[0].value == "pandas"


def test_without_pyspark_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError) as error:
        engine("spark")
    assert "chungtay[spark]" in str(error.value)


def test_without_java_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(spark.shutil, "which", lambda name, path=None: None)
    with pytest.raises(UserError) as error:
        engine("spark")
    assert error.value.problems[0].code == "java"


def test_a_java_older_than_spark_needs_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    for version, old in (("1.8.0_392", True), ("11.0.22", True), ("17.0.15", False), ("21", False)):
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2024-01-16' >&2\n", encoding="utf-8")
        java.chmod(0o755)
        problem = spark.why_no_spark()
        assert (problem is not None) is old
        assert problem is None or version in str(problem)


@pytest.mark.parametrize(
    ("told", "error", "said"),
    [
        ("25/11/01 WARN Utils: loopback\n25/11/01 ERROR Backend: All masters are unresponsive!\n", "stopped",
         "Backend: All masters are unresponsive!"),
        ('WARNING: incubator\nException in thread "main" SparkException: Master must be one\n\tat X\n', "exited",
         "SparkException: Master must be one"),
        ("Error occurred during initialization of VM\nCould not reserve enough space\n", "exited",
         "Could not reserve enough space"),
        ("", "No such file: spark-submit", "No such file: spark-submit"),
    ],
)  # fmt: skip
def test_of_all_that_spark_tells_the_line_that_says_why_is_kept(told: str, error: str, said: str) -> None:
    assert reason(RuntimeError(error), io.BytesIO(told.encode())) == said


def test_progress_only_rises_and_stays_within_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_progress, "EVERY", 0.005)  # on a quick machine the query is soon over
    told: list[float] = []
    with opened("duckdb", threads=1) as backend:
        backend.con.execute("CREATE TEMP TABLE numbers AS SELECT i FROM range(20000000) AS t(i)")
        with watched(backend, told.append):
            backend.con.execute("SELECT sum(hash(i || 'x')), sum(sin(i)) FROM numbers").fetchall()
    assert told
    assert told == sorted(told)
    assert all(0 < part <= 1 for part in told)
