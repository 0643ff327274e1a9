"""What the buttons of the correcting page do: save, join, split, delete, renumber, confirm. May import the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.messages import UserError
from chungtay.movement import actions
from chungtay.movement.forms.plans import CorrectForm, SplitForm
from chungtay.movement.models import Clause, Plan
from chungtay.movement.views.saying import say, say_on


@dataclass(frozen=True)
class InHand:
    """What a request is about: the plan, its clauses in order, the one in hand and its two forms."""

    request: HttpRequest
    user: User
    plan: Plan
    rows: list[Clause]
    clause: Clause | None
    form: CorrectForm | None
    split: SplitForm | None

    @property
    def in_hand(self) -> Clause:
        assert self.clause is not None
        return self.clause

    @property
    def place(self) -> int:
        return self.rows.index(self.clause) if self.clause else -1

    @property
    def previous(self) -> Clause | None:
        return self.rows[self.place - 1] if self.place > 0 else None

    @property
    def following(self) -> Clause | None:
        return self.rows[self.place + 1] if 0 <= self.place < len(self.rows) - 1 else None


def do(work: InHand) -> HttpResponse | None:
    """Do what the button says and go on; None where a form has to be shown again with what is wrong."""
    doing = work.request.POST.get("do", "")
    steps: dict[str, Callable[[InHand], HttpResponse | None]] = {"confirm": _confirm, "renumber": _renumber}
    if work.clause is not None:
        steps |= {"save": _save, "next": _save, "join": _join, "split": _split, "delete": _delete}
    if doing not in steps:
        return None
    try:
        return steps[doing](work)
    except UserError as error:
        if doing in ("save", "next") and work.form is not None:
            say_on(work.form, error)
        elif doing == "split" and work.split is not None:
            say_on(work.split, error)
        else:
            say(work.request, error)
    return None


def _confirm(work: InHand) -> HttpResponse:
    actions.confirm_plan(work.plan, by=work.user)
    messages.success(work.request, _("Đã xác nhận kế hoạch: từ nay có thể triển khai xuống cấp dưới."))
    return redirect("movement:plan", work.plan.pk)


def _renumber(work: InHand) -> HttpResponse:
    numbered = actions.renumber_plan(work.plan, by=work.user)
    messages.success(work.request, _("Đã đánh số lại các mục."))
    return _to(work.plan, numbered[0] if numbered else None)


def _save(work: InHand) -> HttpResponse | None:
    clause = work.in_hand
    if not _saved(work):
        return None
    messages.success(work.request, _("Đã lưu mục %(address)s.") % {"address": clause.address})
    return _to(work.plan, work.following if work.request.POST.get("do") == "next" else clause)


def _join(work: InHand) -> HttpResponse | None:
    clause, following = work.in_hand, work.following
    if following is None or not _saved(work):
        return None
    actions.join_clauses(clause, following, by=work.user)
    messages.success(work.request, _("Đã nối mục sau vào mục %(address)s.") % {"address": clause.address})
    return _to(work.plan, clause)


def _split(work: InHand) -> HttpResponse | None:
    clause = work.in_hand
    before = clause.text
    if _saved(work) and clause.text != before:
        messages.info(work.request, _("Đã lưu lời văn mới; hãy chọn lại chỗ tách."))
        return _to(work.plan, clause)
    place = _split_at(work.split, clause) if work.split else None
    if place is None:
        return None
    _first, second = actions.split_clause(clause, place, by=work.user)
    messages.success(work.request, _("Đã tách thành mục %(address)s.") % {"address": second.address})
    return _to(work.plan, second)


def _delete(work: InHand) -> HttpResponse:
    clause, before = work.in_hand, work.previous
    actions.delete_clause(clause, by=work.user)
    messages.success(work.request, _("Đã xóa mục %(address)s.") % {"address": clause.address})
    return _to(work.plan, before)


def _saved(work: InHand) -> bool:
    """Save what was typed before another step; False where it cannot be saved, and the form says why."""
    form = work.form
    if form is None or not form.is_valid():
        return False
    if form.has_changed():
        values = form.cleaned_data
        actions.change_clause(
            work.in_hand, kind=values["kind"], heading=values["heading"], text=values["text"], by=work.user
        )
    return True


def _split_at(split: SplitForm, clause: Clause) -> int | None:
    if not split.is_valid():
        return None
    words = split.cleaned_data["words"].strip()
    place = clause.text.find(words) if words else split.cleaned_data["at"]
    if place is None or place <= 0:
        split.add_error("words" if words else "at", _("Chọn một câu, hoặc chép đúng những chữ mở đầu phần sau."))
        return None
    return int(place)


def _to(plan: Plan, clause: Clause | None) -> HttpResponseRedirect:
    query = f"?{urlencode({'muc': clause.address})}#sua" if clause else ""
    return HttpResponseRedirect(reverse("movement:correct", args=[plan.pk]) + query)
