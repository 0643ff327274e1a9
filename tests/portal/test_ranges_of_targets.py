"""A target's result has its range of chance where few households make it, and is held against the path with it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from made_province import COMMUNE, PROVINCE, STANDARD
from pages import text_of

from chungtay.indicators.models import IndicatorValue, SnapshotRecord
from chungtay.indicators.target_standing import standings
from chungtay.movement.models import Movement, Plan, Target
from chungtay.movement.targets import points_a_year, set_target, times_baseline
from chungtay.units.models import Unit


@pytest.fixture
def plan(province) -> Plan:
    area = Unit.objects.get(code=PROVINCE)
    movement = Movement.objects.create(code="m", name="M", scope=area, first_year=2018, last_year=2020)
    return Plan.objects.create(movement=movement, unit=area, title="Kế hoạch", status="issued")


def income(plan: Plan, value: float, lower: float, upper: float) -> Target:
    """A target of 1.5 times 600,000 đồng by 2020, with a result at the end of 2019."""
    IndicatorValue.objects.create(
        indicator="poor_income_per_head", unit=plan.unit, year=2019, numerator=value * 40, denominator=40, value=value,
        chance_lower=lower, chance_upper=upper, standard_id=STANDARD, computed_at=timezone.now(),
        snapshot=SnapshotRecord.objects.get(review_year=2019),
    )  # fmt: skip
    return set_target(plan, plan.unit, "poor_income_per_head", times_baseline(2018, 600_000, 2020, 1.5))


def test_an_income_on_both_sides_of_the_path_is_neither_on_track_nor_late_for_sure(client, plan):
    target = income(plan, 700_000, 620_000, 780_000)
    page = text_of(client.get(f"/phong-trao/chi-tieu/{target.pk}/?nam=2019"))
    assert "đâu đó trong 620.000 đến 780.000 đồng. Lộ trình 750.000 đồng nằm trong khoảng ấy" in page


def test_an_income_far_below_the_path_is_late_whatever_chance_does(client, plan):
    target = income(plan, 640_000, 610_000, 670_000)
    page = text_of(client.get(f"/phong-trao/chi-tieu/{target.pk}/?nam=2019"))
    assert "Lộ trình 750.000 đồng nằm ngoài khoảng ấy." in page
    assert "610.000 đến 670.000 đồng" in text_of(client.get("/phong-trao/m/chi-tieu/?nam=2019"))


def test_the_rate_of_the_province_is_a_count_and_has_no_range_of_chance(client, plan):
    target = set_target(plan, plan.unit, "poor_rate", points_a_year(2018, 0.05, 2020, -0.5))
    assert standings([target], 2019)[0].chance is not None
    assert "may rủi" not in text_of(client.get(f"/phong-trao/chi-tieu/{target.pk}/?nam=2019"))


def test_the_rate_of_a_commune_has_one(client, plan):
    commune = Unit.objects.get(code=COMMUNE)
    target = set_target(plan, commune, "poor_rate", points_a_year(2018, 0.05, 2020, -0.5))
    assert "Riêng may rủi của từng hộ" in text_of(client.get(f"/phong-trao/chi-tieu/{target.pk}/?nam=2019"))
