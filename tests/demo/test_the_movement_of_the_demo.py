"""The demo's movement: plans on every level, work in every state, something to do for every role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from chungtay.accounts.models import AuditEntry, User
from chungtay.demo.movement import CODE, carry_movement
from chungtay.demo.movement.plans import LAST_DAY
from chungtay.demo.movement.said import said
from chungtay.indicators.target_standing import level_standing, target_gap
from chungtay.movement import queries
from chungtay.movement.burden import burden_by_level
from chungtay.movement.doing_now import doing_now
from chungtay.movement.models import (
    Clause,
    Evidence,
    LegalDocument,
    Movement,
    Plan,
    PlanBasis,
    Reminder,
    ReportField,
    ReportForm,
    Target,
    Task,
)
from chungtay.movement.report_forms import check_form
from chungtay.movement.who_may import own_units
from chungtay.units import queries as units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]
THEN = dt.date(2018, 4, 10)


@pytest.fixture
def movement() -> Movement:
    return Movement.objects.get(code=CODE)


def plan_of(code: str) -> Plan:
    return Plan.objects.get(unit__code=code)


def test_the_plans_come_down_from_the_province_to_its_communes(movement):
    province, department = plan_of("46"), plan_of("46.syt")
    assert province.status == Plan.Status.ISSUED and department.parent == province
    assert "giả lập" in province.title and province.text.startswith("**VĂN BẢN GIẢ LẬP**")
    districts = Plan.objects.filter(parent=province, unit__level="district", unit__category="area")
    assert districts.count() == len(units.level_on(THEN, "district")) == 9
    communes = Plan.objects.filter(parent__in=districts, unit__isnull=False)
    assert communes.count() == len(units.level_on(THEN, "commune")) - said()["communes"]["not_yet"] == 146
    assert communes.filter(status=Plan.Status.DRAFT).count() == said()["communes"]["draft"]


def test_communes_that_have_not_begun_are_still_there_at_the_end(movement):
    groups = queries.units_without_plan(plan_of("46"), LAST_DAY, "commune")
    assert sum(len(group.units) for group in groups) == said()["communes"]["not_yet"]
    assert sum(group.expected for group in groups) == len(units.level_on(LAST_DAY, "commune")) == 145


def test_clauses_are_of_every_kind_and_origin():
    assert set(plan_of("46").clauses.values_list("kind", flat=True)) == set(Clause.Kind.values)
    communes = Clause.objects.filter(plan__unit__level="commune")
    assert set(communes.values_list("origin", flat=True)) == set(Clause.Origin.values)
    assert not communes.filter(origin=Clause.Origin.NOT_APPLICABLE, reason="").exists()


def test_the_movement_has_its_frame_from_the_plan(movement):
    assert [(one.review, str(one)) for one in movement.phases.all()] == [
        ("preliminary", "2016-2018"),
        ("final", "2016-2020"),
    ]
    assert {"departments", "households", "international_organisations"} <= set(movement.participant_kinds)
    assert plan_of("46").recipients and plan_of("46").signature["name"]


def test_everything_made_up_is_marked():
    assert not Plan.objects.filter(synthetic=False).exists()
    assert not Task.objects.filter(synthetic=False).exists()
    assert not Evidence.objects.filter(kind="note").exclude(text__contains="giả lập").exists()
    assert not ReportForm.objects.exclude(title__contains="giả lập").exists()
    steps = AuditEntry.objects.filter(action__in=("movement.submit_task", "movement.accept_task"))
    assert steps.exists() and all(step.detail["synthetic"] for step in steps)


def test_work_is_in_every_state_and_some_of_it_is_late(movement):
    assert set(Task.objects.values_list("status", flat=True)) == set(Task.Status.values)
    late = queries.overdue(on=LAST_DAY, movement=movement)
    assert 50 < late.count() < Task.objects.count() / 5
    assert {task.due.year for task in late} == {2018, 2019, 2020}
    assert {"overdue", "returned"} <= set(Reminder.objects.values_list("kind", flat=True))


def test_what_was_handed_in_has_evidence_and_days_in_order():
    handed_in = Task.objects.filter(status__in=(Task.Status.SUBMITTED, Task.Status.ACCEPTED, Task.Status.RETURNED))
    assert not handed_in.filter(evidence__isnull=True).exists()
    for task in handed_in.prefetch_related("evidence"):
        assert task.submitted_at.date() <= LAST_DAY
        assert all(one.added_at <= task.submitted_at for one in task.evidence.all())
        if task.status != Task.Status.SUBMITTED:
            assert task.decided_at.date() <= LAST_DAY
    assert not handed_in.filter(status=Task.Status.RETURNED, decision_reason="").exists()


def test_figures_among_the_evidence_are_those_of_the_indicators():
    from chungtay.indicators.models import IndicatorValue

    rows = Evidence.objects.filter(kind="figure").select_related("task__unit")
    assert rows.count() > 100
    for row in rows[:20]:
        said_by = IndicatorValue.objects.get(
            indicator=row.figure["indicator"], unit=row.task.unit, year=row.figure["year"], group="all"
        )
        assert (row.figure["value"], row.figure["snapshot"]) == (said_by.value, said_by.snapshot_id)


def test_a_unit_that_ended_has_no_work_after_its_last_day():
    assert not Task.objects.filter(unit__code="20038", due__gt=dt.date(2019, 12, 31)).exists()
    assert Task.objects.filter(unit__code="20038").exists()


def test_coverage_has_every_state(movement):
    found = queries.coverage(movement, on=LAST_DAY)
    total = found.total
    assert min(total.accepted, total.open, total.none, total.not_applicable, total.late) > 50
    assert {one.level for one in found.by_unit} >= {"province", "district", "commune"}


def test_targets_stand_everywhere_and_do_not_all_add_up(movement):
    page = level_standing(movement, "poor_rate", 2019, "commune")
    assert min(page.counts[state] for state in ("on_track", "at_risk", "off_track", "none")) > 0
    above = Target.objects.get(plan__unit__code="46", indicator="poor_rate", group="all")
    assert above.status == "secondary" and "QĐ 1722" in above.source
    districts = Target.objects.filter(parent=above)
    assert districts.count() == 9
    states = {target_gap(one).state for one in districts}
    assert "adds_up" in states and len(states) > 1


@pytest.mark.parametrize("username", ["tinh", "huyen", "xa", "thon", "so", "mattrantinh"])
def test_whoever_does_a_units_work_finds_something_to_do(movement, username):
    found = doing_now(User.objects.get(username=username, demo=True), movement)
    assert any(one.late for one in found)


@pytest.mark.parametrize("username", ["mattran", "cum", "hoidong", "kiemtra"])
def test_whoever_watches_finds_late_work_to_look_at(client, movement, username):
    user = User.objects.get(username=username, demo=True)
    assert not own_units(user)
    client.force_login(user)
    page = client.get(reverse("movement:tasks", args=[movement.code]))
    assert page.status_code == 200 and "quá hạn" in page.content.decode().casefold()


def test_a_donor_reads_the_plan(client, movement):
    client.force_login(User.objects.get(username="nhahaotam", demo=True))
    assert client.get(reverse("movement:plan", args=[plan_of("46").pk])).status_code == 200


def test_a_district_decides_on_its_communes_and_a_commune_on_its_villages(movement):
    for username, code in (("huyen", "20047"), ("xa", "20047-02")):
        waiting = queries.tasks_to_decide(User.objects.get(username=username, demo=True), movement)
        assert code in {task.unit.code for task in waiting}


def test_report_forms_ask_and_one_asks_twice():
    kinds = {flag.kind for form in ReportForm.objects.all() for flag in check_form(form)}
    assert {"known", "asked_elsewhere"} <= kinds
    assert {row.level for row in burden_by_level(2020)} == {"district", "commune"}


def test_building_it_again_changes_nothing(movement):
    before = (movement.work_token, Task.objects.count(), Plan.objects.count())
    carried = carry_movement(None, 2016)
    movement.refresh_from_db()
    assert (movement.work_token, Task.objects.count(), Plan.objects.count()) == before
    assert (carried.plans, carried.tasks) == (before[2] - Plan.objects.filter(unit=None).count(), before[1])


def test_the_same_seed_makes_the_same_movement(movement):
    def told() -> tuple[set[object], ...]:
        work = Task.objects.values_list("unit__code", "clause__address", "title", "due", "status", "submitted_at")
        words = Clause.objects.values_list("plan__unit__code", "address", "origin", "text", "due")
        aims = Target.objects.values_list("unit__code", "indicator", "group", "end_value")
        return set(work), set(words), set(aims), set(Evidence.objects.values_list("text", flat=True))

    before = told()
    for model in (Reminder, Evidence, Task, Target, PlanBasis, Clause, Plan, LegalDocument, ReportField, ReportForm):
        model.objects.all()._raw_delete(connection.alias)
    carry_movement(None, 2016)
    assert told() == before
