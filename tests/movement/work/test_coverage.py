"""Which clauses were carried out: the state of a clause from its work, and the shares over units and clauses."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.movement.actions import cascade_plan, mark_not_applicable
from chungtay.movement.models import Clause, Task
from chungtay.movement.queries import clause_work, coverage

ON = dt.date(2019, 12, 31)
# The work on one clause, each task as state@deadline, and the clause's state on 31/12/2019.
STATES = """
work                                         | state    | late
                                             | none     | no
open@2019-06-30                              | open     | yes
open@2020-06-30                              | open     | no
doing@2019-12-31                             | open     | no
submitted@2019-06-30                         | open     | no
returned@2019-06-30                          | open     | yes
accepted@2019-06-30                          | accepted | no
accepted@2020-06-30                          | accepted | no
accepted@2018-06-30 open@2019-06-30          | open     | yes
accepted@2018-06-30 submitted@2019-06-30     | open     | no
accepted@2018-06-30 accepted@2019-06-30      | accepted | no
accepted@2019-06-30 open@2020-06-30          | accepted | no
open@2020-06-30 open@2021-06-30              | open     | no
"""


def rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in STATES.strip("\n").splitlines()[1:]]


def work_on(clause: Clause, words: str) -> None:
    for one in words.split():
        state, _, due = one.partition("@")
        Task.objects.create(clause=clause, unit=clause.plan.unit, title="Việc", due=due, status=state)


@pytest.mark.parametrize(("work", "state", "late"), rows(), ids=lambda cell: cell or "nothing")
def test_the_state_of_a_clause_follows_from_its_work(plan, work, state, late):
    own = cascade_plan(plan, ["D1"])[0]
    clause = own.clauses.get(address="III.1")
    work_on(clause, work)
    counted = coverage(plan.movement, on=ON)
    assert counted.cells[clause.plan.unit_id, clause.root_id] == state
    unit = next(one for one in counted.by_unit if one.code == "D1")
    assert unit.late == (late == "yes")
    told = next(one for one in clause_work(clause, ON) if one.unit.code == "D1")
    assert (told.state, told.late, len(told.tasks)) == (state, late == "yes", len(work.split()))


def test_headings_and_the_frame_are_not_counted_and_what_does_not_apply_leaves_the_share(plan):
    own = cascade_plan(plan, ["D1"])[0]
    work_on(own.clauses.get(address="III.1"), "accepted@2019-06-30")
    mark_not_applicable(own.clauses.get(address="III.2"), "Tỉnh kiểm tra")
    unit = next(one for one in coverage(plan.movement, on=ON).by_unit if one.code == "D1")
    assert (unit.accepted, unit.open, unit.none, unit.not_applicable) == (1, 0, 3, 1)
    assert (unit.counted, unit.share, unit.name) == (4, 0.25, "huyện Tên D1")


def test_a_clause_is_counted_over_all_units_under_the_topmost_one(plan):
    for own in cascade_plan(plan, ["D1", "D2", "46.syt"]):
        if own.unit.code != "D2":
            work_on(own.clauses.get(address="III.1"), "accepted@2019-06-30")
    top = plan.clauses.get(address="III.1")
    counted = coverage(plan.movement, on=ON)
    clause = next(one for one in counted.by_clause if one.clause == top)
    assert (clause.units, clause.accepted, clause.none) == (4, 2, 2)
    assert [one.unit.code for one in clause_work(top, ON)] == ["46", "46.syt", "D1", "D2"]
    assert counted.total.accepted == 2 and counted.total.counted == sum(one.counted for one in counted.by_unit)


def test_it_can_be_asked_for_some_units_or_one_plan(plan):
    first, _second = cascade_plan(plan, ["D1", "D2"])
    assert [one.code for one in coverage(plan.movement, chosen=[first.unit], on=ON).by_unit] == ["D1"]
    assert len(coverage(plan.movement, plan=plan, on=ON).by_unit) == 3
    assert coverage(plan.movement, plan=first, on=ON).by_unit != ()


def test_the_number_of_questions_to_the_database_does_not_grow_with_units(plan, django_assert_max_num_queries):
    cascade_plan(plan, ["D1", "D2", "46.syt", "C1", "C2", "C4", "C5"])
    with django_assert_max_num_queries(8):
        assert len(coverage(plan.movement, on=ON).by_unit) == 8
    with django_assert_max_num_queries(5):
        assert len(clause_work(plan.clauses.get(address="III.1"), ON)) == 8
