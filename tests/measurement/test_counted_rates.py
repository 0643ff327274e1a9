"""Counted rates: intervals that hold at 0, errors that equal those of single households, ranks in their order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from chungtay.measurement.counted_rates import mean_intervals, rate_changes, rate_intervals, rate_ranks
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.ratios import ratios

ALONE = Design(kind="superpopulation")
NAN = float("nan")


@pytest.mark.parametrize(("cases", "total"), [(0, 100), (1, 30), (5, 100), (40, 80), (100, 100)])
def test_an_interval_is_that_of_wilson(cases: int, total: int) -> None:
    lower, upper = rate_intervals(np.array([cases]), np.array([total]))
    wanted = binomtest(cases, total).proportion_ci(method="wilson")
    assert (lower[0], upper[0]) == pytest.approx((wanted.low, wanted.high), abs=1e-12)


def test_a_village_where_no_household_is_poor_is_not_certain_to_stay_so() -> None:
    lower, upper = rate_intervals(np.array([0.0]), np.array([60.0]))
    assert lower[0] == 0
    assert 0.05 < upper[0] < 0.07


def test_there_is_no_interval_without_a_count() -> None:
    lower, upper = rate_intervals(np.array([3.0, NAN, 3.0, 7.0]), np.array([NAN, 50.0, 0.0, 6.0]))
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_the_error_of_a_change_is_that_of_the_households_one_by_one() -> None:
    was, now = np.zeros(120), np.zeros(120)
    was[:30] = 1  # 30 poor, of whom 22 stay
    now[8:36] = 1
    households = pd.DataFrame({"change": now - was})
    row = ratios(households, {"change": ("change", 1)}, ALONE).to_pylist()[0]
    found = rate_changes((np.array([30]), np.array([120])), (np.array([28]), np.array([120])), np.array([22]))
    assert found.change[0] == pytest.approx(row["estimate"])
    assert found.std_error[0] == pytest.approx(row["std_error"], rel=1e-12)
    assert (found.lower[0], found.upper[0]) == pytest.approx((row["lower"], row["upper"]), rel=1e-9)


def test_years_of_unlike_size_share_the_households_that_are_in_both() -> None:
    # 100 households, then 110; 12 poor, then 15, 9 of them both times.
    inside = np.r_[np.ones(100), np.zeros(10)]
    was, now = np.r_[np.ones(12), np.zeros(98)], np.r_[np.ones(9), np.zeros(3), np.ones(6), np.zeros(92)]
    influence = (now - 15 / 110) / 110 - np.where(inside == 1, (was - 12 / 100) / 100, 0.0)
    wanted = np.sqrt(110 / 109 * ((influence - influence.mean()) ** 2).sum())
    found = rate_changes((np.array([12]), np.array([100])), (np.array([15]), np.array([110])), np.array([9]))
    assert found.std_error[0] == pytest.approx(wanted, rel=1e-12)


def test_not_knowing_who_stayed_poor_makes_the_interval_wider() -> None:
    before, now = (np.array([30.0]), np.array([200.0])), (np.array([25.0]), np.array([200.0]))
    known, unknown = (rate_changes(before, now, np.array([stay])) for stay in (22.0, NAN))
    assert unknown.lower[0] < known.lower[0] < known.upper[0] < unknown.upper[0]


def test_a_few_households_among_many_places_are_not_news() -> None:
    size, before = np.full(150, 200.0), np.full(150, 10.0)
    now, stay = before.copy(), np.full(150, 8.0)
    now[0], now[1] = 15, 60  # 7 came and 2 left; 52 came and 2 left
    found = rate_changes((before, size), (now, size), stay)
    assert found.q_value[0] > 0.05
    assert found.q_value[1] < 0.001


def test_where_no_household_changed_sides_nothing_is_tested() -> None:
    found = rate_changes((np.array([9.0]), np.array([90.0])), (np.array([9.0]), np.array([90.0])), np.array([9.0]))
    assert (found.change[0], found.lower[0], found.upper[0]) == (0, 0, 0)
    assert np.isnan(found.q_value[0])


def test_a_mean_has_the_interval_of_its_households() -> None:
    rng = np.random.default_rng(7)
    table = pd.DataFrame({"persons": rng.integers(1, 7, 40).astype(float)})
    table["income"] = table["persons"] * rng.normal(700_000, 90_000, 40)
    row = ratios(table, {"mean": ("income", "persons")}, ALONE).to_pylist()[0]
    y, x = table["income"], table["persons"]
    products = tuple(np.array([(a * b).sum()]) for a, b in ((y, y), (y, x), (x, x)))
    lower, upper = mean_intervals(np.array([y.sum()]), np.array([x.sum()]), products, np.array([40]))
    assert (lower[0], upper[0]) == pytest.approx((row["lower"], row["upper"]), rel=1e-9)


def test_the_income_of_one_household_has_no_interval() -> None:
    one = np.array([1.0])
    lower, upper = mean_intervals(one, one, (one, one, one), one)
    assert np.isnan(lower[0])
    assert np.isnan(upper[0])


def test_ranks_follow_the_rates_and_stand_within_their_sets() -> None:
    cases, totals = np.array([90.0, 0.0, 4.0, 5.0, 60.0]), np.array([300.0, 80.0, 100.0, 100.0, 400.0])
    found = rate_ranks(cases, totals)
    assert found.rank.tolist() == [1, 5, 4, 3, 2]
    assert (found.lower <= found.rank).all()
    assert (found.rank <= found.upper).all()
    assert found.upper[0] == 1  # nothing but the first place is left for 30 %
    assert found.lower[1] < 4  # nobody poor among 80: chance may move it up


def test_two_places_of_a_few_households_cannot_be_told_apart() -> None:
    found = rate_ranks(np.array([4.0, 6.0]), np.array([60.0, 60.0]))
    assert found.lower.tolist() == [1, 1]
    assert found.upper.tolist() == [2, 2]
