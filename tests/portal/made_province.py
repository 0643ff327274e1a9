"""Figures, households and people for the tests of pages. All of it is invented; only the areas are real."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from chungtay.accounts.models import Assignment, User
from chungtay.accounts.roles import Role
from chungtay.indicators.models import Comparison, IndicatorValue, OfficialValue, SnapshotRecord
from chungtay.indicators.uncertainty import Ratio, bounds, chance_bounds, comparisons
from chungtay.registry.models import (
    Household,
    HouseholdIdentity,
    HouseholdReview,
    ImportFile,
    Member,
    MemberIdentity,
    Placement,
    Verdict,
)
from chungtay.registry.personal import seal
from chungtay.units.loading import load_areas, store
from chungtay.units.models import Unit
from chungtay.units.queries import tree
from chungtay.units.rows import SpanRow

PROVINCE, DISTRICT, COMMUNE, OTHER_COMMUNE = "46", "481", "20047", "20044"
STANDARD = "vn-2016-2020"
YEARS = (2017, 2018, 2019)
RATES = {2017: 0.0598, 2018: 0.0481, 2019: 0.0417}
UNDETERMINED = 5
"""households without a class in the first village of COMMUNE, and so in every place above it"""
PASSWORD = "mat-khau-de-thu"


@dataclass
class MadeProvince:
    """What was made: villages of COMMUNE, household codes in the first of them, and one user a role."""

    villages: list[str]
    households: list[str]
    users: dict[str, User] = field(default_factory=dict)


def make_province(households: int = 4) -> MadeProvince:
    load_areas()
    villages = _villages()
    for year in YEARS:
        _figures(year)
    OfficialValue.objects.create(
        indicator="poor_rate", unit=_unit(PROVINCE), year=2018, kind="target", value=0.0492, standard_id=STANDARD,
        source="KH 9/KH-UBND (2018)", status="secondary",
    )  # fmt: skip
    OfficialValue.objects.create(
        indicator="poor_rate", unit=_unit(PROVINCE), year=2019, kind="result", value=0.0417, standard_id=STANDARD,
        source="Báo Nông nghiệp, 15/12/2020", status="secondary",
    )  # fmt: skip
    codes = [_household(f"H-{n:04d}", villages[0], n) for n in range(1, households + 1)]
    return MadeProvince(villages, codes, _users(villages[0]))


def _unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def _villages() -> list[str]:
    codes = [f"{COMMUNE}-0{n}" for n in (1, 2)]
    spans = [
        SpanRow(code, "area", "village", f"Thôn {n}", "thôn", COMMUNE, dt.date(2012, 1, 1), dt.date(2025, 6, 30))
        for n, code in enumerate(codes, 1)
    ]
    store(spans, (), synthetic=True)
    return codes


def _figures(year: int) -> None:
    snapshot = SnapshotRecord.objects.create(
        snapshot_id=f"s{year:016d}", folder="-", review_year=year, standard_id=STANDARD, households=30000,
        members=110000, synthetic=True, taken_at=timezone.now(),
    )  # fmt: skip
    on = tree(dt.date(year, 12, 31))
    nodes = [*on.level("province"), *on.level("district"), *on.level("commune"), *on.level("village")]
    values = []
    for place, node in enumerate(nodes):
        size = {"province": 300000, "district": 33000, "commune": 2000, "village": 200}[node.level]
        spread = 1 if node.level == "province" else 0.4 + (place * 37 % 100) / 60
        wobble = 1.1 if node.level == "commune" and place % 9 == 0 and year == 2019 else 1
        poor = round(size * RATES[year] * spread * (wobble if year == 2019 else 1) + (0 if wobble == 1 else 40))
        values.append(_value("poor_rate", node.unit_id, snapshot, poor, size))
        values.append(_value("near_poor_rate", node.unit_id, snapshot, poor // 2, size))
    for node in nodes:
        if node.level == "village":
            continue
        for group, share in (("rural", 0.6), ("urban", 0.4), ("minority", 0.05), ("kinh", 0.95)):
            values.append(_value("poor_rate", node.unit_id, snapshot, 100 * share, 3000 * share, group=group))
        for rank, code in enumerate(("edu_adult", "health_ins", "house_quality", "toilet", "water")):
            values.append(_value(f"poor_deprived_{code}", node.unit_id, snapshot, 900 - 150 * rank, 1200))
        if year > YEARS[0]:
            for kind, number in (("exit", 400), ("new", 60), ("relapse", 20), ("stay", 800)):
                values.append(_value(f"poor_{kind}", node.unit_id, snapshot, number, 1200))
    _leave_open(values, {node.unit_id for node in nodes if node.code in (PROVINCE, DISTRICT, COMMUNE, f"{COMMUNE}-01")})
    IndicatorValue.objects.bulk_create(values, batch_size=500)
    ratios = [_ratio(value) for value in values]
    levels = ("province", "district", "commune", "village")
    rows = comparisons("poor_rate", ratios, on, year=year, standard_id=STANDARD, levels=levels)
    Comparison.objects.bulk_create(Comparison(None, *row) for row in rows)


def _ratio(value: IndicatorValue) -> Ratio:
    return Ratio(value.indicator, value.unit_id, value.group, value.numerator, value.denominator, value.unknown)


def _leave_open(values: list[IndicatorValue], undetermined: set[int]) -> None:
    """Say of each value what it leaves open, as indicators.compute does."""
    for value in values:
        if value.indicator in ("poor_rate", "near_poor_rate"):
            value.unknown = UNDETERMINED if value.unit_id in undetermined and value.group == "all" else 0
        value.lower, value.upper = bounds(_ratio(value))
    for value, chance in zip(values, chance_bounds([_ratio(value) for value in values]), strict=True):
        value.chance_lower, value.chance_upper = chance


def _value(indicator, unit_id, snapshot, top, bottom, *, group="all") -> IndicatorValue:
    return IndicatorValue(
        indicator=indicator, unit_id=unit_id, year=snapshot.review_year, group=group, numerator=top, denominator=bottom,
        value=top / bottom, standard_id=STANDARD, snapshot=snapshot, computed_at=timezone.now(),
    )  # fmt: skip


def _household(code: str, village: str, number: int) -> str:
    where = {"commune": _unit(COMMUNE), "village": _unit(village)}
    file = ImportFile.objects.get_or_create(name="ho-2019.xlsx", sha256="0" * 64, kind="workbook", synthetic=True)[0]
    household = Household.objects.create(
        code=code, active_from=dt.date(2015, 9, 1), synthetic=True, source=file, **where
    )
    HouseholdIdentity.objects.create(household=household, head_name=seal(f"Hồ Văn Mẫu {number}"))
    head = Member.objects.create(household=household, number=1, sex="male", birth_year=1980, relation="head")
    MemberIdentity.objects.create(member=head, full_name=seal(f"Hồ Văn Mẫu {number}"))
    Placement.objects.create(household=household, serial=str(number), valid_from=dt.date(2015, 9, 1), **where)
    for year, income, found in ((2018, 650_000, "poor"), (2019, 650_000 if number % 2 else 900_000, None)):
        review = HouseholdReview.objects.create(
            household=household, review_year=year, valid_for_year=year + 1, standard_id=STANDARD, round="listed",
            area="rural", ethnic_minority=True, surveyed_on=dt.date(year, 10, 5), source=file,
            facts={"area": "rural", "income_per_head": income, "floor_area": 30.0},
            member_facts=[{"number": 1, "age": year - 1980, "sex": "male"}], **where,
        )  # fmt: skip
        verdict = found or ("poor" if number % 2 else "near_poor")
        Verdict.objects.create(
            review=review, snapshot_id=f"s{year:016d}", standard_version="abcd1234", household_class=verdict,
            subtype="N1" if verdict == "poor" else "", deprivations=None, indicators={"house_area": True},
            pathway="" if year == 2018 else "stay" if verdict == "poor" else "exit",
        )  # fmt: skip
    return code


def _users(village: str) -> dict[str, User]:
    made = {}
    for role, unit in (
        (Role.PROVINCE_OFFICE, PROVINCE), (Role.DISTRICT_OFFICER, DISTRICT), (Role.COMMUNE_OFFICER, COMMUNE),
        (Role.VILLAGE_SURVEYOR, village), (Role.DEPARTMENT, PROVINCE), (Role.DONOR, PROVINCE),
    ):  # fmt: skip
        user = User.objects.create_user(f"thu-{role.value}", password=PASSWORD, full_name=str(role.label))
        Assignment.objects.create(user=user, role=role, unit=_unit(unit), valid_from=dt.date(2016, 1, 1))
        made[role.value] = user
    return made
