"""Tails and adjustments against their textbook definitions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from chungtay.measurement.suspect import benjamini_hochberg, benjamini_yekutieli
from chungtay.measurement.suspect.chance import against_even, against_others, against_own_past, simulated

P = np.array([0.01, 0.04, np.nan, 0.03, 0.005, 0.55])


def test_adjusted_p_values_equal_scipy_and_leave_the_untested_out() -> None:
    tested = ~np.isnan(P)
    for adjust, method in ((benjamini_hochberg, "bh"), (benjamini_yekutieli, "by")):
        found = adjust(P)
        assert np.isnan(found[2])
        np.testing.assert_allclose(found[tested], stats.false_discovery_control(P[tested], method=method))


def test_no_unit_tested_gives_no_value() -> None:
    assert np.isnan(benjamini_hochberg(np.array([np.nan, np.nan]))).all()


def test_false_discoveries_stay_below_the_level() -> None:
    """40 of 200 units differ; over 200 rounds, the mean share of false ones among those flagged is at most 10 %."""
    random = np.random.default_rng(5)
    false = []
    for _ in range(200):
        z = random.standard_normal(200)
        z[:40] += 3
        flagged = benjamini_hochberg(stats.norm.sf(z)) <= 0.1
        false.append(flagged[40:].sum() / max(1, flagged.sum()))
    assert np.mean(false) < 0.1


def test_even_odds_are_binomial() -> None:
    found = against_even(np.array([8.0]), np.array([10.0]), 0.5)
    assert found[0] == pytest.approx((45 + 10 + 1) / 1024)


def test_the_own_past_is_fishers_exact_test() -> None:
    found = against_own_past(np.array([7.0]), np.array([10.0]), np.array([2.0]), np.array([12.0]))
    assert found[0] == pytest.approx(stats.fisher_exact([[7, 3], [2, 10]], alternative="greater").pvalue)


def test_units_that_differ_widely_make_an_odd_one_less_odd() -> None:
    sizes = np.full(30, 100.0)
    alike = np.full(30, 20.0)
    alike[0] = 45
    apart = np.tile([5.0, 35.0], 15)
    apart[0] = 45
    assert against_others(alike, sizes)[0][0] < 1e-6
    assert 0.01 < against_others(apart, sizes)[0][0] < 0.2


def test_p_values_against_the_others_are_fair() -> None:
    """Shares drawn from a beta distribution: about 5 % of the units fall below 0.05."""
    random = np.random.default_rng(11)
    sizes = random.integers(20, 120, 2000).astype(float)
    cases = random.binomial(sizes.astype(int), random.beta(4, 12, 2000)).astype(float)
    p, expected = against_others(cases, sizes)
    assert 0.03 < (p < 0.05).mean() < 0.06
    np.testing.assert_allclose(expected / sizes, 0.25, atol=0.02)


def test_a_simulation_stops_early_where_the_value_is_common_and_goes_on_where_it_is_rare() -> None:
    random, made = np.random.default_rng(1), []

    def draw(count: int) -> np.ndarray:
        made.append(count)
        return random.standard_normal(count)

    assert simulated(draw, 0.0, 100_000) == pytest.approx(0.5, abs=0.15)
    assert made == [99]
    assert simulated(draw, 10.0, 9_999) == pytest.approx(1e-4)
