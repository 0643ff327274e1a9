"""Say on a page what an action refused: in the reader's language, beside the field it concerns. May import messages."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from chungtay.messages import Problem, UserError, speaking


def sentence(problem: Problem) -> str:
    """What is wrong, what was found, what is allowed and what to do, as a page says it: without the place."""
    with speaking((get_language() or "vi")[:2]):
        return str(Problem(problem.what, problem.remedy, value=problem.value, allowed=problem.allowed))


def say_on(form: forms.Form, error: UserError, fields: dict[str, str] | None = None) -> None:
    """Put each problem beside the field that its column names, or on the form as a whole.

    fields  column of the problem -> field of the form, where they differ
    """
    for problem in error.problems:
        name = (fields or {}).get(problem.column or "", problem.column or "")
        form.add_error(name if name in form.fields else None, sentence(problem))


def say(request: HttpRequest, error: UserError) -> None:
    """Say the problems at the top of the next page, for a button that has no field."""
    for problem in error.problems:
        messages.error(request, sentence(problem))
