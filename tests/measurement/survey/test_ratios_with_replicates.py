"""Ratios under replicate weights equal R `survey` (svymean, svyratio of a svrepdesign) and a slow recomputation."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from chungtay.measurement.poverty import depth, measure
from chungtay.measurement.survey import Design, Replicates, ratios
from chungtay.messages import UserError

REFERENCES = Path(__file__).parents[1] / "references"
INDICATORS = {"d1": "1/3", "d2": "1/3", "d3": "1/6", "d4": "1/6"}
MADE: dict[str, Any] = {"weight": "w", "strata": "stratum", "psu": "psu"}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "jkn": ("clustered.csv", {**MADE, "replicates": Replicates("JKn")}),
    "jkn_fpc": ("clustered.csv", {**MADE, "fpc": "fpc", "replicates": Replicates("JKn")}),
    "jk1": ("clustered.csv", {"weight": "w", "psu": "psu", "replicates": Replicates("JK1")}),
    "bootstrap": ("bootstrap.csv", {"kind": "bootstrap"}),
    "bootstrap_mse": ("bootstrap.csv", {"kind": "bootstrap", "mse": True}),
    "brr": ("brr.csv", {"kind": "BRR"}),
    "fay": ("fay.csv", {"kind": "Fay", "rho": 0.3}),
}


def rows_of(name: str) -> pd.DataFrame:
    """The rows with what Alkire and Foster make of them at a cut-off of 1/3."""
    rows = pd.read_csv(REFERENCES / name)
    points = 2 * rows.d1 + 2 * rows.d2 + rows.d3 + rows.d4
    rows["poor"] = (points >= 2).astype(float)
    rows["score"] = points / 6 * rows.poor
    rows["censored_d1"] = rows.d1 * rows.poor
    rows["part_d1"] = rows.censored_d1 / 3
    return rows


def design_of(case: str, rows: pd.DataFrame) -> Design:
    given = dict(CASES[case][1])
    if "kind" not in given:
        return Design(**given)
    columns = tuple(name for name in rows.columns if name.startswith("rep_"))
    return Design("w", replicates=Replicates(given.pop("kind"), columns, **given))


def by_hand(rows: pd.DataFrame, above: str, below: str | None) -> tuple[float, float]:
    """A ratio and its bootstrap error, replicate by replicate."""
    bottom = rows[below] if below else 1.0

    def ratio(weight: Any) -> float:
        return float((weight * rows[above]).sum() / (weight * bottom).sum())

    each = [ratio(rows[name]) for name in rows.columns if name.startswith("rep_")]
    return ratio(rows.w), float(np.std(each, ddof=1))


@pytest.mark.parametrize("case", CASES)
def test_every_ratio_equals_the_reference(case: str) -> None:
    rows = rows_of(CASES[case][0])
    wanted = {
        ("H", ""): ("poor", 1), ("A", ""): ("score", "poor"), ("M0", ""): ("score", 1),
        ("censored", "d1"): ("censored_d1", 1), ("contribution", "d1"): ("part_d1", "score"),
    }  # fmt: skip
    named = {f"{measure} {indicator}": pair for (measure, indicator), pair in wanted.items()}
    found = ratios(pa.Table.from_pandas(rows), named, design_of(case, rows), by=["area"])
    ours = {(row["group"], row["name"]): row for row in found.to_pylist()}
    with (REFERENCES / "survey_references.csv").open(encoding="utf-8") as file:
        references = [
            row for row in csv.DictReader(file)
            if row["case"] == case and (row["measure"], row["indicator"]) in wanted and "ethnic" not in row["group"]
        ]  # fmt: skip
    assert len(references) == 15
    for reference in references:
        row = ours[reference["group"], f"{reference['measure']} {reference['indicator']}"]
        for mine, theirs in zip(
            ("estimate", "std_error", "df", "lower", "upper"),
            ("estimate", "std_error", "df", "lower_t", "upper_t"), strict=True,
        ):  # fmt: skip
            assert math.isclose(row[mine], float(reference[theirs]), rel_tol=1e-8), (reference, mine)


def incomes() -> pd.DataFrame:
    """Incomes in dong, some unknown, beside bootstrap weights of the same rows."""
    rows = pd.read_csv(REFERENCES / "incomes.csv")
    booted = pd.read_csv(REFERENCES / "bootstrap.csv")
    return rows.join(booted[[name for name in booted.columns if name.startswith("rep_")]])


def test_incomes_equal_a_slow_recomputation_and_unknown_ones_are_left_out() -> None:
    rows = incomes()
    columns = tuple(name for name in rows.columns if name.startswith("rep_"))
    design = Design("w", replicates=Replicates("bootstrap", columns))
    found = ratios(
        pa.Table.from_pandas(rows), {"per_head": ("income", "persons"), "mean": ("income", 1)}, design, by=["area"]
    )
    known = rows[rows.income.notna()]
    for row in found.to_pylist():
        inside = known if row["group"] == "total" else known[known.area == row["group"].removeprefix("area=")]
        wanted = by_hand(inside, "income", "persons" if row["name"] == "per_head" else None)
        assert (row["estimate"], row["std_error"]) == pytest.approx(wanted, rel=1e-10)
        assert row["n"] == len(inside) < len(rows)


def test_factors_of_the_weight_say_the_same_as_replicate_weights() -> None:
    rows = incomes()
    columns = tuple(name for name in rows.columns if name.startswith("rep_"))
    factors = rows.copy()
    for name in columns:
        factors[name] = rows[name] / rows.w
    found = [
        ratios(pa.Table.from_pandas(table), {"mean": ("income", 1)}, Design("w", replicates=replicates))
        for table, replicates in (
            (rows, Replicates("bootstrap", columns)),
            (factors, Replicates("bootstrap", columns, combined=False)),
        )
    ]
    for name in ("estimate", "std_error", "df"):
        assert found[0][name].to_pylist() == pytest.approx(found[1][name].to_pylist(), rel=1e-10)


@pytest.mark.parametrize("case", ["bootstrap", "jkn"])
def test_depth_takes_replicates_and_agrees_with_measure(case: str) -> None:
    rows = rows_of(CASES[case][0])
    table, design = pa.Table.from_pandas(rows), design_of(case, rows)
    deep = depth(table, indicators=INDICATORS, gaps={name: name for name in INDICATORS}, design=design)
    m0 = measure(table, indicators=INDICATORS, design=design).value("M0")
    found = {row["name"]: row for row in deep.to_pylist()}
    for name in ("M0", "M1", "M2"):  # a gap of 1 for everyone deprived: all three are one
        assert found[name]["std_error"] == pytest.approx(m0["std_error"], rel=1e-10)


def test_a_full_count_has_no_error_whatever_its_replicates() -> None:
    rows = incomes()
    columns = tuple(name for name in rows.columns if name.startswith("rep_"))
    design = Design("w", kind="full-count", replicates=Replicates("bootstrap", columns))
    found = ratios(pa.Table.from_pandas(rows), {"mean": ("income", 1)}, design)
    assert found["std_error"].to_pylist() == [0.0]


def test_replicates_that_do_not_fit_the_design_are_refused() -> None:
    rows = pa.Table.from_pandas(rows_of("clustered.csv"))
    with pytest.raises(UserError, match="BRR"):
        ratios(rows, {"H": ("poor", 1)}, Design(**MADE, replicates=Replicates("BRR")))
