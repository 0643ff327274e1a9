"""A province with figures and a few households, made for the tests of pages: the real areas, invented numbers."""

from __future__ import annotations

import pytest
from made_province import MadeProvince, make_province


@pytest.fixture
def province(db) -> MadeProvince:
    return make_province()
