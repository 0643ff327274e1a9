"""The demo goes through the same doors as real data, and leaves a province whose figures follow the published ones."""

from __future__ import annotations

import pytest

from chungtay.accounts.models import Assignment, AuditEntry, User
from chungtay.accounts.roles import Role
from chungtay.demo.build import refuse_among_real_households
from chungtay.demo.files import read_endings
from chungtay.demo.generator import YEARS, assumptions
from chungtay.demo.people import ACCOUNTS
from chungtay.demo.setting import DemoOptions, built_before, same_province
from chungtay.indicators.models import IndicatorValue, SnapshotRecord
from chungtay.indicators.queries import value
from chungtay.messages import UserError
from chungtay.registry.models import Household, HouseholdCount, ImportFile, Verdict
from chungtay.snapshots import open_snapshot
from chungtay.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]


@pytest.mark.parametrize("year", YEARS)
def test_the_computed_rate_is_the_published_one_to_the_nearest_household(year: int) -> None:
    figure = value("poor_rate", "46", year)
    assert figure is not None
    assert figure.denominator is not None
    assert figure.numerator == round(assumptions()["poor_rate"][year]["share"] * figure.denominator)


def test_everything_is_marked_as_synthetic(demo_province) -> None:
    assert not Household.objects.filter(synthetic=False).exists()
    assert not ImportFile.objects.filter(synthetic=False).exists()
    assert not HouseholdCount.objects.filter(synthetic=False).exists()
    assert not SnapshotRecord.objects.filter(synthetic=False).exists()
    assert not Unit.objects.filter(level="village", synthetic=False).exists()
    for record in SnapshotRecord.objects.all():
        assert open_snapshot(demo_province.snapshots / record.snapshot_id).synthetic
    assert (demo_province.folder / "DU-LIEU-GIA-LAP.txt").is_file()


def test_real_communes_are_not_marked_as_synthetic() -> None:
    assert not Unit.objects.filter(level="commune", synthetic=True).exists()


def test_every_year_has_its_snapshot_and_every_review_its_verdict() -> None:
    assert sorted(SnapshotRecord.objects.values_list("review_year", flat=True)) == list(YEARS)
    assert Verdict.objects.count() == sum(SnapshotRecord.objects.values_list("households", flat=True))


def test_imports_are_in_the_audit() -> None:
    assert AuditEntry.objects.filter(action="registry.import").count() == 2 * len(YEARS) - 1


def test_there_is_a_ready_account_for_each_role() -> None:
    assert {account.role for account in ACCOUNTS} == set(Role)
    assert set(Assignment.objects.filter(user__demo=True).values_list("role", flat=True)) == {r.value for r in Role}


def test_the_password_on_the_console_opens_the_accounts(demo_province) -> None:
    for user in User.objects.filter(demo=True):
        assert user.check_password(demo_province.built.password)


def test_a_household_that_moved_has_two_placements() -> None:
    moved = Household.objects.filter(placements__valid_to__isnull=False).distinct()
    assert moved.exists()


def test_the_note_of_what_was_built_tells_seeds_apart(demo_province) -> None:
    noted = built_before(DemoOptions(0, 0, demo_province.folder))
    same = DemoOptions(2016, noted["scale"], demo_province.folder)
    assert same_province(same, noted)
    assert not same_province(DemoOptions(1, noted["scale"], demo_province.folder), noted)


def test_building_among_real_households_is_refused() -> None:
    commune = Unit.objects.get(code="20047")
    Household.objects.create(code="THAT-1", commune=commune, active_from="2015-01-01", synthetic=False)
    with pytest.raises(UserError) as error:
        refuse_among_real_households()
    assert error.value.problems[0].code == "real_households"


def test_importing_the_same_files_again_changes_nothing(demo_province) -> None:
    from chungtay.registry.importing import import_file

    files = [demo_province.folder / f"2016-trong-danh-sach-{name}.parquet" for name in ("ho", "thanh-vien")]
    again = import_file(files, standard_id="vn-2016-2020", review_year=2016, round="listed", synthetic=True)
    assert (again.created, again.changed) == (0, 0)
    assert again.unchanged > 0


def test_households_that_ended_are_ended_in_the_registry(demo_province) -> None:
    endings = read_endings(demo_province.folder)
    assert endings
    ended = dict(Household.objects.exclude(active_to=None).values_list("code", "active_to"))
    assert ended == {one.code: one.on for one in endings}


def test_villages_have_rates_that_fit_their_households() -> None:
    figure = value("poor_rate", "20047-01", 2019)
    assert figure is not None and figure.denominator
    rows = IndicatorValue.objects.filter(indicator="poor_rate", unit__level="village", group="all")
    assert rows.filter(value__isnull=False).count() > 1000
    assert not rows.filter(value__gt=1).exists()
