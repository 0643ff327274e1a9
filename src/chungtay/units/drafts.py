"""A change of units in the making: spans are closed and opened as plain rows, then stored and checked at once.

May import units' own modules.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chungtay.messages import fail
from chungtay.units.checks import ONE_DAY
from chungtay.units.kinds import kinds
from chungtay.units.loading import store
from chungtay.units.queries import stored_spans
from chungtay.units.rows import Change, SpanRow


@dataclass(frozen=True)
class Basis:
    """What a change rests on: the legal act, where it was read, how far it was checked."""

    act: str
    source: str = ""
    status: str = "unverified"
    note: str = ""


class Draft:
    """Edits to units that hold from the day `on`. Nothing is written before `save`."""

    def __init__(self, on: dt.date, basis: Basis) -> None:
        if not basis.act.strip():
            raise fail(
                "Chưa ghi văn bản quyết định.", "No legal act is given.", do_vi="ghi số văn bản.", do_en="name the act."
            )
        self.on, self.basis = on, basis
        self.rows: dict[str, dict[dt.date, SpanRow]] = defaultdict(dict)
        for span in stored_spans():
            self.rows[span.code][span.valid_from] = span
        self.edited: dict[tuple[str, dt.date], SpanRow] = {}
        self.changes: list[Change] = []

    def holding(self, code: str) -> SpanRow:
        """Return the span that holds on the day of the change. UserError if there is none or it has later changes."""
        spans = self.rows.get(code)
        if not spans:
            raise fail(
                "Không có đơn vị này.", "No such unit.", do_vi="kiểm tra mã.", do_en="check the code.", value=code
            )
        span = next((row for row in spans.values() if row.holds_on(self.on)), None)
        if span is None:
            raise fail(
                f"Đơn vị không tồn tại vào ngày {self.on:%d/%m/%Y}.",
                f"The unit does not exist on {self.on}.",
                do_vi="kiểm tra mã và ngày.",
                do_en="check the code and the day.",
                value=code,
            )
        if span.valid_to is not None:
            raise fail(
                f"Đơn vị đã có biến động sau ngày này (thời kỳ hiện ghi đến {span.valid_to:%d/%m/%Y}).",
                f"The unit already has a later change (the period is recorded until {span.valid_to}).",
                do_vi="ghi biến động theo thứ tự thời gian, mới nhất sau cùng.",
                do_en="record changes in the order of time, the latest last.",
                value=code,
            )
        return span

    def put(self, row: SpanRow) -> None:
        self.rows[row.code][row.valid_from] = row
        self.edited[row.code, row.valid_from] = row

    def close(self, code: str) -> SpanRow:
        """End the unit the day before; returns the span as it was."""
        span = self.holding(code)
        if span.valid_from >= self.on:
            raise fail(
                "Đơn vị mới có hiệu lực đúng ngày này, không thể kết thúc.",
                "The unit begins on this very day and cannot end before it.",
                do_vi="chọn ngày sau.",
                do_en="choose a later day.",
                value=code,
            )
        self.put(replace(span, valid_to=self.on - ONE_DAY))
        return span

    def change(self, code: str, **new: Any) -> SpanRow:
        """Describe the unit anew from the day of the change on; a second change on one day edits the same span."""
        span = self.holding(code)
        if span.valid_from < self.on:
            self.close(code)
        row = replace(self._based(span), **new)
        self.put(row)
        return row

    def open(self, row: SpanRow) -> None:
        """Begin a unit, or a unit again, on the day of the change."""
        if any(span.valid_to is None or span.valid_to >= self.on for span in self.rows.get(row.code, {}).values()):
            raise fail(
                "Mã này đang dùng cho đơn vị còn hiệu lực.",
                "This code belongs to a unit that still exists.",
                do_vi="chọn mã khác.",
                do_en="choose another code.",
                value=row.code,
            )
        self.put(replace(self._based(row), valid_to=None))

    def children(self, code: str) -> list[str]:
        """Return the codes of what is right under `code` on the day of the change."""
        return sorted(
            span.code
            for spans in self.rows.values()
            for span in spans.values()
            if span.parent_code == code and span.holds_on(self.on)
        )

    def event(self, kind: str, before: Mapping[str, float | None], after: Mapping[str, float | None]) -> None:
        first = next(iter(after or before))
        code = f"{self.on.isoformat()}-{kind}-{first}"
        basis = self.basis
        change = Change(code, self.on, kind, before, after, basis.act, basis.source, basis.status, basis.note)
        self.changes.append(change)

    def save(self) -> tuple[Change, ...]:
        """Check and write everything in one transaction; returns the events. UserError: nothing was written."""
        store(list(self.edited.values()), self.changes)
        return tuple(self.changes)

    def _based(self, row: SpanRow) -> SpanRow:
        """Return the row as beginning on the day of the change, on its legal basis."""
        basis = self.basis
        return replace(row, valid_from=self.on, act=basis.act, source=basis.source, status=basis.status)


def check_kind(kind: str, category: str, level: str) -> None:
    """UserError unless `kind` is a kind of that category and level."""
    known = kinds().get(kind)
    if known is None or known.category != category or level not in known.levels:
        allowed = ", ".join(k.kind for k in kinds().values() if k.category == category and level in k.levels)
        raise fail(
            "Loại hình không hợp với cấp của đơn vị.",
            "The kind does not fit the level of the unit.",
            do_vi="chọn một loại hình trong danh mục.",
            do_en="choose a kind of the list.",
            value=kind,
            allowed=allowed,
        )
