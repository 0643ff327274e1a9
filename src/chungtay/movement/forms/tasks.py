"""Forms for planning work, doing it and deciding on it. May import the room, accounts and Django."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.movement.actions.evidence import KINDS_OF_FILES
from chungtay.movement.forms.fields import REQUIRED, DayField, LongText, WholeNumber


class PlanTaskForm(forms.Form):
    """Work that carries out a clause: what, who, from when, by when."""

    title = forms.CharField(
        label=_("Việc phải làm"), max_length=300, required=False, help_text=_("Để trống: lấy lời của mục.")
    )
    unit = forms.ChoiceField(label=_("Đơn vị làm"), error_messages=REQUIRED)
    person = forms.ChoiceField(label=_("Người làm"), required=False)
    start = DayField(label=_("Từ ngày"), required=False)
    due = DayField(label=_("Hạn"), required=False, help_text=_("Để trống: theo hạn của mục hoặc hết phong trào."))
    every_year = forms.BooleanField(label=_("Lặp lại hằng năm đến hết phong trào"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        units: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Chưa giao cho ai")), *people]  # type: ignore[attr-defined]


class ProgressForm(forms.Form):
    """How far the work is."""

    progress = WholeNumber(
        label=_("Tiến độ (%)"), widget=forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"})
    )


class NoteForm(forms.Form):
    """A note as evidence."""

    text = LongText(label=_("Ghi chú"), rows=3, help_text=_("Đã làm gì, ở đâu, ngày nào, với ai."))


class LinkForm(forms.Form):
    """A web address as evidence."""

    link = forms.CharField(label=_("Đường dẫn"), max_length=500, error_messages=REQUIRED, help_text="https://…")
    title = forms.CharField(label=_("Tên minh chứng"), max_length=300, required=False)


class FileForm(forms.Form):
    """A file as evidence."""

    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("Tối đa 20 MB: văn bản, bảng tính, ảnh, âm thanh, phim ngắn."),
        error_messages={**REQUIRED, "empty": _("Tệp rỗng."), "missing": _("Hãy chọn một tệp.")},
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS_OF_FILES)}),
    )
    title = forms.CharField(label=_("Tên minh chứng"), max_length=300, required=False)


class ReturnForm(forms.Form):
    """Why the work is sent back."""

    reason = LongText(label=_("Lý do trả lại"), rows=3, max_length=500, help_text=_("Nói rõ cần bổ sung hoặc sửa gì."))
