"""Who reads a plan at which stage, as a table that an officer can check: its pages and its paper follow one rule."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.accounts.models import User
from chungtay.movement.actions import cascade_plan, make_template
from chungtay.movement.legal import legal_document
from chungtay.movement.models import Plan
from chungtay.movement.who_may import may_read_plan

# The plan of district D1 under the province's. "confirmed" came in without a number, "numbered" with it.
STAGES = """
role             | unit   | received | read | draft | confirmed | numbered | issued
public           | -      | no       | no   | no    | no        | yes      | yes
donor            | -      | no       | no   | no    | no        | yes      | yes
district_officer | D1     | yes      | yes  | yes   | yes       | yes      | yes
province_office  | 46     | yes      | yes  | yes   | yes       | yes      | yes
council_member   | 46     | yes      | yes  | yes   | yes       | yes      | yes
inspector        | D1     | yes      | yes  | yes   | yes       | yes      | yes
inspector        | 46     | yes      | yes  | yes   | yes       | yes      | yes
inspector        | D2     | no       | no   | no    | yes       | yes      | yes
commune_officer  | C1     | no       | no   | no    | yes       | yes      | yes
village_surveyor | V1     | no       | no   | no    | yes       | yes      | yes
district_officer | D2     | no       | no   | no    | yes       | yes      | yes
department       | 46.syt | no       | no   | no    | yes       | yes      | yes
front            | D1     | no       | no   | no    | yes       | yes      | yes
cluster_lead     | D1     | no       | no   | no    | yes       | yes      | yes
"""

# Whose draft is read by whom: the level above decides on it; the units below get it once it is in force.
LEVELS = """
draft of  | read by, beside the standing office and the council
46        | -
D1        | -
C1        | district_officer D1
V1        | commune_officer C1
46.syt    | -
46.syt.bv | department 46.syt
"""
PEOPLE = (
    ("district_officer", "D1"), ("district_officer", "D2"), ("commune_officer", "C1"), ("commune_officer", "C2"),
    ("village_surveyor", "V1"), ("department", "46.syt"), ("department", "46.syt.bv"), ("front", "C1"),
)  # fmt: skip


def rows(table: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def at_stage(plan: Plan, stage: str) -> Plan:
    document = legal_document("15/KH-UBND", dt.date(2018, 3, 1), "Huyện", plan.title)
    numbered = stage in ("numbered", "issued")
    status = "confirmed" if stage == "numbered" else stage
    Plan.objects.filter(pk=plan.pk).update(status=status, document=document if numbered else None)
    return Plan.objects.get(pk=plan.pk)


def reader(person, row: dict[str, str]) -> User | None:
    return None if row["role"] == "public" else person(row["role"], None if row["unit"] == "-" else row["unit"])


@pytest.mark.parametrize("row", rows(STAGES), ids=lambda row: f"{row['role']} {row['unit']}")
def test_a_plan_and_its_paper_are_read_as_the_table_says(district_plan, person, row):
    user, client = reader(person, row), Client()
    if user is not None:
        client.force_login(user)
    clause = district_plan.clauses.get(address="III.1")
    pages = {
        "plan": reverse("movement:plan", args=[district_plan.pk]),
        "text": reverse("movement:plan-text", args=[district_plan.pk]),
        "difference": reverse("movement:difference", args=[district_plan.pk]),
        "clause": reverse("movement:clause", args=[clause.pk]),
        "targets": reverse("portal:plan-targets", args=[district_plan.pk]),
        "paper": reverse("documents:plan-docx", args=[district_plan.pk]),
    }
    refused = 302 if user is None else 403
    for stage in list(row)[2:]:
        at_stage(district_plan, stage)
        wanted = 200 if row[stage] == "yes" else refused
        assert {name: client.get(url).status_code for name, url in pages.items()} == dict.fromkeys(pages, wanted), stage


@pytest.mark.parametrize("row", rows(LEVELS), ids=lambda row: row["draft of"])
def test_a_draft_is_read_by_its_unit_and_the_level_above(plan, person, row):
    code = row["draft of"]
    draft = at_stage(plan if code == "46" else cascade_plan(plan, [code])[0], "draft")
    reading = {f"{role} {unit}" for role, unit in PEOPLE if may_read_plan(person(role, unit), draft)}
    own = {f"{role} {unit}" for role, unit in PEOPLE if unit == code and role != "front"}
    assert reading == own | ({row["read by, beside the standing office and the council"]} - {"-"})
    for role in ("province_office", "council_member"):
        assert may_read_plan(person(role, "46"), draft)
    assert may_read_plan(None, draft)  # the console


def test_a_template_is_read_by_those_of_the_plan_above(district_plan, person):
    template = make_template(at_stage(district_plan, "issued"))
    assert may_read_plan(person("district_officer", "D1"), template)
    assert not may_read_plan(person("commune_officer", "C1"), template)


def test_a_comparison_shows_no_words_of_a_plan_above_that_is_not_the_readers(plan, district_plan, person, client):
    at_stage(district_plan, "issued")
    Plan.objects.filter(pk=plan.pk).update(status="read")
    address = reverse("movement:difference", args=[district_plan.pk])
    assert client.get(address).status_code == 302
    client.force_login(person("commune_officer", "C1"))
    assert client.get(address).status_code == 403
    client.force_login(person("province_office", "46"))
    assert client.get(address).status_code == 200
