"""Words for codes that pages show: classes, pathways, groups, statuses. May import indicators, rules and Django."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chungtay.indicators.definitions import GROUPS, group_label
from chungtay.messages import Words
from chungtay.rules import load_standard

CLASSES: dict[str, Promise] = {
    "poor": _("Hộ nghèo"),
    "near_poor": _("Hộ cận nghèo"),
    "average": _("Hộ có mức sống trung bình"),
    "not_poor": _("Không nghèo"),
    "undetermined": _("Chưa xác định"),
}
PATHWAYS: dict[str, Promise] = {
    "stay": _("Vẫn nghèo"),
    "exit": _("Thoát nghèo"),
    "new": _("Phát sinh mới"),
    "relapse": _("Tái nghèo"),
    "joined": _("Chuyển đến, tách hộ"),
    "undetermined": _("Chưa xác định"),
}
ROUNDS: dict[str, Promise] = {
    "base": _("Tổng điều tra: mọi hộ"),
    "listed": _("Trong danh sách năm trước"),
    "applied": _("Hộ có giấy đề nghị"),
}
STATUSES: dict[str, Promise] = {
    "verified": _("đã đối chiếu văn bản gốc"),
    "secondary": _("theo nguồn thứ cấp"),
    "unverified": _("chưa đối chiếu"),
}
KINDS: dict[str, Promise] = {
    "result": _("Kết quả công bố"),
    "target": _("Mục tiêu"),
    "forecast": _("Dự báo"),
    "derived": _("Suy từ số công bố"),
}
WITHIN = _("trong mức dao động ngẫu nhiên")
BEYOND = _("vượt mức dao động ngẫu nhiên")
AREAS: dict[str, Promise] = {"rural": _("Nông thôn"), "urban": _("Thành thị")}
LEVELS: dict[str, Promise] = {
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
    "village": _("Thôn, tổ dân phố"),
}


def said(words: Words, language: str) -> str:
    """Words of a data file in the language of the page."""
    return words.vi if language == "vi" else words.en


def group_labels(language: str) -> dict[str, str]:
    """What each group of households is called, all households first."""
    return {group: said(group_label(group), language) for group in GROUPS}


def deprivation_labels(standard_id: str, language: str) -> dict[str, str]:
    """What each deprivation indicator of a standard is called, by code."""
    standard = load_standard(standard_id)
    return {each.code: said(each.label, language) for each in standard.indicators}
