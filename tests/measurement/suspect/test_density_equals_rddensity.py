"""The density test gives what the reference implementation gives: densities, errors, bandwidths, p-values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chungtay.measurement.suspect import density_jump

REFERENCES = json.loads(
    (Path(__file__).parents[1] / "references" / "density_references.json").read_text(encoding="utf-8")
)


def _name(one: dict[str, Any]) -> str:
    return f"{one['name']}-{one['degree']}-{'given' if one['bandwidth'] else 'own'}"


@pytest.mark.parametrize("expected", REFERENCES["results"], ids=_name)
def test_every_number_equals_the_reference(expected: dict[str, Any]) -> None:
    values = np.array(REFERENCES["samples"][expected["name"]])
    bandwidth = tuple(expected["bandwidth"]) if expected["bandwidth"] else None
    found = density_jump(values, expected["cutoff"], degree=expected["degree"], bandwidth=bandwidth)
    assert found is not None
    assert found.bandwidth == pytest.approx(expected["used"], rel=1e-6)
    for name in ("left", "right", "std_error", "statistic", "p_value"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=1e-5, abs=1e-9), name


def test_a_side_without_values_has_no_test() -> None:
    assert density_jump(np.arange(50.0), -1.0) is None
    assert density_jump(np.repeat([1.0, 2.0], 40), 1.5) is None


def test_missing_values_are_left_out() -> None:
    values = np.array(REFERENCES["samples"]["normal"])
    assert density_jump(np.append(values, np.nan), 0.5) == density_jump(values, 0.5)
