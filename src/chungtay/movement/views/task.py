"""One task: what it is, how far it is, what proves it; its owner reports and submits, the level above decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.accounts.models import User
from chungtay.messages import UserError
from chungtay.movement import actions, queries
from chungtay.movement.deadlines import late_day
from chungtay.movement.forms.tasks import FileForm, LinkForm, NoteForm, ProgressForm, ReturnForm
from chungtay.movement.models import Evidence, Reminder, Task
from chungtay.movement.places import Crumb, clause_trail, unit_name
from chungtay.movement.queries.clause_work import is_late
from chungtay.movement.task_history import history
from chungtay.movement.task_states import MOVES
from chungtay.movement.views.refusing import for_officials, kept_to_rights, reader
from chungtay.movement.views.saying import say, say_on
from chungtay.movement.who_may import may_decide, may_work_for

WITH = ("clause__plan__movement", "clause__plan__unit", "clause__plan__parent__unit", "unit", "person")
FORMS: dict[str, type[forms.Form]] = {
    "report": ProgressForm, "note": NoteForm, "link": LinkForm, "file": FileForm, "return": ReturnForm,
}  # fmt: skip


@for_officials
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """The task; a POST says with `do` what to do with it."""
    found = get_object_or_404(Task.objects.select_related(*WITH), pk=task_id)
    user = reader(request)
    doing = request.POST.get("do", "")
    shown = {name: _form(name, request if doing == name else None, found) for name in FORMS}
    if request.method == "POST":
        try:
            if _do(user, found, doing, shown.get(doing)):
                messages.success(request, _done(doing))
                return redirect("movement:task", found.pk)
        except UserError as error:
            if doing in shown:
                say_on(shown[doing], error)
            else:
                say(request, error)
            found = get_object_or_404(Task.objects.select_related(*WITH), pk=task_id)
    wrong = [form for form in shown.values() if form.errors]
    context = _context(user, found, shown) | {"wrong": wrong[0] if wrong else None}
    return render(request, "movement/task.html", context, status=422 if wrong else 200)


def _form(name: str, request: HttpRequest | None, found: Task) -> forms.Form:
    """One of the page's forms, filled in where it is the one that was sent."""
    initial = {"progress": found.progress} if name == "report" else None
    if request is None:
        return FORMS[name](initial=initial, prefix=name)
    return FORMS[name](request.POST, request.FILES, initial=initial, prefix=name)


def _do(user: User, found: Task, doing: str, form: forms.Form | None) -> bool:
    """Do one step; False where the form is not filled in rightly."""
    if form is not None:
        if not form.is_valid():
            return False
        values = form.cleaned_data
        if doing == "report":
            actions.report_progress(found, values["progress"], by=user)
        elif doing == "return":
            actions.return_task(found, values["reason"], by=user)
        elif doing == "note":
            actions.add_evidence(found, text=values["text"], by=user)
        elif doing == "link":
            actions.add_evidence(found, link=values["link"], title=values["title"], by=user)
        elif doing == "file":
            actions.add_evidence(
                found, file=values["file"], file_name=values["file"].name, title=values["title"], by=user
            )
        return True
    simple = {
        "start": actions.start_task, "submit": actions.submit_task, "withdraw": actions.withdraw_task,
        "accept": actions.accept_task,
    }  # fmt: skip
    if doing not in simple:
        return False
    simple[doing](found, by=user)
    return True


def _done(doing: str) -> str:
    return {
        "start": _("Đã bắt đầu việc."),
        "report": _("Đã ghi tiến độ."),
        "note": _("Đã thêm minh chứng."),
        "link": _("Đã thêm minh chứng."),
        "file": _("Đã thêm minh chứng."),
        "submit": _("Đã nộp: cấp trên sẽ xác nhận hoặc trả lại."),
        "withdraw": _("Đã rút lại: bổ sung hoặc sửa rồi nộp lần nữa."),
        "accept": _("Đã xác nhận việc này."),
        "return": _("Đã trả lại kèm lý do."),
    }[doing]


def _context(user: User, found: Task, shown: dict[str, forms.Form]) -> dict[str, Any]:
    works, decides = may_work_for(user, found.unit), may_decide(user, found.unit, found.clause.plan.movement)
    open_to = {name for name, (who, moves) in MOVES.items() if found.status in moves
               and (works if who == "own" else decides)}  # fmt: skip
    today = late_day(found.clause.plan.movement)
    seen = Reminder.objects.filter(task=found, seen_at__isnull=True).select_related("task__unit")
    if works:
        actions.mark_seen(seen, by=user)
    return {
        "task": found,
        "clause": found.clause,
        "plan": found.clause.plan,
        "movement": found.clause.plan.movement,
        "unit": unit_name(found.unit, found.clause.plan.movement),
        "crumbs": clause_trail(found.clause, Crumb(_("Việc"))),
        "late": is_late(found, today),
        "days": abs((found.due - today).days),
        "evidence": found.evidence.select_related("added_by").order_by("added_at", "pk"),
        "forms": shown,
        "open_to": open_to,
        "works": works,
        "decides": decides,
        "history": history(found),
        "series": Task.objects.filter(pk__in=_series(found)).order_by("due"),
    }


def _series(found: Task) -> list[int]:
    """The same work in the other years."""
    if not found.every_year:
        return []
    first = found.series_id or found.pk
    return [first, *Task.objects.filter(series_id=first).values_list("pk", flat=True)]


@require_POST
@kept_to_rights
def remove_evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Take one piece of evidence away before it is submitted."""
    found = get_object_or_404(Evidence.objects.select_related("task__clause__plan__movement", "task__unit"),
                              pk=evidence_id)  # fmt: skip
    try:
        actions.remove_evidence(found, by=reader(request))
        messages.success(request, _("Đã bỏ minh chứng."))
    except UserError as error:
        say(request, error)
    return redirect("movement:task", found.task_id)


@for_officials
def evidence_file(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """A file of evidence, as a download: it is never shown as a page of this site."""
    found = get_object_or_404(Evidence, pk=evidence_id, kind=Evidence.Kind.FILE)
    file = queries.evidence_file(found, reader(request))
    return FileResponse(file, as_attachment=True, filename=found.file_name, content_type="application/octet-stream")
