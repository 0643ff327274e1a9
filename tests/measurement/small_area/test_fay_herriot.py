"""The area model against R (package metafor), against a slow likelihood, and its errors by simulation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv
import pytest

from chungtay.measurement.small_area import fay_herriot
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


def test_reml_is_where_a_slow_likelihood_is_highest() -> None:
    """The restricted likelihood from dense matrices, looked up on a fine grid."""
    random = np.random.default_rng(6)
    x = np.column_stack([np.ones(25), random.normal(size=25)])
    d = random.uniform(0.2, 2, 25)
    y = x @ [1.0, 0.5] + random.normal(size=25) + np.sqrt(d) * random.normal(size=25)
    found = fay_herriot(y, d, x[:, 1])

    def likelihood(spread: float) -> float:
        v = np.diag(d + spread)
        inverse = np.linalg.inv(v)
        p = inverse - inverse @ x @ np.linalg.inv(x.T @ inverse @ x) @ x.T @ inverse
        return float(-np.linalg.slogdet(v)[1] - np.linalg.slogdet(x.T @ inverse @ x)[1] - y @ p @ y)

    grid = np.linspace(0, 5, 20_001)
    assert found.spread == pytest.approx(grid[np.argmax([likelihood(s) for s in grid])], abs=3e-4)


@pytest.mark.parametrize("method", ["reml", "moment"])
def test_errors_are_those_found_by_simulation(method: Any) -> None:
    """2,000 populations of 30 areas: the mean of the reported errors is near the errors that were made."""
    random = np.random.default_rng(12)
    d = np.tile([0.3, 0.5, 0.8, 1.2, 2.0], 6)
    x = np.linspace(0, 1, 30)
    made, said = np.zeros(30), np.zeros(30)
    for _ in range(2000):
        truth = 1 + 2 * x + random.normal(size=30)
        found = fay_herriot(truth + np.sqrt(d) * random.normal(size=30), d, x, method=method)
        made += (found.estimates - truth) ** 2
        said += found.mse
    assert np.mean(said / made) == pytest.approx(1, abs=0.05)
    assert (made / 2000 < d).all()  # better than the direct estimates


def test_a_good_sample_counts_for_more_and_an_area_without_one_gets_the_line() -> None:
    y = np.array([0.1, 0.3, 0.2, 0.5, 0.35, 0.42, np.nan])
    d = np.array([1e-8, 0.01, 0.01, 0.01, 0.02, 0.01, np.nan])
    x = np.arange(7) / 6
    found = fay_herriot(y, d, x, areas=list("abcdefg"))
    assert found.estimates[0] == pytest.approx(0.1, abs=1e-4)
    assert found.weight[0] > found.weight[4]
    assert found.estimates[6] == pytest.approx(found.beta[0] + found.beta[1])
    table = found.table.to_pylist()
    assert {row["kind"] for row in table} == {"modelled"}
    assert table[6]["direct"] is None and table[6]["std_error"] > 0


def test_alike_areas_have_no_spread_and_say_so() -> None:
    found = fay_herriot(np.full(10, 0.2), np.full(10, 0.01))
    assert found.at_zero and found.estimates == pytest.approx(np.full(10, 0.2))
    assert (found.mse > 0).all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([0.1] * 8, [0.0] * 8, None), "above 0"),
        (([0.1] * 3, [0.1] * 3, None), "Only 3 sampled areas"),
        (([0.1] * 8, [0.1] * 7, None), "different numbers"),
        (([0.1] * 8, [0.1] * 8, [1.0] * 8), "repeat each other"),
        (([0.1] * 8, [0.1] * 8, [float("nan")] * 8), "known of every area"),
    ],
)
def test_what_cannot_be_modelled_is_refused(arguments: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match=said):
        fay_herriot(*arguments)
