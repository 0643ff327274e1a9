"""Examples small enough to be worked by hand.

The matrix of four persons and four dimensions is the one with which Alkire and Foster introduce their measures
(Counting and multidimensional poverty measurement, J. Public Economics 95, 2011, section 3); the numbers are worked
out anew in the comments.
"""

from __future__ import annotations

import pyarrow as pa
import pytest

from chungtay.measurement.poverty import Design, association, depth, measure, robustness

# Achievements (rows are persons) and the lines z: deprived where below.
ACHIEVEMENTS = [(13.1, 14, 4, 1), (15.2, 7, 5, 0), (12.5, 10, 1, 0), (20.0, 11, 3, 1)]
LINES = (13.0, 12.0, 3.0, 1.0)
NAMES = ("d1", "d2", "d3", "d4")
EQUAL = dict.fromkeys(NAMES, "1/4")


@pytest.fixture
def four_persons() -> pa.Table:
    columns: dict[str, list[float]] = {}
    for place, name in enumerate(NAMES):
        values = [row[place] for row in ACHIEVEMENTS]
        columns[name] = [int(value < LINES[place]) for value in values]
        columns[f"gap_{name}"] = [max(0.0, (LINES[place] - value) / LINES[place]) for value in values]
    columns["half"] = ["left", "left", "right", "right"]
    return pa.table(columns)


def test_two_of_four_persons_are_poor_at_a_cutoff_of_two_dimensions(four_persons: pa.Table) -> None:
    # Deprivations: 0, 2, 4, 1. At k = 2 of 4 the second and third are poor: H = 1/2, A = (2/4 + 4/4) / 2 = 3/4.
    result = measure(four_persons, indicators=EQUAL, cutoff="1/2")
    assert [result.value(name)["estimate"] for name in ("H", "A", "M0")] == [0.5, 0.75, 0.375]


def test_headcounts_and_contributions_of_each_dimension(four_persons: pa.Table) -> None:
    # Deprived: d1 the third; d2 the second, third, fourth; d3 the third; d4 the second and third.
    result = measure(four_persons, indicators=EQUAL, cutoff="1/2")
    found = {
        name: [result.value(one, indicator=name)["estimate"] for one in ("uncensored", "censored", "contribution")]
        for name in NAMES
    }
    assert found["d1"] == found["d3"] == pytest.approx([1 / 4, 1 / 4, 1 / 6])
    assert found["d2"] == pytest.approx([3 / 4, 1 / 2, 1 / 3])
    assert found["d4"] == pytest.approx([1 / 2, 1 / 2, 1 / 3])


def test_depth_and_severity_of_the_four_persons(four_persons: pa.Table) -> None:
    # Gaps of the poor: (7 of 12: 5/12, 1) and (0.5/13, 2/12, 2/3, 1); sixteen cells.
    gaps = [5 / 12, 1, 0.5 / 13, 2 / 12, 2 / 3, 1]
    found = depth(four_persons, indicators=EQUAL, gaps={name: f"gap_{name}" for name in NAMES}, cutoff="1/2")
    values = dict(zip(found["name"].to_pylist(), found["estimate"].to_pylist(), strict=True))
    assert values["M0"] == pytest.approx(6 / 16)
    assert values["M1"] == pytest.approx(sum(gaps) / 16)
    assert values["M2"] == pytest.approx(sum(gap**2 for gap in gaps) / 16)
    assert values["G"] == pytest.approx(sum(gaps) / 6)
    assert values["M1"] == pytest.approx(0.206, abs=5e-4)  # as printed in the paper


def test_union_and_intersection_are_the_two_ends(four_persons: pa.Table) -> None:
    result = measure(four_persons, indicators=EQUAL, cutoff=["1/4", 1])
    assert [result.value("H", cutoff=cutoff)["estimate"] for cutoff in ("1/4", "1")] == [0.75, 0.25]
    # Of the three who are poor in anything, one is poor in everything.
    assert result.value("severe", cutoff="1")["estimate"] == pytest.approx(1 / 3)


