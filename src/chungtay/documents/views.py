"""Pages of the documents room: downloads. Thin; what may be had is decided in the actions."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chungtay.documents.plan_actions import download_plan, known_plan
from chungtay.documents.review_actions import download_review
from chungtay.messages import UserError

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@never_cache
@require_safe
def review_report(request: HttpRequest, unit_code: str, year: int, extension: str) -> HttpResponse:
    """The yearly review report of a unit as a file; a page that says why where there is none."""
    try:
        file = download_review(request.user, unit_code, year, extension)
    except UserError as error:
        return render(request, "documents/no_report.html", {"problems": error.problems}, status=404)
    except PermissionDenied:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise
    response = HttpResponse(file.content, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@never_cache
@require_safe
def plan(request: HttpRequest, plan_id: int, extension: str) -> HttpResponse:
    """A plan in the official layout as a file; a page that says why where it cannot be printed yet."""
    found = known_plan(plan_id)
    if found is None:
        raise Http404(_("Không có kế hoạch này."))
    try:
        file = download_plan(request.user, found, extension)
    except UserError as error:
        return render(request, "documents/no_plan.html", {"problems": error.problems, "plan": found}, status=404)
    except PermissionDenied:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise
    response = HttpResponse(file.content, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
