"""Importing good files: every format, again, changed, moved; what is stored and what is not."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from made_households import COMMUNE, household, member, write_csv, write_parquet, write_workbook

from chungtay.registry.importing import import_counts, import_file
from chungtay.registry.models import (
    Household,
    HouseholdCount,
    HouseholdIdentity,
    HouseholdReview,
    ImportFile,
    Member,
    MemberIdentity,
    Placement,
)
from chungtay.registry.personal import unseal
from chungtay.registry.template import write_template
from chungtay.units.loading import store
from chungtay.units.models import Unit
from chungtay.units.rows import SpanRow

VILLAGE = f"{COMMUNE}-01"
pytestmark = pytest.mark.django_db
HOW = {"standard_id": "vn-2016-2020", "review_year": 2019, "round": "listed"}
HEADS = [household("H01"), household("H02", income_per_head=1200000, has_radio="")]
PEOPLE = [member("H01", 1), member("H01", 2), member("H02", 1)]


def stored() -> list[tuple]:
    return list(HouseholdReview.objects.order_by("household__code").values_list("facts", "member_facts"))


@pytest.mark.parametrize("write", ["csv", "semicolons", "with BOM", "xlsx", "parquet"])
def test_every_format_gives_the_same_reviews(province, tmp_path: Path, write: str):
    heads, people = tmp_path / "h", tmp_path / "m"
    if write == "xlsx":
        files = [write_workbook(tmp_path / "b.xlsx", {"Hộ": HEADS, "Thành viên": PEOPLE})]
    elif write == "parquet":
        files = [
            write_parquet(heads.with_suffix(".parquet"), HEADS),
            write_parquet(people.with_suffix(".parquet"), PEOPLE),
        ]
    else:
        how = {"csv": {}, "semicolons": {"delimiter": ";"}, "with BOM": {"encoding": "utf-8-sig"}}[write]
        files = [
            write_csv(heads.with_suffix(".csv"), HEADS, **how),
            write_csv(people.with_suffix(".csv"), PEOPLE, **how),
        ]
    result = import_file(files, **HOW)
    assert (result.created, result.households, result.members) == (2, 2, 3)
    (facts, members), (other, _) = stored()
    assert facts["income_per_head"] == 650000.0
    assert facts["has_tv"] is True and facts["has_computer"] is False
    assert "has_radio" not in other, "an empty cell is an unknown fact, not a false one"
    assert members[0] == {
        "number": 1, "relation": "head", "sex": "male", "birth_year": 1980, "attends_school": False,
        "highest_education": "primary", "has_health_insurance": True, "uses_phone": True,
    }  # fmt: skip
    review = HouseholdReview.objects.get(household__code="H01")
    assert (review.valid_for_year, review.area, review.ethnic_minority) == (2020, "rural", True)
    assert review.surveyed_on == dt.date(2019, 11, 5)
    assert review.commune.code == COMMUNE


def test_a_semicolon_file_may_write_decimals_with_a_comma(province, tmp_path: Path):
    path = write_csv(tmp_path / "h.csv", [household("H01", floor_area="36,5")], delimiter=";")
    import_file(path, **HOW)
    assert HouseholdReview.objects.get().facts["floor_area"] == 36.5


def test_a_filled_in_template_comes_in(province, tmp_path: Path):
    made = write_template("vn-2016-2020", tmp_path / "mau.xlsx", households=HEADS[:1], members=PEOPLE[:2])
    result = import_file(made, **HOW)
    assert (result.created, result.members) == (1, 2)
    assert not result.warnings


def test_a_file_with_vietnamese_labels_for_a_heading_comes_in(province, tmp_path: Path):
    row = {"Mã hộ": "H01", "Mã xã": COMMUNE, "Khu vực": "rural", "Tổng diện tích nhà ở": 40}
    import_file(write_csv(tmp_path / "h.csv", [row]), **HOW)
    assert HouseholdReview.objects.get().facts == {"area": "rural", "floor_area": 40.0}


def test_the_same_files_again_change_nothing(province, pair):
    import_file(pair(HEADS, PEOPLE), **HOW)
    before = stored()
    result = import_file(pair(HEADS, PEOPLE), **HOW)
    assert (result.created, result.changed, result.unchanged) == (0, 0, 2)
    assert stored() == before
    assert (Household.objects.count(), Member.objects.count(), Placement.objects.count()) == (2, 3, 2)
    assert ImportFile.objects.count() == 2


def test_a_changed_row_becomes_a_new_version_and_the_old_one_stays(province, pair):
    import_file(pair(HEADS, PEOPLE), **HOW)
    result = import_file(pair([HEADS[0] | {"income_per_head": 800000}, HEADS[1]], PEOPLE), **HOW)
    assert (result.created, result.changed, result.unchanged) == (0, 1, 1)
    old, new = HouseholdReview.objects.filter(household__code="H01").order_by("version")
    assert (old.is_current, new.is_current, new.version) == (False, True, 2)
    assert (old.facts["income_per_head"], new.facts["income_per_head"]) == (650000.0, 800000.0)
    assert old.source_id != new.source_id, "each version names the file it came from"


def test_another_year_adds_a_review_to_the_same_household(province, pair):
    import_file(pair(HEADS, PEOPLE), **HOW)
    later = [row | {"surveyed_on": "2020-11-05"} for row in HEADS]
    result = import_file(pair(later, PEOPLE), **HOW | {"review_year": 2020})
    assert (result.created, result.households, result.members) == (2, 0, 0)
    assert Household.objects.count() == 2


def test_a_household_that_lives_elsewhere_gets_a_new_place(province, pair):
    import_file(pair(HEADS, PEOPLE), **HOW)
    moved = [row | {"commune_code": "20050", "surveyed_on": "2020-10-01"} for row in HEADS[:1]]
    result = import_file(pair(moved, PEOPLE[:2]), **HOW | {"review_year": 2020})
    assert result.moved == 1
    first, second = Placement.objects.filter(household__code="H01").order_by("valid_from")
    assert (first.valid_to, second.valid_from, second.valid_to) == (dt.date(2020, 9, 30), dt.date(2020, 10, 1), None)
    assert Household.objects.get(code="H01").commune.code == "20050"
    assert HouseholdReview.objects.get(household__code="H01", review_year=2019).commune.code == COMMUNE


def test_an_earlier_year_brought_in_later_moves_nobody(province, pair):
    import_file(pair(HEADS, PEOPLE), **HOW)
    earlier = [row | {"commune_code": "20050", "surveyed_on": "2018-10-01"} for row in HEADS[:1]]
    result = import_file(pair(earlier, PEOPLE[:2]), **HOW | {"review_year": 2018})
    assert result.moved == 0
    assert Household.objects.get(code="H01").commune.code == COMMUNE


def test_members_who_are_no_longer_named_have_left(province, pair):
    import_file(pair(HEADS, PEOPLE), **HOW)
    later = [row | {"surveyed_on": "2020-11-05"} for row in HEADS]
    import_file(pair(later, [PEOPLE[0], PEOPLE[2], member("H01", 3)]), **HOW | {"review_year": 2020})
    people = {m.number: m for m in Member.objects.filter(household__code="H01")}
    assert people[1].left_on is None
    assert people[2].left_on == dt.date(2020, 11, 5)
    assert people[3].joined_on == dt.date(2020, 11, 5)


def test_a_dry_run_writes_nothing(province, pair):
    result = import_file(pair(HEADS, PEOPLE), **HOW, dry_run=True)
    assert (result.created, result.dry_run) == (2, True)
    assert not Household.objects.exists() and not ImportFile.objects.exists()


def test_a_new_village_is_made_only_where_that_is_allowed(province, tmp_path: Path):
    path = write_csv(tmp_path / "h.csv", [household("H01", village_code="20047-01", village_name="Thôn A Năm")])
    import_file(path, **HOW, create_villages=True, synthetic=True)
    village = Household.objects.get().village
    assert (village.code, village.level, village.synthetic) == ("20047-01", "village", True)
    assert village.spans.get().name == "Thôn A Năm"
    assert import_file(path, **HOW).unchanged == 1


def test_personal_data_lies_sealed_and_nowhere_else(province, pair):
    heads = [household("H01", head_name="Hồ Thị Bí Mật", identity_number="046000000777", phone="0999888777",
                       address="Ngõ Bí Ẩn")]  # fmt: skip
    people = [member("H01", 1, full_name="Hồ Thị Bí Mật", identity_number="046000000777")]
    import_file(pair(heads, people), **HOW)
    head, person = HouseholdIdentity.objects.get(), MemberIdentity.objects.get()
    assert [unseal(head.head_name), unseal(head.phone), unseal(head.address)] == [
        "Hồ Thị Bí Mật", "0999888777", "Ngõ Bí Ẩn"]  # fmt: skip
    assert unseal(person.full_name) == "Hồ Thị Bí Mật"
    assert head.identity_lookup == person.identity_lookup
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("registry_"):
                continue
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                text = b" ".join(bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode() for c in row)
                assert not any(word.encode() in text for word in ("Bí Mật", "046000000777", "0999888777")), table


def test_a_name_that_changed_is_sealed_anew_and_an_empty_one_is_kept(province, pair):
    import_file(pair(HEADS, PEOPLE), **HOW)
    result = import_file(pair([HEADS[0] | {"head_name": "Tên Mới", "phone": ""}, HEADS[1]], PEOPLE), **HOW)
    assert (result.changed, result.unchanged) == (0, 2), "a name is no part of the review"
    head = HouseholdIdentity.objects.get(household__code="H01")
    assert (unseal(head.head_name), unseal(head.phone)) == ("Tên Mới", "0912345678")


def test_a_person_known_in_another_household_is_worth_a_warning(province, tmp_path: Path):
    import_file(write_csv(tmp_path / "a.csv", [household("H01", identity_number="046000000001")]), **HOW)
    result = import_file(write_csv(tmp_path / "b.csv", [household("H02", identity_number="046000000001")]), **HOW)
    assert any("H02 – H01" in words.vi for words in result.warnings)
    assert not any("046000000001" in words.vi for words in result.warnings)


def test_many_rows_are_sealed_in_a_process_beside(province, tmp_path: Path, monkeypatch):
    from chungtay.registry.importing import sealing_rows

    monkeypatch.setattr(sealing_rows, "BESIDE_FROM", 2)
    import_file(write_csv(tmp_path / "h.csv", [household(f"H{n:03d}") for n in range(50)]), **HOW)
    names = {unseal(one.head_name) for one in HouseholdIdentity.objects.all()}
    assert names == {f"Hồ Văn H{n:03d}" for n in range(50)}
    assert settings.CHUNGTAY_DATA_KEY


def test_the_process_beside_lives_on_after_it_sealed():
    """It imports nothing of Django; if it died, rows would be sealed here all the same, and nobody would notice."""
    from chungtay.registry.importing import sealing_rows
    from chungtay.registry.sealing import seal_persons

    with sealing_rows.sealer_for(sealing_rows.BESIDE_FROM, data_key=settings.CHUNGTAY_DATA_KEY) as sealer:
        columns = ([1, 2], ["Hồ Văn A", None], ["046000000001", None])
        rows = [row for batch in sealer.batches([columns], seal_persons, 2) for row in batch]
        assert sealer._pool.submit(os.getpid).result() != os.getpid()
    assert [(row[0], unseal(row[1]), row[2] is None) for row in rows] == [(1, "Hồ Văn A", False), (2, "", True)]


def test_counts_come_in_and_are_renewed(province, tmp_path: Path):
    row = {"commune_code": COMMUNE, "year": 2019, "area": "rural", "households": 700, "persons": 2900}
    assert import_counts(write_csv(tmp_path / "c.csv", [row])).created == 1
    assert import_counts(write_csv(tmp_path / "c.csv", [row])).unchanged == 1
    assert import_counts(write_csv(tmp_path / "c.csv", [row | {"households": 710}])).changed == 1
    count = HouseholdCount.objects.get()
    assert (count.households, count.persons, count.minority_households) == (710, 2900, None)
    assert count.commune == Unit.objects.get(code=COMMUNE)


def test_a_village_is_counted_beside_its_commune(province, tmp_path: Path):
    village_span = SpanRow(VILLAGE, "area", "village", "1", "thôn", COMMUNE, dt.date(2015, 1, 1), dt.date(2025, 6, 30))
    store([village_span], (), synthetic=True)
    whole = {"commune_code": COMMUNE, "village_code": "", "year": 2019, "area": "rural", "households": 700}
    village = whole | {"village_code": VILLAGE, "households": 90}
    assert import_counts(write_csv(tmp_path / "c.csv", [whole, village])).created == 2
    found = dict(HouseholdCount.objects.values_list("commune__code", "households"))
    assert found == {COMMUNE: 700, VILLAGE: 90}
