"""Engines are opened with the memory asked for, tell how far they are, and say what is missing."""

from __future__ import annotations

import ibis
import pytest

from chungtay.messages import UserError
from chungtay.snapshots import spark
from chungtay.snapshots.engines import bytes_of, engine, fetch_steps, opened
from chungtay.snapshots.query_progress import watched


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


def test_progress_only_rises_and_stays_within_the_whole() -> None:
    told: list[float] = []
    with opened("duckdb", threads=1) as backend:
        backend.con.execute("CREATE TEMP TABLE numbers AS SELECT i FROM range(20000000) AS t(i)")
        with watched(backend, told.append):
            backend.con.execute("SELECT sum(hash(i || 'x')), sum(sin(i)) FROM numbers").fetchall()
    assert told
    assert told == sorted(told)
    assert all(0 < part <= 1 for part in told)
