"""What happened to a task, newest first, from the record of actions. May import accounts and the room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from chungtay.accounts.models import AuditEntry
from chungtay.movement.models import Task

OF_TASKS = ("start_task", "report_task", "submit_task", "withdraw_task", "accept_task", "return_task", "change_task")
OF_EVIDENCE = ("add_evidence", "remove_evidence")


@dataclass(frozen=True)
class Event:
    """One step: when, what in words, by whom, and what was said."""

    at: dt.datetime
    what: str
    who: str
    said: str


def history(task: Task) -> list[Event]:
    """Every step of a task that was recorded."""
    moves = Q(action__in=[f"movement.{name}" for name in OF_TASKS], target=str(task.pk))
    evidence = Q(action__in=[f"movement.{name}" for name in OF_EVIDENCE], detail__task=task.pk)
    rows = AuditEntry.objects.filter(moves | evidence).select_related("user").order_by("-at", "-pk")
    return [Event(row.at, _label(row.action), str(row.user) if row.user else "", _said(row)) for row in rows]


def _label(action: str) -> str:
    return {
        "movement.start_task": _("Bắt đầu"),
        "movement.report_task": _("Báo tiến độ"),
        "movement.submit_task": _("Nộp"),
        "movement.withdraw_task": _("Rút lại"),
        "movement.accept_task": _("Xác nhận"),
        "movement.return_task": _("Trả lại"),
        "movement.change_task": _("Sửa việc"),
        "movement.add_evidence": _("Thêm minh chứng"),
        "movement.remove_evidence": _("Bỏ minh chứng"),
    }[action]


def _said(row: AuditEntry) -> str:
    if "progress" in row.detail:
        return f"{row.detail['progress']}%"
    return str(row.detail.get("reason") or row.detail.get("title") or "")
