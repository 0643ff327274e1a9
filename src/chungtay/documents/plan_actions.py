"""Hand out a plan as an official paper: check who may have it, set the file, write the audit row.

Who may have the paper is who may read the plan's page: `movement.who_may.may_read_plan`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.documents.docx import paper_docx
from chungtay.documents.paper import Paper
from chungtay.documents.pdf import paper_pdf
from chungtay.documents.plan_annex import annex
from chungtay.documents.plan_paper import plan_paper
from chungtay.documents.plan_source import plan_in_full
from chungtay.messages import fail
from chungtay.movement.models import Plan
from chungtay.movement.who_may import may_read_plan

SETTERS = {"docx": paper_docx, "pdf": paper_pdf}


@dataclass(frozen=True)
class PlanFile:
    """A plan as a file."""

    name: str
    content: bytes


def download_plan(user: User | AnonymousUser, plan: Plan, extension: str) -> PlanFile:
    """Give a reader the plan and note it.

    Raises PermissionDenied without the right, UserError for a plan that has no clauses yet.
    """
    if not may_read_plan(user, plan):
        raise PermissionDenied
    file = plan_file(plan, extension)
    record(user, "documents.plan", plan.pk, {"format": extension, "status": str(plan.status)})
    return file


def plan_file(plan: Plan, extension: str) -> PlanFile:
    """Set the plan as "docx" or "pdf". Checks no right: that is for its caller. The same plan gives the same PDF."""
    content = SETTERS[extension](plan_as_paper(plan), _made_at(plan))
    return PlanFile(f"ke-hoach-{plan.unit.code if plan.unit else 'mau'}-{plan.pk}.{extension}", content)


def plan_as_paper(plan: Plan) -> Paper:
    """The paper of a plan with its annex. Raises UserError where it has no clauses to print."""
    full = plan_in_full(plan)
    if not full.document.clauses:
        raise fail(
            "Kế hoạch này chưa được đọc thành từng mục nên chưa in được.",
            "This plan has not been read into clauses, so it cannot be printed.",
            do_vi="Nhập kế hoạch từ tệp và xác nhận các mục trước.",
            do_en="Import the plan from its file and confirm its clauses first.",
            value=plan.title[:80],
            code="no_clauses",
        )
    paper = plan_paper(full.document, symbol=full.symbol, synthetic=full.synthetic, draft=full.draft)
    return replace(paper, annex=tuple(annex(full.targets, full.deadlines)))


def known_plan(plan_id: int) -> Plan | None:
    """The plan with what its paper needs; None where there is none."""
    found = Plan.objects.select_related("unit", "movement", "document", "parent__unit", "parent__document")
    return found.filter(pk=plan_id).first()


def _made_at(plan: Plan) -> dt.datetime:
    day = (plan.document.date if plan.document else None) or plan.received_at.date()
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
