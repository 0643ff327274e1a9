"""Where targets stand by the indicator values: for one unit, for a page of units, and for the units below together."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.indicators.models import IndicatorValue, SnapshotRecord
from chungtay.indicators.target_standing import (
    baseline_of,
    level_standing,
    plan_standing,
    standings,
    target_gap,
    unit_standing,
)
from chungtay.movement.models import Movement, Plan, Target
from chungtay.movement.targets import points_a_year, set_target, straight_line, times_baseline
from chungtay.units.loading import load_areas
from chungtay.units.models import Unit

pytestmark = pytest.mark.django_db
STANDARD, LATER = "vn-2016-2020", "vn-2022-2025"


@pytest.fixture
def movement() -> Movement:
    load_areas()
    return Movement.objects.create(code="m", name="M", scope=unit("46"), first_year=2016, last_year=2020)


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def plan_of(movement: Movement, code: str, parent: Plan | None = None) -> Plan:
    return Plan.objects.create(movement=movement, unit=unit(code), parent=parent, title=f"Kế hoạch {code}")


def found(code: str, year: int, poor: float, households: float, **more: str) -> None:
    """Keep a value of `poor_rate`, or of another indicator."""
    standard = more.pop("standard_id", STANDARD)
    snapshot, _ = SnapshotRecord.objects.get_or_create(
        snapshot_id=f"s{year}{standard[:8]}",
        defaults={"folder": "-", "review_year": year, "standard_id": standard, "households": 0, "members": 0,
                  "taken_at": dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC)},
    )  # fmt: skip
    more.setdefault("indicator", "poor_rate")
    IndicatorValue.objects.create(
        unit=unit(code), year=year, numerator=poor, denominator=households, value=poor / households,
        standard_id=standard, snapshot=snapshot, **more,
    )  # fmt: skip


def test_a_units_targets_stand_by_their_own_group_and_indicator(movement, django_assert_num_queries):
    plan = plan_of(movement, "481")
    for rate in ((2015, 3500), (2016, 3100), (2017, 2900)):
        found("481", rate[0], rate[1], 10_000)
    found("481", 2017, 400, 1000, group="minority")
    found("481", 2016, 640_000, 1, indicator="poor_income_per_head")
    set_target(plan, plan.unit, "poor_rate", points_a_year(2015, 0.35, 2020, -4))
    set_target(plan, plan.unit, "poor_rate", points_a_year(2015, 0.45, 2020, -3), group="minority")
    set_target(plan, plan.unit, "poor_income_per_head", times_baseline(2015, 600_000, 2020, 2))
    with django_assert_num_queries(2):
        rows = unit_standing("481", 2017, movement=movement)
        states = {(row.target.indicator, row.target.group): row.state for row in rows}
    assert states == {
        ("poor_rate", "all"): "at_risk",
        ("poor_rate", "minority"): "at_risk",
        ("poor_income_per_head", "all"): "unknown",
    }
    (whole,) = [row for row in rows if row.target.group == "all" and row.target.indicator == "poor_rate"]
    assert whole.actuals == {2015: 0.35, 2016: 0.31, 2017: 0.29}
    assert (whole.stand.aim, whole.stand.behind) == (pytest.approx(0.27), pytest.approx(0.02))
    assert whole.reason is None and whole.standard_id == STANDARD


def test_a_unit_without_figures_is_unknown_and_it_is_said_why(movement):
    plan = plan_of(movement, "481")
    set_target(plan, plan.unit, "poor_rate", points_a_year(2015, 0.35, 2020, -4))
    (row,) = unit_standing("481", 2018)
    assert (row.state, row.reason.en) == ("unknown", "Not computed.")


def test_figures_of_another_standard_are_not_held_against_the_target(movement):
    plan = plan_of(movement, "481")
    set_target(plan, plan.unit, "poor_rate", points_a_year(2015, 0.35, 2022, -4))
    found("481", 2015, 3500, 10_000)
    found("481", 2021, 100, 10_000, standard_id=LATER)
    (row,) = unit_standing("481", 2021)
    assert row.state == "unknown" and "another poverty standard" in row.reason.en
    assert row.actuals == {2015: 0.35}


def test_a_units_own_plan_speaks_before_what_a_plan_above_gave_it(movement):
    above = plan_of(movement, "46")
    own = plan_of(movement, "481", above)
    found("481", 2016, 3100, 10_000)
    given = set_target(above, unit("481"), "poor_rate", points_a_year(2015, 0.35, 2020, -5))
    assert [row.target for row in unit_standing("481", 2016)] == [given]
    mine = set_target(own, unit("481"), "poor_rate", points_a_year(2015, 0.35, 2020, -4))
    assert [row.target for row in unit_standing("481", 2016)] == [mine]
    assert [(row.target, row.state) for row in plan_standing(above, 2016)] == [(given, "at_risk")]


def test_a_page_of_districts_names_all_with_the_worst_first_in_two_queries(movement, django_assert_num_queries):
    rates = {"474": 240, "481": 3300, "480": 500}
    for code, poor in rates.items():
        found(code, 2015, {"474": 260, "481": 3500, "480": 600}[code], 10_000)
        found(code, 2016, poor, 10_000)
        plan = plan_of(movement, code)
        start = {"474": 0.026, "481": 0.35, "480": 0.06}[code]
        set_target(plan, plan.unit, "poor_rate", points_a_year(2015, start, 2020, -4 if code == "481" else -0.2))
    level_standing(movement, "poor_rate", 2016, "district")  # the tree of that day is read once a process
    with django_assert_num_queries(3):  # one asks whether units have changed
        page = level_standing(movement, "poor_rate", 2016, "district")
    assert len(page.rows) == 9
    assert (page.rows[0].code, page.rows[0].state) == ("481", "at_risk")
    assert page.counts == {"on_track": 2, "at_risk": 1, "off_track": 0, "unknown": 0, "none": 6}
    assert page.rows[0].name.startswith("huyện A Lưới")
    assert {row.state for row in page.rows[-6:]} == {"none"}
    assert len(level_standing(movement, "poor_rate", 2016, "commune", under="481").rows) == 21


def test_what_the_districts_aim_at_is_weighed_by_their_households(movement):
    province = plan_of(movement, "46")
    above = set_target(province, unit("46"), "poor_rate", points_a_year(2015, 0.08, 2020, -1))
    for code, households, aim in (("481", 12_000, 0.15), ("474", 88_000, 0.01)):
        found(code, 2015, 1, households - 1000)
        found(code, 2018, 1, households)
        plan = plan_of(movement, code, province)
        set_target(plan, plan.unit, "poor_rate", straight_line(2015, 0.4, 2020, aim))
    gap = target_gap(above)
    assert gap.implied == pytest.approx((0.15 * 12 + 0.01 * 88) / 100)
    assert gap.state == "goes_further" and gap.counted == 2 and len(gap.missing) == 7


def test_a_baseline_is_the_units_own_value_under_the_standard_that_goes_on(movement):
    found("481", 2015, 3500, 10_000, standard_id="vn-2011-2015")
    found("481", 2015, 4000, 10_000)
    found("481", 2016, 3600, 10_000)
    assert baseline_of("poor_rate", "481", 2015) == pytest.approx(0.40)
    assert baseline_of("poor_rate", "480", 2015) is None


def test_nothing_asked_is_nothing_answered(movement, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert standings([], 2016) == []
    assert Target.objects.count() == 0
