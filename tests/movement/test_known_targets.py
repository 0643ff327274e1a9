"""The targets that acts have set, as the file keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.messages import UserError
from chungtay.movement.known_targets import KnownTarget, known_target, known_targets

USUAL = "id: a, scope: '46', indicator: x, years: [1, 2], standard: s"
PATHS = [
    # id, baseline of the unit, end value, from the source's own baseline where None
    ("country-poor-rate-2016-2020", 0.0836, 0.0336),
    ("country-poor-units-2016-2020", 0.3533, 0.1533),
    ("country-minority-2016-2020", 0.25, 0.10),
    ("country-poor-income-2016-2020", 600_000, 900_000),
    ("country-poor-income-minority-2016-2020", 500_000, 1_000_000),
    ("hue-poor-rate-2018", None, 0.0492),
    ("hue-city-poor-rate-2020", None, 0.015),
    ("hue-poor-rate-2025", None, 0.022),
]


@pytest.mark.parametrize(("name", "baseline", "end"), PATHS)
def test_a_path_from_an_act(name: str, baseline: float | None, end: float):
    assert known_target(name).path(baseline).end_value == pytest.approx(end)


def test_an_act_that_says_no_baseline_needs_the_units_own():
    with pytest.raises(UserError) as refused:
        known_target("country-poor-rate-2016-2020").path()
    assert refused.value.problems[0].code == "no_baseline"


def test_each_target_says_where_it_was_read_and_claims_no_gazette():
    for one in known_targets():
        assert one.source and one.status == "secondary", one.id
        assert one.first_year < one.last_year
        assert len(one.provenance) <= 300


def test_an_unknown_id_is_answered_with_those_there_are():
    with pytest.raises(UserError) as refused:
        known_target("nowhere")
    assert "country-poor-rate-2016-2020" in str(refused.value)


@pytest.mark.parametrize(
    ("entry", "column"),
    [
        ("{id: a, scope: country}", "indicator, years, standard, aim, source, status"),
        (f"{{{USUAL}, aim: {{points: [1]}}, source: s, status: sure}}", "status"),
        (f"{{{USUAL}, aim: {{halve: 2}}, source: s, status: verified}}", "aim"),
    ],
)
def test_an_entry_that_is_not_fit_is_named(tmp_path: Path, entry: str, column: str):
    file = tmp_path / "targets.yaml"
    file.write_text(f"targets:\n  - {entry}\n")
    with pytest.raises(UserError) as refused:
        known_targets(file)
    assert [problem.column for problem in refused.value.problems] == [column]


def test_a_province_may_bring_its_own_file(tmp_path: Path):
    file = tmp_path / "targets.yaml"
    file.write_text(
        "targets:\n  - {id: a, scope: '46', indicator: poor_rate, years: [2020, 2022], standard: s,"
        " aim: {times: 0.5}, source: s, status: unverified}\n"
    )
    (one,) = known_targets(file)
    assert isinstance(one, KnownTarget) and one.path(0.08).end_value == pytest.approx(0.04)
