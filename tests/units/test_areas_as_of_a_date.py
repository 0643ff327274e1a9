"""The packaged lists of the province: how many, under whom, and why each list differs from the one before."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from chungtay.units.files import packaged_book
from chungtay.units.readings import mapping_in, predecessors_in, successors_in
from chungtay.units.rows import SAME_UNIT_KINDS
from chungtay.units.tree import Forest

BOOK = packaged_book()
FOREST = Forest(BOOK.spans)
DAYS = [dt.date(2019, 12, 31), dt.date(2020, 6, 30), dt.date(2021, 12, 31), dt.date(2025, 1, 2), dt.date(2025, 7, 1)]
TODAY = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("day", "districts", "communes"), list(zip(DAYS, (9, 9, 9, 9, 0), (152, 145, 141, 134, 40), strict=True))
)
def test_the_numbers_of_districts_and_communes_are_the_published_ones(day, districts, communes):
    tree = FOREST.on(day)
    assert len(tree.level("district")) == districts
    assert len(tree.level("commune")) == communes
    assert len(tree.descendants("46", "commune")) == communes


@pytest.mark.parametrize("day", [dt.date(2016, 1, 1), *DAYS, dt.date(2025, 6, 30), dt.date(2030, 1, 1)])
def test_every_commune_has_a_parent_of_that_day_and_the_province_at_the_top(day):
    tree = FOREST.on(day)
    for commune in tree.level("commune"):
        assert commune.parent_code in tree
        assert tree.ancestors(commune.code)[-1].code == "46"


def test_the_last_day_is_inclusive():
    assert FOREST.on(dt.date(2019, 12, 31)).unit("20038").valid_to == dt.date(2019, 12, 31)
    assert "20038" not in FOREST.on(dt.date(2020, 1, 1))


def test_kinds_of_communes_in_2020_are_those_of_the_resolution():
    kinds = [node.kind for node in FOREST.on(DAYS[1]).level("commune")]
    assert (kinds.count("xã"), kinds.count("phường"), kinds.count("thị trấn")) == (98, 39, 8)


def test_wards_and_towns_are_urban_and_communes_rural():
    tree = FOREST.on(DAYS[0])
    assert tree.area_type("19744") == "urban"  # phường Phú Thuận
    assert tree.area_type("20044") == "urban"  # thị trấn A Lưới
    assert tree.area_type("20047") == "rural"  # xã Hồng Vân
    assert tree.area_type("481") is None


@pytest.mark.parametrize(("before", "after"), list(itertools.pairwise(DAYS)))
def test_events_explain_every_difference_between_consecutive_lists(before, after):
    old, new = FOREST.on(before), FOREST.on(after)
    events = sorted((c for c in BOOK.changes if before < c.date <= after), key=lambda c: c.date)
    remade = [c for c in events if c.kind not in SAME_UNIT_KINDS]
    areas = {node.code for node in old if node.category == "area"}
    for day in sorted({c.date for c in remade}):
        areas -= {code for c in remade if c.date == day for code in c.before}
        areas |= {code for c in remade if c.date == day for code in c.after}
    assert areas == {node.code for node in new if node.category == "area"}

    named = {code for c in events if c.kind in {"rename", "merge", "split", "create"} for code in c.after}
    moved = {code for c in events if c.kind in {"move", "create"} for code in c.after}
    for code in {node.code for node in old if node.category == "area"} & areas:
        if (old.unit(code).kind, old.unit(code).name) != (new.unit(code).kind, new.unit(code).name):
            assert code in named
        if old.unit(code).parent_code != new.unit(code).parent_code:
            assert code in moved


def test_no_event_speaks_of_a_move_or_rename_that_did_not_happen():
    day = dt.timedelta(days=1)
    for change in BOOK.changes:
        if change.kind in SAME_UNIT_KINDS:
            old, new = FOREST.on(change.date - day), FOREST.on(change.date)
            for code in change.before:
                one, two = old.unit(code), new.unit(code)
                assert (one.name, one.kind, one.parent_code) != (two.name, two.kind, two.parent_code)


def test_every_row_and_event_says_its_source_and_how_far_it_was_checked():
    assert all(span.source and span.status for span in BOOK.spans)
    assert all(change.source and change.status for change in BOOK.changes)
    assert all(change.act or change.status == "unverified" for change in BOOK.changes)


def test_a_merged_commune_reads_whole_as_the_new_one():
    assert successors_in(FOREST, BOOK.changes, "20038", dt.date(2020, 1, 1)) == [("20035", 1.0)]
    assert successors_in(FOREST, BOOK.changes, "20176", TODAY) == [("20179", 1.0)]


def test_a_commune_cut_in_two_reads_by_the_published_numbers_of_people():
    parts = dict(successors_in(FOREST, BOOK.changes, "19744", dt.date(2021, 7, 1)))
    assert parts == {"19750": pytest.approx(7548 / 12474, abs=1e-7), "19762": pytest.approx(4926 / 12474, abs=1e-7)}
    # both parts came together again in 2025
    assert successors_in(FOREST, BOOK.changes, "19744", TODAY) == [("19753", 1.0)]


def test_where_nobody_says_how_much_the_share_is_not_known():
    assert successors_in(FOREST, BOOK.changes, "474", TODAY - dt.timedelta(days=300)) == [("474", None), ("475", None)]
    assert successors_in(FOREST, BOOK.changes, "19924", TODAY) == [("19909", None)]


def test_a_dissolved_district_has_no_successor():
    assert successors_in(FOREST, BOOK.changes, "481", TODAY) == []


@pytest.mark.parametrize(("earlier", "later"), list(itertools.combinations(DAYS, 2)))
def test_a_mapping_covers_every_old_commune_and_reaches_only_communes_of_the_later_day(earlier, later):
    readings = mapping_in(FOREST, BOOK.changes, earlier, later, "commune")
    new = {node.code for node in FOREST.on(later).level("commune")}
    assert {r.new_code for r in readings} <= new
    # Hương Hòa is in the list of January 2025 only, against the resolution
    lone = {"20176"} if earlier == DAYS[3] else set()
    assert {r.old_code for r in readings} == {node.code for node in FOREST.on(earlier).level("commune")} - lone
    for code in {r.old_code for r in readings}:
        shares = [r.share for r in readings if r.old_code == code]
        assert None in shares or sum(shares) == pytest.approx(1)


def test_what_a_unit_was_before():
    assert predecessors_in(FOREST, BOOK.changes, "20035", DAYS[0], DAYS[1]) == [("20035", 1.0), ("20038", 1.0)]


def test_the_walk_down_stops_at_the_wanted_level():
    tree = FOREST.on(DAYS[0])
    assert {node.level for node in tree.descendants("46", "district")} == {"district"}
    assert len(tree.descendants("481", "commune")) == 21
    assert [node.code for node in tree.children("46", category="organisation")] != []
    assert tree.children("46", "commune") == []
