"""Estimates, errors, degrees of freedom and intervals equal those of R `survey`, design by design.

The references are written by tests/measurement/references/make_references.R; R is not needed here.
"""

from __future__ import annotations

import csv
import functools
import math
from pathlib import Path
from typing import Any

import pytest

from chungtay.measurement.poverty import Design, Measurement, Replicates, measure

REFERENCES = Path(__file__).parents[1] / "references"
INDICATORS = {"d1": "1/3", "d2": "1/3", "d3": "1/6", "d4": "1/6"}
TOLERANCE = 1e-8
BOTH = ("area", "ethnic")
FULL = {"weight": "w", "strata": "stratum", "psu": "psu"}


def columns_of(name: str, prefix: str = "rep_") -> tuple[str, ...]:
    with (REFERENCES / name).open(encoding="utf-8") as file:
        return tuple(column for column in next(csv.reader(file)) if column.startswith(prefix))


def given(kind: Any, name: str, **options: Any) -> dict[str, Any]:
    return {"weight": "w", "replicates": Replicates(kind, columns_of(name), **options)}


LONELY = {
    f"lonely_{fpc}{way}": ("lonely.csv", {**FULL, **({"fpc": "fpc"} if fpc else {}), "lonely_psu": way}, ("area",))
    for way in ("remove", "adjust", "average")
    for fpc in ("", "fpc_")
}
CASES: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "none": ("clustered.csv", {}, BOTH),
    "weights": ("clustered.csv", {"weight": "w"}, BOTH),
    "strata": ("clustered.csv", {"weight": "w", "strata": "stratum"}, BOTH),
    "psu": ("clustered.csv", {"weight": "w", "psu": "psu"}, BOTH),
    "strata_psu": ("clustered.csv", FULL, BOTH),
    "nest": ("clustered.csv", {"weight": "w", "strata": "stratum", "psu": "psu_in_stratum", "nest": True}, BOTH),
    "fpc": ("clustered.csv", {**FULL, "fpc": "fpc"}, BOTH),
    "fpc_share": ("clustered.csv", {**FULL, "fpc": "share"}, BOTH),
    "missing": ("missing.csv", FULL, BOTH),
    "missing_rows": ("missing.csv", {"weight": "w", "strata": "stratum"}, BOTH),
    **LONELY,
    "certain": ("certain.csv", {**FULL, "fpc": "fpc"}, ("area",)),
    "jkn": ("clustered.csv", {**FULL, "replicates": Replicates("JKn")}, BOTH),
    "jkn_fpc": ("clustered.csv", {**FULL, "fpc": "fpc", "replicates": Replicates("JKn")}, BOTH),
    "jk1": ("clustered.csv", {"weight": "w", "psu": "psu", "replicates": Replicates("JK1")}, BOTH),
    "bootstrap": ("bootstrap.csv", given("bootstrap", "bootstrap.csv"), BOTH),
    "bootstrap_mse": ("bootstrap.csv", given("bootstrap", "bootstrap.csv", mse=True), BOTH),
    "brr": ("brr.csv", given("BRR", "brr.csv"), ("area",)),
    "fay": ("fay.csv", given("Fay", "fay.csv", rho=0.3), ("area",)),
}


@functools.cache
def references() -> dict[str, list[dict[str, str]]]:
    with (REFERENCES / "survey_references.csv").open(encoding="utf-8") as file:
        found: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(file):
            found.setdefault(row["case"], []).append(row)
    return found


def measured(case: str, **options: Any) -> Measurement:
    name, design, by = CASES[case]
    return measure(REFERENCES / name, indicators=INDICATORS, cutoff="1/3", design=Design(**design, **options), by=by)


def number(text: str) -> float:
    return math.nan if text in ("NA", "NaN") else float(text)


def same(found: float | None, wanted: float) -> bool:
    if found is None or math.isnan(wanted):
        return found is None and math.isnan(wanted)
    return math.isclose(found, wanted, rel_tol=TOLERANCE, abs_tol=1e-13)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("interval", ["logit", "t"])
def test_every_number_equals_the_reference(case: str, interval: str) -> None:
    bounds = ("lower", "upper") if interval == "logit" else ("lower_t", "upper_t")
    rows = {
        (row["group"], row["measure"], row["indicator"]): row
        for row in measured(case, interval=interval).table.to_pylist()
    }
    wrong = []
    for reference in references()[case]:
        row = rows[reference["group"], reference["measure"], reference["indicator"]]
        pairs = zip(("estimate", "std_error", "lower", "upper"), ("estimate", "std_error", *bounds), strict=True)
        for ours, theirs in pairs:
            if not same(row[ours], number(reference[theirs])):
                wrong.append((reference["group"], row["measure"], row["indicator"], ours, row[ours], reference[theirs]))
    assert not wrong


def test_there_is_a_reference_for_every_case_and_the_other_way_round() -> None:
    changes = {"same_psus", "independent", "same_psus_relative", "independent_relative"}
    assert set(references()) == set(CASES) | changes


@pytest.mark.parametrize("case", ["same_psus", "independent"])
def test_changes_equal_the_reference(case: str) -> None:
    result = measure(
        REFERENCES / "periods.csv",
        indicators=INDICATORS,
        cutoff="1/3",
        design=Design(**FULL),
        over="year",
        same_psus=case == "same_psus",
    )
    assert result.changes is not None
    rows = {(row["measure"], row["indicator"]): row for row in result.changes.to_pylist()}
    for reference in references()[case]:
        row = rows[reference["measure"], reference["indicator"]]
        assert same(row["absolute"], number(reference["estimate"]))
        assert same(row["std_error"], number(reference["std_error"]))
        assert same(row["lower"], number(reference["lower_t"]))
    for reference in references()[f"{case}_relative"]:
        row = rows[reference["measure"], reference["indicator"]]
        assert same(row["relative"], number(reference["estimate"]))
        assert same(row["relative_std_error"], number(reference["std_error"]))


def test_intervals_equal_svyciprop() -> None:
    result = {"logit": measured("strata_psu"), "mean": measured("strata_psu", interval="t")}
    with (REFERENCES / "svyciprop_references.csv").open(encoding="utf-8") as file:
        for reference in csv.DictReader(file):
            way = "mean" if reference["method"] == "mean" else "logit"
            # R's "logit" iterates to about 1e-8 of the deviance; "xlogit" is the same in closed form.
            slack = 1e-5 if reference["method"] == "logit" else TOLERANCE
            poor = reference["name"] == "poor"
            row = result[way].value("H" if poor else "uncensored", indicator="" if poor else reference["name"])
            for bound in ("lower", "upper"):
                assert row[bound] == pytest.approx(float(reference[bound]), rel=slack)
