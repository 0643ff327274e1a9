"""Open Spark behind Ibis: on this machine, or on the cluster that the environment names. Imports `messages`.

Spark is optional: `pip install "chungtay[spark]"`, and a Java of version 17 or later.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.messages import UserError, fail
from chungtay.snapshots.engines import bytes_of
from chungtay.snapshots.spark_start import start_spark

if TYPE_CHECKING:
    import ibis.backends.pyspark

MASTER = "CHUNGTAY_SPARK_MASTER"
"""Environment variable with the address of a cluster, such as spark://host:7077 or yarn."""
MEMORY_LIMIT = "2GB"
LEAST_JAVA = 17
LEAST_MEMORY = 512 * 2**20
"""Spark keeps 300 MB for itself and refuses a heap below one and a half times that."""


def why_no_spark() -> UserError | None:
    """Say why Spark cannot be used here: no pyspark, no Java. None where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return fail(
            "Chưa cài Spark.",
            "Spark is not installed.",
            do_vi='Cài bằng pip install "chungtay[spark]", hoặc bỏ --engine spark để dùng DuckDB.',
            do_en='Install it with pip install "chungtay[spark]", or leave --engine spark out to use DuckDB.',
            code="pyspark",
        )
    java = shutil.which("java", path=_java_path())
    asked = subprocess.run([java, "-version"], check=False, capture_output=True, text=True) if java else None
    if asked is None or asked.returncode:
        return _no_java(
            "Không tìm thấy Java; Spark cần Java 17 trở lên.", "There is no Java; Spark needs Java 17 or later."
        )
    release = re.search(r'version "(\d+)[^"]*"', asked.stderr)
    if release and int(release[1]) < LEAST_JAVA:
        return _no_java(
            "Java quá cũ; Spark cần Java 17 trở lên.",
            "Java is too old; Spark needs Java 17 or later.",
            value=release[0],
        )
    return None


def _no_java(vi: str, en: str, **found: str) -> UserError:
    return fail(
        vi,
        en,
        do_vi="Cài Java 17 (hoặc đặt JAVA_HOME), hoặc bỏ --engine spark để dùng DuckDB.",
        do_en="Install Java 17 (or set JAVA_HOME), or leave --engine spark out to use DuckDB.",
        code="java",
        **found,
    )


def spark_runs() -> bool:
    """Whether this process has a Spark session already."""
    if importlib.util.find_spec("pyspark") is None:
        return False
    from pyspark.sql import SparkSession

    return SparkSession.getActiveSession() is not None


def spark_engine(
    *, memory_limit: str | None = None, threads: int | None = None, spill: Path | None = None
) -> ibis.backends.pyspark.Backend:
    """Open Spark behind Ibis; a session that already runs in this process is used as it is.

    memory_limit  heap of the driver, which on one machine does all the work; None = 2 GB. What does not fit is spilled
    threads       cores to use on this machine; None = all. On a cluster ($CHUNGTAY_SPARK_MASTER) its settings decide
    spill         folder for spilled data; None = Spark's own
    Raises UserError where pyspark or Java is missing, and for a limit that cannot be read or is too small for Spark.
    """
    if problem := why_no_spark():
        raise problem
    heap = bytes_of(memory_limit or MEMORY_LIMIT)
    if heap < LEAST_MEMORY:
        raise fail(
            "Giới hạn bộ nhớ quá nhỏ cho Spark.",
            "The memory limit is too small for Spark.",
            do_vi="Ghi từ 512MiB trở lên, hoặc dùng DuckDB.",
            do_en="Give at least 512MiB, or use DuckDB.",
            value=str(memory_limit),
            allowed=">= 512MiB",
            code="memory_limit",
        )
    import ibis

    # Neither Spark nor Ibis uses of pandas what changed in its third version.
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        return ibis.pyspark.connect(running)
    master = os.environ.get(MASTER)
    settings = {
        "spark.app.name": "chungtay",
        "spark.master": master or f"local[{threads or '*'}]",
        "spark.driver.memory": f"{heap // 2**20}m",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
    }
    if not master:
        cores = threads or os.cpu_count() or 1
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            # Made for clusters, 200 parts of a shuffle are mostly empty on one machine.
            "spark.sql.shuffle.partitions": str(max(4, 2 * cores)),
        }
    if spill is not None:
        settings["spark.local.dir"] = str(spill)
    return ibis.pyspark.connect(start_spark(settings))


def _java_path() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin") if home else None
