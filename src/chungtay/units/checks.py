"""What must hold for dated units: no overlaps, parents that exist, no circles, events about known units.

May import `rows` and `chungtay.messages`.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from chungtay.messages import Problem, Words
from chungtay.units.rows import SAME_UNIT_KINDS, Change, SpanRow

ONE_DAY = dt.timedelta(days=1)


def check_spans(spans: Sequence[SpanRow], file: str | None = None, others: Sequence[SpanRow] = ()) -> list[Problem]:
    """Return the problems of `spans`; parents may also be among `others` (already stored units)."""
    problems: list[Problem] = []
    own: dict[str, list[SpanRow]] = defaultdict(list)
    for span in spans:
        own[span.code].append(span)
    known: dict[str, list[SpanRow]] = defaultdict(list)
    for span in (*others, *spans):
        known[span.code].append(span)

    def note(span: SpanRow, column: str, value: str, what: tuple[str, str], remedy: tuple[str, str]) -> None:
        place = {"file": file, "row": span.place or None, "column": column, "value": value}
        problems.append(Problem(what=Words(*what), remedy=Words(*remedy), **place))  # type: ignore[arg-type]

    for code, rows in own.items():
        rows.sort(key=lambda row: row.valid_from)
        for row in rows:
            if row.valid_to is not None and row.valid_to < row.valid_from:
                note(
                    row,
                    "valid_to",
                    str(row.valid_to),
                    ("Ngày cuối trước ngày đầu.", "The last day is before the first."),
                    ("ghi ngày cuối còn hiệu lực.", "give the last day on which it holds."),
                )
            if row.level != rows[0].level or row.category != rows[0].category:
                note(
                    row,
                    "level",
                    row.level,
                    (f"Đơn vị {code} đổi cấp.", f"Unit {code} changes its level."),
                    ("dùng mã khác cho đơn vị ở cấp khác.", "use another code for a unit of another level."),
                )
        for earlier, later in itertools.pairwise(rows):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                note(
                    later,
                    "valid_from",
                    str(later.valid_from),
                    (f"Hai thời kỳ của {code} chồng nhau.", f"Two periods of {code} overlap."),
                    ("cho thời kỳ trước kết thúc hôm trước.", "end the earlier period the day before."),
                )
        for row in rows:
            if row.parent_code and (gap := first_gap(known.get(row.parent_code, []), row)) is not None:
                note(
                    row,
                    "parent_code",
                    row.parent_code,
                    (f"Cấp trên không có vào ngày {gap:%d/%m/%Y}.", f"The parent does not exist on {gap}."),
                    ("kiểm tra mã và thời kỳ của cấp trên.", "check the parent's code and periods."),
                )
    problems += check_circles(known, own, file)
    return problems


def first_gap(parent_spans: Iterable[SpanRow], child: SpanRow) -> dt.date | None:
    """Return the first day of the child's period on which its parent does not exist; None if there is none."""
    day = child.valid_from
    for span in sorted(parent_spans, key=lambda row: row.valid_from):
        if span.valid_from > day:
            break
        if span.valid_to is None:
            return None
        day = max(day, span.valid_to + ONE_DAY)
    return day if child.valid_to is None or day <= child.valid_to else None


def check_circles(
    known: dict[str, list[SpanRow]], own: dict[str, list[SpanRow]], file: str | None = None
) -> list[Problem]:
    """Return a problem for each unit that is above itself on the first day of one of its periods."""
    problems = []
    for code, rows in own.items():
        for row in rows:
            seen, above = {code}, row.parent_code
            while above is not None and above not in seen:
                seen.add(above)
                held = next((span for span in known.get(above, []) if span.holds_on(row.valid_from)), None)
                above = held.parent_code if held else None
            if above == code:
                problems.append(
                    Problem(
                        what=Words(f"Đơn vị {code} là cấp trên của chính nó.", f"Unit {code} is above itself."),
                        remedy=Words("chọn cấp trên khác.", "choose another parent."),
                        file=file,
                        row=row.place or None,
                        column="parent_code",
                        value=row.parent_code,
                    )
                )
    return problems


def check_changes(changes: Sequence[Change], spans: Sequence[SpanRow], file: str | None = None) -> list[Problem]:
    """Return the problems of change events: unknown units, several units on both sides, shares over 1."""
    problems: list[Problem] = []
    by_code: dict[str, list[SpanRow]] = defaultdict(list)
    for span in spans:
        by_code[span.code].append(span)
    given: dict[tuple[dt.date, str], float] = defaultdict(float)
    seen: set[str] = set()

    def note(change: Change, value: str, what: tuple[str, str], remedy: tuple[str, str]) -> None:
        problems.append(
            Problem(what=Words(*what), remedy=Words(*remedy), file=file, row=change.place or None, value=value)
        )

    for change in changes:
        if change.code in seen:
            note(
                change,
                change.code,
                ("Hai biến động trùng mã.", "Two events have one code."),
                ("đặt mã khác.", "choose another code."),
            )
        seen.add(change.code)
        eve = change.date - ONE_DAY
        absent = [c for c in change.before if not any(s.holds_on(eve) for s in by_code.get(c, ()))]
        absent += [c for c in change.after if not any(s.holds_on(change.date) for s in by_code.get(c, ()))]
        if absent:
            note(
                change,
                ", ".join(absent),
                (f"{change.code}: đơn vị không có vào ngày đó.", f"{change.code}: no such unit on that day."),
                ("kiểm tra mã và thời kỳ trong tệp đơn vị.", "check codes and periods in the file of units."),
            )
        if change.kind not in SAME_UNIT_KINDS and len(change.before) > 1 and len(change.after) > 1:
            note(
                change,
                change.code,
                ("Nhiều đơn vị ở cả hai phía.", "Several units on both sides."),
                ("tách thành nhiều biến động, mỗi đơn vị mới một.", "write one event for each new unit."),
            )
        for source, _, share in change.flows():
            given[change.date, source] += share or 0
            if given[change.date, source] > 1.000001:
                note(
                    change,
                    source,
                    ("Tổng tỷ phần của một đơn vị vượt quá 1.", "The shares of a unit sum to more than 1."),
                    ("sửa tỷ phần.", "correct the shares."),
                )
    return problems
