"""Merging, splitting, renaming and moving units: what each leaves behind, and what it refuses."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.messages import UserError, speaking
from chungtay.units import actions, queries
from chungtay.units.actions import Basis, Part
from chungtay.units.models import Unit, UnitEvent, UnitSpan
from chungtay.units.rows import SpanRow

pytestmark = pytest.mark.django_db
BASIS = Basis("Nghị quyết thử 1/NQ", source="thử", status="unverified")
START, DAY = dt.date(2016, 1, 1), dt.date(2022, 1, 1)
EVE = DAY - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def small_province():
    """Province 99 with districts 901, 902; communes 91001-91003 under 901, 92001 under 902; one village."""

    def span(code, level, kind, parent):
        return SpanRow(code, "area", level, f"Tên {code}", kind, parent, START)

    rows = [span("99", "province", "tỉnh", None), span("901", "district", "huyện", "99")]
    rows += [span("902", "district", "huyện", "99"), span("92001", "commune", "xã", "902")]
    rows += [span(f"9100{i}", "commune", "xã", "901") for i in (1, 2, 3)]
    rows += [span("91001-01", "village", "thôn", "91001")]
    with speaking("en"):
        actions.add_areas(rows)
        yield


def codes(day, level="commune"):
    return [node.code for node in queries.level_on(day, level)]


def test_a_merger_ends_the_sources_and_takes_over_what_lay_under_them():
    change = actions.merge(["91001", "91002"], "91002", DAY, BASIS, name="Mới")
    assert codes(EVE) == ["91001", "91002", "91003", "92001"]
    assert codes(DAY) == ["91002", "91003", "92001"]
    assert queries.tree(DAY).unit("91002").name == "Mới"
    assert queries.tree(EVE).unit("91002").name == "Tên 91002"
    assert queries.tree(DAY).unit("91001-01").parent_code == "91002"
    assert queries.successors("91001", DAY) == [("91002", 1.0)]
    assert UnitEvent.objects.get(code=change.code).act == BASIS.act
    assert UnitSpan.objects.get(unit__code="91001").valid_to == EVE


def test_a_merger_may_make_a_new_code():
    actions.merge(["91001", "91002"], "91009", DAY, BASIS, name="Chín", kind="phường")
    assert queries.tree(DAY).unit("91009").kind == "phường"
    assert queries.predecessors("91009", EVE) == [("91001", 1.0), ("91002", 1.0)]


def test_a_split_keeps_shares_and_sends_each_village_to_its_part():
    parts = [Part("91001", "Cũ", "xã", 0.25), Part("91009", "Chín", "xã", 0.75)]
    actions.split("91001", parts, DAY, BASIS, children={"91001-01": "91009"})
    assert queries.successors("91001", DAY) == [("91001", 0.25), ("91009", 0.75)]
    assert queries.tree(DAY).unit("91001-01").parent_code == "91009"
    assert queries.tree(EVE).unit("91001-01").parent_code == "91001"


def test_a_split_without_shares_is_flagged_as_unknown():
    actions.split("91002", [Part("91008", "Tám", "xã"), Part("91009", "Chín", "xã")], DAY, BASIS)
    assert queries.successors("91002", DAY) == [("91008", None), ("91009", None)]
    assert queries.successors("91002", EVE) == [("91002", 1.0)]


def test_a_rename_changes_kind_from_its_day_on():
    actions.rename("91001", DAY, BASIS, kind="phường")
    assert [queries.tree(day).area_type("91001") for day in (EVE, DAY)] == ["rural", "urban"]
    assert queries.successors("91001", DAY) == [("91001", 1.0)]


def test_a_move_and_a_rename_on_one_day_make_one_period():
    actions.move("91001", "902", DAY, BASIS)
    actions.rename("91001", DAY, BASIS, name="Mới")
    assert [span.parent_code for span in queries.history("91001")] == ["901", "902"]
    assert queries.tree(DAY).unit("91001").name == "Mới"


def test_a_unit_ends_only_when_nothing_lies_under_it():
    with pytest.raises(UserError, match="still lie under"):
        actions.dissolve("901", DAY, BASIS)
    actions.dissolve("91001-01", DAY, BASIS)
    assert "91001-01" not in queries.tree(DAY)
    assert queries.successors("91001-01", DAY) == []


def test_an_organisation_sits_under_an_area():
    actions.add_organisation(
        "901.mttq",
        level="district",
        name="Mặt trận huyện",
        kind="ủy ban mặt trận",
        parent_code="901",
        on=DAY,
        basis=BASIS,
    )
    tree = queries.tree(DAY)
    assert [node.code for node in tree.children("901", category="organisation")] == ["901.mttq"]
    assert "901.mttq" not in {node.code for node in tree.descendants("99")}


REFUSED = {
    "a unit that does not exist": lambda: actions.move("91777", "902", DAY, BASIS),
    "a day before the unit began": lambda: actions.rename("91001", dt.date(2015, 1, 1), BASIS, name="X"),
    "a parent that does not exist": lambda: actions.move("91001", "903", DAY, BASIS),
    "a circle": lambda: actions.move("901", "91001", DAY, BASIS),
    "itself as parent": lambda: actions.move("901", "901", DAY, BASIS),
    "different levels in a merger": lambda: actions.merge(["91001", "902"], "91001", DAY, BASIS),
    "a merger of one": lambda: actions.merge(["91001"], "91001", DAY, BASIS),
    "a merger into a unit that is not named": lambda: actions.merge(["91001", "91002"], "91003", DAY, BASIS),
    "a merger on the first day": lambda: actions.merge(["91001", "91002"], "91002", START, BASIS),
    "shares over one": lambda: actions.split(
        "91002", [Part("91008", "A", "xã", 0.7), Part("91009", "B", "xã", 0.7)], DAY, BASIS
    ),
    "shares under one": lambda: actions.split(
        "91002", [Part("91008", "A", "xã", 0.1), Part("91009", "B", "xã", 0.1)], DAY, BASIS
    ),
    "a split that forgets a village": lambda: actions.split(
        "91001", [Part("91008", "A", "xã"), Part("91009", "B", "xã")], DAY, BASIS
    ),
    "a kind of another level": lambda: actions.rename("91001", DAY, BASIS, kind="huyện"),
    "a rename to the same name": lambda: actions.rename("91001", DAY, BASIS, name="Tên 91001"),
    "no legal act": lambda: actions.rename("91001", DAY, Basis(" "), name="X"),
    "a code in use": lambda: actions.add_area(
        "91001", level="commune", name="X", kind="xã", parent_code="901", on=DAY, basis=BASIS
    ),
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=REFUSED.keys())
def test_it_refuses_and_writes_nothing(wrong):
    before = (queries.stored_spans(), Unit.objects.count(), UnitEvent.objects.count())
    with pytest.raises(UserError) as error:
        wrong()
    assert "What to do" in str(error.value)
    assert (queries.stored_spans(), Unit.objects.count(), UnitEvent.objects.count()) == before


def test_changes_are_recorded_in_the_order_of_time():
    actions.rename("91001", DAY, BASIS, name="Hai")
    with pytest.raises(UserError, match="later change"):
        actions.rename("91001", dt.date(2020, 1, 1), BASIS, name="Một")
    assert [span.name for span in queries.history("91001")] == ["Tên 91001", "Hai"]


def test_villages_follow_their_commune_into_the_one_that_took_it_in():
    actions.merge(["91002", "91003"], "91003", DAY, BASIS)
    village = SpanRow("91002-01", "area", "village", "Một", "thôn", "91002", START)
    actions.add_areas([village], follow=True, synthetic=True)
    assert [(s.parent_code, s.valid_to) for s in queries.history("91002-01")] == [("91002", EVE), ("91003", None)]
    assert queries.tree(DAY).unit("91002-01").synthetic


def test_a_village_ends_with_a_commune_that_was_cut_in_pieces():
    actions.split("91002", [Part("91008", "Tám", "xã"), Part("91009", "Chín", "xã")], DAY, BASIS)
    actions.add_areas([SpanRow("91002-01", "area", "village", "Một", "thôn", "91002", START)], follow=True)
    assert [(s.parent_code, s.valid_to) for s in queries.history("91002-01")] == [("91002", EVE)]
