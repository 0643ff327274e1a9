"""The same rows in another order give the same errors, also where replicates are drawn PSU by PSU."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from chungtay.measurement.poverty import Design, measure
from chungtay.measurement.survey import Replicates
from chungtay.measurement.survey.coding import codes_of, combined_codes

NUMBERS = ("estimate", "std_error", "lower", "upper")


def households() -> pa.Table:
    """Six strata of two PSUs with ten households each; PSU names are text in no order of length."""
    draw = np.random.default_rng(3)
    psu = np.repeat(np.arange(12), 10)
    return pa.table(
        {
            "d1": (draw.random(120) < 0.1 + 0.05 * psu).astype("int8"),
            "d2": (draw.random(120) < 0.3).astype("int8"),
            "w": draw.uniform(1, 9, 120),
            "psu": [f"thôn {code}" for code in psu],
            "stratum": psu // 2,
        }
    )


@pytest.mark.parametrize("replicates", [Replicates("bootstrap", count=40, seed=5), Replicates("BRR")])
def test_made_replicates_fall_on_the_same_psus_whatever_the_order_of_the_rows(replicates: Replicates) -> None:
    design, table, found = Design("w", "stratum", "psu", replicates=replicates), households(), []
    for order in (np.arange(120), np.arange(120)[::-1], np.random.default_rng(4).permutation(120)):
        result = measure(table.take(order), indicators=["d1", "d2"], cutoff="1/2", design=design)
        found.append([[row[name] for name in NUMBERS] for row in result.table.to_pylist()])
    for other in found[1:]:
        for one, same in zip(found[0], other, strict=True):
            assert same == pytest.approx(one, rel=1e-12, nan_ok=True)


def test_codes_rise_with_the_values_and_null_comes_last() -> None:
    rows = pa.table({"stratum": [2, 1, None, 2, 1], "psu": ["b", "ă", "a", "a", None]})
    labels, codes = codes_of(rows, ["stratum", "psu"], 5)
    assert labels == [(1, "ă"), (1, None), (2, "a"), (2, "b"), (None, "a")]
    assert codes.tolist() == [3, 0, 4, 2, 1]
    assert np.argsort(combined_codes(rows, ["stratum", "psu"])).tolist() == [1, 4, 3, 0, 2]
