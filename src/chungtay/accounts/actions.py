"""What may change accounts: one function per action, in a transaction, with rights and an audit row.

`by` is who acts; None is the console of the machine itself, which may do everything. May import units and Django.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chungtay.accounts.audit import record
from chungtay.accounts.held import assignments_on
from chungtay.accounts.models import Assignment, User
from chungtay.accounts.rights import MAY_ASSIGN, Right
from chungtay.accounts.roles import Role
from chungtay.accounts.scope import may
from chungtay.accounts.territory import units_within
from chungtay.messages import fail
from chungtay.units.models import Unit


@transaction.atomic
def create_user(
    username: str, password: str, *, full_name: str = "", by: User | None = None, demo: bool = False
) -> User:
    """Open an account without any role.

    Raises PermissionDenied where `by` gives no roles anywhere, UserError for a name that is taken or a weak password.
    """
    if by is not None and not may(by, Right.MANAGE_ACCOUNTS):
        raise PermissionDenied
    if User.objects.filter(username__iexact=username).exists():
        raise fail(
            "Tên đăng nhập này đã có người dùng.",
            "This user name is taken.",
            do_vi="Chọn tên khác.",
            do_en="Choose another name.",
            column="username",
            value=username,
            code="taken",
        )
    user = User(username=username, full_name=full_name, demo=demo)
    try:
        validate_password(password, user)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise fail(
            f"Mật khẩu chưa đủ mạnh: {said}",
            f"The password is too weak: {said}",
            do_vi="Đặt mật khẩu từ 10 ký tự, không phải từ thường gặp.",
            do_en="Use 10 characters or more, not a common word.",
            column="password",
            code="weak_password",
        ) from error
    user.set_password(password)
    user.save()
    record(by, "accounts.create_user", username)
    return user


@transaction.atomic
def assign_role(
    user: User,
    role: Role,
    unit: Unit | None,
    *,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    by: User | None = None,
) -> Assignment:
    """Give a person a role in a unit from a day (to a day, both included). Giving it again changes nothing.

    Raises PermissionDenied where `by` may not give this role in this unit, UserError where the days run backwards or
    the same role in the same unit is already held on some of these days.
    """
    if not may_assign(by, role, unit):
        raise PermissionDenied
    if valid_to is not None and valid_to < valid_from:
        raise fail(
            "Ngày kết thúc đứng trước ngày bắt đầu.",
            "The last day comes before the first.",
            do_vi="Sửa một trong hai ngày.",
            do_en="Correct one of the two days.",
            column="valid_to",
            value=f"{valid_to:%d/%m/%Y}",
            code="days_backwards",
        )
    held = Assignment.objects.filter(user=user, role=role, unit=unit)
    if same := held.filter(valid_from=valid_from, valid_to=valid_to).first():
        return same
    overlapping = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from))
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.exists():
        raise fail(
            "Người này đang giữ đúng vai trò đó ở đơn vị này trong một phần thời gian ấy.",
            "This person already holds that role in this unit on some of these days.",
            do_vi="Kết thúc vai trò cũ trước, hoặc chọn ngày khác.",
            do_en="End the earlier role first, or choose other days.",
            column="valid_from",
            value=f"{valid_from:%d/%m/%Y}",
            code="held_already",
        )
    given = Assignment.objects.create(user=user, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to)
    record(
        by,
        "accounts.assign_role",
        user.username,
        {"role": role, "unit": unit.code if unit else None, "from": str(valid_from), "to": str(valid_to or "")},
    )
    return given


@transaction.atomic
def end_role(assignment: Assignment, *, last_day: dt.date | None = None, by: User | None = None) -> Assignment:
    """End a role with a last day (default yesterday, so that it ends at once); the row stays as history.

    A role that would end before it began never held: its last day becomes the day before its first.
    Raises PermissionDenied where `by` may not give this role in this unit.
    """
    if not may_assign(by, Role(assignment.role), assignment.unit):
        raise PermissionDenied
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assignment.valid_to = max(last_day or yesterday, assignment.valid_from - dt.timedelta(days=1))
    assignment.save(update_fields=["valid_to"])
    record(
        by,
        "accounts.end_role",
        assignment.user.username,
        {"role": assignment.role, "unit": assignment.unit.code if assignment.unit else None, "to": str(last_day or "")},
    )
    return assignment


def may_assign(by: User | None, role: Role, unit: Unit | None) -> bool:
    """Whether `by` may give `role` in `unit` today: see MAY_ASSIGN; None is the console."""
    if by is None:
        return True
    today = timezone.localdate()
    for held in assignments_on(by, today):
        if role not in MAY_ASSIGN.get(Role(held.role), ()):
            continue
        if held.role == Role.PROVINCE_OFFICE:
            return True
        if held.unit and unit and unit.code in units_within(held.unit.code, today):
            return True
    return False
