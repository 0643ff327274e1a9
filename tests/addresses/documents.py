"""Addresses of the documents room: the province's report is public, others need "download_report".

The first plan of the made world is read and not yet confirmed, the commune's is a draft: only those who work on it,
decide on it or watch over it have the paper.
"""

from __future__ import annotations

from addresses.made_work import READERS_OF_DRAFT, plan, read_plan
from addresses.reading import COMMUNE, OTHER_COMMUNE, YEAR, Case, everyone, only

PROVINCE_WIDE = ("province_office", "department", "cluster_lead", "council_member")


def _reports() -> list[Case]:
    return [
        Case({"unit_code": "46", "year": YEAR}, everyone(200)),
        Case({"unit_code": "46", "year": 1900}, everyone(404)),
        Case(
            {"unit_code": COMMUNE, "year": YEAR},
            only(*PROVINCE_WIDE, "commune_officer", "district_officer", "front", "inspector"),
        ),
        Case({"unit_code": OTHER_COMMUNE, "year": YEAR}, only(*PROVINCE_WIDE)),
    ]


def _plans() -> list[Case]:
    return [
        Case({"plan_id": read_plan}, only("province_office", "council_member")),
        Case({"plan_id": plan(COMMUNE)}, only(*READERS_OF_DRAFT)),
        Case({"plan_id": 999_999}, everyone(404)),
    ]


ROOM = {
    "documents:review-docx": _reports(),
    "documents:review-pdf": _reports(),
    "documents:plan-docx": _plans(),
    "documents:plan-pdf": _plans(),
}
