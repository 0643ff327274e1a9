"""Start Spark without its talk on the console, and say in one sentence why it did not start. Imports `messages`.

Java and Spark's launcher tell the console a dozen lines before any setting can keep them still. They tell a file
without a name instead, which is read only where Spark does not start.
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from chungtay.messages import UserError, fail

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WHY = re.compile(r"(?: ERROR |Exception in thread \"main\" )(.+)")
"""The line of Spark's log, or of its launcher, that says why it ends."""


def start_spark(settings: Mapping[str, str]) -> SparkSession:
    """Start a session with Spark's settings by name; Java starts with the first session of a process.

    Raises UserError with what Java or Spark said where it does not start.
    """
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    # Where a call to Java breaks off, as by Ctrl-C, py4j logs it and raises it; raised is enough.
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(_not_of_py4j)
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    with tempfile.TemporaryFile() as told:
        try:
            if SparkContext._gateway is None:
                gateway = launch_gateway(conf, {"stdout": told, "stderr": told})
                SparkContext._ensure_initialized(gateway=gateway)
            builder = SparkSession.builder
            for name, value in settings.items():
                builder = builder.config(name, value)
            return builder.getOrCreate()
        except (Py4JError, PySparkException, OSError) as error:
            raise _not_started(error, told, settings) from error


def _not_of_py4j(record: logging.LogRecord) -> bool:
    """Whether a line logged without the name of a logger is of another package than py4j, which writes such ones."""
    return "py4j" not in Path(record.pathname).parts


def _not_started(error: Exception, told: BinaryIO, settings: Mapping[str, str]) -> UserError:
    """Spark's own words as an error for the user."""
    return fail(
        "Spark không khởi động được.",
        "Spark did not start.",
        do_vi="Kiểm tra --memory-limit, Java và CHUNGTAY_SPARK_MASTER, hoặc bỏ --engine spark để dùng DuckDB.",
        do_en="Check --memory-limit, Java and CHUNGTAY_SPARK_MASTER, or leave --engine spark out to use DuckDB.",
        value=f"{settings['spark.master']}: {reason(error, told)}",
        code="spark_start",
    )


def reason(error: Exception, told: BinaryIO) -> str:
    """The line that says why: the first error in Spark's log, else the exception in Java, else the last line told."""
    told.seek(0)
    text = told.read().decode("utf-8", "replace").strip()
    thrown = getattr(error, "java_exception", None)
    if found := WHY.search(text):
        return found[1]
    if thrown is not None:
        return str(thrown.toString()).splitlines()[0]
    return (text or str(error)).splitlines()[-1]
