"""On the console, `--engine spark` says what DuckDB would and no word of Java or Spark, except why it fails.

Skipped where pyspark (`chungtay[spark]`) or Java is absent. Each test starts Spark anew, as a user does.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chungtay.snapshots.spark import MASTER, why_no_spark

WHY_NOT = why_no_spark()
pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT)),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "xa.csv"
    path.write_text("xa,rate,se\nA,0.10,0.01\nB,0.12,0.01\nC,0.30,0.02\n", encoding="utf-8")
    return path


def ranked(file: Path, engine: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `chungtay ranks` says in a process of its own, without the time that it took."""
    asked = ["--unit", "xa", "--estimate", "rate", "--std-error", "se", "--engine", engine]
    done = subprocess.run(
        [sys.executable, "-c", "from chungtay.cli import main; main()", "ranks", str(file), *asked]
        + ["--out", str(file.parent / "out.csv")],
        env={**os.environ, "CHUNGTAY_LANG": "en", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    done.stdout = re.sub(r"[\d.]+ s\.", "", done.stdout)
    return done


def test_spark_is_as_quiet_as_duckdb(file: Path) -> None:
    on_duckdb, on_spark = ranked(file, "duckdb"), ranked(file, "spark")
    assert (on_spark.returncode, on_spark.stderr) == (0, "")
    assert on_spark.stdout == on_duckdb.stdout
    assert "3 units" in on_spark.stdout


def test_a_cluster_that_is_none_is_named_in_one_sentence(file: Path) -> None:
    done = ranked(file, "spark", **{MASTER: "nowhere"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: Spark did not start. Found: “nowhere: ")
    assert done.stderr.count("\n") == 1 and MASTER in done.stderr
    assert not (file.parent / "out.csv").exists()
