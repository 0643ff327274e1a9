"""The factor of income growth: by hand, against a bootstrap and slow arithmetic in pandas, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from chungtay.measurement.income_growth import IncomeGrowth, income_growth
from chungtay.measurement.income_growth.targets import status_of
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.ratios import ratios
from chungtay.messages import UserError

OPTIONS: dict[str, Any] = {"household": "h", "year": "y", "income": "income", "found": "c",
                           "base_year": 2015, "last_year": 2020}  # fmt: skip


def table(rows: list[tuple[str, int, float | None, str, str]]) -> Any:
    names = ("h", "y", "income", "c", "area")
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})


SMALL_ROWS: list[tuple[str, int, float | None, str, str]] = [
    ("a", 2015, 400.0, "poor", "r"), ("a", 2020, 900.0, "not_poor", "r"),
    ("b", 2015, 600.0, "poor", "u"), ("b", 2020, 700.0, "poor", "u"),
    ("c", 2015, 900.0, "not_poor", "u"), ("c", 2020, 500.0, "poor", "u"),
    ("d", 2015, 500.0, "poor", "r"),
]  # fmt: skip
SMALL = table(SMALL_ROWS)


def by_group(found: IncomeGrowth, reading: str) -> dict[str, dict[str, Any]]:
    return {row["group"]: row for row in found.table.to_pylist() if row["reading"] == reading}


def test_two_readings_by_hand() -> None:
    """Followed: a and b, (900 + 700) / (400 + 600); each year: (700 + 500) / 2 over (400 + 600 + 500) / 3."""
    found = income_growth(SMALL, **OPTIONS, design=Design(kind="full-count"))
    followed, each = by_group(found, "followed")["total"], by_group(found, "each_year")["total"]
    assert followed["factor"] == pytest.approx(1.6) and followed["lost"] == 1 and followed["n_base"] == 2
    assert each["factor"] == pytest.approx(600 / 500) and (each["n_base"], each["n_last"]) == (3, 2)
    assert followed["std_error"] == 0 and followed["status"] == "reached" and each["status"] == "missed"


def test_groups_have_their_own_targets() -> None:
    found = income_growth(
        SMALL, **OPTIONS, by="area", target={"r": 2.0, "total": 1.5}, design=Design(kind="full-count")
    )
    followed = by_group(found, "followed")
    assert followed["r"]["target"] == 2.0 and followed["r"]["factor"] == pytest.approx(2.25)
    assert followed["u"]["target"] == 1.5 and followed["u"]["status"] == "missed"


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
    assert whole["factor"] == pytest.approx(drawn["factor"], rel=1e-12)
    assert whole["std_error"] == 0 < drawn["std_error"]
    assert drawn["lower"] < drawn["factor"] < drawn["upper"]


def slow_error(frame: Any, group: str, reading: str) -> tuple[float, float]:
    """Factor and error of a group from the households' own influences, summed by PSU within strata, in pandas."""
    wide = frame[frame.y == 2015].merge(frame[frame.y == 2020], on="h", how="outer", suffixes=("0", "1"))
    if reading == "followed":
        counts = [(wide.c0 == "poor") & wide.income1.notna() & (wide.g0 == group)] * 2
        weights = [wide.w0, wide.w0]
    else:
        counts = [(wide[f"c{t}"] == "poor") & (wide[f"g{t}"] == group) for t in (0, 1)]
        weights = [wide.w0, wide.w1]
    influence, means = 0.0, []
    for time, sign in ((0, -1), (1, 1)):
        weight = (weights[time] * wide[f"persons{time}"]).where(counts[time], 0).fillna(0)
        income = wide[f"income{time}"].fillna(0)
        mean = (weight * income).sum() / weight.sum()
        means.append(mean)
        influence = influence + sign * weight * (income - mean) / (weight.sum() * mean)
    psu, stratum = wide.psu0.fillna(wide.psu1), wide.stratum0.fillna(wide.stratum1)
    variance = 0.0
    for _, within in influence.groupby([stratum, psu]).sum().groupby(level=0):
        variance += len(within) / (len(within) - 1) * ((within - within.mean()) ** 2).sum()
    factor = means[1] / means[0]
    return factor, factor * variance**0.5


def test_groups_of_a_panel_with_movers_and_losses_equal_slow_arithmetic() -> None:
    random = np.random.default_rng(9)
    frame = sample(7).to_pandas()
    frame["g"] = random.choice(["a", "b"], len(frame))
    frame = frame[random.random(len(frame)) > 0.1]
    design = Design(weight="w", strata="stratum", psu="psu")
    found = income_growth(frame, **OPTIONS, persons="persons", by="g", design=design)
    for reading in ("followed", "each_year"):
        for group in ("a", "b"):
            row = by_group(found, reading)[group]
            factor, error = slow_error(frame, group, reading)
            assert row["factor"] == pytest.approx(factor, rel=1e-12)
            assert row["std_error"] == pytest.approx(error, rel=1e-10)


