"""The form that sets a target: how far, from where, by when, and by which way. May import indicators and movement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext_lazy as _

from chungtay.movement.forms.fields import REQUIRED, LongText, WholeNumber
from chungtay.movement.target_path import DOWN, UP, TargetPath, by_year, points_a_year, straight_line, times_baseline

WAYS = (
    ("value", _("Đến một giá trị cuối kỳ, đều mỗi năm")),
    ("points", _("Mỗi năm thay đổi một số điểm phần trăm")),
    ("times", _("Gấp bao nhiêu lần giá trị gốc")),
    ("years", _("Ghi giá trị từng năm")),
)
_YEAR = re.compile(r"^\s*(\d{4})\s*[:;,\s]\s*(.+?)\s*%?\s*$")


class TargetForm(forms.Form):
    """A target as typed: shares in per cent, incomes in đồng."""

    unit = forms.ChoiceField(label=_("Đơn vị"), error_messages=REQUIRED)
    indicator = forms.ChoiceField(label=_("Chỉ số"), error_messages=REQUIRED)
    group = forms.ChoiceField(label=_("Nhóm hộ"))
    baseline_year = WholeNumber(label=_("Năm gốc"))
    baseline = forms.DecimalField(
        label=_("Giá trị gốc"),
        localize=True,
        required=False,
        help_text=_("Tỷ lệ ghi bằng %, thu nhập ghi bằng đồng. Để trống: lấy số hệ thống đã tính cho năm gốc."),
    )
    end_year = WholeNumber(label=_("Năm cuối"))
    way = forms.ChoiceField(label=_("Lộ trình"), choices=WAYS)
    amount = forms.DecimalField(
        label=_("Mức phải đạt"),
        localize=True,
        required=False,
        help_text=_("Giá trị cuối kỳ, số điểm mỗi năm (giảm thì ghi dấu trừ) hoặc số lần, tùy lộ trình đã chọn."),
    )
    years = LongText(
        label=_("Giá trị từng năm"), rows=4, required=False, help_text=_("Mỗi dòng một năm, ví dụ: 2018 5,2")
    )
    clause = forms.ChoiceField(label=_("Mục của kế hoạch nói điều này"), required=False)
    source = forms.CharField(label=_("Nguồn"), max_length=300, required=False, help_text=_("Văn bản giao chỉ tiêu."))

    def __init__(
        self,
        data: Any,
        *,
        units: Sequence[tuple[str, str]],
        indicators: Sequence[tuple[str, str]],
        groups: Sequence[tuple[str, str]],
        clauses: Sequence[tuple[str, str]],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        for name, choices in (("unit", units), ("indicator", indicators), ("group", groups)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["clause"].choices = [("", _("Không gắn với mục nào")), *clauses]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("way") == "years":
            values["steps"] = self._steps(values.get("years", ""))
        elif values.get("way") and values.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", REQUIRED["required"])
        return values

    def _steps(self, text: str) -> dict[int, float]:
        steps: dict[int, float] = {}
        for line in text.splitlines():
            if not line.strip():
                continue
            match = _YEAR.match(line)
            try:
                steps[int(match[1])] = float(str(sanitize_separators(match[2])))  # type: ignore[index]
            except (TypeError, ValueError):
                self.add_error("years", _("Không đọc được dòng «%(line)s». Viết như: 2018 5,2") % {"line": line})
        if not steps and "years" not in self.errors:
            self.add_error("years", REQUIRED["required"])
        return steps

    def path(self, baseline: float | None, *, share: bool) -> TargetPath:
        """The path as typed. Raises UserError for one that cannot be.

        baseline  of the baseline year, in the indicator's own unit; None where nobody knows it
        """
        values = self.cleaned_data
        start, end, way = values["baseline_year"], values["end_year"], values["way"]
        scale = 100 if share else 1
        if way == "points":
            return points_a_year(start, baseline, end, float(values["amount"]))
        if way == "times":
            return times_baseline(start, baseline, end, float(values["amount"]))
        if way == "value":
            return straight_line(start, baseline, end, float(values["amount"]) / scale)
        steps = {year: value / scale for year, value in values["steps"].items()}
        last = steps[max(steps)]
        return by_year(start, baseline, steps, DOWN if baseline is None or last <= baseline else UP)
