"""Each check finds the unit in which something was done, leaves honest ones alone, and names the households."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from chungtay.measurement.suspect import bunching, deadlines, duplicates, exits, heaping, surveyors
from chungtay.messages import UserError

UNITS = [f"xa{i:02}" for i in range(12)]
ODD = "xa03"


def made(households: int, columns: Callable[[np.random.Generator, str], dict[str, Any]], seed: int = 4) -> Any:
    """A table of UNITS with so many households each; columns makes the values of one unit."""
    random = np.random.default_rng(seed)
    parts = []
    for unit in UNITS:
        ids = [f"{unit}-{i:04}" for i in range(households)]
        parts.append(pa.table({"unit": [unit] * households, "household_id": ids, **columns(random, unit)}))
    return ibis.duckdb.connect().create_table("made", pa.concat_tables(parts))


def incomes(random: np.random.Generator, unit: str) -> dict[str, Any]:
    values = random.gamma(6, 150, 1500)
    if unit == ODD:  # most households just above the line are put just below it
        moved = (values >= 700) & (values < 800) & (random.random(1500) < 0.6)
        values[moved] = random.uniform(640, 700, moved.sum())
    return {"income": values}


@pytest.mark.parametrize("options", [{"method": "density"}, {"method": "count", "window": 60.0},
                                     {"method": "count", "window": 60.0, "against": "even"}])  # fmt: skip
def test_bunching_below_a_line_is_found(options: Any) -> None:
    found = bunching(made(1500, incomes), unit="unit", value="income", cutoff=700, household="household_id", **options)
    assert found.flagged == [ODD]
    assert found.table["unit"][0].as_py() == ODD
    assert found.households is not None and len(found.households) > 30
    assert {name.as_py()[:4] for name in found.households["household_id"]} == {ODD}
    assert all(float(value.as_py()) < 700 for value in found.households["value"])


def test_bunching_above_is_another_side() -> None:
    table = made(1500, incomes)
    assert bunching(table, unit="unit", value="income", cutoff=700, side="above").flagged == []
    assert bunching(table, unit="unit", value="income", cutoff=700, side="both").flagged == [ODD]


def test_a_value_on_the_line_goes_where_the_rule_puts_it() -> None:
    def on_the_line(random: np.random.Generator, unit: str) -> dict[str, Any]:
        values = random.uniform(500, 900, 300)
        if unit == ODD:
            values[:60] = 700.0
        return {"income": values}

    table = made(300, on_the_line)
    options: Any = {"unit": "unit", "value": "income", "cutoff": 700, "method": "count", "window": 50.0}
    assert bunching(table, **options, inclusive=True).flagged == [ODD]
    assert bunching(table, **options, inclusive=False).flagged == []
    assert bunching(table, **options, inclusive=False, side="above").flagged == [ODD]


def test_guessed_numbers_end_in_noughts_and_fives() -> None:
    def areas(random: np.random.Generator, unit: str) -> dict[str, Any]:
        values = random.integers(20, 120, 200)
        if unit == ODD:
            values[:80] = values[:80] // 10 * 10
        return {"area": values.astype(float)}

    table = made(200, areas)
    for against in ("others", "even"):
        found = heaping(table, unit="unit", value="area", household="household_id", against=against)  # type: ignore[arg-type]
        assert found.flagged == [ODD]
        first = found.table.to_pylist()[0]
        assert first["digit"] == 0 and first["observed"] > first["expected"]
        assert found.households is not None and len(found.households) == first["observed"]


def test_small_units_are_met_by_simulation_and_everyone_rounding_is_no_ground() -> None:
    def areas(random: np.random.Generator, unit: str) -> dict[str, Any]:
        return {"area": random.choice([0.0, 5.0, 3.0], 25, p=[0.6, 0.3, 0.1])}

    table = made(25, areas)
    assert heaping(table, unit="unit", value="area").flagged == []
    assert len(heaping(table, unit="unit", value="area", against="even").flagged) == len(UNITS)


def answers(random: np.random.Generator, unit: str) -> dict[str, Any]:
    wealth = random.standard_normal(60)
    facts = {f"f{i}": (wealth + random.standard_normal(60) > 0.3 * i - 1).astype(int) for i in range(10)}
    if unit == ODD:
        for copied in facts.values():
            copied[30:50] = copied[7]
    return facts


def test_copied_forms_are_found_although_answers_hang_together() -> None:
    table = made(60, answers)
    found = duplicates(table, unit="unit", facts=[f"f{i}" for i in range(10)], household="household_id")
    assert found.flagged == [ODD]
    assert found.households is not None
    assert {f"{ODD}-{i:04}" for i in range(30, 50)} <= {one.as_py() for one in found.households["household_id"]}
    row = found.table.to_pylist()[0]
    assert row["observed"] > row["expected"] and row["p_value"] == max(row["p_own"], row["p_others"])


def test_a_surveyor_who_finds_other_things_is_found() -> None:
    def asked(random: np.random.Generator, unit: str) -> dict[str, Any]:
        who = random.integers(0, 4, 120)
        poor = random.random(120) < np.where((who == 2) & (unit == ODD), 0.75, 0.25)
        return {"who": [f"{unit}-{code}" for code in who], "poor": poor.astype(int)}

    table = made(120, asked)
    found = surveyors(table, unit="unit", surveyor="who", outcome="poor", household="household_id")
    assert found.flagged == [ODD]
    row = found.table.to_pylist()[0]
    assert row["surveyor"] == f"{ODD}-2" and row["surveyors"] == 4 and 0.1 < row["observed"] < 0.6
    assert found.households is not None and 15 < len(found.households) < 50


def test_a_surveyors_p_value_is_fair_where_nothing_is_wrong() -> None:
    def asked(random: np.random.Generator, unit: str) -> dict[str, Any]:
        return {"who": random.integers(0, 3, 60).astype(str), "poor": (random.random(60) < 0.3).astype(int)}

    p = np.concatenate([
        surveyors(made(60, asked, seed), unit="unit", surveyor="who", outcome="poor").table["p_value"].to_numpy()
        for seed in range(8)
    ])  # fmt: skip
    assert 0.35 < p.mean() < 0.65 and (p < 0.05).mean() < 0.12


def splits(random: np.random.Generator, unit: str) -> dict[str, Any]:
    days = random.integers(0, 365, 40)
    if unit == ODD:
        days[:20] = random.integers(345, 365, 20)
    return {"day": np.datetime64("2019-01-01") + days}


@pytest.mark.parametrize("against", ["others", "even"])
def test_splits_before_a_deadline_are_found(against: Any) -> None:
    found = deadlines(made(40, splits), unit="unit", day="day", deadlines=[dt.date(2019, 12, 31)], window=20,
                      household="household_id", against=against)  # fmt: skip
    assert found.flagged == [ODD]
    assert found.households is not None and len(found.households) == found.table["observed"][0].as_py() >= 20


def left(random: np.random.Generator, unit: str) -> dict[str, Any]:
    years = np.repeat([2017, 2018, 2019], 50)
    usual = {"xa07": 0.6}.get(unit, 0.2)
    share = np.where((years == 2019) & (unit == ODD), 0.6, usual)
    return {"year": years, "left": (random.random(150) < share).astype(int)}


def test_sudden_exits_stand_out_against_peers_and_own_past() -> None:
    table = made(150, left)
    options: Any = {"unit": "unit", "outcome": "left", "period": "year"}
    assert exits(table, **options, against="own", household="household_id").flagged == [ODD]
    both = exits(table, **options, against="both")
    others = {row["unit"]: row["p_value"] for row in exits(table, **options).table.to_pylist()}
    assert others["xa07"] < 0.1  # high against its peers, but as always
    assert both.table["unit"][0].as_py() == ODD
    last = {row["unit"]: row["p_value"] for row in both.table.to_pylist()}
    assert last["xa07"] > 0.1 > last[ODD]


def test_the_exits_behind_are_those_of_the_latest_year() -> None:
    found = exits(made(150, left), unit="unit", outcome="left", period="year", against="own", household="household_id")
    assert found.households is not None
    assert len(found.households) == found.table["observed"][0].as_py()
    assert all(name.as_py()[-4:] >= "0100" for name in found.households["household_id"])


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (lambda t: heaping(t, unit="unt", value="area"), "unit"),
        (lambda t: heaping(t, unit="unit", value="area", step=0), "step"),
        (lambda t: bunching(t, unit="unit", value="area", cutoff=1, method="count"), "window"),
        (lambda t: duplicates(t, unit="unit", facts=["area"]), "two columns"),
        (lambda t: exits(t, unit="unit", outcome="area"), "0 or 1"),
        (lambda t: exits(t, unit="unit", outcome="area", against="own"), "period"),
        (lambda t: deadlines(t, unit="unit", day="area", deadlines=[]), "deadline"),
    ],
)
def test_what_cannot_be_checked_is_said(run: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")
    table = made(5, lambda random, unit: {"area": random.integers(20, 120, 5)})
    with pytest.raises(UserError, match=said):
        run(table)


def test_a_row_without_a_unit_is_refused() -> None:
    table = ibis.memtable({"unit": ["a", None], "area": [1.0, 2.0]})
    with pytest.raises(UserError):
        heaping(table, unit="unit", value="area")
