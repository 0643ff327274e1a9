"""A large import into SQLite spares looking up parents row by row: they are looked up once, and trust ends with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from made_households import COMMUNE, household, member, write_csv

from chungtay.messages import UserError
from chungtay.registry.bulk import rows_vouched_for
from chungtay.registry.importing import import_file, importer
from chungtay.registry.models import Household, HouseholdReview, Placement
from chungtay.units.models import Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite looks parents up one by one"),
]
HOW = {"standard_id": "vn-2016-2020", "review_year": 2019}


def pragma(name: str) -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute(f"PRAGMA {name}").fetchone()[0])


@pytest.fixture
def files(province: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(importer, "VOUCHED_FOR_FROM", 1)
    heads = [household("H01"), household("H02")]
    return [write_csv(tmp_path / "h.csv", heads), write_csv(tmp_path / "m.csv", [member("H01", 1), member("H02", 1)])]


def test_rows_stand_whole_and_parents_are_looked_up_again_afterwards(files: list[Path]):
    assert import_file(files, **HOW).created == 2
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert (pragma("foreign_keys"), pragma("ignore_check_constraints")) == (1, 0)
    with pytest.raises(IntegrityError):
        Placement.objects.create(household_id=999_999, commune_id=999_999, valid_from="2019-01-01")


def test_a_unit_taken_away_during_the_import_refuses_the_whole(files: list[Path], monkeypatch: pytest.MonkeyPatch):
    commune = Unit.objects.get(code=COMMUNE).pk
    there = importer.Unit.objects

    class WithoutTheCommune:
        objects = there.exclude(pk=commune)

    monkeypatch.setattr(importer, "Unit", WithoutTheCommune)
    with pytest.raises(UserError, match="Danh mục địa bàn"):
        import_file(files, **HOW)
    assert not Household.objects.exists() and not HouseholdReview.objects.exists()
    assert pragma("foreign_keys") == 1


def test_trust_ends_where_something_fails_within_it():
    with pytest.raises(ZeroDivisionError), rows_vouched_for(when=True):
        assert (pragma("foreign_keys"), pragma("ignore_check_constraints")) == (0, 1)
        raise ZeroDivisionError
    assert (pragma("foreign_keys"), pragma("ignore_check_constraints")) == (1, 0)