def test_halves_decompose_the_whole(four_persons: pa.Table) -> None:
    result = measure(four_persons, indicators=EQUAL, cutoff="1/2", by="half")
    shares = {half: result.value("poverty_share", f"half={half}")["estimate"] for half in ("left", "right")}
    assert shares == pytest.approx({"left": 1 / 3, "right": 2 / 3})
    assert result.value("M0", "half=right")["estimate"] == 0.5


def test_nested_weights_and_contributions_of_dimensions(four_persons: pa.Table) -> None:
    nested = {"one": {"d1": 1}, "rest": {"d2": 1, "d3": 1, "d4": 1}}
    result = measure(four_persons, indicators=nested, cutoff="1/3")
    # Weights 1/2 and 1/6 each. Scores: 0, 1/3, 1, 1/6: the second and third are poor, M0 = (1/3 + 1) / 4 = 1/3.
    assert result.value("M0")["estimate"] == pytest.approx(1 / 3)
    assert result.value("dimension", indicator="one")["estimate"] == pytest.approx((1 / 2) / (4 / 3))
    assert result.value("absolute", indicator="d2")["estimate"] == pytest.approx(2 * (1 / 6) / 4)


def test_a_change_splits_into_incidence_and_intensity() -> None:
    # 2016: H = 1/2, A = 1; 2020: H = 1/2, A = 1/2 and so on: incidence 0, intensity all.
    rows = {
        "d1": [1, 0, 1, 0, 1, 1, 1, 0],
        "d2": [1, 0, 1, 0, 0, 0, 0, 0],
        "year": [2016] * 4 + [2020] * 4,
    }
    result = measure(pa.table(rows), indicators={"d1": "1/2", "d2": "1/2"}, cutoff="1/2", over="year")
    (change,) = result.decompose_changes().to_pylist()
    # M0 from 1/2 to 3/8; H 1/2 -> 3/4, A 1 -> 1/2: incidence 1/4 * 3/4 = 3/16, intensity -1/2 * 5/8 = -5/16.
    assert change["change"] == pytest.approx(-1 / 8)
    assert change["incidence"] == pytest.approx(3 / 16)
    assert change["intensity"] == pytest.approx(-5 / 16)


def test_annualised_change_is_per_year() -> None:
    rows = {"d1": [1, 1, 1, 1, 1, 0, 0, 0], "year": [2016] * 4 + [2018] * 4}
    result = measure(pa.table(rows), indicators={"d1": 1}, cutoff=1, over="year")
    assert result.changes is not None
    change = next(row for row in result.changes.to_pylist() if row["measure"] == "H")
    assert change["absolute"] == -0.75
    assert change["annualised"] == -0.375
    assert change["relative"] == -0.75
    assert change["annualised_relative"] == pytest.approx(0.25**0.5 - 1)


def test_association_of_two_indicators() -> None:
    # Both 2, only first 1, only second 1, neither 4 of 8: phi = (2/8 - (3/8)^2) / (3/8 * 5/8) = 7/15.
    rows = {"a": [1, 1, 1, 0, 0, 0, 0, 0], "b": [1, 1, 0, 1, 0, 0, 0, 0], "c": [0] * 8}
    found = {(row["first"], row["second"]): row for row in association(pa.table(rows), ["a", "b", "c"]).to_pylist()}
    assert found["a", "b"]["phi"] == pytest.approx(7 / 15)
    assert found["a", "b"]["redundancy"] == pytest.approx(2 / 3)
    assert found["a", "c"]["phi"] is None


def test_robust_order_of_groups() -> None:
    rows = {
        "d1": [1] * 90 + [0] * 10 + [1] * 40 + [0] * 60 + [0] * 95 + [1] * 5,
        "d2": [0] * 100 + [1] * 20 + [0] * 80 + [0] * 100,
        "place": ["x"] * 100 + ["y"] * 100 + ["z"] * 100,
    }
    found = robustness(
        pa.table(rows),
        by="place",
        weightings={"equal": ["d1", "d2"], "tilted": {"d1": "1/10", "d2": "9/10"}},
        cutoffs=["1/2", "1/3"],
        design=Design(),
    ).to_pylist()
    assert found[0]["kendall_tau"] == 1.0
    assert found[0]["robust_share"] == 1.0
    tilted = next(row for row in found if row["weighting"] == "tilted" and row["cutoff"] == "1/2")
    assert tilted["robust_share"] < 1.0
