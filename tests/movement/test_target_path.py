"""A target's path, and where a unit stands on it, as tables and as properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.messages import UserError
from chungtay.movement.target_path import (
    AT_RISK,
    OFF_TRACK,
    ON_TRACK,
    STATES,
    UNKNOWN,
    TargetPath,
    by_year,
    points_a_year,
    stand,
    straight_line,
    times_baseline,
)

POOR = points_a_year(2015, 0.10, 2020, -1.0)
"""10% at the end of 2015, one point less each year: a tolerance of half a point"""


def read(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()[1:]]


def test_a_path_of_points_a_year_says_a_value_for_each_year():
    assert [round(POOR.at(year) or 0, 6) for year in range(2015, 2022)] == [0.10, 0.09, 0.08, 0.07, 0.06, 0.05, 0.05]
    assert POOR.at(2014) is None


def test_a_fall_of_points_stops_at_nothing_and_stays_as_steep():
    path = points_a_year(2015, 0.025, 2020, -1.0)
    assert [round(path.at(year) or 0, 6) for year in range(2015, 2021)] == [0.025, 0.015, 0.005, 0, 0, 0]


def test_income_half_as_much_again_and_twice():
    half, twice = times_baseline(2015, 600_000, 2020, 1.5), times_baseline(2015, 600_000, 2020, 2)
    assert (half.end_value, twice.end_value, half.direction) == (900_000, 1_200_000, "up")
    assert half.at(2017) == 720_000


def test_years_between_named_values_lie_on_straight_lines():
    path = by_year(2015, 0.0836, {2017: 0.06, 2020: 0.03}, "down")
    assert path.at(2016) == pytest.approx(0.0718)
    assert path.at(2018) == pytest.approx(0.05)


STANDINGS = """
found up to the year, in percent | year | stands
2016 9.0                         | 2016 | on_track
2016 8.0                         | 2016 | on_track
2016 9.4                         | 2016 | at_risk
2016 9.5                         | 2016 | at_risk
2016 9.6                         | 2016 | off_track
2016 10.5                        | 2016 | off_track
2016 8.2, 2017 8.0               | 2017 | at_risk
2016 8.6, 2017 7.7               | 2017 | on_track
2016 9.5, 2017 8.2               | 2017 | at_risk
2016 9.0, 2018 7.0               | 2018 | on_track
2019 6.0, 2020 5.0               | 2020 | on_track
2019 6.0, 2020 5.1               | 2020 | off_track
2019 6.0, 2020 5.0               | 2021 | unknown
2021 4.0                         | 2021 | on_track
2016 9.0                         | 2017 | unknown
2015 10.0                        | 2015 | unknown
2014 12.0                        | 2014 | unknown
"""


@pytest.mark.parametrize(("found", "year", "wanted"), read(STANDINGS))
def test_where_a_unit_stands(found: str, year: str, wanted: str):
    pairs = (item.split() for item in found.split(","))
    actuals = {int(one): float(value) / 100 for one, value in pairs}
    assert stand(POOR, actuals, int(year)).state == wanted


def test_an_income_is_judged_the_other_way_round():
    path = times_baseline(2015, 600_000, 2020, 1.5)
    assert stand(path, {2016: 660_000}, 2016).state == ON_TRACK
    assert stand(path, {2016: 640_000}, 2016).state == AT_RISK
    assert stand(path, {2016: 600_000}, 2016).state == OFF_TRACK


def test_a_path_that_is_steep_at_its_end_is_not_called_missed_while_it_is_kept():
    late = by_year(2015, 0.10, {2016: 0.099, 2017: 0.098, 2018: 0.09, 2020: 0.05}, "down")
    assert stand(late, {2016: 0.099, 2017: 0.098}, 2017).state == ON_TRACK


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: points_a_year(2015, None, 2020, -1), "no_baseline"),
        (lambda: times_baseline(2015, None, 2020, 1.5), "no_baseline"),
        (lambda: straight_line(2020, 0.1, 2020, 0.05), "years"),
        (lambda: by_year(2015, 0.1, {2016: 0.11, 2020: 0.05}, "down"), "against_direction"),
        (lambda: by_year(2015, 0.1, {2014: 0.1, 2020: 0.05}, "down"), "step_year"),
        (lambda: by_year(2015, 0.1, {}, "down"), "no_values"),
        (lambda: by_year(2015, 0.1, {2020: 0.05}, "sideways"), "direction"),
        (lambda: straight_line(2015, 0.1, 2020, -0.05), "negative"),
    ],
)
def test_a_path_that_cannot_be_is_refused_with_what_to_do(make, code: str):
    with pytest.raises(UserError) as refused:
        make()
    assert [problem.code for problem in refused.value.problems] == [code]
    assert refused.value.problems[0].remedy.vi


values = st.floats(0.001, 0.6)


@st.composite
def paths(draw: st.DrawFn) -> TargetPath:
    """Any path that goes one way, from three to seven years long."""
    years = draw(st.integers(3, 7))
    drops = draw(st.lists(st.floats(0, 0.05), min_size=years, max_size=years).filter(lambda found: sum(found) > 0.001))
    start, up = draw(st.floats(0.4, 0.6)), draw(st.booleans())
    named, at = {}, start
    for number, drop in enumerate(drops, 1):
        at += drop if up else -drop
        named[2015 + number] = at
    return by_year(2015, start, named, "up" if up else "down")


@st.composite
def found(draw: st.DrawFn) -> dict[int, float | None]:
    known = draw(st.lists(st.one_of(st.none(), values), min_size=8, max_size=8))
    return dict(zip(range(2015, 2023), known, strict=True))


@given(paths(), found(), st.integers(2014, 2023))
def test_unknown_exactly_where_nothing_was_found_or_the_path_has_not_begun(path, actuals, year):
    state = stand(path, actuals, year).state
    assert state in STATES
    assert (state == UNKNOWN) == (actuals.get(year) is None or year <= 2015)


@given(paths(), st.integers(2016, 2022))
def test_a_unit_that_keeps_to_its_path_is_on_track(path, year):
    assert stand(path, {one: path.at(one) for one in range(2015, 2023)}, year).state == ON_TRACK


@given(paths(), found(), st.integers(2016, 2022), values, values)
def test_a_better_value_never_stands_worse(path, actuals, year, one, other):
    worse, better = sorted((one, other), reverse=path.direction == "down")
    rank = [ON_TRACK, AT_RISK, OFF_TRACK]
    stands = [stand(path, {**actuals, year: value}, year).state for value in (better, worse)]
    assert rank.index(stands[0]) <= rank.index(stands[1])


@given(paths(), found(), found(), st.integers(2016, 2021))
def test_what_came_later_changes_nothing(path, actuals, others, year):
    later = {one: (value if one <= year else others[one]) for one, value in actuals.items()}
    assert stand(path, actuals, year) == stand(path, later, year)


@given(paths(), found(), st.integers(2016, 2022))
def test_up_and_down_are_judged_alike(path, actuals, year):
    turned = TargetPath(
        "down" if path.direction == "up" else "up", 2015, 1 - path.baseline, path.end_year, 1 - path.end_value,
        {one: 1 - value for one, value in path.steps.items()},
    )  # fmt: skip
    mirrored = {one: None if value is None else 1 - value for one, value in actuals.items()}
    near = [
        abs(gap) < 1e-6
        for here in (stand(path, actuals, year),)
        for gap in (
            here.behind or 1,
            (here.behind or 1) - here.tolerance,
            path.shortfall(here.reaches or 9, path.end_value) - here.tolerance,
        )
    ]
    if not any(near):  # at the very edge the mirror's floats may fall on the other side
        assert stand(turned, mirrored, year).state == stand(path, actuals, year).state
