"""The plans of the made-up movement: read, confirmed, carried down to every level, put into words and issued.

Everything goes through the movement's own actions. May import movement, units and `said`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chungtay.demo.movement.said import DEPARTMENT_PLAN, PROVINCE_PLAN, chance, said
from chungtay.movement import actions
from chungtay.movement.clause_states import COUNTED
from chungtay.movement.deadlines import suggested_due
from chungtay.movement.models import Clause, Movement, Plan
from chungtay.units import queries as units
from chungtay.units.tree import Node

PROVINCE, DEPARTMENT, READY_COMMUNE = "46", "46.syt", "20047"
PROVINCE_ON = dt.date(2018, 2, 5)
DISTRICTS_ON, DISTRICTS_BY = dt.date(2018, 2, 20), dt.date(2018, 3, 31)
COMMUNES_ON, COMMUNES_BY = dt.date(2018, 4, 10), dt.date(2018, 5, 31)
LAST_DAY = dt.date(2020, 12, 31)
ALIKE = 0.2
"""share of words in common from which a clause at the same address of the plan above is taken to be the same one"""


@dataclass(frozen=True)
class Plans:
    """The plans by who has them; communes are those whose plan is issued, drafts those still at it."""

    province: Plan
    department: Plan
    districts: Sequence[Plan]
    organisations: Sequence[Plan]
    under_department: Sequence[Plan]
    communes: Sequence[Plan]
    drafts: Sequence[Plan]

    def of_level(self, level: str) -> Sequence[Plan]:
        """province | district | commune | organisation."""
        by_level = {"province": [self.province], "district": self.districts, "commune": self.communes}
        return by_level.get(level, self.organisations)


def make_plans(movement: Movement, plan_file: Path | None, seed: int) -> Plans:
    """Make every plan. plan_file: the department's plan as received; None for the packaged example."""
    province = _province_plan(movement)
    department = _department_plan(movement, plan_file, province)
    districts = _district_plans(province, seed)
    organisations = _organisation_plans(province)
    communes, drafts = _commune_plans(districts, seed)
    return Plans(province, department, districts, organisations, _below_department(department), communes, drafts)


def _province_plan(movement: Movement) -> Plan:
    plan = actions.import_plan(movement_code=movement.code, issuer_code=PROVINCE, path=PROVINCE_PLAN, synthetic=True)
    actions.confirm_plan(plan)
    for clause in plan.clauses.filter(kind__in=COUNTED):
        if (due := suggested_due(clause)) is not None:
            actions.set_clause_due(clause, due)
    return actions.issue_plan(plan, str(plan.header["number"]), PROVINCE_ON)


def _department_plan(movement: Movement, plan_file: Path | None, province: Plan) -> Plan:
    """The plan given, as a real one would be taken in; else the packaged example, marked as made up."""
    plan = actions.import_plan(
        movement_code=movement.code,
        issuer_code=DEPARTMENT,
        path=plan_file or DEPARTMENT_PLAN,
        parent_id=province.pk,
        synthetic=plan_file is None,
    )
    if not plan.clauses.exists():
        return plan
    _tie_by_address(plan, province)
    actions.confirm_plan(plan)
    if plan_file is None:
        actions.issue_plan(plan, str(plan.header["number"]), dt.date.fromisoformat(plan.header["date"]))
    return plan


def _tie_by_address(plan: Plan, above: Plan) -> None:
    """Tie what the import left untied, as an officer would who lays both plans side by side."""
    known = {row.address: row for row in above.clauses.all()}
    taken = set(plan.clauses.filter(inherits__isnull=False).values_list("inherits_id", flat=True))
    for clause in plan.clauses.filter(inherits__isnull=True).exclude(kind=Clause.Kind.HEADING):
        other = known.get(clause.address)
        if other is not None and other.kind == clause.kind and other.pk not in taken and _alike(clause, other):
            actions.link_clause(clause, other)


def _alike(one: Clause, other: Clause) -> bool:
    words = [set(re.findall(r"\w+", f"{each.heading} {each.text}".casefold())) for each in (one, other)]
    return len(words[0] & words[1]) >= ALIKE * min(map(len, words))


def _district_plans(province: Plan, seed: int) -> list[Plan]:
    template = _template(province, said()["templates"]["district"])
    codes = [node.code for node in units.level_on(DISTRICTS_ON, "district")]
    plans = actions.cascade_plan(province, codes, due_by=DISTRICTS_BY, template=template, on=DISTRICTS_ON)
    for plan in plans:
        assert plan.unit is not None
        for address, text in said()["districts"].get(plan.unit.code, {}).items():
            actions.narrow_clause(plan.clauses.get(address=address), text=text)
        if own := said()["added_by_districts"].get(plan.unit.code):
            actions.add_clause(plan, kind=Clause.Kind.CONTENT, text=own, parent=plan.clauses.get(address="II.4"))
        late = chance(seed, "issued", plan.unit.code).randint(-20, 12)
        _issue(plan, DISTRICTS_BY + dt.timedelta(days=late))
    return plans


