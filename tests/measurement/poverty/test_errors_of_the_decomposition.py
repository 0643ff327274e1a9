"""Errors of incidence and intensity equal a slow recomputation row by row, and come near what a jackknife gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.stats import t

from chungtay.measurement.poverty import Design, Replicates, measure

PERIODS = Path(__file__).parents[1] / "references" / "periods.csv"
INDICATORS = {"d1": "1/3", "d2": "1/3", "d3": "1/6", "d4": "1/6"}
PARTS = ("incidence", "intensity", "incidence_share")
CLUSTERED: dict[str, Any] = {"weight": "w", "strata": "stratum", "psu": "psu"}


def rows_of(frame: pd.DataFrame) -> pd.DataFrame:
    points = 2 * frame.d1 + 2 * frame.d2 + frame.d3 + frame.d4
    poor = (points >= 2).astype(float)
    return frame.assign(poor=poor, score=points / 6 * poor)


@pytest.fixture(scope="module")
def periods() -> pd.DataFrame:
    return rows_of(pd.read_csv(PERIODS))


def decomposed(frame: pd.DataFrame, design: Design, **options: Any) -> list[dict[str, Any]]:
    table = pa.Table.from_pandas(frame[["d1", "d2", "d3", "d4", "w", "stratum", "psu", "area", "year"]])
    result = measure(table, indicators=INDICATORS, design=design, over="year", **options)
    rows: list[dict[str, Any]] = result.decompose_changes().to_pylist()
    return rows


def parts_of(frame: pd.DataFrame, weight: Any) -> np.ndarray:
    """Incidence, intensity and the share of incidence, straight from the definition."""
    found = []
    for year in (2016, 2020):
        here = weight * (frame.year == year)
        found += [(here * frame.poor).sum() / here.sum(), (here * frame.score).sum() / (here * frame.poor).sum()]
    h0, a0, h1, a1 = found
    incidence, intensity = (h1 - h0) * (a0 + a1) / 2, (a1 - a0) * (h0 + h1) / 2
    return np.array([incidence, intensity, incidence / (incidence + intensity)])


def slow_errors(frame: pd.DataFrame, weight: str | None, units: list[str], strata: list[str]) -> np.ndarray:
    """Taylor linearisation with numerical derivatives: what each row's weight does to the parts, added up by PSU."""
    w = frame[weight].to_numpy(dtype=float) if weight else np.ones(len(frame))
    influence = np.zeros((len(frame), 3))
    for row in range(len(frame)):
        step = np.zeros(len(frame))
        step[row] = 1e-4 * w[row]
        influence[row] = (parts_of(frame, w + step) - parts_of(frame, w - step)) / 2e-4
    keys = frame[strata].astype(str).agg(" ".join, axis=1) if strata else pd.Series("1", index=frame.index)
    sums = pd.DataFrame(influence).groupby([keys, frame[units].astype(str).agg(" ".join, axis=1)]).sum()
    variance = np.zeros(3)
    for _, inside in sums.groupby(level=0):
        variance += len(inside) / (len(inside) - 1) * ((inside - inside.mean()) ** 2).sum().to_numpy()
    return np.asarray(np.sqrt(variance))


CASES: dict[str, tuple[Design, bool, str | None, list[str], list[str]]] = {
    "independent": (Design(**CLUSTERED), False, "w", ["psu", "year"], ["stratum", "year"]),
    "same PSUs": (Design(**CLUSTERED), True, "w", ["psu"], ["stratum"]),
    "weights only": (Design("w"), False, "w", ["row", "year"], ["year"]),
    "nothing": (Design(), False, None, ["row", "year"], ["year"]),
}


@pytest.mark.parametrize("case", CASES)
def test_every_error_equals_the_slow_one(case: str, periods: pd.DataFrame) -> None:
    design, same_psus, weight, units, strata = CASES[case]
    found = {row["group"]: row for row in decomposed(periods, design, same_psus=same_psus, by=["area"])}
    for group in ("total", "area=rural"):
        # A domain: the other area's rows stay in the sample, with nothing of their own.
        inside = periods if group == "total" else periods.assign(
            w=periods.w * (periods.area == "rural"), one=(periods.area == "rural").astype(float)
        )  # fmt: skip
        named = weight if group == "total" or weight else "one"
        wanted = slow_errors(inside, named, units, strata)
        ours = [found[group][f"{part}_std_error"] for part in PARTS]
        assert ours == pytest.approx(wanted.tolist(), rel=1e-6), group
        value = parts_of(inside, inside[named] if named else np.ones(len(inside)))
        assert [found[group][part] for part in PARTS] == pytest.approx(value.tolist(), rel=1e-10)


