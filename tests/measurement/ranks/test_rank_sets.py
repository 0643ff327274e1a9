"""Rank sets: against a slow calculation, against known answers, and their coverage by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.measurement.ranks import rank_sets
from chungtay.measurement.ranks.draws import NormalDraws
from chungtay.measurement.ranks.greatest_difference import GreatestDifferences, greatest
from chungtay.measurement.ranks.one_at_a_time import drawn_critical_values, normal_critical_values
from chungtay.measurement.ranks.picture import draw_rank_sets
from chungtay.measurement.ranks.told_apart import count_above, count_below
from chungtay.messages import UserError


def slow_greatest(row: np.ndarray, theta: np.ndarray, se: np.ndarray, least: float | None) -> float:
    """Look at every pair."""
    best = 0.0
    for j in range(len(row)):
        for k in range(len(row)):
            spread = np.hypot(se[j], se[k])
            if spread > 0 and (least is None or theta[j] - theta[k] <= least * spread):
                best = max(best, (row[j] * se[j] - row[k] * se[k]) / spread)
    return best


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    size=st.integers(2, 140),
    spread=st.sampled_from([0.0, 0.5, 2.0]),
    least=st.sampled_from([None, 1.0, 2.5]),
    some_certain=st.booleans(),
)
def test_the_greatest_difference_is_that_of_all_pairs(
    seed: int, size: int, spread: float, least: float | None, some_certain: bool
) -> None:
    random = np.random.default_rng(seed)
    theta, se = random.normal(size=size), np.exp(spread * random.normal(size=size))
    if some_certain:
        se[::5] = 0
    row = random.standard_normal(size)
    found, _ = greatest(row, theta, se, least)
    assert found == pytest.approx(slow_greatest(row, theta, se, least), abs=1e-12)


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 200), ties=st.booleans(), one=st.booleans())
def test_the_sweep_counts_as_all_pairs_would(seed: int, size: int, ties: bool, one: bool) -> None:
    random = np.random.default_rng(seed)
    theta, se = random.normal(size=size), np.exp(random.normal(size=size)) * 0.2
    if ties:
        theta, se = theta.round(1), se.round(1)
    c = 2.0 if one else random.uniform(0.5, 4, size)
    apart = theta[:, None] - theta[None, :]
    bound = np.broadcast_to(np.asarray(c), (size,))[:, None] * np.hypot(se[:, None], se[None, :])
    assert count_below(theta, se, c).tolist() == (apart > bound).sum(axis=1).tolist()
    assert count_above(theta, se, c).tolist() == (-apart > bound).sum(axis=1).tolist()


@pytest.mark.parametrize("least", [None, 3.0])
def test_the_quantile_needs_few_draws_and_is_that_of_all(least: float | None) -> None:
    random = np.random.default_rng(2)
    theta, se = random.normal(size=400) * 0.4, np.exp(random.normal(size=400) * 0.5) * 0.2
    draws = NormalDraws(400, 500, seed=3)
    every = np.sort([greatest(row, theta, se, least)[0] for chunk in draws for row in chunk])
    differences = GreatestDifferences(theta, se, draws)
    assert differences.critical_value(0.9, least=least) == pytest.approx(every[int(np.ceil(0.9 * 501)) - 1], rel=1e-6)


def test_the_integral_agrees_with_simulation() -> None:
    random = np.random.default_rng(3)
    se = np.exp(random.normal(size=60) * 0.7)
    errors = random.standard_normal((60_000, 60)) * se
    exact = normal_critical_values(se, 0.95, two_sided=True)
    one_sided = normal_critical_values(se, 0.95, two_sided=False)
    for j in (0, 17, 59):
        apart = (errors[:, [j]] - errors) / np.hypot(se[j], se)
        assert exact[j] == pytest.approx(np.quantile(np.abs(apart).max(axis=1), 0.95), abs=0.03)
        assert one_sided[j] == pytest.approx(np.quantile(apart.max(axis=1), 0.95), abs=0.03)


def test_two_units_need_the_usual_normal_value() -> None:
    assert normal_critical_values(np.array([1.0, 3.0]), 0.95, two_sided=True) == pytest.approx(1.959964, abs=1e-4)
    assert normal_critical_values(np.array([1.0, 3.0]), 0.95, two_sided=False) == pytest.approx(1.644854, abs=1e-4)


def test_drawn_values_agree_with_the_integral_where_units_are_independent() -> None:
    random = np.random.default_rng(8)
    se = np.exp(random.normal(size=300) * 0.3)
    drawn, _ = drawn_critical_values(se, NormalDraws(300, 8000, seed=1), 0.95, two_sided=True)
    np.testing.assert_allclose(drawn, normal_critical_values(se, 0.95, two_sided=True), atol=0.12)


def test_three_units_by_hand() -> None:
    """0.10 and 0.11 (errors 0.01) are not told apart; 0.30 is far from both."""
    found = rank_sets([0.10, 0.30, 0.11], [0.01, 0.01, 0.01], units=["A", "B", "C"], lowest_first=True)
    assert found.rank.tolist() == [1, 3, 2]
    assert list(zip(found.lower.tolist(), found.upper.tolist(), strict=True)) == [(1, 2), (3, 3), (1, 2)]
    assert found.table["unit"].to_pylist() == ["A", "C", "B"]


def test_ties_share_the_best_place_and_equal_certain_values_are_not_told_apart() -> None:
    found = rank_sets([5.0, 5.0, 7.0, 1.0], [0.0, 0.0, 0.0, 0.0])
    assert found.rank.tolist() == [2, 2, 1, 4]
    assert found.tied.tolist() == [1, 1, 0, 0]
    assert found.lower.tolist() == [2, 2, 1, 4] and found.upper.tolist() == [3, 3, 1, 4]
    assert found.simultaneous_lower.tolist() == [2, 2, 1, 4]


def test_sets_contain_the_rank_and_marginal_ones_are_within_simultaneous_ones() -> None:
    random = np.random.default_rng(1)
    found = rank_sets(random.normal(size=120), np.full(120, 0.3))
    assert (found.lower <= found.rank).all() and (found.rank <= found.upper).all()
    assert (found.simultaneous_lower <= found.lower).all() and (found.upper <= found.simultaneous_upper).all()


def test_steps_only_tighten() -> None:
    theta = np.repeat([0.0, 10.0, 20.0], 4) + np.linspace(0, 1.9, 12)
    one = rank_sets(theta, np.full(12, 0.5), stepwise=False)
    more = rank_sets(theta, np.full(12, 0.5))
    assert more.critical < one.critical and more.steps > 1
    assert (more.simultaneous_lower >= one.simultaneous_lower).all()
    assert (more.simultaneous_upper <= one.simultaneous_upper).all()


def test_one_sided_bounds_are_tighter_and_leave_the_other_side_open() -> None:
    theta, se = np.arange(30) / 10, np.full(30, 0.3)
    both = rank_sets(theta, se)
    best, worst = rank_sets(theta, se, sides="best"), rank_sets(theta, se, sides="worst")
    assert (best.lower >= both.lower).all() and (best.lower > both.lower).any() and (best.upper == 30).all()
    assert (worst.upper <= both.upper).all() and (worst.lower == 1).all()


def test_dependence_between_units_narrows_the_sets() -> None:
    """An error shared by all units (a common price index) does not blur their order."""
    random = np.random.default_rng(4)
    theta = np.arange(10.0)
    shared = random.normal(size=(800, 1)) * 5
    draws = theta + shared + random.normal(size=(800, 10)) * 0.1
    found = rank_sets(theta, draws=draws)
    assert (found.simultaneous_lower == found.simultaneous_upper).all()
    assert rank_sets(theta, found.std_errors).upper.max() == 10


def test_the_chance_to_be_first_adds_up_to_the_number_of_places() -> None:
    found = rank_sets([0.1, 0.2, 0.3, 0.3], [0.05, 0.05, 0.0, 0.0], top=2)
    assert found.top_probability is not None
    assert found.top_probability.sum() == pytest.approx(2)
    assert found.top_probability[0] < found.top_probability[1] < 0.2
    assert found.top_probability[2] == found.top_probability[3]
    assert found.in_top[0] != "yes"


def test_the_same_seed_gives_the_same_sets() -> None:
    theta, se = np.linspace(0, 1, 50), np.full(50, 0.2)
    one, two = (rank_sets(theta, se, top=5, seed=9) for _ in range(2))
    assert one.table.equals(two.table)


def test_coverage_is_at_least_the_level() -> None:
    """400 samples of 12 units, among them ties: simultaneous and marginal sets cover the true ranks."""
    truth = np.array([0.0, 0.0, 0.1, 0.3, 0.3, 0.6, 1.0, 1.1, 1.1, 1.5, 2.0, 2.0])
    se = np.tile([0.1, 0.2, 0.4], 4)
    best = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    worst = 12 - (truth[None, :] < truth[:, None]).sum(axis=1)
    random = np.random.default_rng(20)
    marginal, at_once = np.zeros(12), 0
    for _ in range(400):
        found = rank_sets(truth + se * random.standard_normal(12), se, level=0.9, count=200)
        marginal += (found.lower <= best) & (worst <= found.upper)
        at_once += bool(((found.simultaneous_lower <= best) & (worst <= found.simultaneous_upper)).all())
    assert marginal.min() / 400 > 0.86
    assert at_once / 400 > 0.87


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (([1.0], [0.1]), {}, "at least two units"),
        (([1.0, 2.0], [0.1, -0.1]), {}, "negative"),
        (([1.0, float("nan")], [0.1, 0.1]), {}, "missing"),
        (([1.0, 2.0], [0.1]), {}, "do not fit"),
        (([1.0, 2.0], None), {}, "no standard errors"),
        (([1.0, 2.0], [0.1, 0.1]), {"top": 2}, "first units"),
        (([1.0, 2.0], [0.1, 0.1]), {"level": 95}, "confidence level"),
        (([1.0, 2.0], None), {"draws": np.zeros((20, 2))}, "too few"),
    ],
)
def test_what_cannot_be_ranked_is_said(arguments, options, said, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match=said):
        rank_sets(*arguments, **options)


def test_the_picture_has_a_row_per_unit_and_can_be_drawn() -> None:
    import vl_convert

    found = rank_sets(np.linspace(0, 1, 80), np.full(80, 0.1))
    spec = draw_rank_sets(found, first=20).to_dict()
    assert len(spec["layer"]) == 3 and len(spec["data"]["values"]) == 20
    assert "<svg" in vl_convert.vegalite_to_svg(spec)
