"""Correct a plan as read: on the left the text as received, on the right its clauses; then confirm."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chungtay.movement.forms.plans import CorrectForm, SplitForm
from chungtay.movement.models import Clause, Plan
from chungtay.movement.passages import passages
from chungtay.movement.places import Crumb, plan_trail
from chungtay.movement.views.correcting_steps import InHand, do
from chungtay.movement.views.refusing import kept_to_rights, reader
from chungtay.movement.who_may import only_for

_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")


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
        answer = do(work)
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
