"""Correct a plan as read: on the left the text as received, on the right its clauses; then confirm."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.messages import UserError
from chungtay.movement import actions
from chungtay.movement.forms.plans import CorrectForm, SplitForm
from chungtay.movement.models import Clause, Plan
from chungtay.movement.passages import passages
from chungtay.movement.places import Crumb, plan_trail
from chungtay.movement.views.refusing import kept_to_rights, reader
from chungtay.movement.views.saying import say, say_on
from chungtay.movement.who_may import only_for

_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")


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


@kept_to_rights
def correct(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The two columns; `?muc=` names the clause in hand."""
    plan = get_object_or_404(Plan.objects.select_related("movement", "unit"), pk=plan_id)
    user = reader(request)
    only_for(user, plan.unit)
    rows = list(plan.clauses.order_by("order").select_related("plan"))
    chosen = _chosen(request, rows)
    form = split = None
    if chosen is not None:
        form, split = _forms(request, chosen)
    work = InHand(request, user, plan, rows, chosen, form, split)
    if request.method == "POST":
        answer = _do(work)
        if answer is not None:
            return answer
    wrong = any(one is not None and one.errors for one in (form, split))
    return render(request, "movement/correct.html", _context(work), status=422 if wrong else 200)


def _chosen(request: HttpRequest, rows: list[Clause]) -> Clause | None:
    asked = request.GET.get("muc") or ""
    return next((row for row in rows if row.address == asked), rows[0] if rows else None)


def _forms(request: HttpRequest, clause: Clause) -> tuple[CorrectForm, SplitForm]:
    doing = request.POST.get("do", "")
    initial = {"kind": clause.kind, "heading": clause.heading, "text": clause.text}
    form = CorrectForm(request.POST if doing in ("save", "next", "split", "join") else None, initial=initial)
    return form, SplitForm(request.POST if doing == "split" else None, places=_places(clause.text))


def _places(text: str) -> list[tuple[int, str]]:
    """Where a text can be split: the character at which each sentence after the first begins."""
    starts = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [(start, text[start : start + 70] + ("…" if len(text) > start + 70 else "")) for start in starts]


def _do(work: InHand) -> HttpResponse | None:
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


def _context(work: InHand) -> dict[str, Any]:
    vietnamese = (get_language() or "vi").startswith("vi")
    plan, chosen = work.plan, work.clause
    before, marked, after = _three_parts(plan, work.rows, chosen)
    return {
        "plan": plan,
        "crumbs": plan_trail(plan, Crumb(_("Soát các mục"))),
        "rows": work.rows,
        "chosen": chosen,
        "form": work.form,
        "split": work.split,
        "previous": work.previous,
        "following": work.following,
        "may_confirm": plan.status == Plan.Status.READ,
        "before": before,
        "marked": marked,
        "after": after,
        "unsplit": bool(chosen and not any(row.parent_id == chosen.pk for row in work.rows)),
        "notices": [
            {"text": one.get("vi" if vietnamese else "en", ""), "address": one.get("address")} for one in plan.notices
        ],
    }


def _three_parts(plan: Plan, rows: list[Clause], chosen: Clause | None) -> tuple[str, str, str]:
    """The text before, in and after the passage of the clause in hand."""
    if chosen is None:
        return plan.text, "", ""
    found = passages(plan.text, ((row.pk, f"{row.heading} {row.text}") for row in rows)).get(chosen.pk)
    if found is None:
        return plan.text, "", ""
    return plan.text[: found.begin], plan.text[found.begin : found.end], plan.text[found.end :]