def _organisation_plans(province: Plan) -> list[Plan]:
    template = _template(province, said()["templates"]["organisation"])
    plans = actions.cascade_plan(province, said()["organisations"], template=template, on=DISTRICTS_ON)
    return [_issue(plan, DISTRICTS_BY) for plan in plans]


def _below_department(department: Plan) -> list[Plan]:
    if department.status not in (Plan.Status.CONFIRMED, Plan.Status.ISSUED):
        return []
    plans = actions.cascade_plan(department, said()["under_the_department"], on=COMMUNES_ON)
    Plan.objects.filter(pk__in=[plan.pk for plan in plans]).update(synthetic=True)
    for plan in plans:
        plan.synthetic = True
    return [_issue(plan, COMMUNES_BY) for plan in plans]


def _commune_plans(districts: Sequence[Plan], seed: int) -> tuple[list[Plan], list[Plan]]:
    """The communes as they were when the districts' plans came down; some have not begun, some are still at it."""
    tree = units.tree(COMMUNES_ON)
    below = {plan.unit.code: tree.children(plan.unit.code) for plan in districts if plan.unit is not None}
    idle = _communes_not_yet(below, seed)
    made: list[Plan] = []
    for plan in districts:
        assert plan.unit is not None
        wanted = [node.code for node in below[plan.unit.code] if node.code not in idle]
        template = _template(plan, said()["templates"]["commune"])
        made += actions.cascade_plan(plan, wanted, due_by=COMMUNES_BY, template=template, on=COMMUNES_ON)
    _own_words(made, tree.unit, seed)
    apart = [plan for plan in made if plan.unit and plan.unit.code != READY_COMMUNE]
    drafts = {plan.pk for plan in chance(seed, "drafts").sample(apart, min(said()["communes"]["draft"], len(apart)))}
    issued = [plan for plan in made if plan.pk not in drafts]
    for plan in issued:
        late = chance(seed, "issued", plan.unit.code if plan.unit else "").randint(-30, 25)
        _issue(plan, COMMUNES_BY + dt.timedelta(days=late))
    return issued, [plan for plan in made if plan.pk in drafts]


def _communes_not_yet(below: Mapping[str, Sequence[Node]], seed: int) -> set[str]:
    """Communes that live on to the movement's end without a plan; one is in the district of the ready accounts."""
    lasting = units.tree(LAST_DAY)
    open_to = {
        district: [node.code for node in nodes if node.code in lasting and node.code != READY_COMMUNE]
        for district, nodes in below.items()
    }
    drawn = chance(seed, "idle")
    first = drawn.choice(open_to.get("481") or [""])
    others = [code for district, codes in open_to.items() if district != "481" for code in codes]
    return {first, *drawn.sample(others, min(said()["communes"]["not_yet"] - 1, len(others)))}


def _own_words(plans: Iterable[Plan], node_of: Any, seed: int) -> None:
    """Let some communes narrow and add clauses, and townships leave out what their district added about farming."""
    about = said()["communes"]
    narrowed, added = about["narrowed"], about["added"]
    farming = list(said()["added_by_districts"].values())
    for plan in plans:
        assert plan.unit is not None
        drawn, node = chance(seed, "words", plan.unit.code), node_of(plan.unit.code)
        if drawn.random() < narrowed["share"]:
            text = narrowed["text"].format(unit=node.full_name, n=drawn.randint(3, 25))
            actions.narrow_clause(plan.clauses.get(address=narrowed["address"]), text=text)
        if drawn.random() < added["share"]:
            parent = plan.clauses.get(address=added["under"])
            actions.add_clause(plan, kind=added["kind"], parent=parent, text=added["text"].format(unit=node.full_name))
        if node.kind == "thị trấn":
            for own in plan.clauses.filter(text__in=farming, inherits__isnull=False):
                actions.mark_not_applicable(own, about["in_townships"])


def _template(plan: Plan, about: Mapping[str, Any]) -> Plan:
    """A template with what every unit narrows, adds and leaves out."""
    template = actions.make_template(plan)
    clauses = {row.address: row for row in template.clauses.select_related("plan__unit", "inherits")}
    for address, text in about.get("narrowed", {}).items():
        actions.narrow_clause(clauses[address], text=text)
    for address, reason in about.get("not_applicable", {}).items():
        actions.mark_not_applicable(clauses[address], reason)
    for one in about.get("added", ()):
        actions.add_clause(template, kind=one["kind"], text=one["text"], parent=clauses[one["under"]])
    return template


def _issue(plan: Plan, on: dt.date) -> Plan:
    assert plan.unit is not None
    return actions.issue_plan(plan, f"01/KH-MẪU.{plan.unit.code}", on)
