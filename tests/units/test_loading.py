"""Loading the packaged province and other files: again without harm, all or nothing, errors by file and row."""

from __future__ import annotations

import datetime as dt

import pytest

from calls_made import calls_made
from chungtay.messages import UserError, speaking
from chungtay.units import actions, queries
from chungtay.units.files import packaged_book
from chungtay.units.models import Unit, UnitEvent, UnitEventPart, UnitSpan
from chungtay.units.rows import Book, SpanRow
from chungtay.units.tree import Forest

HEADING = "code,category,level,name,kind,parent_code,valid_from,valid_to"


@pytest.mark.django_db
def test_loading_twice_is_loading_once():
    actions.load_areas()
    actions.load_organisations()
    counts = [model.objects.count() for model in (Unit, UnitSpan, UnitEvent, UnitEventPart)]
    actions.load_areas()
    assert [model.objects.count() for model in (Unit, UnitSpan, UnitEvent, UnitEventPart)] == counts


@pytest.mark.django_db
def test_the_database_gives_back_what_the_files_say():
    actions.load_areas()
    actions.load_organisations()
    stored, packaged = queries.book(), packaged_book()

    def plain(book: Book):
        spans = {(s.code, s.name, s.kind, s.parent_code, s.valid_from, s.valid_to, s.act, s.status) for s in book.spans}
        return spans, {
            (c.code, c.date, tuple(sorted(c.before.items())), tuple(sorted(c.after.items()))) for c in book.changes
        }

    assert plain(stored) == plain(packaged)


@pytest.mark.django_db
def test_a_tree_is_read_anew_after_a_change():
    actions.load_areas()
    day = dt.date(2026, 1, 1)
    kept = queries.tree(day)
    assert queries.tree(dt.date(2026, 2, 1)) is kept  # nothing changed between the two days
    actions.rename("19909", day, actions.Basis("Nghị quyết thử"), name="Tên thử")
    assert queries.tree(day).unit("19909").name == "Tên thử"
    assert kept.unit("19909").name == "Dương Nỗ"


@pytest.mark.django_db
def test_another_province_is_loaded_from_files_of_the_same_form(tmp_path):
    units = tmp_path / "thu_units.csv"
    rows = ["98,area,province,Thử,tỉnh,,2016-01-01,", "98001,area,commune,Một,xã,98,2016-01-01,2019-12-31"]
    units.write_text("\n".join([HEADING, *rows, "98002,area,commune,Hai,xã,98,2016-01-01,"]), "utf-8")
    events = "- {code: e1, date: 2020-01-01, kind: merge, from: {'98001': 1, '98002': 1}, to: {'98002': null}}\n"
    (tmp_path / "thu_events.yaml").write_text(events, "utf-8")
    assert actions.load_areas(units).spans == 3
    assert queries.successors("98001", dt.date(2020, 1, 1)) == [("98002", 1.0)]


BAD = {
    "98001,area,commune,Một,xã,98,2016-13-01,": ("valid_from", "2016-13-01"),
    "98001,area,commune,Một,xóm,98,2016-01-01,": ("kind", "xóm"),
    "98001,area,commune,,xã,98,2016-01-01,": ("name", "empty"),
    "98001,area,commune,Một,xã,97,2016-01-01,": ("parent_code", "97"),
    "98001,area,commune,Một,xã,98,2015-01-01,": ("parent_code", "2015-01-01"),
    "98001,area,commune,Một,xã,98,2016-01-01,2015-01-01": ("valid_to", "2015-01-01"),
    "98,area,province,Thử,tỉnh,,2018-01-01,": ("valid_from", "overlap"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "words"), BAD.items())
def test_a_bad_row_is_named_and_nothing_is_loaded(tmp_path, row, words):
    units = tmp_path / "thu_units.csv"
    units.write_text("\n".join([HEADING, "98,area,province,Thử,tỉnh,,2016-01-01,", row]), "utf-8")
    with speaking("en"), pytest.raises(UserError) as error:
        actions.load_areas(units)
    with speaking("en"):
        said = str(error.value)
    for word in ("thu_units.csv", "row 3", *words):
        assert word in said
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_an_event_about_an_unknown_unit_is_refused(tmp_path):
    units = tmp_path / "thu_units.csv"
    units.write_text(HEADING + "\n98,area,province,Thử,tỉnh,,2016-01-01,\n", "utf-8")
    events = "- {code: e1, date: 2020-01-01, kind: rename, from: {'97': null}, to: {'97': null}}\n"
    (tmp_path / "thu_events.yaml").write_text(events, "utf-8")
    with speaking("en"), pytest.raises(UserError, match="no such unit"):
        actions.load_areas(units)
    assert not Unit.objects.exists()


def test_a_file_in_a_legacy_encoding_is_refused_with_a_remedy(tmp_path):
    units = tmp_path / "thu_units.csv"
    units.write_bytes("code,name\n1,Thừa Thiên\n".encode("cp1258", errors="replace"))
    with speaking("en"), pytest.raises(UserError, match="UTF-8"):
        actions.load_areas(units)


def nation(communes: int) -> tuple[SpanRow, ...]:
    """A country with 63 provinces, 713 districts and so many communes."""
    day = dt.date(2019, 12, 31)
    rows = [SpanRow("00", "area", "country", "Nước", "tỉnh", None, day)]
    rows += [SpanRow(f"{p:02}", "area", "province", "P", "tỉnh", "00", day) for p in range(1, 64)]
    rows += [SpanRow(f"d{d:03}", "area", "district", "D", "huyện", f"{d % 63 + 1:02}", day) for d in range(713)]
    rows += [SpanRow(f"{c:05}", "area", "commune", "C", "xã", f"d{c % 713:03}", day) for c in range(communes)]
    return tuple(rows)


@pytest.mark.parametrize("communes", [1_000, 11_162])
def test_the_tree_of_a_nation_takes_a_few_calls_for_each_of_its_units(communes):
    rows, found = nation(communes), []

    def build() -> None:
        found.extend(Forest(rows).on(dt.date(2019, 12, 31)).descendants("00", "commune"))

    assert calls_made(build) < 15 * len(rows)
    assert len(found) == communes
