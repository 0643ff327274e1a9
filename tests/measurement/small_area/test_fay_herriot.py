"""The area model against R (package metafor), against a slow likelihood, and its errors by simulation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv
import pytest

from chungtay.measurement.small_area import fay_herriot, smooth_variances
from chungtay.messages import UserError

REFERENCES = pyarrow.csv.read_csv(Path(__file__).parents[1] / "references" / "small_area_references.csv").to_pandas()
CASES = list(REFERENCES.groupby(["case", "method"]))


@pytest.mark.parametrize(("key", "rows"), CASES, ids=[f"{case}-{method.strip()}" for (case, method), _ in CASES])
def test_model_equals_r(key: Any, rows: Any) -> None:
    method = {"REML": "reml", "PM": "moment"}[key[1].strip()]
    found = fay_herriot(rows["y"], rows["d"], rows["x"], method=method)  # type: ignore[arg-type]
    first = rows.iloc[0]
    assert found.spread == pytest.approx(first["tau2"], rel=1e-6, abs=1e-9)
    assert found.beta == pytest.approx([first["b0"], first["b1"]], rel=1e-6)
    assert found.beta_errors == pytest.approx([first["se0"], first["se1"]], rel=1e-6)
    np.testing.assert_allclose(found.estimates, rows["eblup"], rtol=1e-6)


@pytest.mark.parametrize("method", ["reml", "ml", "adjusted"])
def test_the_spread_is_where_a_slow_likelihood_is_highest(method: Any) -> None:
    """The (restricted, adjusted) likelihood from dense matrices, looked up on a fine grid."""
    random = np.random.default_rng(6)
    x = np.column_stack([np.ones(25), random.normal(size=25)])
    d = random.uniform(0.2, 2, 25)
    y = x @ [1.0, 0.5] + random.normal(size=25) + np.sqrt(d) * random.normal(size=25)
    found = fay_herriot(y, d, x[:, 1], method=method)

    def likelihood(spread: float) -> float:
        v = np.diag(d + spread)
        inverse = np.linalg.inv(v)
        p = inverse - inverse @ x @ np.linalg.inv(x.T @ inverse @ x) @ x.T @ inverse
        twice = -np.linalg.slogdet(v)[1] - y @ p @ y
        if method != "ml":
            twice -= np.linalg.slogdet(x.T @ inverse @ x)[1]
        if method == "adjusted":
            twice += 2 / 25 * np.log(np.arctan(np.trace(spread * inverse)))
        return float(twice)

    grid = np.linspace(0, 5, 20_001)[1:]
    assert found.spread == pytest.approx(grid[np.argmax([likelihood(s) for s in grid])], abs=3e-4)


@pytest.mark.parametrize("method", ["reml", "ml", "adjusted", "moment"])
def test_errors_are_those_found_by_simulation(method: Any) -> None:
    """700 populations of 30 areas: the mean of the reported errors is near the errors that were made."""
    random = np.random.default_rng(12)
    d = np.tile([0.3, 0.5, 0.8, 1.2, 2.0], 6)
    x = np.linspace(0, 1, 30)
    made, said = np.zeros(30), np.zeros(30)
    for _ in range(700):
        truth = 1 + 2 * x + random.normal(size=30)
        found = fay_herriot(truth + np.sqrt(d) * random.normal(size=30), d, x, method=method)
        made += (found.estimates - truth) ** 2
        said += found.mse
    assert np.mean(said / made) == pytest.approx(1, abs=0.05)
    assert (made / 700 < d).all()  # better than the direct estimates


def test_a_good_sample_counts_for_more_and_an_area_without_one_gets_the_line() -> None:
    y = np.array([0.1, 0.3, 0.2, 0.5, 0.35, 0.42, np.nan])
    d = np.array([1e-8, 0.01, 0.01, 0.01, 0.02, 0.01, np.nan])
    x = np.arange(7) / 6
    found = fay_herriot(y, d, x, areas=list("abcdefg"))
    assert found.estimates[0] == pytest.approx(0.1, abs=1e-4)
    assert found.weight[0] > found.weight[4]
    assert found.estimates[6] == pytest.approx(found.beta[0] + found.beta[1])
    table = found.table.to_pylist()
    assert [row["kind"] for row in table] == ["modelled"] * 6 + ["modelled without a sample"]
    assert table[6]["direct"] is None and table[6]["modelled_std_error"] > 0
    # Its error: the spread between areas and the uncertainty of the line at its x, in dense matrices.
    design = np.column_stack([np.ones(6), x[:6]])
    of_beta = np.linalg.inv(design.T @ np.diag(1 / (found.spread + d[:6])) @ design)
    assert found.mse[6] == pytest.approx(found.spread + np.array([1, x[6]]) @ of_beta @ np.array([1, x[6]]))


def test_alike_areas_have_no_spread_and_say_so() -> None:
    found = fay_herriot(np.full(10, 0.2), np.full(10, 0.01))
    assert found.at_zero and found.estimates == pytest.approx(np.full(10, 0.2))
    assert (found.mse > 0).all() and "estimated as 0" in found.notes[0].en
    kept_away = fay_herriot(np.full(10, 0.2), np.full(10, 0.01), method="adjusted")
    assert kept_away.spread > 0 and (kept_away.weight > 0).all()


def test_covariates_in_millions_change_nothing_but_their_coefficient() -> None:
    random = np.random.default_rng(2)
    x = random.uniform(0, 1, 20)
    y = 0.1 + 0.3 * x + random.normal(0, 0.05, 20)
    d = np.full(20, 0.001)
    found = fay_herriot(y, d, x)
    large = fay_herriot(y, d, 1e9 + 1e6 * x)
    np.testing.assert_allclose(large.estimates, found.estimates, rtol=1e-8)
    np.testing.assert_allclose(large.mse, found.mse, rtol=1e-8)
    assert large.beta[1] * 1e6 == pytest.approx(found.beta[1], rel=1e-6)


def test_errors_by_hand_where_all_areas_have_the_same_variance() -> None:
    """With equal variances D, m areas and no covariates: gamma = s / (s + D) and every part is a short formula.

    g1 = gamma D, g2 = (1 - gamma)^2 (s + D) / m, g3 = (1 - gamma)^2 2 (s + D) / m; ML: s is too small by (s + D) / m.
    REML: s + D is the sample variance of the direct estimates; ML: that with m instead of m - 1.
    """
    y, d = np.array([0.1, 0.2, 0.3, 0.4, 0.5]), 0.005
    for method, whole, bias in (("reml", 0.025, 0.0), ("ml", 0.02, -0.02 / 5)):
        found = fay_herriot(y, np.full(5, d), method=method)  # type: ignore[arg-type]
        spread = whole - d
        gamma = spread / whole
        g1, g2, g3 = gamma * d, (1 - gamma) ** 2 * whole / 5, (1 - gamma) ** 2 * 2 * whole / 5
        assert found.spread == pytest.approx(spread)
        assert found.estimates == pytest.approx(0.3 + gamma * (y - 0.3))
        assert found.mse == pytest.approx(np.full(5, g1 + g2 + 2 * g3 - (1 - gamma) ** 2 * bias))


def test_intervals_of_shares_stay_within_0_and_1_and_others_are_symmetric() -> None:
    shares = fay_herriot([0.01, 0.02, 0.3, 0.1, 0.05], [0.002] * 5).table.to_pydict()
    assert min(shares["modelled_lower"]) > 0
    incomes = fay_herriot([100.0, 120.0, 90.0, 140.0, 80.0], [100.0] * 5).table.to_pylist()
    assert incomes[0]["modelled_upper"] - incomes[0]["modelled"] == pytest.approx(
        1.959964 * incomes[0]["modelled_std_error"]
    )


def test_the_explained_share_is_free_of_sampling_errors() -> None:
    """True values 1 + 2x + v: x explains var(2x) / (var(2x) + 1), whatever errors the direct ones have."""
    random = np.random.default_rng(3)
    x = random.normal(size=4000)
    d = np.full(4000, 4.0)
    found = fay_herriot(1 + 2 * x + random.normal(size=4000) + 2 * random.normal(size=4000), d, x)
    assert found.fit.explained == pytest.approx(0.8, abs=0.02)
    assert found.fit.normality is not None and found.fit.normality > 0.01
    assert found.fit.aic == pytest.approx(-2 * found.fit.log_likelihood + 6)


def test_an_area_far_from_the_model_is_named() -> None:
    y = np.concatenate([np.linspace(0.1, 0.2, 30), [0.9]])
    found = fay_herriot(y, np.full(31, 0.0001), areas=[f"a{i}" for i in range(31)])
    assert abs(found.residuals[30]) > 3 and any("a30" in note.en for note in found.notes)


def test_benchmarked_estimates_meet_the_figure_of_the_whole() -> None:
    found = fay_herriot([0.1, 0.2, 0.3, 0.25, 0.15], [0.01] * 5)
    people = np.array([100.0, 200, 300, 400, 500])
    assert people @ found.benchmarked(people, 0.19) / people.sum() == pytest.approx(0.19)


def test_smoothing_gives_every_area_the_variance_of_a_common_unit() -> None:
    """Two areas of 4 and 16 with unit variances 0.2 and 0.25, pooled (4 x 0.2 + 16 x 0.25) / 20 = 0.24; one of 1."""
    smoothed = smooth_variances(np.array([0.05, 0.25 / 16, 0.0, np.nan]), np.array([4.0, 16.0, 1.0, np.nan]))
    np.testing.assert_allclose(smoothed, [0.06, 0.015, 0.24, np.nan])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([0.1] * 8, [0.0] * 8, None), "above 0"),
        (([0.1] * 3, [0.1] * 3, None), "Only 3 sampled areas"),
        (([0.1] * 8, [0.1] * 7, None), "different numbers"),
        (([0.1] * 8, [0.1] * 8, [1.0] * 8), "repeat each other"),
        (([0.1] * 8, [0.1] * 8, [float("nan")] * 8), "known of every area"),
        (([0.1] * 8, [float("inf")] * 8, None), "above 0"),
        (([0.1] * 8, [0.1] * 8, [[1.0, 2.0]] * 4 + [[3.0, 6.0]] * 4), "repeat each other"),
    ],
)
def test_what_cannot_be_modelled_is_refused(arguments: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match=said):
        fay_herriot(*arguments)
