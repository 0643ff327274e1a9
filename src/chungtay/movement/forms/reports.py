"""Forms for designing what units must report. May import the room, units and Django."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.movement.forms.fields import REQUIRED, WholeNumber, Year
from chungtay.units.models import Level

LEVELS = [(one.value, one.label) for one in Level if one != Level.COUNTRY]


class ReportFormForm(forms.Form):
    """A form: who asks, which level it asks, how often and when."""

    title = forms.CharField(label=_("Tên biểu"), max_length=300, error_messages=REQUIRED)
    issuer = forms.ChoiceField(label=_("Nơi ban hành biểu"), error_messages=REQUIRED)
    level = forms.ChoiceField(label=_("Cấp phải báo cáo"), choices=LEVELS, error_messages=REQUIRED)
    times_a_year = WholeNumber(label=_("Số kỳ mỗi năm"), initial=1)
    first_year = WholeNumber(label=_("Năm đầu"))
    last_year = WholeNumber(label=_("Năm cuối"), required=False, help_text=_("Để trống: chưa định ngày dừng."))

    def __init__(self, data: Any, *, issuers: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["issuer"].choices = issuers  # type: ignore[attr-defined]


class ReportFieldForm(forms.Form):
    """A field: what stands before it, what it asks, and whether people type it."""

    label = forms.CharField(label=_("Tên ô"), max_length=300, error_messages=REQUIRED)
    subject = forms.CharField(
        label=_("Hỏi về"),
        max_length=60,
        error_messages=REQUIRED,
        help_text=_("Mã chỉ số, mã dữ kiện hoặc vài chữ. Hai ô hỏi cùng một điều phải ghi giống nhau."),
    )
    typed = forms.BooleanField(
        label=_("Bắt người điền gõ dù hệ thống đã có số"),
        required=False,
    )


class CloseReportForm(forms.Form):
    """The year in which a form is asked for the last time."""

    last_year = Year(label=_("Năm cuối còn hỏi"))
