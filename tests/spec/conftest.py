"""`spec("vn-2016-2020", table)` checks a table of households against both engines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ibis
import pytest
from spec_table import run_spec


@pytest.fixture(scope="session")
def duckdb_engine() -> Any:
    """One DuckDB in memory for all tables."""
    return ibis.duckdb.connect()


@pytest.fixture
def spec(duckdb_engine: Any) -> Callable[..., None]:
    """Run a table: see `spec_table`."""
    return partial(run_spec, duckdb_engine)
