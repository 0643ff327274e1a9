"""Who opens a movement and sets its frame, as a table; what an action of the frame refuses and what it writes down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.accounts.models import AuditEntry, User
from chungtay.messages import UserError
from chungtay.movement.actions import (
    cascade_plan,
    link_clause,
    link_movement,
    open_movement,
    remove_phase,
    set_frame,
    set_leading_document,
    set_parent_plan,
    set_phase,
    unlink_movement,
)
from chungtay.movement.models import Movement, Plan
from chungtay.movement.report_forms import add_form, close_form

# Who may do what: the frame is the standing office's; what a plan of district D1 hangs on, and a form that it issues,
# are of those who work for D1.
RIGHTS = """
role             | unit   | frame | plan of D1 | form of D1
province_office  | 46     | yes   | yes        | yes
district_officer | D1     | no    | yes        | yes
district_officer | D2     | no    | no         | no
commune_officer  | C1     | no    | no         | no
village_surveyor | V1     | no    | no         | no
department       | 46.syt | no    | no         | no
front            | D1     | no    | no         | no
cluster_lead     | D1     | no    | no         | no
council_member   | 46     | no    | no         | no
inspector        | D1     | no    | no         | no
donor            | 46     | no    | no         | no
"""


def rows(table: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def allowed(action: Callable[[], object]) -> bool:
    try:
        action()
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("row", rows(RIGHTS), ids=lambda row: f"{row['role']} {row['unit']}")
def test_each_role_does_what_the_table_says(district_plan, person, row):
    movement, plan, by = district_plan.movement, district_plan.parent, person(row["role"], row["unit"])
    form = add_form(movement, district_plan.unit, "Biểu", "commune", first_year=2016)
    basis = district_plan.plan_bases.create(document=plan.document, order=9).document
    clause = district_plan.clauses.get(address="III.1")
    phase, link = set_phase(movement, "yearly", 2017, 2017), link_movement(movement, "Xây dựng nông thôn mới")
    actions: dict[str, list[Callable[[], object]]] = {
        "frame": [
            lambda: open_movement("khac", "Khác", movement.scope, 2021, 2025, by=by),
            lambda: set_frame(movement, participants=["households"], by=by),
            lambda: set_phase(movement, "final", 2016, 2020, by=by),
            lambda: link_movement(movement, "Ngày vì người nghèo", by=by),
            lambda: remove_phase(phase, by=by),
            lambda: unlink_movement(link, by=by),
        ],
        "plan of D1": [
            lambda: link_clause(clause, None, by=by),
            lambda: set_leading_document(district_plan, basis, by=by),
            lambda: set_parent_plan(district_plan, plan, by=by),
        ],
        "form of D1": [lambda: close_form(form, 2018, by=by)],
    }
    for group, steps in actions.items():
        done = [allowed(step) for step in steps]
        assert done == [row[group] == "yes"] * len(steps), group
    written = AuditEntry.objects.filter(user=by) if row["frame"] == "yes" else None
    if written is not None:
        names = set(written.values_list("action", flat=True))
        expected = ("open", "set_frame", "set_phase", "link", "remove_phase", "unlink", "link_clause",
                    "set_leading_document", "set_parent_plan", "close_form")  # fmt: skip
        assert {f"movement.{name}" for name in expected} <= names


def test_a_phase_lies_within_the_years_of_its_movement(movement):
    for years in ((2015, 2018), (2016, 2021)):
        with pytest.raises(UserError, match="2016–2020"):
            set_phase(movement, "preliminary", *years)
    with pytest.raises(UserError, match="2018–2016"):
        set_phase(movement, "preliminary", 2018, 2016)
    assert not movement.phases.exists()


def test_setting_a_phase_again_changes_the_day_of_its_review(movement):
    assert set_phase(movement, "preliminary", 2016, 2018).review_due == dt.date(2018, 12, 31)
    set_phase(movement, "preliminary", 2016, 2018, review_due=dt.date(2018, 11, 30))
    assert [phase.review_due for phase in movement.phases.all()] == [dt.date(2018, 11, 30)]
    remove_phase(movement.phases.get())
    assert not movement.phases.exists()


def test_an_unknown_kind_of_participant_is_refused_and_what_is_not_said_stays(movement):
    set_frame(movement, participants=["households", "communes"], scope_on=dt.date(2018, 1, 1))
    with pytest.raises(UserError, match="robots"):
        set_frame(movement, participants=["robots"])
    set_frame(movement)
    kept = Movement.objects.get(pk=movement.pk)
    assert (kept.participant_kinds, kept.scope_on) == (["communes", "households"], dt.date(2018, 1, 1))


def test_a_new_parent_ties_the_clauses_anew(plan, district_plan, person):
    """A commune's plan was put under the province's by mistake; its clauses then follow the district's."""
    own = cascade_plan(plan, ["C1"])[0]
    clause, stranger = own.clauses.get(address="III.1"), own.clauses.get(address="III.2")
    own.clauses.filter(pk=stranger.pk).update(text="Trồng cây ven đường liên thôn.")
    set_parent_plan(own, district_plan, by=person("commune_officer", "C1"))
    clause.refresh_from_db()
    stranger.refresh_from_db()
    assert clause.inherits == district_plan.clauses.get(address="III.1")
    assert clause.root == plan.clauses.get(address="III.1")
    assert (stranger.inherits, stranger.origin) == (None, "own")
    assert not own.clauses.filter(inherits__plan=plan).exists()
    set_parent_plan(own, None)
    assert Plan.objects.get(pk=own.pk).parent is None
    assert not own.clauses.filter(inherits__isnull=False).exists()


def test_the_same_parent_again_leaves_ties_made_by_hand(plan, district_plan):
    clause = district_plan.clauses.get(address="III.1")
    link_clause(clause, plan.clauses.get(address="III.2"))
    set_parent_plan(district_plan, plan)
    clause.refresh_from_db()
    assert clause.inherits.address == "III.2"


def test_a_clause_is_tied_only_to_the_plan_above(plan, district_plan, person):
    own = cascade_plan(district_plan_in_force(district_plan), ["C1"])[0]
    with pytest.raises(UserError, match="cấp trên"):
        link_clause(own.clauses.get(address="III.1"), plan.clauses.get(address="III.1"))


def test_only_a_basis_of_the_plan_is_carried_out(plan, district_plan):
    with pytest.raises(UserError, match="căn cứ"):
        set_leading_document(district_plan, plan.plan_bases.get().document)
    set_leading_document(plan, plan.plan_bases.get().document)
    assert [basis.leading for basis in plan.plan_bases.all()] == [True]


def district_plan_in_force(plan: Plan) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(status="confirmed")
    return Plan.objects.get(pk=plan.pk)


def test_the_console_may_do_all(movement):
    nobody: User | None = None
    assert set_phase(movement, "final", 2016, 2020, by=nobody).pk
