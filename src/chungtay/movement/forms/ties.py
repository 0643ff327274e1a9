"""Forms that tie a plan to the one above it: the plan, the document, a clause. May import the room and Django."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.movement.forms.fields import REQUIRED


class ParentPlanForm(forms.Form):
    """Which plan a plan carries out."""

    parent = forms.ChoiceField(label=_("Thực hiện kế hoạch"), required=False)

    def __init__(self, data: Any, *, parents: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["parent"].choices = [("", _("Không thực hiện kế hoạch nào")), *parents]  # type: ignore[attr-defined]


class LeadingDocumentForm(forms.Form):
    """Which of its bases a plan carries out."""

    document = forms.ChoiceField(
        label=_("Văn bản được thực hiện"), widget=forms.RadioSelect, error_messages=REQUIRED
    )  # fmt: skip

    def __init__(self, data: Any, *, documents: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["document"].choices = documents  # type: ignore[attr-defined]


class ClauseAboveForm(forms.Form):
    """Which clause of the plan above a clause carries out."""

    above = forms.ChoiceField(label=_("Thực hiện mục"), required=False)

    def __init__(self, data: Any, *, clauses: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["above"].choices = [("", _("Không mục nào: riêng của đơn vị")), *clauses]  # type: ignore[attr-defined]
