"""The annex of a plan: its targets year by year, and the deadlines of its clauses. May import movement, indicators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from chungtay.documents.numerals import count, day, percent
from chungtay.documents.paper import Block, Column, Table, TableRow
from chungtay.indicators.definitions import definition, group_label
from chungtay.messages import UserError
from chungtay.movement.models import Target
from chungtay.movement.target_path import path_of
from chungtay.units import queries as units

MOST_YEARS = 7
"""years that fit side by side"""


def annex(targets: Sequence[Target], deadlines: Sequence[tuple[str, str, dt.date]]) -> Iterator[Block]:
    """The tables of the annex; nothing where a plan has neither targets nor deadlines."""
    if targets:
        yield _targets(targets)
    if deadlines:
        yield _deadlines(deadlines)


def _targets(targets: Sequence[Target]) -> Table:
    first = min(target.baseline_year for target in targets)
    last = max(target.end_year for target in targets)
    years = list(range(first, last + 1))[-MOST_YEARS:]
    names = _unit_names(targets)
    columns = (
        Column("Chỉ tiêu", 30, "left"),
        Column("Đơn vị", 18, "left"),
        *(Column(f"{year}", 52 / len(years)) for year in years),
    )
    rows = [
        (_label(one), names.get(one.unit.code, one.unit.code), *(_value(one, year) for year in years))
        for one in targets
    ]
    source = "Số của năm gốc đứng trước; các năm sau là mức phải đạt đến 31/12."
    return Table("Chỉ tiêu theo năm", columns, tuple(TableRow(cells) for cells in rows), source)


def _deadlines(deadlines: Sequence[tuple[str, str, dt.date]]) -> Table:
    columns = (Column("Mục", 12, "left"), Column("Nội dung", 68, "left"), Column("Hoàn thành trước", 20, "center"))
    rows = tuple(TableRow((address, words, day(due))) for address, words, due in deadlines)
    return Table("Thời hạn thực hiện", columns, rows)


def _label(target: Target) -> str:
    """What the indicator is called, and for which group; its id where no room defines it."""
    try:
        name = definition(target.indicator).label.vi
        return name if target.group == "all" else f"{name} ({group_label(target.group).vi.lower()})"
    except UserError:
        return target.indicator


def _value(target: Target, year: int) -> str:
    value = path_of(target).at(year)
    if value is None or year > target.end_year:
        return ""
    return percent(value) if _is_share(target.indicator) else count(value)


def _is_share(indicator: str) -> bool:
    try:
        return definition(indicator).unit == "share"
    except UserError:
        return False


def _unit_names(targets: Sequence[Target]) -> Mapping[str, str]:
    """Units by code as they were called at the end of their target, or last before."""
    names: dict[str, str] = {}
    for target in targets:
        spans = units.history(target.unit.code)
        last = spans[-1].valid_to if spans and spans[-1].valid_to else dt.date.max
        node = units.tree(min(dt.date(target.end_year, 12, 31), last)).get(target.unit.code)
        if node:
            names[target.unit.code] = node.full_name
    return names
