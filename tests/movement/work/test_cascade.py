"""A plan carried down: each unit gets a draft of its own tied to the plan above, once, and no deadline gets looser."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.accounts.models import AuditEntry
from chungtay.messages import UserError
from chungtay.movement.actions import (
    add_clause,
    cascade_plan,
    issue_plan,
    make_template,
    mark_not_applicable,
    narrow_clause,
    restore_clause,
    set_clause_due,
)
from chungtay.movement.models import Clause, Plan
from chungtay.movement.queries import clauses_late_below, difference_from_parent, units_without_plan

DUE, EARLIER, LATER = dt.date(2020, 6, 30), dt.date(2020, 3, 31), dt.date(2020, 9, 30)


def at(plan: Plan, address: str) -> Clause:
    return Clause.objects.select_related("plan__movement", "plan__unit", "inherits").get(plan=plan, address=address)


def test_each_unit_gets_every_clause_tied_to_the_one_above(plan):
    made = cascade_plan(plan, ["D1", "D2", "46.syt"])
    assert [one.unit.code for one in made] == ["D1", "D2", "46.syt"]
    own = {row.address: row for row in made[0].clauses.select_related("inherits", "parent")}
    above = {row.address: row for row in plan.clauses.all()}
    assert list(own) == list(above)
    for address, row in own.items():
        assert (row.inherits, row.root, row.origin) == (above[address], above[address], "inherited")
        assert (row.heading, row.text, row.actors) == (
            above[address].heading,
            above[address].text,
            above[address].actors,
        )
        assert row.parent == (own[above[address].parent.address] if above[address].parent else None)


def test_a_plan_further_down_keeps_the_topmost_clause(plan, district_plan):
    issue_plan(district_plan, "12/KH-UBND", dt.date(2018, 3, 1))
    commune = cascade_plan(district_plan, ["C1"])[0]
    clause = at(commune, "II.3.a")
    assert clause.inherits == at(district_plan, "II.3.a") and clause.root == at(plan, "II.3.a")


def test_running_it_again_adds_only_the_units_that_have_none(plan, district_plan):
    narrow_clause(at(district_plan, "III.1"), text="Mỗi đảng viên giúp một hộ nghèo.")
    made = cascade_plan(plan, ["D1", "D2"])
    assert [one.unit.code for one in made] == ["D2"]
    assert at(district_plan, "III.1").text == "Mỗi đảng viên giúp một hộ nghèo."
    assert cascade_plan(plan, ["D1", "D2"]) == []
    assert AuditEntry.objects.filter(action="movement.cascade_plan").count() == 3


def test_a_template_goes_to_every_unit_under_its_own_name(plan):
    template = make_template(plan)
    narrow_clause(at(template, "III.1"), text="{đơn vị} phân công cán bộ giúp từng hộ nghèo.")
    mark_not_applicable(at(template, "III.2"), "Cấp huyện không tự kiểm tra")
    add_clause(template, parent=at(template, "III"), kind="solution", text="{đơn vị} lập sổ theo dõi.")
    first, second = cascade_plan(plan, ["D1", "D2"], template=template)
    assert at(first, "III.1").text == "huyện Tên D1 phân công cán bộ giúp từng hộ nghèo."
    assert at(second, "III.3").text == "huyện Tên D2 lập sổ theo dõi."
    origins = [row.origin for row in first.clauses.filter(address__startswith="III.")]
    assert origins == ["narrowed", "not_applicable", "own"]
    assert at(first, "III.1").inherits == at(plan, "III.1")
    assert {one.unit for one in Plan.objects.filter(parent=plan, unit__isnull=True)} == {None}


def test_only_units_below_on_the_day_get_one_and_an_error_leaves_nothing(plan):
    with pytest.raises(UserError, match="C3"):
        cascade_plan(plan, ["D1", "C3"])
    assert not Plan.objects.filter(parent=plan).exists()
    assert [one.unit.code for one in cascade_plan(plan, ["C3"], on=dt.date(2018, 6, 1))] == ["C3"]
    with pytest.raises(UserError, match="khong-co"):
        cascade_plan(plan, ["khong-co"])


def test_a_plan_not_confirmed_is_not_carried_down(read_plan):
    with pytest.raises(UserError, match="chưa được xác nhận"):
        cascade_plan(read_plan, ["D1"])


def test_a_unit_makes_its_own_plan_and_the_unit_above_makes_them_for_all(plan, person):
    officer = person("district_officer", "D1")
    assert cascade_plan(plan, ["D1"], by=officer)[0].unit.code == "D1"
    with pytest.raises(PermissionDenied):
        cascade_plan(plan, ["D1", "D2"], by=officer)
    assert len(cascade_plan(plan, ["D1", "D2"], by=person("province_office", "46"))) == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_not_applicable_needs_a_reason(district_plan, reason):
    with pytest.raises(UserError, match="lý do"):
        mark_not_applicable(at(district_plan, "III.2"), reason)
    assert at(district_plan, "III.2").origin == "inherited"


def test_what_does_not_apply_takes_what_lies_below_with_it_and_comes_back_on_request(district_plan):
    mark_not_applicable(at(district_plan, "II.3"), "Huyện không tổ chức nội dung này")
    assert {at(district_plan, place).origin for place in ("II.3", "II.3.a", "II.3.b")} == {"not_applicable"}
    assert restore_clause(at(district_plan, "II.3.a")).origin == "inherited"


def test_a_deadline_from_above_can_come_forward_and_never_back(plan, district_plan):
    set_clause_due(at(plan, "III.1"), DUE)
    for loosen in (
        lambda clause: set_clause_due(clause, LATER),
        lambda clause: narrow_clause(clause, due=LATER),
    ):
        with pytest.raises(UserError, match="muộn hơn"):
            loosen(at(district_plan, "III.1"))
    set_clause_due(at(district_plan, "III.1"), EARLIER)
    assert at(district_plan, "III.1").due == EARLIER


def test_a_template_cannot_loosen_deadlines(plan):
    template = make_template(plan)
    set_clause_due(at(template, "III.1"), LATER)
    set_clause_due(at(plan, "III.1"), DUE)
    with pytest.raises(UserError, match="muộn hơn"):
        cascade_plan(plan, ["D1"], template=template)


def test_the_plan_above_moving_forward_flags_those_below(plan, district_plan):
    set_clause_due(at(district_plan, "III.1"), LATER)
    issue_plan(district_plan, "12/KH-UBND", dt.date(2018, 3, 1))
    commune = cascade_plan(district_plan, ["C1"])[0]
    assert at(commune, "III.1").due == LATER
    late = set_clause_due(at(plan, "III.1"), DUE)
    assert {(row.plan.unit.code, row.address) for row in late} == {("D1", "III.1"), ("C1", "III.1")}
    assert [row.plan.unit.code for row in clauses_late_below(plan)] == ["D1"]
    flagged = [one.address for one in difference_from_parent(district_plan) if one.late]
    assert flagged == ["III.1"]


def test_a_draft_due_too_late_is_not_issued(plan, district_plan):
    set_clause_due(at(district_plan, "III.1"), LATER)
    set_clause_due(at(plan, "III.1"), DUE)
    with pytest.raises(UserError, match=r"III\.1"):
        issue_plan(district_plan, "12/KH-UBND", dt.date(2018, 3, 1))


def test_the_difference_says_what_was_kept_narrowed_added_left_out_and_missing(plan, district_plan):
    narrow_clause(at(district_plan, "III.1"), text="Phân công cán bộ huyện giúp đỡ từng hộ nghèo.")
    mark_not_applicable(at(district_plan, "III.2"), "Tỉnh kiểm tra")
    add_clause(district_plan, parent=at(district_plan, "III"), kind="solution", text="Lập sổ theo dõi.")
    add_clause(plan, parent=at(plan, "II.3"), kind="content", text="Giúp nhau làm nhà ở.")
    found = {(one.address, one.what): one for one in difference_from_parent(district_plan)}
    assert found["III.1", "narrowed"].words == (
        ("same", "Phân công cán bộ "), ("added", "huyện "), ("same", "giúp đỡ từng hộ nghèo."),
    )  # fmt: skip
    assert found["III.2", "not_applicable"].reason == "Tỉnh kiểm tra"
    assert ("III.3", "added") in found and ("II.3.c", "missing") in found and ("I.1", "inherited") in found
    assert difference_from_parent(plan) == []


def test_words_changed_above_afterwards_are_shown(plan, district_plan):
    at(plan, "III.2").plan.clauses.filter(address="III.2").update(text="Kiểm tra việc thực hiện hai lần mỗi năm.")
    found = {one.address: one for one in difference_from_parent(district_plan)}
    assert found["III.2"].what == "changed_above"


def test_units_without_a_plan_are_known_by_level_and_kind_as_of_a_day(plan, district_plan):
    right_below = {(one.kind, one.expected): [node.code for node in one.units] for one in units_without_plan(plan)}
    assert right_below == {("huyện", 2): ["D2"], ("sở", 1): ["46.syt"]}
    issue_plan(district_plan, "12/KH-UBND", dt.date(2018, 3, 1))
    cascade_plan(district_plan, ["C1"])
    communes_2018 = units_without_plan(plan, dt.date(2018, 6, 1), "commune")[0]
    assert ([node.code for node in communes_2018.units], communes_2018.with_plan) == (["C2", "C3", "C4", "C5"], 1)
    communes_2020 = units_without_plan(plan, dt.date(2020, 6, 1), "commune")[0]
    assert [node.code for node in communes_2020.units] == ["C2", "C4", "C5"]
