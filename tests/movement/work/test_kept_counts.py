"""What is counted is kept beside the tasks, by every action and from day to day, and equals a count from scratch."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from unittest import mock

import pytest
from any_actions import Someone
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chungtay.accounts.models import AuditEntry
from chungtay.messages import UserError
from chungtay.movement import kept_counts
from chungtay.movement.actions import (
    accept_task,
    add_clause,
    add_evidence,
    cascade_plan,
    delete_clause,
    issue_plan,
    make_template,
    plan_tasks,
    recount_coverage,
    start_task,
    submit_task,
)
from chungtay.movement.clause_states import COLUMNS, LATE, count_cells
from chungtay.movement.kept_counts import counted_on, units_counted_wrong
from chungtay.movement.models import Clause, ClauseCount, Movement, Task, UnitCount
from chungtay.movement.queries import coverage, own_clauses, shared_clauses, total_coverage, unit_row, unit_rows
from chungtay.movement.who_may import hierarchy_day

STEPS = 150
"""things done in a row; each is followed by a count from scratch"""


def fresh(movement: Movement) -> Movement:
    return Movement.objects.get(pk=movement.pk)


def at(plan, address: str) -> Clause:
    return Clause.objects.select_related("plan__movement", "plan__unit", "inherits").get(plan=plan, address=address)


def assert_kept(movement: Movement) -> None:
    """Both tables say what a count from scratch says, on the day that they tell of."""
    held = fresh(movement)
    cells = count_cells(held.pk, held.counted_on)
    kept = {row.unit_id: row for row in UnitCount.objects.filter(movement=held)}
    assert {unit: {int(root): code for root, code in row.cells.items()} for unit, row in kept.items()} == cells
    sums: dict[int, dict[str, int]] = {}
    for unit, own in cells.items():
        counted = dict.fromkeys(COLUMNS, 0)
        for root, code in own.items():
            for into in (counted, sums.setdefault(root, dict.fromkeys(COLUMNS, 0))):
                into[COLUMNS[code % LATE]] += 1
                into["late"] += code >= LATE
        assert {name: getattr(kept[unit], name) for name in COLUMNS} == counted
    rows = ClauseCount.objects.filter(movement=held)
    assert {row.root_id: {name: getattr(row, name) for name in COLUMNS} for row in rows} == sums


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_the_kept_counts_are_those_from_scratch(plan, seed):
    today = [dt.date(2018, 3, 1)]
    with mock.patch.object(timezone, "localdate", lambda *_: today[0]):
        someone = Someone(plan, today, seed)
        for _ in range(STEPS):
            someone.do_something()
            assert_kept(plan.movement)
        held = fresh(plan.movement)
        assert counted_on(held) >= hierarchy_day(held)
        assert_kept(plan.movement)
    assert len(someone.done) > len(set(Someone.STEPS)) // 2, "too little of it was done for this to mean anything"


def test_an_action_changes_what_is_kept_and_a_reader_counts_nothing(plan, monkeypatch):
    own = cascade_plan(plan, ["D1", "D2"])[0]
    task = plan_tasks(at(own, "III.1"), due=dt.date(2019, 6, 30))[0]
    add_evidence(task, text="Đã làm")
    accept_task(submit_task(task))
    monkeypatch.setattr(kept_counts, "count_cells", lambda *_: pytest.fail("counted again"))
    movement = fresh(plan.movement)
    day = counted_on(movement)
    total, number_of_units = total_coverage(movement)
    assert (total.accepted, number_of_units, day) == (1, 3, dt.date(2020, 12, 31))
    assert unit_row(movement, "D1").accepted == 1 and unit_row(movement, "C1") is None
    assert [row.code for row in unit_rows(movement)] == ["46", "D1", "D2"]
    assert [row.code for row in unit_rows(movement, "cao", first=0, most=1)] == ["D1"]
    assert [row.code for row in unit_rows(movement, level="district")] == ["D1", "D2"]
    clause = next(one for one in shared_clauses(movement) if one.root == at(plan, "III.1").pk)
    assert (clause.accepted, clause.none, clause.address, clause.added_by) == (1, 2, "III.1", "")


def test_the_smallest_share_comes_first_and_units_to_which_nothing_applies_last(plan):
    first, second = cascade_plan(plan, ["D1", "D2"])
    second.clauses.update(origin=Clause.Origin.NOT_APPLICABLE)
    task = plan_tasks(at(first, "III.1"))[0]
    add_evidence(task, text="Đã làm")
    accept_task(submit_task(task))
    recount_coverage(plan.movement)
    movement = fresh(plan.movement)
    assert [row.code for row in unit_rows(movement, "thap")] == ["46", "D1", "D2"]
    assert [row.code for row in unit_rows(movement, "cao")] == ["D1", "46", "D2"]


def test_an_action_that_is_refused_leaves_the_counts(plan):
    task = plan_tasks(at(plan, "III.1"))[0]
    before = fresh(plan.movement).work_token
    with pytest.raises(UserError):
        submit_task(task)
    assert_kept(plan.movement)
    assert fresh(plan.movement).work_token == before


def test_what_falls_due_overnight_is_counted_by_the_first_reader_of_the_day(plan):
    def late(day: dt.date) -> int:
        with mock.patch.object(timezone, "localdate", lambda *_: day):
            movement = fresh(plan.movement)
            assert counted_on(movement) == day
            return total_coverage(movement)[0].late

    with mock.patch.object(timezone, "localdate", lambda *_: dt.date(2019, 6, 1)):
        plan_tasks(at(plan, "III.1"), due=dt.date(2019, 6, 30))
        done = plan_tasks(at(plan, "III.2"), due=dt.date(2019, 6, 30))[0]
        add_evidence(done, text="Đã làm")
        accept_task(submit_task(done))
    assert [late(dt.date(2019, 6, day)) for day in (1, 29, 30)] == [0, 0, 0]
    assert late(dt.date(2019, 7, 1)) == 1
    assert_kept(plan.movement)


def test_a_reader_whose_clock_is_behind_counts_nothing_back(plan):
    with mock.patch.object(timezone, "localdate", lambda *_: dt.date(2019, 6, 30)):
        start_task(plan_tasks(at(plan, "III.1"))[0])
    with mock.patch.object(timezone, "localdate", lambda *_: dt.date(2019, 6, 29)):
        assert counted_on(fresh(plan.movement)) == dt.date(2019, 6, 30)


def test_counting_anew_finds_what_was_written_past_the_actions(plan, person):
    cascade_plan(plan, ["D1", "D2"])
    assert recount_coverage(plan.movement) == []
    clause = Clause.objects.get(plan__unit__code="D2", address="III.1")
    Task.objects.create(clause=clause, unit=clause.plan.unit, title="Việc", due=dt.date(2019, 6, 30))
    assert units_counted_wrong(fresh(plan.movement)) == ["D2"]
    before = fresh(plan.movement).work_token
    assert recount_coverage(plan.movement, by=person("province_office", "46")) == ["D2"]
    assert fresh(plan.movement).work_token != before
    assert_kept(plan.movement)
    assert AuditEntry.objects.filter(action="movement.recount_coverage").latest("pk").detail["wrong"] == ["D2"]
    with pytest.raises(PermissionDenied):
        recount_coverage(plan.movement, by=person("commune_officer", "C1"))


def test_copies_of_what_a_template_added_are_counted_together(plan):
    template = make_template(plan)
    added = add_clause(template, parent=at(template, "III"), kind="solution", text="{đơn vị} lập sổ theo dõi.")
    first, second = cascade_plan(plan, ["D1", "D2"], template=template)
    issue_plan(second, "02/KH-UBND", dt.date(2018, 3, 1))
    below = cascade_plan(second, ["C4"])[0]
    assert {at(one, "III.3").root for one in (first, second, below)} == {added}
    alone = add_clause(first, parent=at(first, "III"), kind="solution", text="Mỗi đảng viên giúp một hộ.")
    movement = fresh(plan.movement)
    clauses = shared_clauses(movement)
    one = next(row for row in clauses if row.root == added.pk)
    assert (one.none, one.address, one.added_by) == (3, "III.3", "tỉnh Tên 46")
    assert one.show == at(second, "III.3").pk  # issued, so for everyone
    assert alone.pk not in {row.root for row in clauses}
    total, _units = total_coverage(movement)
    assert own_clauses(total, clauses).clauses == 1
    assert total.counted == coverage(movement, on=dt.date(2020, 12, 31)).total.counted
    with pytest.raises(UserError, match="kế thừa"):
        delete_clause(at(template, "III.3"))


def test_copies_made_before_are_tied_to_the_template_by_their_words(plan):
    template = make_template(plan)
    added = add_clause(template, parent=at(template, "III"), kind="solution", text="{đơn vị} lập sổ theo dõi.")
    first, second = cascade_plan(plan, ["D1", "D2"], template=template)
    issue_plan(second, "02/KH-UBND", dt.date(2018, 3, 1))
    below = cascade_plan(second, ["C4"])[0]
    Clause.objects.filter(root=added, inherits__isnull=True).update(root=None)
    Clause.objects.filter(pk=at(below, "III.3").pk).update(root=at(second, "III.3"))
    Clause.objects.filter(pk=at(first, "III.3").pk).update(text="Huyện tự làm cách khác.")
    import_module("chungtay.movement.migrations.0006_roots_of_template_copies").tie_copies(apps, None)
    assert (at(second, "III.3").root, at(below, "III.3").root) == (added, added)
    assert at(first, "III.3").root is None
    assert fresh(plan.movement).counted_on is None
    counted_on(fresh(plan.movement))
    assert_kept(plan.movement)
