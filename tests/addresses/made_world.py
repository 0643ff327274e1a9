"""A reader of every role, three communes in two districts, a household in each, and figures for their year."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.utils import timezone

from addresses.made_work import FIRST_CODE, make_work
from addresses.reading import (
    COMMUNE,
    DISTRICT,
    OTHER_COMMUNE,
    OTHER_DISTRICT,
    ROLES,
    SAME_DISTRICT_COMMUNE,
    VILLAGE,
    YEAR,
)
from chungtay.accounts.models import Assignment, User
from chungtay.indicators.models import IndicatorValue, SnapshotRecord
from chungtay.movement.actions import import_plan, open_movement
from chungtay.registry.models import Household, HouseholdIdentity, HouseholdReview, Placement, Verdict
from chungtay.registry.personal import seal
from chungtay.units.loading import load_areas, store
from chungtay.units.models import Unit
from chungtay.units.rows import SpanRow

STANDARD = "vn-2016-2020"
BOUND_TO = {
    "village_surveyor": VILLAGE, "commune_officer": COMMUNE, "front": COMMUNE, "district_officer": DISTRICT,
    "inspector": DISTRICT, "province_office": "46", "department": "46", "cluster_lead": "46", "council_member": "46",
    "donor": None,
}  # fmt: skip
HOUSEHOLDS = {"H-1": COMMUNE, "H-2": SAME_DISTRICT_COMMUNE, "H-3": OTHER_COMMUNE}


def make_world() -> dict[str, User]:
    """Fill the database; returns the readers by role."""
    load_areas()
    village = SpanRow(
        VILLAGE, "area", "village", "Thôn Mẫu", "thôn", COMMUNE, dt.date(2012, 1, 1), dt.date(2025, 6, 30)
    )  # fmt: skip
    store([village], (), synthetic=True)
    units = {unit.code: unit for unit in Unit.objects.all()}
    snapshot = SnapshotRecord.objects.create(
        snapshot_id="s0000000000000001", folder="-", review_year=YEAR, standard_id=STANDARD, households=3, members=3,
        synthetic=True, taken_at=timezone.now(),
    )  # fmt: skip
    for code in ("46", DISTRICT, OTHER_DISTRICT, *HOUSEHOLDS.values(), VILLAGE):
        IndicatorValue.objects.create(
            indicator="poor_rate", unit=units[code], year=YEAR, numerator=10, denominator=200, value=0.05,
            standard_id=STANDARD, snapshot=snapshot,
        )  # fmt: skip
    IndicatorValue.objects.create(
        indicator="poor_rate", unit=units[COMMUNE], year=YEAR, group="minority", numerator=6, denominator=60, value=0.1,
        standard_id=STANDARD, snapshot=snapshot,
    )  # fmt: skip
    for code, commune in HOUSEHOLDS.items():
        _household(code, units[commune], units[VILLAGE] if commune == COMMUNE else None)
    movement = open_movement(FIRST_CODE, "Chung tay vì người nghèo", units["46"], 2016, 2020)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ke-hoach.md"
        file.write_text("# KẾ HOẠCH\n\n## I. Mục đích\n\nGiảm nghèo bền vững.\n", encoding="utf-8")
        import_plan(movement_code=movement.code, issuer_code="46", path=file)
    readers = {role: _reader(role, units.get(BOUND_TO[role] or "")) for role in ROLES}
    make_work(readers["commune_officer"])
    return readers


def _household(code: str, commune: Unit, village: Unit | None) -> None:
    where = {"commune": commune, "village": village}
    household = Household.objects.create(code=code, active_from=dt.date(2015, 9, 1), synthetic=True, **where)
    HouseholdIdentity.objects.create(household=household, head_name=seal(f"Người mẫu {code}"))
    Placement.objects.create(household=household, valid_from=dt.date(2015, 9, 1), **where)
    review = HouseholdReview.objects.create(
        household=household, review_year=YEAR, valid_for_year=YEAR + 1, standard_id=STANDARD, round="listed",
        area="rural", facts={"area": "rural", "income_per_head": 650_000},
        member_facts=[{"number": 1, "age": 40}], **where,
    )  # fmt: skip
    Verdict.objects.create(
        review=review, snapshot_id="s0000000000000001", standard_version="-", household_class="poor", subtype="N1"
    )


def _reader(role: str, unit: Unit | None) -> User:
    user = User.objects.create_user(f"thu-{role}", full_name=role)
    Assignment.objects.create(user=user, role=role, unit=unit, valid_from=dt.date(2016, 1, 1))
    return user
