"""Tables of rules, checked against both engines.

`spec("vn-2016-2020", table)`: households and their class; `pathway_spec(table)`: classes over years and the pathway.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ibis
import pytest
from pathway_table import run_pathways
from spec_table import run_spec


@pytest.fixture(scope="session")
def duckdb_engine() -> Any:
    """One DuckDB in memory for all tables."""
    return ibis.duckdb.connect()


@pytest.fixture
def spec(duckdb_engine: Any) -> Callable[..., None]:
    """Run a table: see `spec_table`."""
    return partial(run_spec, duckdb_engine)


@pytest.fixture
def pathway_spec(duckdb_engine: Any) -> Callable[..., None]:
    """Run a table: see `pathway_table`."""
    return partial(run_pathways, duckdb_engine)
