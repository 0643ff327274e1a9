"""Point estimates equal those of `mpitb` 0.2 (tests/measurement/references/make_mpitb_references.py)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from chungtay.measurement.poverty import Design, measure

REFERENCES = Path(__file__).parents[1] / "references"


def test_every_point_estimate_equals_that_of_mpitb() -> None:
    nested = {"one": {"d1": 1}, "two": {"d2": 1}, "three": {"d3": 1, "d4": 1}}
    design = Design("w", "stratum", "psu")
    result = measure(REFERENCES / "clustered.csv", indicators=nested, cutoff="1/3", design=design, by="area")
    with (REFERENCES / "mpitb_references.csv").open(encoding="utf-8") as file:
        references = list(csv.DictReader(file))
    assert len(references) == 45
    for row in references:
        found = result.value(row["measure"], row["group"], row["indicator"])["estimate"]
        assert found == pytest.approx(float(row["estimate"]), rel=1e-12)
