"""Who may set a target, what it is tied to, and whether the targets below add up to the one above."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from chungtay.accounts.models import AuditEntry
from chungtay.messages import UserError
from chungtay.movement.models import Plan, Target
from chungtay.movement.target_sums import Part, gap_between, plain_sum, weighted
from chungtay.movement.targets import (
    by_year,
    gaps,
    path_of,
    points_a_year,
    remove_target,
    set_target,
    standing,
    straight_line,
    times_baseline,
)
from chungtay.units.models import Unit

PATH = points_a_year(2015, 0.30, 2020, -4.0)


def code_of(refused: pytest.ExceptionInfo[UserError]) -> str:
    return refused.value.problems[0].code


@pytest.mark.django_db
def test_a_target_keeps_its_path_and_setting_it_again_replaces_it(plans):
    path = by_year(2015, 0.0836, {2017: 0.0598, 2018: 0.0492, 2020: 0.04}, "down")
    target = set_target(plans.province, plans.province.unit, "poor_rate", path, source="KH 9", status="secondary")
    target.refresh_from_db()
    assert path_of(target) == path
    assert standing(target, {2018: 0.05}, 2018) == "at_risk"
    again = set_target(plans.province, plans.province.unit, "poor_rate", points_a_year(2015, 0.0836, 2020, -1.0))
    assert (again.pk, again.path) == (target.pk, {})
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "movement.set_target", "movement.change_target",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_target_without_a_baseline_is_refused_and_nothing_is_written(plans):
    with pytest.raises(UserError) as refused:
        set_target(plans.district, plans.district.unit, "poor_rate", points_a_year(2015, None, 2020, -4))
    assert code_of(refused) == "no_baseline"
    assert not Target.objects.exists()


RIGHTS = [
    ("commune_officer", "20047", "commune", True),
    ("commune_officer", "20044", "commune", False),
    ("district_officer", "481", "commune", False),
    ("district_officer", "481", "district", True),
    ("district_officer", "480", "district", False),
    ("province_office", "46", "commune", True),
    ("province_office", "46", "province", True),
    ("department", "46.syt", "province", False),
    ("council_member", "46", "province", False),
    ("inspector", "481", "district", False),
    ("village_surveyor", "20047", "province", False),
]


@pytest.mark.django_db
@pytest.mark.parametrize("case", RIGHTS)
def test_a_unit_sets_targets_in_its_own_plan_only(plans, reader, case):
    role, code, of, allowed = case
    plan: Plan = getattr(plans, of)
    if allowed:
        assert set_target(plan, plan.unit, "poor_rate", PATH, by=reader(role, code)).pk
    else:
        with pytest.raises(PermissionDenied):
            set_target(plan, plan.unit, "poor_rate", PATH, by=reader(role, code))


@pytest.mark.django_db
def test_a_target_is_tied_to_the_one_above_for_the_same_indicator_and_group(plans):
    above = set_target(plans.province, plans.province.unit, "poor_rate", points_a_year(2015, 0.08, 2020, -1))
    minority = set_target(plans.province, plans.province.unit, "poor_rate", PATH, group="minority")
    own = set_target(plans.district, plans.district.unit, "poor_rate", PATH)
    assert own.parent == above
    assert set_target(plans.district, plans.district.unit, "poor_rate", PATH, group="minority").parent == minority
    given_to = set_target(plans.province, plans.district.unit, "poor_rate", PATH)
    assert given_to.parent == above
    assert set_target(plans.district, plans.district.unit, "poor_rate", PATH).parent == given_to


@pytest.mark.django_db
def test_what_does_not_belong_is_refused(plans):
    far = Unit.objects.get(code="480")
    with pytest.raises(UserError) as refused:
        set_target(plans.district, far, "poor_rate", PATH)
    assert code_of(refused) == "target_unit"
    other = set_target(plans.province, plans.province.unit, "near_poor_rate", PATH)
    with pytest.raises(UserError) as refused:
        set_target(plans.district, plans.district.unit, "poor_rate", PATH, parent=other)
    assert code_of(refused) == "target_parent"
    one = set_target(plans.district, plans.district.unit, "poor_rate", PATH)
    below = set_target(plans.commune, plans.commune.unit, "poor_rate", PATH)
    assert below.parent == one
    with pytest.raises(UserError) as refused:
        set_target(plans.district, plans.district.unit, "poor_rate", PATH, parent=below)
    assert code_of(refused) == "target_parent"


@pytest.mark.django_db
def test_an_issued_plan_is_corrected_by_the_standing_office_alone(plans, reader):
    Plan.objects.filter(pk=plans.district.pk).update(status=Plan.Status.ISSUED)
    plans.district.refresh_from_db()
    with pytest.raises(UserError) as refused:
        set_target(plans.district, plans.district.unit, "poor_rate", PATH, by=reader("district_officer", "481"))
    assert code_of(refused) == "plan_issued"
    assert set_target(plans.district, plans.district.unit, "poor_rate", PATH, by=reader("province_office", "46")).pk


@pytest.mark.django_db
def test_a_target_that_others_carry_out_cannot_be_taken_away(plans, reader):
    above = set_target(plans.province, plans.province.unit, "poor_rate", PATH)
    below = set_target(plans.district, plans.district.unit, "poor_rate", PATH)
    with pytest.raises(UserError) as refused:
        remove_target(above)
    assert code_of(refused) == "target_in_use"
    with pytest.raises(PermissionDenied):
        remove_target(below, by=reader("commune_officer", "20047"))
    remove_target(below, by=reader("district_officer", "481"))
    remove_target(above)
    assert not Target.objects.exists()


@pytest.mark.django_db
def test_districts_that_together_fall_short_are_shown_with_those_that_have_no_target(
    plans, django_assert_max_num_queries
):
    above = set_target(plans.province, plans.province.unit, "poor_rate", points_a_year(2015, 0.08, 2020, -1.0))
    hue = Unit.objects.get(code="474")
    set_target(plans.district, plans.district.unit, "poor_rate", straight_line(2015, 0.35, 2020, 0.15))
    own = Plan.objects.create(movement=plans.movement, unit=hue, parent=plans.province, title="Kế hoạch Huế")
    set_target(own, hue, "poor_rate", straight_line(2015, 0.026, 2020, 0.015))
    weights = {"481": 12_276, "474": 87_000}
    with django_assert_max_num_queries(8):
        gap = gaps(above, weights=weights)
    assert gap.implied == pytest.approx((0.15 * 12_276 + 0.015 * 87_000) / (12_276 + 87_000))
    assert (gap.value, gap.state, gap.counted) == (pytest.approx(0.03), "falls_short", 2)
    assert len(gap.missing) == 7 and "481" not in gap.missing
    assert not gap.complete
    assert gaps(above, weights={}).without_weight == ("474", "481")
    assert gaps(above, weights={}).state == "nothing_to_add"


@pytest.mark.django_db
def test_counts_are_added_up(plans):
    above = set_target(plans.province, plans.province.unit, "households", straight_line(2015, 900, 2020, 300))
    set_target(plans.district, plans.district.unit, "households", straight_line(2015, 300, 2020, 120))
    gap = gaps(above)
    assert (gap.implied, gap.difference, gap.state) == (120, -180, "goes_further")
    middle = gaps(above, year=2018)
    assert middle.implied == pytest.approx(192)


SUMS = [
    # rates of the parts, their denominators, rate of the whole above, state
    ([0.10, 0.20], [100, 100], 0.15, "adds_up"),
    ([0.10, 0.20], [300, 100], 0.125, "adds_up"),
    ([0.10, 0.20], [300, 100], 0.12, "falls_short"),
    ([0.10, 0.20], [300, 100], 0.13, "goes_further"),
    ([0.10, 0.20], [300, None], 0.10, "adds_up"),
    ([], [], 0.10, "nothing_to_add"),
]


@pytest.mark.parametrize(("rates", "denominators", "above", "state"), SUMS)
def test_rates_are_weighed_by_their_denominators(rates, denominators, above, state):
    parts = [Part(str(at), *pair) for at, pair in enumerate(zip(rates, denominators, strict=True))]
    assert gap_between(straight_line(2015, 0.5, 2020, above), 2020, parts).state == state


def test_an_income_target_above_what_the_parts_bring_falls_short():
    above = times_baseline(2015, 600_000, 2020, 1.5)
    parts = [Part("1", 800_000, 10), Part("2", 900_000, 10)]
    assert gap_between(above, 2020, parts).state == "falls_short"


known = st.lists(st.tuples(st.floats(0, 1), st.floats(1, 1e5)), min_size=1, max_size=12)


@given(known)
def test_the_rate_of_the_whole_is_that_of_all_households_together(rows):
    parts = [Part(str(at), rate, households) for at, (rate, households) in enumerate(rows)]
    poor = sum(rate * households for rate, households in rows)
    assert weighted(parts) == pytest.approx(poor / sum(households for _, households in rows))
    assert min(rate for rate, _ in rows) - 1e-9 <= (weighted(parts) or 0) <= max(rate for rate, _ in rows) + 1e-9


@given(known, st.floats(1e-3, 1e3))
def test_a_scale_of_all_denominators_changes_nothing(rows, scale):
    parts = [Part("", *row) for row in rows]
    assert weighted(parts) == pytest.approx(weighted(Part("", rate, size * scale) for rate, size in rows))


@given(st.lists(st.floats(0, 1e6), max_size=12))
def test_the_count_of_the_whole_is_the_sum(values):
    assert (plain_sum(Part("", value) for value in values) or 0) == pytest.approx(sum(values))
