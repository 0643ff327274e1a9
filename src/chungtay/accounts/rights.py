"""Which role may do what, and the questions that pages ask of it. May import units and Django.

The table is the law of the house: docs/reference/roles.md says it in words, tests/accounts/test_rights.py as a table.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chungtay.accounts.roles import Role


class Right(models.TextChoices):
    """Something a person may do in the units that a role covers."""

    SEE_AGGREGATES = "see_aggregates", _("Xem số liệu tổng hợp")
    SEE_HOUSEHOLDS = "see_households", _("Xem từng hộ và các chỉ tiêu của hộ")
    SEE_NAMES = "see_names", _("Xem họ tên")
    SEE_IDENTITY_NUMBERS = "see_identity_numbers", _("Xem số định danh, điện thoại, địa chỉ")
    DOWNLOAD_REPORT = "download_report", _("Tải báo cáo")
    IMPORT = "import", _("Nhập tệp vào sổ hộ")
    MANAGE_ACCOUNTS = "manage_accounts", _("Giao vai trò")


_READING = {Right.SEE_AGGREGATES, Right.DOWNLOAD_REPORT}
_HOUSEHOLDS = {Right.SEE_AGGREGATES, Right.SEE_HOUSEHOLDS}
_OFFICE = {*_READING, *_HOUSEHOLDS, Right.SEE_NAMES, Right.SEE_IDENTITY_NUMBERS, Right.IMPORT, Right.MANAGE_ACCOUNTS}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VILLAGE_SURVEYOR: frozenset({*_HOUSEHOLDS, Right.SEE_NAMES}),
    Role.COMMUNE_OFFICER: frozenset(_OFFICE),
    Role.DISTRICT_OFFICER: frozenset(_OFFICE),
    Role.PROVINCE_OFFICE: frozenset(_OFFICE),
    Role.DEPARTMENT: frozenset(_READING),
    Role.FRONT: frozenset({*_READING, *_HOUSEHOLDS, Right.SEE_NAMES}),
    Role.CLUSTER_LEAD: frozenset(_READING),
    Role.COUNCIL_MEMBER: frozenset(_READING),
    Role.INSPECTOR: frozenset({*_READING, *_HOUSEHOLDS, Right.SEE_NAMES}),
    Role.DONOR: frozenset(),
}

WHOLE_PROVINCE: dict[Role, frozenset[Right]] = {
    **{role: frozenset({Right.SEE_AGGREGATES}) for role in Role if role != Role.DONOR},
    Role.DEPARTMENT: frozenset(_READING),
    Role.PROVINCE_OFFICE: frozenset(_OFFICE),
}
"""Rights that reach beyond the unit of the role: aggregates are compared between units, so every official sees all."""

NAMES_ONLY_AT: dict[Role, frozenset[str]] = {Role.FRONT: frozenset({"commune", "village"})}
"""The Front sits in the village meeting that reads the list out; above the commune it needs no names."""

PUBLISHED_LEVELS = frozenset({"country", "province", "district", "commune"})
"""Levels whose totals anyone may read, as the yearly decision prints them. A village, or a group of households within a
commune, can be so few that a figure names them: those stay with the offices."""

MAY_ASSIGN: dict[Role, frozenset[Role]] = {
    Role.PROVINCE_OFFICE: frozenset(Role),
    Role.DISTRICT_OFFICER: frozenset({Role.COMMUNE_OFFICER, Role.VILLAGE_SURVEYOR}),
    Role.COMMUNE_OFFICER: frozenset({Role.VILLAGE_SURVEYOR}),
}
"""Which roles a role may give, within its own unit."""


def rights_of(role: Role, level: str) -> frozenset[Right]:
    """The rights of a role held in a unit of a level ("" where it is bound to none)."""
    rights = RIGHTS[role]
    if role in NAMES_ONLY_AT and level not in NAMES_ONLY_AT[role]:
        rights -= {Right.SEE_NAMES}
    return rights
