"""Means and ratios of incomes equal svymean and svyratio of R `survey` (references/make_references.R)."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from chungtay.measurement.survey import Design, ratios

REFERENCES = Path(__file__).parents[1] / "references"
DESIGNS = {
    "weights": Design("w"),
    "strata": Design("w", "stratum"),
    "strata_psu": Design("w", "stratum", "psu"),
}


@pytest.mark.parametrize("case", DESIGNS)
def test_every_ratio_equals_the_reference(case: str) -> None:
    wanted = {"per_head": ("income", "persons"), "mean": ("income", 1)}
    found = ratios(REFERENCES / "incomes.csv", wanted, DESIGNS[case], by=["area"])
    rows = {(row["group"], row["name"]): row for row in found.to_pylist()}
    with (REFERENCES / "ratio_references.csv").open(encoding="utf-8") as file:
        references = [row for row in csv.DictReader(file) if row["case"] == case]
    assert len(references) == 6
    for reference in references:
        row = rows[reference["group"], reference["name"]]
        for name in ("estimate", "std_error", "lower", "upper", "df"):
            assert math.isclose(row[name], float(reference[name]), rel_tol=1e-8), (reference, name)


def test_a_full_count_has_no_error() -> None:
    found = ratios(REFERENCES / "incomes.csv", {"mean": ("income", 1)}, Design("w", kind="full-count"))
    assert found["std_error"].to_pylist() == [0.0]
