"""Words for what the room's codes mean, where a model has no choices for them. May import Django."""

from __future__ import annotations

from django.utils.translation import gettext as _


def reminder_label(kind: str) -> str:
    """soon | due | overdue | returned in words."""
    return {
        "soon": _("Sắp đến hạn"),
        "due": _("Đến hạn hôm nay"),
        "overdue": _("Quá hạn"),
        "returned": _("Bị trả lại"),
    }[kind]


def state_label(state: str) -> str:
    """accepted | open | overdue | none | not_applicable in words, for the coverage of clauses."""
    return {
        "accepted": _("Có minh chứng đã xác nhận"),
        "open": _("Đang làm"),
        "overdue": _("Đang làm, có việc quá hạn"),
        "none": _("Chưa có việc nào"),
        "not_applicable": _("Không áp dụng"),
    }[state]
