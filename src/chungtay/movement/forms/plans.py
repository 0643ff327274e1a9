"""Forms for taking a plan in, correcting its clauses and carrying it down. May import the room, units and Django."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.movement.forms.fields import REQUIRED, DayField, LongText
from chungtay.movement.models import Clause
from chungtay.movement.reading import FORMATS

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""choices under headings, as a select shows them"""


class ImportForm(forms.Form):
    """A plan file, whose it is, and which plan it carries out."""

    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        help_text=_("Markdown, Word (.docx), PDF có chữ, hoặc văn bản thuần (.txt)."),
        error_messages={**REQUIRED, "empty": _("Tệp rỗng."), "missing": _("Hãy chọn một tệp.")},
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(FORMATS))}),
    )
    issuer = forms.ChoiceField(label=_("Đơn vị ban hành"), error_messages=REQUIRED)
    parent = forms.ChoiceField(
        label=_("Thực hiện kế hoạch"),
        help_text=_("Để trống: hệ thống tìm trong phần căn cứ của văn bản."),
        required=False,
    )

    def __init__(self, data: Any, files: Any, *, issuers: Groups, parents: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, files)
        self.fields["issuer"].choices = issuers  # type: ignore[attr-defined]
        self.fields["parent"].choices = [("", _("Tìm trong phần căn cứ")), *parents]  # type: ignore[attr-defined]


class CorrectForm(forms.Form):
    """A clause as a person corrects it."""

    kind = forms.ChoiceField(label=_("Loại mục"), choices=Clause.Kind.choices)
    heading = forms.CharField(label=_("Tiêu đề"), required=False, max_length=500)
    text = LongText(label=_("Lời văn"), required=False, rows=8)


class SplitForm(forms.Form):
    """Where a clause is split: before one of its sentences, or before words typed."""

    at = forms.TypedChoiceField(
        label=_("Tách trước câu"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("hoặc tách trước những chữ"), required=False)

    def __init__(self, data: Any, *, places: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["at"].choices = places  # type: ignore[attr-defined]


class OwnWordsForm(forms.Form):
    """What a unit makes of a clause: its own words and an earlier deadline."""

    heading = forms.CharField(label=_("Tiêu đề"), required=False, max_length=500)
    text = LongText(label=_("Lời văn của đơn vị"), required=False, rows=8)
    due = DayField(
        label=_("Hạn của đơn vị"), required=False, help_text=_("Không muộn hơn hạn của cấp trên; có thể để trống.")
    )


class NotApplicableForm(forms.Form):
    """Why a clause does not concern the unit."""

    reason = LongText(
        label=_("Lý do không áp dụng"), rows=3, max_length=500, help_text=_("Ví dụ: xã không có hộ thuộc diện này.")
    )


class AddClauseForm(forms.Form):
    """A clause of the unit's own."""

    parent = forms.ChoiceField(label=_("Nằm trong mục"), required=False)
    kind = forms.ChoiceField(label=_("Loại mục"), choices=Clause.Kind.choices, initial=Clause.Kind.CONTENT)
    heading = forms.CharField(label=_("Tiêu đề"), required=False, max_length=500)
    text = LongText(label=_("Lời văn"), rows=6)
    due = DayField(label=_("Hạn"), required=False)

    def __init__(self, data: Any, *, parents: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["parent"].choices = [("", _("Đứng riêng, cuối kế hoạch")), *parents]  # type: ignore[attr-defined]


class IssueForm(forms.Form):
    """Number and date under which a plan is issued."""

    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=60, help_text=_("Ví dụ: 15/KH-UBND"), error_messages=REQUIRED
    )
    date = DayField(label=_("Ngày ban hành"))


class CascadeForm(forms.Form):
    """By when the units below must have their plan, and what they start from."""

    due_by = DayField(label=_("Hạn để các đơn vị ban hành kế hoạch"), required=False)
    template = forms.ChoiceField(
        label=_("Lập từ"),
        required=False,
        help_text=_("Bản mẫu có sẵn những chỗ cụ thể hóa chung cho mọi đơn vị."),
    )

    def __init__(self, data: Any, *, templates: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["template"].choices = [("", _("Nguyên kế hoạch này")), *templates]  # type: ignore[attr-defined]
