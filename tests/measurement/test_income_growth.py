"""The factor of income growth: by hand, against a bootstrap and the survey machinery, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from chungtay.measurement.income_growth import income_growth
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.ratios import ratios
from chungtay.messages import UserError

OPTIONS: dict[str, Any] = {"household": "h", "year": "y", "income": "income", "found": "c",
                           "base_year": 2015, "last_year": 2020}  # fmt: skip


def table(rows: list[tuple[str, int, float | None, str, str]]) -> Any:
    names = ("h", "y", "income", "c", "area")
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})


SMALL = table([
    ("a", 2015, 400.0, "poor", "r"), ("a", 2020, 900.0, "not_poor", "r"),
    ("b", 2015, 600.0, "poor", "u"), ("b", 2020, 700.0, "poor", "u"),
    ("c", 2015, 900.0, "not_poor", "u"), ("c", 2020, 500.0, "poor", "u"),
    ("d", 2015, 500.0, "poor", "r"),
])  # fmt: skip


def by_group(found: pa.Table, reading: str) -> dict[str, dict[str, Any]]:
    return {row["group"]: row for row in found.to_pylist() if row["reading"] == reading}


def test_two_readings_by_hand() -> None:
    """Followed: a and b, (900 + 700) / (400 + 600); each year: (700 + 500) / 2 over (400 + 600 + 500) / 3."""
    found = income_growth(SMALL, **OPTIONS, design=Design(kind="full-count"))
    followed, each = by_group(found, "followed")["total"], by_group(found, "each_year")["total"]
    assert followed["factor"] == pytest.approx(1.6) and followed["lost"] == 1 and followed["n_base"] == 2
    assert each["factor"] == pytest.approx(600 / 500) and (each["n_base"], each["n_last"]) == (3, 2)
    assert followed["std_error"] == 0 and followed["reached"] == "yes" and each["reached"] == "no"


def test_groups_have_their_own_targets() -> None:
    found = income_growth(
        SMALL, **OPTIONS, by="area", target={"r": 2.0, "total": 1.5}, design=Design(kind="full-count")
    )
    followed = by_group(found, "followed")
    assert followed["r"]["target"] == 2.0 and followed["r"]["factor"] == pytest.approx(2.25)
    assert followed["u"]["target"] == 1.5 and followed["u"]["reached"] == "no"


def test_prices_are_taken_out() -> None:
    found = income_growth(SMALL, **OPTIONS, prices={2015: 100.0, 2020: 125.0}, design=Design(kind="full-count"))
    assert by_group(found, "followed")["total"]["factor"] == pytest.approx(1.6 / 1.25)


def sample(seed: int = 1) -> pa.Table:
    """300 households in 40 PSUs of 4 strata, followed over five years."""
    random = np.random.default_rng(seed)
    psu = random.integers(0, 40, 300)
    base = random.gamma(8, 60, 300) + 40 * random.standard_normal(40)[psu].clip(-2, 2) + 200
    last = base * random.lognormal(0.4, 0.25, 300)
    rows: dict[str, list[Any]] = {name: [] for name in ("h", "y", "income", "c", "w", "persons", "psu", "stratum")}
    weight, size = random.uniform(1, 3, 300), random.integers(1, 7, 300)
    for year, income, line in ((2015, base, 700), (2020, last, 900)):
        rows["h"] += [f"h{i}" for i in range(300)]
        rows["y"] += [year] * 300
        rows["income"] += income.tolist()
        rows["c"] += np.where(income <= line, "poor", "not_poor").tolist()
        rows["w"] += weight.tolist()
        rows["persons"] += size.tolist()
        rows["psu"] += psu.tolist()
        rows["stratum"] += (psu % 4).tolist()
    return pa.table(rows)


def test_the_followed_equal_a_ratio_of_the_survey_machinery() -> None:
    """With constant size and weight the factor is the plain ratio of the two years' totals."""
    data = sample()
    design = Design(weight="w", strata="stratum", psu="psu", interval="t")
    found = by_group(income_growth(data, **OPTIONS, persons="persons", design=design), "followed")["total"]
    frame = data.to_pandas()
    wide = frame[frame.y == 2015].merge(frame[frame.y == 2020], on="h", suffixes=("0", "1"))
    wide["poor"] = (wide.c0 == "poor").astype(float)
    wide["above"] = wide.income1 * wide.persons1 * wide.poor
    wide["below"] = wide.income0 * wide.persons0 * wide.poor
    expected = ratios(
        wide, {"factor": ("above", "below")}, Design(weight="w0", strata="stratum0", psu="psu0")
    ).to_pylist()[0]
    assert found["factor"] == pytest.approx(expected["estimate"])
    assert found["std_error"] == pytest.approx(expected["std_error"], rel=1e-9)


def test_errors_agree_with_a_bootstrap_of_households() -> None:
    data = sample(3)
    frame = data.to_pandas()
    random = np.random.default_rng(5)
    found = income_growth(data, **OPTIONS, design=Design(weight="w"))
    wide = frame[frame.y == 2015].merge(frame[frame.y == 2020], on="h", suffixes=("0", "1"))
    factors: dict[str, list[float]] = {"followed": [], "each_year": []}
    for _ in range(600):
        one = wide.iloc[random.integers(0, len(wide), len(wide))]
        poor0, poor1 = one[one.c0 == "poor"], one[one.c1 == "poor"]
        base = np.average(poor0.income0, weights=poor0.w0)
        factors["followed"].append(np.average(poor0.income1, weights=poor0.w0) / base)
        factors["each_year"].append(np.average(poor1.income1, weights=poor1.w1) / base)
    for reading, made in factors.items():
        assert by_group(found, reading)["total"]["std_error"] == pytest.approx(np.std(made), rel=0.12), reading


def test_a_register_seen_as_one_draw_has_errors_and_as_a_full_count_none() -> None:
    whole = by_group(income_growth(sample(), **OPTIONS, design=Design(kind="full-count")), "followed")["total"]
    drawn = by_group(income_growth(sample(), **OPTIONS, design=Design(kind="superpopulation")), "followed")["total"]
    assert whole["factor"] == drawn["factor"] and whole["std_error"] == 0 < drawn["std_error"]
    assert drawn["lower"] < drawn["factor"] < drawn["upper"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"income": "incom"}, "income"),
        ({"last_year": 2019}, "no row of 2019"),
        ({"of": "rich"}, "class rich"),
        ({"prices": {2015: 100.0}}, "price index"),
    ],
)
def test_what_cannot_be_said_is_refused(options: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match=said):
        income_growth(SMALL, **(OPTIONS | options))


def test_a_household_with_two_rows_in_a_year_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match="several rows in 2015"):
        income_growth(pa.concat_tables([SMALL, SMALL.slice(0, 1)]), **OPTIONS)
