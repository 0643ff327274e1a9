"""An officer corrects what was read: kinds, words, joins, splits, numbers; addresses stay where others rely on them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.messages import UserError
from chungtay.movement.actions import (
    add_clause,
    cascade_plan,
    change_clause,
    confirm_plan,
    delete_clause,
    issue_plan,
    join_clauses,
    link_clause,
    match_to_parent,
    narrow_clause,
    plan_tasks,
    renumber_plan,
    split_clause,
)
from chungtay.movement.labels import label_at, next_label
from chungtay.movement.models import Clause, Plan


def at(plan: Plan, address: str) -> Clause:
    return plan.clauses.select_related("plan__movement", "plan__unit").get(address=address)


def addresses(plan: Plan) -> list[str]:
    return list(plan.clauses.order_by("order").values_list("address", flat=True))


def test_a_corrected_clause_is_read_anew(read_plan):
    clause = change_clause(at(read_plan, "III.2"), kind="organisation", text="Kiểm tra trước ngày 30/11/2019 ở các xã.")
    clause.refresh_from_db()
    assert clause.kind == "organisation"
    assert clause.dates[0]["iso"] == "2019-11-30" and clause.actors[0]["kind"] == "communes"


def test_a_clause_is_not_left_empty(read_plan):
    with pytest.raises(UserError, match="không còn chữ"):
        change_clause(at(read_plan, "III.2"), text=" ")


def test_a_paragraph_broken_in_two_is_joined_and_nobody_else_moves(read_plan):
    before = addresses(read_plan)
    joined = join_clauses(at(read_plan, "II.3.a"), at(read_plan, "II.3.b"))
    assert joined.text.endswith("việc làm ổn định. Tuyên truyền các mô hình giảm nghèo có hiệu quả trên hệ thống "
                                "truyền thanh cơ sở.")  # fmt: skip
    assert addresses(read_plan) == [address for address in before if address != "II.3.b"]


def test_what_lay_below_a_joined_clause_moves_along(read_plan):
    part = at(read_plan, "II")
    join_clauses(at(read_plan, "II.1"), at(read_plan, "II.2"))
    assert addresses(read_plan)[2:6] == ["II", "II.1", "II.1.a", "II.1.b"]
    assert at(read_plan, "II.1.a").parent == at(read_plan, "II.1") and at(read_plan, "II.1").parent == part


def test_what_lay_below_a_joined_clause_may_take_its_address(read_plan):
    second = at(read_plan, "II.3.a")
    below = add_clause(read_plan, kind="content", text="Giúp nhau làm nhà ở.", parent=second)
    Clause.objects.filter(pk=below.pk).update(address="II.3.a.a")
    join_clauses(at(read_plan, "II.3"), second)
    assert at(read_plan, "II.3.a") == below


def test_only_neighbours_are_joined(read_plan):
    with pytest.raises(UserError, match="liền nhau"):
        join_clauses(at(read_plan, "II.3.a"), at(read_plan, "III.1"))
    with pytest.raises(UserError, match=r"II\.3\.b"):
        join_clauses(at(read_plan, "II.3.a"), at(read_plan, "III.2"))


def test_a_clause_is_split_and_its_second_part_comes_next(read_plan):
    clause = at(read_plan, "II.3.a")
    place = clause.text.index("học nghề")
    first, second = split_clause(clause, place)
    assert (first.address, second.address) == ("II.3.a", "II.3.a-2")
    assert (first.text[-4:], second.text[:8], second.kind) == ("vốn,", "học nghề", "content")
    assert addresses(read_plan)[-6:] == ["II.3.a", "II.3.a-2", "II.3.b", "III", "III.1", "III.2"]


@pytest.mark.parametrize(("address", "place"), [("II.3.a", 0), ("II.3.a", 9999), ("II", 1), ("II.2", 3)])
def test_a_split_leaves_words_on_both_sides(read_plan, address, place):
    with pytest.raises(UserError, match="Không tách được"):
        split_clause(at(read_plan, address), place)


def test_counting_anew_closes_the_gaps_in_each_groups_own_style(read_plan):
    split_clause(at(read_plan, "II.3.a"), 30)
    delete_clause(at(read_plan, "II.1"))
    renumber_plan(read_plan)
    assert addresses(read_plan) == [
        "I", "I.1", "II", "II.1", "II.1.a", "II.1.b", "II.2", "II.2.a", "II.2.b", "II.2.c", "III", "III.1", "III.2",
    ]  # fmt: skip


def test_a_plan_that_others_carry_out_keeps_its_clauses_and_addresses(plan):
    cascade_plan(plan, ["D1"])
    with pytest.raises(UserError, match="kế thừa"):
        delete_clause(at(plan, "III.1"))
    with pytest.raises(UserError, match="kế thừa"):
        delete_clause(at(plan, "III"))
    with pytest.raises(UserError, match="kế thừa"):
        join_clauses(at(plan, "II.3.a"), at(plan, "II.3.b"))
    with pytest.raises(UserError, match="không đánh số lại"):
        renumber_plan(plan)
    assert len(addresses(plan)) == 13


def test_a_clause_with_work_is_not_deleted(plan):
    plan_tasks(at(plan, "III.1"))
    with pytest.raises(UserError, match="đã có việc"):
        delete_clause(at(plan, "III.1"))


def test_an_issued_plan_keeps_its_words_but_its_kinds_may_be_corrected(plan):
    issue_plan(plan, "07/KH-UBND", dt.date(2018, 2, 1))
    for change in (
        lambda: change_clause(at(plan, "III.1"), text="Khác"),
        lambda: split_clause(at(plan, "III.1"), 5),
        lambda: join_clauses(at(plan, "II.3.a"), at(plan, "II.3.b")),
        lambda: delete_clause(at(plan, "III.1")),
        lambda: add_clause(plan, kind="content", text="Thêm"),
        lambda: renumber_plan(plan),
    ):
        with pytest.raises(UserError, match="đã ban hành"):
            change()
    assert change_clause(at(plan, "III.2"), kind="organisation").kind == "organisation"


@pytest.mark.parametrize(
    ("role", "unit", "may"),
    [("province_office", "46", True), ("district_officer", "D1", True), ("district_officer", "D2", False),
     ("commune_officer", "C1", False), ("department", "46.syt", False), ("inspector", "D1", False),
     ("council_member", "46", False), ("donor", "46", False)],
)  # fmt: skip
def test_a_unit_changes_only_its_own_plan(district_plan, person, role, unit, may):
    user = person(role, unit)
    for change in (
        lambda: change_clause(at(district_plan, "III.1"), kind="content", by=user),
        lambda: narrow_clause(at(district_plan, "III.2"), text="Kiểm tra ở xã.", by=user),
        lambda: add_clause(district_plan, kind="content", text="Thêm", by=user),
        lambda: split_clause(at(district_plan, "II.3.a"), 30, by=user),
        lambda: issue_plan(district_plan, "12/KH-UBND", dt.date(2018, 3, 1), by=user),
    ):
        if may:
            change()
        else:
            with pytest.raises(PermissionDenied):
                change()


def test_a_plan_is_confirmed_once_and_issued_under_its_own_number(read_plan):
    with pytest.raises(UserError, match="chưa được xác nhận"):
        issue_plan(read_plan, "07/KH-UBND", dt.date(2018, 2, 1))
    confirm_plan(read_plan)
    with pytest.raises(UserError, match="đã đọc"):
        confirm_plan(read_plan)
    first, second = cascade_plan(read_plan, ["D1", "D2"])
    issue_plan(first, "12/KH-UBND", dt.date(2018, 3, 1))
    assert first.document.carries_out == read_plan.document
    with pytest.raises(UserError, match="số và ngày"):
        issue_plan(second, "12/KH-UBND", dt.date(2018, 3, 1))


def test_a_plan_written_by_hand_is_tied_to_the_one_above_by_its_words(plan, district_plan):
    """The clauses of a plan that was imported, not cascaded: same words, words alike, and words of its own."""
    rows = {
        "III.1": ("inherited", None),
        "III.2": ("narrowed", "Kiểm tra việc thực hiện phong trào tại các xã hàng năm."),
        "II.3.b": ("own", "Xây mới trường mầm non và trạm bơm."),
    }
    for address, (_origin, text) in rows.items():
        clause = at(district_plan, address)
        link_clause(clause, None)
        if text:
            change_clause(clause, text=text)
    match_to_parent(district_plan)
    for address, (origin, _text) in rows.items():
        clause = at(district_plan, address)
        assert (clause.origin, clause.inherits) == (origin, None if origin == "own" else at(plan, address)), address
        assert clause.root == (None if origin == "own" else at(plan, address))


@pytest.mark.parametrize(
    ("siblings", "level", "following"),
    [([], 0, "I"), ([], 1, "1"), ([], 2, "a"), (["I", "II"], 0, "III"), (["1", "2", "5"], 1, "6"),
     (["a", "b", "c-2"], 2, "d"), (["z"], 2, "aa"), (["Đ1", "Đ2"], 1, "Đ3"), (["h1"], 2, "h2")],
)  # fmt: skip
def test_the_next_label_goes_on_in_the_groups_style(siblings, level, following):
    assert next_label(siblings, level) == following


def test_labels_count_in_the_style_of_the_first():
    assert [label_at(place, "I") for place in (1, 4, 9)] == ["I", "IV", "IX"]
    assert [label_at(place, like) for place, like in ((3, "a"), (2, "1"), (4, "P1"))] == ["c", "2", "P4"]
