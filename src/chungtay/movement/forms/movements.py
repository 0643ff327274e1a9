"""Forms for opening a movement and setting its frame: for whom, in which phases, tied to what. May import the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import resolve, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chungtay.movement.forms.fields import REQUIRED, DayField, Year
from chungtay.movement.forms.plans import Groups
from chungtay.movement.models import Movement, Phase


class MovementForm(forms.Form):
    """What a movement is called, where it holds and in which years."""

    name = forms.CharField(label=_("Tên phong trào"), max_length=300, error_messages=REQUIRED)
    scope = forms.ChoiceField(
        label=_("Phạm vi"), error_messages=REQUIRED, help_text=_("Đơn vị mà phong trào bao trùm, gồm mọi cấp dưới.")
    )
    first_year = Year(label=_("Năm đầu"))
    last_year = Year(label=_("Năm cuối"))

    def __init__(self, data: Any, *, scopes: Groups, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["scope"].choices = [("", _("Chọn đơn vị")), *scopes]  # type: ignore[attr-defined]


class OpenMovementForm(MovementForm):
    """The same with the code under which the movement will be known; it cannot be changed later."""

    code = forms.SlugField(
        label=_("Mã phong trào"),
        max_length=60,
        help_text=_("Chữ không dấu, số và gạch nối, như chung-tay-2026; nó nằm trong địa chỉ trang và không đổi được."),
        error_messages={**REQUIRED, "invalid": _("Mã chỉ gồm chữ không dấu, số và dấu gạch nối.")},
    )
    field_order = ("name", "code", "scope", "first_year", "last_year")

    def clean_code(self) -> str:
        """A code that no movement bears and that leads to a movement's page, not to another page of the room."""
        code: str = self.cleaned_data["code"].lower()
        if Movement.objects.filter(code=code).exists():
            raise forms.ValidationError(gettext("Một phong trào khác đã mang mã này."))
        if resolve(reverse("movement:movement", args=[code])).view_name != "movement:movement":
            raise forms.ValidationError(gettext("Mã này trùng với địa chỉ của một trang khác."))
        return code


class FrameForm(forms.Form):
    """For whom a movement is, and as of which day its scope is meant."""

    participants = forms.MultipleChoiceField(
        label=_("Đối tượng"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Những ai tham gia hoặc được phong trào hướng tới."),
    )  # fmt: skip
    scope_on = DayField(
        label=_("Địa bàn tính theo ngày"),
        required=False,
        help_text=_("Để trống thì giữ như hiện nay; khi chưa đặt, lấy địa bàn của ngày xem."),
    )

    def __init__(self, data: Any, *, kinds: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["participants"].choices = kinds  # type: ignore[attr-defined]


class PhaseForm(forms.Form):
    """A stretch of years that ends with a review."""

    review = forms.ChoiceField(label=_("Kết thúc bằng"), choices=Phase.Review.choices, error_messages=REQUIRED)
    first_year = Year(label=_("Năm đầu"))
    last_year = Year(label=_("Năm cuối"))
    review_due = DayField(
        label=_("Hạn sơ kết, tổng kết"), required=False, help_text=_("Để trống: ngày 31/12 của năm cuối.")
    )


class LinkMovementForm(forms.Form):
    """A movement or campaign that this one goes with: one of the system's, or another by its name."""

    other = forms.ChoiceField(label=_("Phong trào trong hệ thống"), required=False)
    other_name = forms.CharField(
        label=_("Tên phong trào, cuộc vận động"),
        max_length=300,
        required=False,
        help_text=_("Để trống khi đã chọn ở trên: lấy tên của phong trào ấy."),
    )
    source = forms.CharField(
        label=_("Nguồn"), max_length=300, required=False, help_text=_("Văn bản nói hai phong trào gắn với nhau.")
    )

    def __init__(self, data: Any, *, others: Sequence[Movement]) -> None:
        super().__init__(data)
        self.others = {one.code: one for one in others}
        choices = [(one.code, one.name) for one in others]
        self.fields["other"].choices = [("", _("Không có trong hệ thống")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The movement chosen, and a name in any case."""
        values = super().clean() or {}
        values["other"] = self.others.get(values.get("other") or "")
        if values["other"] is not None and not values.get("other_name"):
            values["other_name"] = values["other"].name
        if not values.get("other_name"):
            self.add_error("other_name", gettext("Chọn một phong trào hoặc ghi tên."))
        return values
