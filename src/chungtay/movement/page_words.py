"""Words for the codes that the movement's pages show beside those in `words`. May import `reading` and Django."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chungtay.movement.reading import participant_kinds


def difference_label(what: str) -> str:
    """How a clause differs from the one above, in words."""
    return {
        "inherited": _("Giữ nguyên"),
        "narrowed": _("Cụ thể hóa"),
        "added": _("Thêm"),
        "not_applicable": _("Không áp dụng"),
        "missing": _("Bỏ ra ngoài"),
        "changed_above": _("Cấp trên đã sửa"),
        "own": _("Riêng của đơn vị"),
    }[what]


def kinds_of_participants(chosen: Collection[str] = ()) -> list[tuple[str, str]]:
    """Kinds of participants to which a movement can be open, and those chosen: id and label as the reader says it."""
    vietnamese = (get_language() or "vi").startswith("vi")
    return [(kind.id, kind.label.vi if vietnamese else kind.label.en) for kind in participant_kinds()
            if kind.in_frame or kind.id in chosen]  # fmt: skip


def standing_label(state: str) -> str:
    """Where a unit stands on its target, in words."""
    return {
        "on_track": _("Đúng lộ trình"),
        "at_risk": _("Có nguy cơ chậm"),
        "off_track": _("Chậm so với lộ trình"),
        "unknown": _("Chưa có số"),
        "none": _("Chưa đặt chỉ tiêu"),
    }[state]


def level_label(level: str) -> str:
    """The rung of the units that a form asks or a list shows, as one says it in a sentence."""
    return {
        "country": _("cả nước"),
        "province": _("cấp tỉnh"),
        "district": _("cấp huyện"),
        "commune": _("cấp xã"),
        "village": _("thôn, tổ dân phố"),
    }[level]
