"""Addresses of the documents room: the province's report is public, others need "download_report"."""

from __future__ import annotations

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


ROOM = {"documents:review-docx": _reports(), "documents:review-pdf": _reports()}
