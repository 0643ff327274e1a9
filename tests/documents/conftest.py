"""Rows for the documents room's tests: real units, a few synthetic reviews and indicator values of A Lưới, 2019."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

STANDARD = "vn-2016-2020"
SNAPSHOT = "s00000000000000aa"
SHARES = {"46": (13_200, 316_546), "481": (2_600, 13_100)}


@pytest.fixture
def areas(db: None) -> None:
    from chungtay.units.loading import load_areas

    load_areas()


@pytest.fixture
def keep_figure() -> Callable[..., None]:
    """Keep one indicator value: keep(indicator, unit code, year, numerator, denominator, group)."""
    from chungtay.indicators.models import IndicatorValue, SnapshotRecord
    from chungtay.units.models import Unit

    def keep(
        indicator: str, code: str, year: int, numerator: float | None, denominator: float | None, *, group: str = "all"
    ) -> None:
        SnapshotRecord.objects.get_or_create(
            snapshot_id=f"{SNAPSHOT[:-4]}{year}",
            defaults={
                "folder": "x", "review_year": year, "standard_id": STANDARD, "households": 0, "members": 0,
                "synthetic": True, "taken_at": dt.datetime(year + 1, 1, 5, tzinfo=dt.UTC),
            },
        )  # fmt: skip
        known = numerator is not None and denominator
        IndicatorValue.objects.create(
            indicator=indicator, unit=Unit.objects.get(code=code), year=year, group=group, numerator=numerator,
            denominator=denominator, value=numerator / denominator if known else None, standard_id=STANDARD,
            snapshot_id=f"{SNAPSHOT[:-4]}{year}",
        )  # fmt: skip

    return keep


@pytest.fixture
def a_commune(areas: None) -> tuple[str, str]:
    """Code and name of a commune of A Lưới that stood in 2018 and 2019."""
    from chungtay.units.queries import tree

    node = tree(dt.date(2019, 12, 31)).children("481", "commune")[0]
    assert node.valid_from < dt.date(2018, 1, 1)
    return node.code, node.name


@pytest.fixture
def figures(a_commune: tuple[str, str], keep_figure: Callable[..., None]) -> str:
    """Figures of the province, its district A Lưới and one commune for 2018 and 2019; return the commune's code."""
    code, _ = a_commune
    for unit, poor, near, households in (
        ("46", 13_200, 14_000, 316_546),
        ("481", 2_600, 1_800, 13_100),
        (code, 80, 60, 500),
    ):
        keep_figure("poor_rate", unit, 2019, poor, households)
        keep_figure("near_poor_rate", unit, 2019, near, households)
        keep_figure("poor_rate", unit, 2018, poor + 20, households - 100)
        keep_figure("near_poor_rate", unit, 2018, near, households - 100)
        keep_figure("poor_exit", unit, 2019, 30, poor + 20)
        keep_figure("poor_stay", unit, 2019, poor - 13, poor + 20)
        keep_figure("poor_new", unit, 2019, 8, poor)
        keep_figure("poor_relapse", unit, 2019, 3, poor)
        keep_figure("poor_deprived_toilet", unit, 2019, 45, poor - 1)
        keep_figure("poor_rate", unit, 2019, 50, 120, group="minority")
        keep_figure("poor_rate", unit, 2019, poor - 50, households - 120, group="kinh")
    return code


@pytest.fixture
def reviews(figures: str) -> str:
    """Four reviewed households of the commune: two poor, one near-poor, one undetermined."""
    from chungtay.registry.models import Household, HouseholdReview, Verdict
    from chungtay.units.models import Unit

    commune = Unit.objects.get(code=figures)
    rows = (
        ("poor", "listed", {"has_merit_member": True, "no_labour_capacity": False}, 4, ""),
        ("poor", "applied", {"has_merit_member": False}, 3, ""),
        ("near_poor", "listed", {}, 0, ""),
        ("undetermined", "listed", {}, 2, "income_per_head;members"),
    )
    for number, (household_class, round_, facts, members, missing) in enumerate(rows):
        household = Household.objects.create(
            code=f"GL-{number}", commune=commune, active_from=dt.date(2015, 1, 1), synthetic=True
        )
        review = HouseholdReview.objects.create(
            household=household, review_year=2019, valid_for_year=2020, standard_id=STANDARD, round=round_,
            commune=commune, facts=facts, member_facts=[{"number": each} for each in range(1, members + 1)],
        )  # fmt: skip
        Verdict.objects.create(
            review=review, snapshot_id=SNAPSHOT, standard_version="abc123", household_class=household_class,
            missing=missing,
        )  # fmt: skip
    return figures


@pytest.fixture(autouse=True)
def own_home(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    """Keep set files out of the checkout."""
    settings.HOME = tmp_path
