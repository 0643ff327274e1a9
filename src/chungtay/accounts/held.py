"""The roles that a person holds on a day, as rows and in words. May import units and Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from chungtay.accounts.models import Assignment, User
from chungtay.accounts.roles import Role
from chungtay.units.models import UnitSpan


@dataclass(frozen=True)
class HeldRole:
    """One role of a person in words: "Cán bộ cấp xã, Xã Hồng Kim"."""

    role: Role
    level: str
    unit_code: str
    unit_name: str
    valid_from: dt.date
    valid_to: dt.date | None

    @property
    def label(self) -> str:
        return f"{self.role.label}, {self.unit_name}" if self.unit_name else str(self.role.label)


def assignments_on(user: User | AnonymousUser | None, on: dt.date | None = None) -> list[Assignment]:
    """The assignments that hold on a day (today where none is named); none for a visitor or a closed account."""
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    day = on or timezone.localdate()
    held = Assignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), user=user, valid_from__lte=day)
    return list(held.select_related("unit").order_by("valid_from", "id"))


def roles_held(user: User | AnonymousUser | None, on: dt.date | None = None) -> list[HeldRole]:
    """The roles of a person on a day, each with the name its unit bears on that day or bore last before it."""
    day = on or timezone.localdate()
    held = assignments_on(user, day)
    spans = UnitSpan.objects.filter(unit__in=[one.unit_id for one in held], valid_from__lte=day).order_by("valid_from")
    names = {span.unit_id: _full_name(span) for span in spans}
    return [
        HeldRole(
            role=Role(one.role),
            level=one.unit.level if one.unit else "",
            unit_code=one.unit.code if one.unit else "",
            unit_name=names.get(one.unit_id or 0, one.unit.code if one.unit else ""),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )
        for one in held
    ]


def _full_name(span: UnitSpan) -> str:
    """ "Xã Hồng Kim"; a kind that the name already says is not said twice ("Sở Y tế")."""
    name = span.name if span.name.lower().startswith(span.kind.lower()) else f"{span.kind} {span.name}"
    return name[:1].upper() + name[1:]
