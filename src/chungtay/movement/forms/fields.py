"""Fields that several forms share. May import Django."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REQUIRED = {"required": _("Mục này không được để trống.")}


class DayField(forms.DateField):
    """A day of the calendar: the browser's own picker, or typed as dd/mm/yyyy."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        more.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        more.setdefault("error_messages", {**REQUIRED, "invalid": _("Ngày viết dạng 31/12/2019.")})
        super().__init__(**more)


class LongText(forms.CharField):
    """Running text of several lines."""

    def __init__(self, *, rows: int = 6, **more: Any) -> None:
        more.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        more.setdefault("error_messages", REQUIRED)
        super().__init__(**more)

    def to_python(self, value: Any) -> str | None:
        """As typed, with the line ends that browsers send made single."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class Year(forms.IntegerField):
    """A year of a movement, in four digits."""

    def __init__(self, **more: Any) -> None:
        said = _("Năm viết bằng bốn chữ số, từ 2000 đến 2100.")
        more.setdefault("error_messages", {**REQUIRED, "invalid": said, "min_value": said, "max_value": said})
        more.setdefault("widget", forms.NumberInput(attrs={"inputmode": "numeric"}))
        super().__init__(min_value=2000, max_value=2100, localize=False, **more)


class WholeNumber(forms.IntegerField):
    """A count or a year: written without a mark between thousands, so that it is read back as it was typed."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("error_messages", {**REQUIRED, "invalid": _("Đây phải là một số nguyên.")})
        more.setdefault("localize", False)
        super().__init__(**more)