def test_several_years_are_each_held_against_the_base_year() -> None:
    between = table([("a", 2018, 500.0, "poor", "r"), ("b", 2018, 700.0, "poor", "u")])
    found = income_growth(
        pa.concat_tables([SMALL, between]), **(OPTIONS | {"last_year": [2018, 2020]}), design=Design(kind="full-count")
    ).table.to_pylist()
    assert [(row["last_year"], row["reading"]) for row in found] == [
        (2018, "followed"), (2018, "each_year"), (2020, "followed"), (2020, "each_year"),
    ]  # fmt: skip
    assert found[0]["factor"] == pytest.approx(1200 / 1000) and found[2]["factor"] == pytest.approx(1.6)


def test_the_followed_need_no_class_in_the_last_year() -> None:
    """Nobody asks of what class they became: their income counts."""
    rows = [row if row[:2] != ("a", 2020) else (*row[:3], None, row[4]) for row in SMALL_ROWS]
    found = income_growth(table(rows), **OPTIONS, design=Design(kind="full-count"))  # type: ignore[arg-type]
    assert by_group(found, "followed")["total"]["factor"] == pytest.approx(1.6)
    assert "1 of 7 rows lack" in found.notes[1].en


def test_a_flag_serves_as_class() -> None:
    flagged = SMALL.set_column(3, "c", pa.array([float(one == "poor") for one in SMALL["c"].to_pylist()]))
    found = income_growth(flagged, **OPTIONS, of="1", design=Design(kind="full-count"))
    assert by_group(found, "followed")["total"]["factor"] == pytest.approx(1.6)


def test_years_without_a_household_in_common_are_independent_samples() -> None:
    """The variance of the logarithm is then the sum of those of the two means, each over its own households."""
    random = np.random.default_rng(4)
    rows = [(f"{year}-{i}", year, float(random.gamma(9, mean / 9)), "poor", "r")
            for year, mean in ((2015, 500), (2020, 800)) for i in range(60)]  # fmt: skip
    found = income_growth(table(rows), **OPTIONS)
    each = by_group(found, "each_year")["total"]
    expected = 0.0
    for year in (2015, 2020):
        income = np.array([row[2] for row in rows if row[1] == year])
        expected += income.var(ddof=1) / len(income) / income.mean() ** 2
    assert each["std_error"] / each["factor"] == pytest.approx(expected**0.5)
    assert by_group(found, "followed")["total"]["factor"] is None
    assert any("independent samples" in note.en for note in found.notes)


@pytest.mark.parametrize(
    ("lower", "upper", "status"),
    [(1.5, 2.0, "reached"), (1.2, 1.49, "missed"), (1.4, 1.6, "open"), (None, None, "open")],
)
def test_a_target_is_open_while_the_interval_holds_it(lower: Any, upper: Any, status: str) -> None:
    assert status_of({"factor": 1.5, "target": 1.5, "lower": lower, "upper": upper}) == status


@pytest.mark.parametrize(
    ("column", "row", "cell", "said"),
    [
        ("income", 2, "much", "row 4, column income: This cell is no number. Found: “much”"),
        ("h", 1, "", "row 3, column h: This row has no household"),
        ("y", 0, "", "row 2, column y: The year is empty"),
        ("w", 3, "0", "row 5, column w: Every row needs a weight above 0. Found: “0”"),
        ("w", 3, "-2", "Found: “-2”"),
        ("size", 6, "0", "row 8, column size: The number of persons must be above 0"),
    ],
)
def test_a_bad_row_is_named(column: str, row: int, cell: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    cells = {name: [str(one) for one in SMALL[name].to_pylist()] for name in SMALL.column_names}
    cells |= {"w": ["1"] * 7, "size": ["4"] * 7}
    cells[column][row] = cell
    with pytest.raises(UserError, match=re.escape(said)):
        income_growth(pa.table(cells), **OPTIONS, persons="size", design=Design(weight="w"))


def test_classes_of_two_standards_are_compared_only_for_the_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    years = SMALL["y"].to_pylist()
    mixed = SMALL.append_column("standard_id", pa.array([f"vn-{year}" for year in years]))
    with pytest.raises(UserError, match="different poverty standards"):
        income_growth(mixed, **OPTIONS)
    assert by_group(income_growth(mixed, **OPTIONS, readings=["followed"]), "followed")["total"]["factor"] == 1.6


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"income": "incom"}, "income"),
        ({"last_year": 2019}, "no row of 2019"),
        ({"of": "rich"}, "class rich"),
        ({"prices": {2015: 100.0}}, "price index"),
        ({"by": "area", "target": {"x": 2.0}}, "target for a group"),
        ({"target": 0.0}, "above 0"),
        ({"base_year": 2020}, "must differ"),
        ({"readings": ["both"]}, "Unknown reading"),
        ({"by": "odd"}, "is called total"),
        ({"design": Design(strata="area", psu="area")}, "single PSU"),
    ],
)
def test_what_cannot_be_said_is_refused(options: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match=said):
        odd = SMALL.append_column("odd", pa.array(["total"] * 7))
        income_growth(odd, **(OPTIONS | options))


def test_a_household_with_two_rows_in_a_year_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    with pytest.raises(UserError, match="has several rows in 2015"):
        income_growth(pa.concat_tables([SMALL, SMALL.slice(0, 1)]), **OPTIONS)
