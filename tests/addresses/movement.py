"""Addresses of the movement room: plans are public, work is for officials, changes are for whoever's work it is.

The commune's plan is a draft of COMMUNE under DISTRICT; its officer does the task, the district's decides on it.
"""

from __future__ import annotations

from addresses.made_work import CODE, READERS_OF_DRAFT, clause, evidence, form, plan, task, token
from addresses.reading import COMMUNE, DISTRICT, OFFICIALS, Case, everyone, only

HERE = {"code": CODE}
OFFICE = "province_office"
WORKING = ("village_surveyor", "commune_officer", "district_officer", OFFICE)
OF_COMMUNE = ("commune_officer", OFFICE)
OF_DISTRICT = ("district_officer", OFFICE)


def official(values: dict[str, object], *more: Case) -> list[Case]:
    return [Case(values, only(*OFFICIALS)), *more]


ROOM = {
    "movement:index": [Case({}, everyone(200))],
    "movement:movement": [Case(HERE, everyone(200)), Case({"code": "khong-co"}, everyone(404))],
    "movement:open": [
        Case({}, only(OFFICE)),
        # An empty form is shown again; nobody else gets as far.
        Case({}, only(OFFICE, ok=422), "post"),
    ],
    "movement:change": [Case(HERE, only(OFFICE)), Case(HERE, only(OFFICE, ok=422), "post")],
    "movement:frame": [Case(HERE, only(OFFICE)), Case({"code": "khong-co"}, only(OFFICE, ok=404))],
    "movement:phases": [Case(HERE, only(OFFICE)), Case(HERE, only(OFFICE, ok=422), "post")],
    "movement:links": [Case(HERE, only(OFFICE)), Case(HERE, only(OFFICE, ok=422), "post")],
    "movement:import": [Case(HERE, only(*WORKING))],
    # What was issued is public; a draft is for its unit, the level above, and those who watch over it.
    "movement:plan": [
        Case({"plan_id": plan(DISTRICT)}, everyone(200)),
        Case({"plan_id": plan(COMMUNE)}, only(*READERS_OF_DRAFT)),
        Case({"plan_id": 999_999}, everyone(404)),
    ],
    "movement:plan-source": [Case({"plan_id": plan("46")}, everyone(200))],
    "movement:plan-text": [Case({"plan_id": plan("46")}, everyone(200))],
    "movement:difference": [
        Case({"plan_id": plan(DISTRICT)}, everyone(200)),
        Case({"plan_id": plan(COMMUNE)}, only(*READERS_OF_DRAFT)),
    ],
    "movement:cascade": [
        Case({"plan_id": plan(DISTRICT)}, everyone(200)),
        # Nobody's plan is made here: no unit is chosen.
        Case({"plan_id": plan(DISTRICT)}, everyone(422), "post"),
    ],
    "movement:template": [
        Case({"plan_id": plan(DISTRICT)}, everyone(405)),
        Case({"plan_id": plan(DISTRICT)}, only(*OF_DISTRICT, ok=302), "post"),
    ],
    "movement:correct": [Case({"plan_id": plan(COMMUNE)}, only(*OF_COMMUNE))],
    "movement:parent-plan": [
        Case({"plan_id": plan(COMMUNE)}, only(*OF_COMMUNE)),
        Case({"plan_id": plan(DISTRICT)}, only(*OF_DISTRICT)),
    ],
    "movement:leading-document": [Case({"plan_id": plan(COMMUNE)}, only(*OF_COMMUNE))],
    "movement:issue": [Case({"plan_id": plan(COMMUNE)}, only(*OF_COMMUNE))],
    "movement:add-clause": [Case({"plan_id": plan(COMMUNE)}, only(*OF_COMMUNE))],
    "movement:clause": [
        Case({"clause_id": clause(DISTRICT)}, everyone(200)),
        Case({"clause_id": clause(COMMUNE)}, only(*READERS_OF_DRAFT)),
    ],
    "movement:own-clause": [
        Case({"clause_id": clause(COMMUNE)}, only(*OF_COMMUNE)),
        Case({"clause_id": clause(DISTRICT)}, only(*OF_DISTRICT)),
    ],
    "movement:link-clause": [Case({"clause_id": clause(COMMUNE)}, only(*OF_COMMUNE))],
    "movement:plan-task": [Case({"clause_id": clause(COMMUNE)}, only(*OF_COMMUNE))],
    "movement:task": [
        *official({"task_id": task}),
        Case({"task_id": task}, only(*OF_COMMUNE, ok=302), "post", data={"do": "report", "report-progress": "40"}),
    ],
    "movement:change-task": [Case({"task_id": task}, only(*OF_COMMUNE))],
    "movement:evidence": official({"evidence_id": evidence}),
    "movement:remove-evidence": [Case({"evidence_id": evidence}, everyone(405))],
    "movement:tasks": official(HERE),
    "movement:board": official(HERE),
    "movement:month": official(HERE),
    "movement:coverage": official(HERE),
    "movement:unit-coverage": official(
        {**HERE, "unit": COMMUNE}, Case({**HERE, "unit": "x"}, only(*OFFICIALS, ok=404))
    ),
    "movement:reports": official(HERE),
    "movement:add-report": [Case(HERE, only(*WORKING))],
    "movement:report-form": official(
        {"form_id": form},
        Case({"form_id": form}, only(OFFICE, ok=302), "post", data={"do": "close", "last_year": "2020"}),
        Case({"form_id": form}, only(OFFICE, ok=302), "post", data={"do": "add", "label": "Giếng", "subject": "gieng"}),
    ),
    "movement:reminders": [Case({}, only(ok=200, others=200))],
    "movement:feed-address": [Case({}, only(ok=200, others=200))],
    "movement:feed": [Case({"token": token}, everyone(200)), Case({"token": "sai"}, everyone(404))],
}
