"""Move a task along: start, report, submit, withdraw, and the level above accepts or sends back. May import the room.

Who works on it: people of the unit that owns the task. Who decides: the level above that unit, see `who_may`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.models import Task
from chungtay.movement.noting import note
from chungtay.movement.task_states import ABOVE, MOVES, next_state
from chungtay.movement.who_may import may_decide, may_work_for


@transaction.atomic
def start_task(task: Task, *, by: User | None = None) -> Task:
    """Begin work. Raises PermissionDenied for another unit's task, UserError from a state that does not allow it."""
    return _move(task, "start", by)


@transaction.atomic
def report_progress(task: Task, progress: int, *, by: User | None = None) -> Task:
    """Say how far the work is, 0 to 100; nobody above has confirmed it. Errors as `start_task`."""
    if not 0 <= progress <= 100:
        raise fail(
            "Tiến độ là số từ 0 đến 100.",
            "Progress is a number from 0 to 100.",
            do_vi="Nhập lại.",
            do_en="Enter it again.",
            column="progress",
            value=str(progress),
            allowed="0–100",
            code="progress",
        )
    return _move(task, "report", by, {"progress": progress})


@transaction.atomic
def submit_task(task: Task, *, by: User | None = None) -> Task:
    """Hand the work to the level above. UserError without evidence: a word alone is not proof."""
    locked = _locked(task, "submit", by)
    if not locked.evidence.exists():
        raise fail(
            "Chưa có minh chứng nào.",
            "There is no evidence yet.",
            do_vi="Thêm tệp, đường dẫn, số liệu hoặc ghi chú trước khi nộp.",
            do_en="Add a file, a link, a figure or a note before submitting.",
            value=task.title[:80],
            code="no_evidence",
        )
    return _move(task, "submit", by, {"submitted_by": by, "submitted_at": timezone.now()})


@transaction.atomic
def withdraw_task(task: Task, *, by: User | None = None) -> Task:
    """Take back what was handed in, to add to it or correct it, as long as nobody above has accepted it."""
    return _move(task, "withdraw", by, {"submitted_by": None, "submitted_at": None})


@transaction.atomic
def accept_task(task: Task, *, by: User | None = None) -> Task:
    """Confirm that the work was done as the evidence shows. For the level above the task's unit."""
    decided = {"decided_by": by, "decided_at": timezone.now(), "decision_reason": "", "progress": 100}
    return _move(task, "accept", by, decided)


@transaction.atomic
def return_task(task: Task, reason: str, *, by: User | None = None) -> Task:
    """Send the work back with a reason; also what was accepted by mistake. UserError without a reason."""
    _locked(task, "return", by)
    if not reason.strip():
        raise fail(
            "Phải ghi lý do trả lại.",
            "A reason is needed.",
            do_vi="Ghi điều cần bổ sung hoặc sửa.",
            do_en="Say what is to be added or corrected.",
            column="reason",
            code="no_reason",
        )
    decided = {"decided_by": by, "decided_at": timezone.now(), "decision_reason": reason.strip()[:500]}
    return _move(task, "return", by, decided)


def move_for_evidence(task: Task, action: str, by: User | None) -> None:
    """Check right and state for a change of evidence, and move the task where that begins the work. No audit row."""
    locked = _locked(task, action, by)
    task.status = next_state(locked, action)
    task.save(update_fields=["status"])


def _move(task: Task, action: str, by: User | None, values: Mapping[str, object] | None = None) -> Task:
    locked = _locked(task, action, by)
    task.status = next_state(locked, action)
    for name, value in (values or {}).items():
        setattr(task, name, value)
    task.save(update_fields=["status", *(values or {})])
    detail = {"unit": task.unit.code, "from": str(locked.status), "to": str(task.status)}
    if reason := (values or {}).get("decision_reason"):
        detail["reason"] = str(reason)
    plan = task.clause.plan
    note(by, f"{action}_task", plan.movement, task.pk, detail, units=[plan.unit_id])
    return task


def _locked(task: Task, action: str, by: User | None) -> Task:
    """The task as it is now, held until the end of the transaction; two people never decide on one state."""
    movement = task.clause.plan.movement
    allowed = may_decide(by, task.unit, movement) if MOVES[action][0] == ABOVE else may_work_for(by, task.unit)
    if not allowed:
        raise PermissionDenied
    locked = Task.objects.select_for_update().get(pk=task.pk)
    next_state(locked, action)
    return locked