def test_intervals_are_t_intervals_about_the_parts(periods: pd.DataFrame) -> None:
    (row,) = decomposed(periods, Design(**CLUSTERED), same_psus=True)
    width = t.ppf(0.975, 12 - 3)
    for part in ("incidence", "intensity"):
        assert row[f"{part}_upper"] - row[part] == pytest.approx(width * row[f"{part}_std_error"])
        assert row[part] - row[f"{part}_lower"] == pytest.approx(width * row[f"{part}_std_error"])


@pytest.mark.parametrize("same_psus", [False, True])
def test_a_jackknife_in_slow_python_comes_near(same_psus: bool, periods: pd.DataFrame) -> None:
    frame = periods if same_psus else periods.assign(
        psu=periods.psu.astype(str) + "/" + periods.year.astype(str),
        stratum=periods.stratum + "/" + periods.year.astype(str),
    )  # fmt: skip
    variance = np.zeros(3)
    for _, inside in frame.groupby("stratum"):
        units = inside.psu.unique()
        n = len(units)
        for unit in units:
            factor = np.where(frame.stratum == inside.stratum.iloc[0], n / (n - 1), 1.0) * (frame.psu != unit)
            variance += (n - 1) / n * (parts_of(frame, frame.w * factor) - parts_of(frame, frame.w)) ** 2
    for replicates in (None, Replicates("JKn", mse=True)):
        (row,) = decomposed(periods, Design(**CLUSTERED, replicates=replicates), same_psus=same_psus)
        for place, part in enumerate(PARTS[:2]):
            assert row[f"{part}_std_error"] == pytest.approx(np.sqrt(variance[place]), rel=0.1), (part, replicates)


def test_given_replicates_serve_as_made_ones_do(periods: pd.DataFrame) -> None:
    draw = np.random.default_rng(3)
    names = [f"rep_{number}" for number in range(60)]
    table = pa.Table.from_pandas(periods)
    for name in names:
        times = np.empty(len(periods))
        for _, inside in periods.groupby("stratum"):
            units = inside.psu.unique()
            drawn = dict(zip(units, draw.multinomial(len(units) - 1, [1 / len(units)] * len(units)), strict=True))
            times[inside.index] = [drawn[unit] * len(units) / (len(units) - 1) for unit in inside.psu]
        table = table.append_column(name, pa.array(periods.w.to_numpy() * times))
    design = Design("w", replicates=Replicates("bootstrap", tuple(names)))
    result = measure(table, indicators=INDICATORS, design=design, over="year", same_psus=True)
    (row,) = result.decompose_changes().to_pylist()
    each = np.array([parts_of(periods, table[name].to_numpy()) for name in names])
    for place, part in enumerate(PARTS[:2]):
        assert row[f"{part}_std_error"] == pytest.approx(each[:, place].std(ddof=1), rel=0.1)


def test_a_full_count_changes_without_error(periods: pd.DataFrame) -> None:
    (row,) = decomposed(periods, Design("w", kind="full-count"))
    assert [row[f"{part}_std_error"] for part in PARTS] == [0.0, 0.0, 0.0]


def test_with_no_poor_before_all_of_the_change_is_incidence_with_the_error_of_that() -> None:
    made = {"d1": [0] * 8 + [1, 1, 0, 0, 1, 0, 0, 0], "d2": [0] * 8 + [1, 0, 0, 0, 1, 0, 0, 0]}
    table = pa.table({**made, "year": [2016] * 8 + [2020] * 8, "psu": list(range(8)) * 2})
    result = measure(table, indicators=["d1", "d2"], cutoff="1/2", design=Design(psu="psu"), over="year")
    (row,) = result.decompose_changes().to_pylist()
    (m0,) = (one for one in result.changes.to_pylist() if one["measure"] == "M0")  # type: ignore[union-attr]
    assert (row["intensity"], row["intensity_std_error"]) == (0.0, 0.0)
    assert (row["incidence"], row["incidence_share"]) == (pytest.approx(m0["absolute"]), 1.0)
    assert row["incidence_std_error"] == pytest.approx(m0["std_error"])


def test_several_cutoffs_and_periods_each_have_their_row(periods: pd.DataFrame) -> None:
    later = periods.assign(year=periods.year + 8)
    table = pa.Table.from_pandas(pd.concat([periods, later], ignore_index=True))
    result = measure(table, indicators=INDICATORS, cutoff=["1/3", "1/2"], design=Design("w"), over="year")
    rows = result.decompose_changes().to_pylist()
    assert [(row["from"], row["to"], row["cutoff"]) for row in rows] == [
        (first, last, cutoff) for cutoff in ("1/3", "1/2")
        for first, last in (("2016", "2020"), ("2020", "2024"), ("2024", "2028"), ("2016", "2028"))
    ]  # fmt: skip
    assert all(row["incidence_std_error"] > 0 for row in rows)
