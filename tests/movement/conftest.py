"""A movement with a plan of the province, one of a district and one of a commune, and a reader for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from chungtay.accounts.models import Assignment, User
from chungtay.movement.models import Movement, Plan
from chungtay.units.loading import load_areas, load_organisations
from chungtay.units.models import Unit


@dataclass(frozen=True)
class Plans:
    movement: Movement
    province: Plan
    district: Plan
    commune: Plan


@pytest.fixture
def areas(db: None) -> None:
    load_areas()
    load_organisations()


@pytest.fixture
def plans(areas: None) -> Plans:
    movement = Movement.objects.create(
        code="chung-tay", name="Chung tay vì người nghèo", scope=unit("46"), first_year=2016, last_year=2020
    )
    province = Plan.objects.create(movement=movement, unit=unit("46"), title="Kế hoạch tỉnh")
    district = Plan.objects.create(movement=movement, unit=unit("481"), parent=province, title="Kế hoạch A Lưới")
    commune = Plan.objects.create(movement=movement, unit=unit("20047"), parent=district, title="Kế hoạch Hồng Vân")
    return Plans(movement, province, district, commune)


@pytest.fixture
def reader(areas: None) -> Callable[[str, str], User]:
    """reader("commune_officer", "20047"): someone who holds the role in the unit."""

    def make(role: str, code: str) -> User:
        user = User.objects.create_user(f"{role}-{code}")
        Assignment.objects.create(user=user, role=role, unit=unit(code), valid_from=dt.date(2016, 1, 1))
        return user

    return make


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)
