"""Change units: merge, split, rename, move, dissolve, add. Each is one transaction and leaves one dated event.

Rooms above check who may do this and write the audit row: accounts build on units, not the other way round.
May import units' own modules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from chungtay.messages import fail
from chungtay.units.drafts import Basis, Draft, check_kind
from chungtay.units.loading import LoadSummary, load_areas, load_organisations, store, touch_trees
from chungtay.units.queries import book
from chungtay.units.readings import follow_parents
from chungtay.units.rows import AREA, ORGANISATION, Change, SpanRow
from chungtay.units.tree import Forest

__all__ = [
    "Basis",
    "LoadSummary",
    "Part",
    "add_area",
    "add_areas",
    "add_organisation",
    "dissolve",
    "load_areas",
    "load_organisations",
    "merge",
    "move",
    "rename",
    "split",
    "touch_trees",
]


@dataclass(frozen=True)
class Part:
    """One unit that comes out of a split; `share` of the people of the old one, None where nobody says."""

    code: str
    name: str
    kind: str
    share: float | None = None
    parent_code: str | None = None


@transaction.atomic
def merge(
    codes: Sequence[str],
    into: str,
    on: dt.date,
    basis: Basis,
    *,
    name: str | None = None,
    kind: str | None = None,
    parent_code: str | None = None,
) -> Change:
    """Merge whole units into one from the day `on`; `into` is one of them or a new code (then name it).

    What lies under the merged units comes to lie under the new one, with an event of its own.
    Raises UserError: unknown or ended units, different levels, later changes, a parent that does not exist.
    """
    draft = Draft(on, basis)
    if len(set(codes)) < 2:
        raise fail(
            "Cần ít nhất hai đơn vị để nhập.", "A merger takes two units.", do_vi="ghi đủ mã.", do_en="name them all."
        )
    old = {code: draft.holding(code) for code in codes}
    model = old.get(into) or old[codes[0]]
    if any((span.level, span.category) != (model.level, model.category) for span in old.values()):
        raise fail(
            "Các đơn vị không cùng cấp.",
            "The units are of different levels.",
            do_vi="chỉ nhập các đơn vị cùng cấp.",
            do_en="merge units of one level.",
            value=", ".join(codes),
        )
    name, kind, parent_code = name or model.name, kind or model.kind, parent_code or model.parent_code
    check_kind(kind, model.category, model.level)
    moved = [child for code in codes if code != into for child in draft.children(code)]
    for code in codes:
        if code != into:
            draft.close(code)
    if into in old:
        draft.change(into, name=name, kind=kind, parent_code=parent_code)
    else:
        draft.open(SpanRow(into, model.category, model.level, name, kind, parent_code, on))
    for child in moved:
        draft.change(child, parent_code=into)
    draft.event("merge", dict.fromkeys(sorted(codes), 1.0), {into: None})
    if moved:
        draft.event("move", dict.fromkeys(moved), dict.fromkeys(moved))
    return draft.save()[0]


@transaction.atomic
def split(
    code: str, parts: Sequence[Part], on: dt.date, basis: Basis, *, children: Mapping[str, str] | None = None
) -> Change:
    """Split a unit into parts from the day `on`; one part may keep the code.

    children    unit under the old one -> part that it goes to; needed for all of them unless the code is kept
    Raises UserError as `merge`, and for shares that do not sum to 1 and children left without a parent.
    """
    draft = Draft(on, basis)
    old = draft.holding(code)
    codes = [part.code for part in parts]
    known = [part.share for part in parts if part.share is not None]
    if len(set(codes)) < 2 or len(set(codes)) < len(codes):
        raise fail(
            "Cần ít nhất hai phần khác mã.",
            "A split makes two parts.",
            do_vi="ghi đủ các phần.",
            do_en="name them all.",
        )
    if sum(known) > 1.000001 or (len(known) == len(parts) and sum(known) < 0.999999):
        raise fail(
            "Tổng tỷ phần phải bằng 1.",
            "The shares must sum to 1.",
            do_vi="sửa tỷ phần, hoặc để trống khi chưa biết.",
            do_en="correct the shares, or leave them empty where not known.",
            value=str(sum(known)),
        )
    going = dict(children or {})
    left = [child for child in draft.children(code) if child not in going and code not in codes]
    if left or not set(going.values()) <= set(codes):
        raise fail(
            "Có đơn vị trực thuộc chưa biết về đâu.",
            "Units under it are left without a parent.",
            do_vi="ghi mỗi đơn vị trực thuộc về phần nào.",
            do_en="say to which part each of them goes.",
            value=", ".join(left or going.values()),
            allowed=", ".join(codes),
        )
    if code not in codes:
        draft.close(code)
    for part in parts:
        check_kind(part.kind, old.category, old.level)
        parent = part.parent_code or old.parent_code
        if part.code == code:
            draft.change(code, name=part.name, kind=part.kind, parent_code=parent)
        else:
            draft.open(SpanRow(part.code, old.category, old.level, part.name, part.kind, parent, on))
    moved = sorted(child for child, target in going.items() if draft.holding(child).parent_code != target)
    for child in moved:
        draft.change(child, parent_code=going[child])
    draft.event("split", {code: None}, {part.code: part.share for part in parts})
    if moved:
        draft.event("move", dict.fromkeys(moved), dict.fromkeys(moved))
    return draft.save()[0]


@transaction.atomic
def rename(
    code: str,
    on: dt.date,
    basis: Basis,
    *,
    name: str | None = None,
    kind: str | None = None,
    name_en: str | None = None,
) -> Change:
    """Give a unit another name or kind (xã -> phường) from the day `on`. Raises UserError as `merge`."""
    draft = Draft(on, basis)
    old = draft.holding(code)
    new = {"name": name or old.name, "kind": kind or old.kind, "name_en": old.name_en if name_en is None else name_en}
    if all(getattr(old, field) == value for field, value in new.items()):
        raise fail(
            "Tên và loại hình không đổi.",
            "Nothing changes.",
            do_vi="ghi tên mới.",
            do_en="give a new name.",
            value=code,
        )
    check_kind(new["kind"], old.category, old.level)
    draft.change(code, **new)
    draft.event("rename", {code: None}, {code: None})
    return draft.save()[0]


@transaction.atomic
def move(code: str, parent_code: str, on: dt.date, basis: Basis) -> Change:
    """Put a unit under another parent from the day `on`. Raises UserError as `merge`, and for a circle."""
    draft = Draft(on, basis)
    old = draft.holding(code)
    if old.parent_code == parent_code:
        raise fail(
            "Cấp trên không đổi.", "Nothing changes.", do_vi="chọn cấp trên khác.", do_en="choose another.", value=code
        )
    draft.holding(parent_code)
    draft.change(code, parent_code=parent_code)
    draft.event("move", {code: None}, {code: None})
    return draft.save()[0]


@transaction.atomic
def dissolve(code: str, on: dt.date, basis: Basis) -> Change:
    """End a unit without a successor; `on` is the first day without it. UserError while something lies under it."""
    draft = Draft(on, basis)
    if under := draft.children(code):
        raise fail(
            "Còn đơn vị trực thuộc.",
            "Units still lie under it.",
            do_vi="chuyển các đơn vị trực thuộc đi trước.",
            do_en="move them away first.",
            value=", ".join(under[:10]),
        )
    draft.close(code)
    draft.event("dissolve", {code: None}, {})
    return draft.save()[0]


@transaction.atomic
def add_area(code: str, *, level: str, name: str, kind: str, parent_code: str, on: dt.date, basis: Basis) -> Change:
    """Begin an area that is made of no other. Raises UserError as `merge`, and for a code in use."""
    return _add(SpanRow(code, AREA, level, name, kind, parent_code, on), basis)


@transaction.atomic
def add_organisation(
    code: str, *, level: str, name: str, kind: str, parent_code: str, on: dt.date, basis: Basis, name_en: str = ""
) -> Change:
    """Begin an organisation under an area or another organisation. Raises UserError as `add_area`."""
    return _add(SpanRow(code, ORGANISATION, level, name, kind, parent_code, on, name_en=name_en), basis)


def _add(row: SpanRow, basis: Basis) -> Change:
    check_kind(row.kind, row.category, row.level)
    draft = Draft(row.valid_from, basis)
    if row.parent_code:
        draft.holding(row.parent_code)
    draft.open(row)
    draft.event("create", {}, {row.code: None})
    return draft.save()[0]


def add_areas(spans: Sequence[SpanRow], *, synthetic: bool = False, follow: bool = False) -> LoadSummary:
    """Store many areas at once (the villages of a province), without events. Raises UserError; then nothing is written.

    synthetic   marks them as made up
    follow      when the parent of an area was merged, put the area under the unit that took it in from that day on
    """
    if follow:
        known = book()
        spans = follow_parents(spans, Forest((*known.spans, *spans)), known.changes)
    return store(spans, (), synthetic=synthetic)
