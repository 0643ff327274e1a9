"""A small invented province with a merge, a renaming by one-to-one merge, a split and a district that ends.

46  province
  D1 (to 2025)   C1 villages V1 V2 · C2 village V3 · C3 village V4 (merged into C2 on 2020-01-01)
  D2 (to 2025)   C4 village V5 · C5 (split on 2021-07-01 into C6, C7)
From 2025-07-01 there is no district: C1 and C2 become N1 (all from D1); C4 and C6 become N2; C7 becomes N3 alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from chungtay.accounts.models import Assignment, User
from chungtay.accounts.roles import Role
from chungtay.registry.models import Household
from chungtay.units.loading import store
from chungtay.units.models import Unit
from chungtay.units.rows import Change, SpanRow

START = dt.date(2012, 1, 1)
MERGED, SPLIT, REFORM = dt.date(2020, 1, 1), dt.date(2021, 7, 1), dt.date(2025, 7, 1)
A_DAY = dt.timedelta(days=1)
HOUSEHOLDS = {
    "h1": ("C1", "V1"), "h2": ("C1", "V2"), "h3": ("C2", "V3"), "h4": ("C3", "V4"), "h5": ("C4", "V5"),
    "h6": ("C5", None), "h7": ("C7", None),
}  # fmt: skip


def _span(code: str, level: str, parent: str | None, first: dt.date = START, end: dt.date | None = None) -> SpanRow:
    kind = {"province": "tỉnh", "district": "huyện", "commune": "xã", "village": "thôn"}[level]
    return SpanRow(code, "area", level, code, kind, parent, first, end - A_DAY if end else None)


@pytest.fixture
def areas(db) -> None:
    spans = [
        _span("46", "province", None),
        *[_span(code, "district", "46", end=REFORM) for code in ("D1", "D2")],
        *[_span(code, "commune", "D1", end=REFORM) for code in ("C1", "C2")],
        _span("C3", "commune", "D1", end=MERGED),
        _span("C4", "commune", "D2", end=REFORM),
        _span("C5", "commune", "D2", end=SPLIT),
        *[_span(code, "commune", "D2", first=SPLIT, end=REFORM) for code in ("C6", "C7")],
        *[_span(code, "commune", "46", first=REFORM) for code in ("N1", "N2", "N3")],
        *[
            span
            for code, before, after in (("V1", "C1", "N1"), ("V2", "C1", "N1"), ("V3", "C2", "N1"), ("V5", "C4", "N2"))
            for span in (
                _span(code, "village", before, end=REFORM),
                _span(code, "village", after, first=REFORM),
            )
        ],
        _span("V4", "village", "C3", end=MERGED),
        _span("V4", "village", "C2", first=MERGED, end=REFORM),
        _span("V4", "village", "N1", first=REFORM),
    ]
    changes = [
        Change("m1", MERGED, "merge", {"C2": 1.0, "C3": 1.0}, {"C2": None}),
        Change("s1", SPLIT, "split", {"C5": None}, {"C6": 0.5, "C7": 0.5}),
        Change("r1", REFORM, "merge", {"C1": 1.0, "C2": 1.0}, {"N1": None}),
        Change("r2", REFORM, "merge", {"C4": 1.0, "C6": 1.0}, {"N2": None}),
        Change("r3", REFORM, "merge", {"C7": 1.0}, {"N3": None}),
    ]
    store(spans, changes, synthetic=True)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for code, (commune, village) in HOUSEHOLDS.items():
        Household.objects.create(
            code=code, commune=units[commune], village=units[village] if village else None, active_from=START,
            synthetic=True,
        )  # fmt: skip


@pytest.fixture
def person(areas) -> Callable[..., User]:
    """Make a user who holds a role: person("commune_officer", "C1", "2016-01-01", "2019-12-31")."""

    def make(
        role: str | None = None, unit: str | None = None, first: str = "2012-01-01", last: str | None = None
    ) -> User:
        user = User.objects.create_user(f"u{User.objects.count()}", password="mat-khau-de-thu")
        if role:
            Assignment.objects.create(
                user=user,
                role=Role(role),
                unit=Unit.objects.get(code=unit) if unit else None,
                valid_from=dt.date.fromisoformat(first),
                valid_to=dt.date.fromisoformat(last) if last else None,
            )
        return user

    return make
