"""Say of many households at once that they are no more, as a commune's list at a year's end does. May import the room.

For one household see `actions.end_household`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.accounts.rights import Right
from chungtay.accounts.scope import may
from chungtay.messages import Problem, UserError, Words
from chungtay.registry.actions import END_REASONS
from chungtay.registry.models import Household, Placement

AT_ONCE = 500


@dataclass(frozen=True)
class Ending:
    """One line of the list: the household's code, its last day, and why (one of END_REASONS)."""

    code: str
    on: dt.date
    reason: str


@transaction.atomic
def end_households(endings: Sequence[Ending], *, by: User | None = None) -> int:
    """End all households of a list, or none; returns how many had not ended so before.

    by  None for the console of the machine itself. Raises PermissionDenied where a household lies outside the person's
    places; UserError naming the lines with an unknown or repeated code, a reason that is none, or a day too early.
    """
    known = {row.code: row for start in range(0, len(endings), AT_ONCE) for row in _rows(endings[start:][:AT_ONCE])}
    times = Counter(one.code for one in endings)
    problems = [
        found for line, one in enumerate(endings, start=1) if (found := _problem(line, one, known, times[one.code]))
    ]
    if problems:
        raise UserError(*problems[:20])
    if by is not None and not all(may(by, Right.IMPORT, row.commune) for row in known.values()):
        raise PermissionDenied
    groups: dict[tuple[dt.date, str], list[int]] = defaultdict(list)
    for one in endings:
        row = known[one.code]
        if (row.active_to, row.end_reason) != (one.on, one.reason):
            groups[one.on, one.reason].append(row.pk)
    for (on, reason), ids in groups.items():
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            Household.objects.filter(pk__in=some).update(active_to=on, end_reason=reason)
            Placement.objects.filter(household__in=some, valid_to=None).update(valid_to=on)
    ended = sum(map(len, groups.values()))
    if ended:
        record(by, "registry.end_households", f"{ended} households", {"ended": ended})
    return ended


def _rows(endings: Sequence[Ending]) -> list[Household]:
    return list(Household.objects.filter(code__in=[one.code for one in endings]).select_related("commune"))


def _problem(line: int, one: Ending, known: dict[str, Household], times: int) -> Problem | None:
    row = known.get(one.code)
    if row is None or times > 1:
        what = Words("Không có hộ mang mã này.", "There is no household of this code.")
        twice = Words("Mã hộ lặp lại trong danh sách.", "The code repeats in the list.")
        return _at(line, "household_code", twice if row else what, one.code)
    if one.reason not in END_REASONS:
        what = Words("Lý do không có trong danh mục.", "The reason is not on the list.")
        return _at(line, "reason", what, one.reason, ", ".join(END_REASONS))
    if one.on < row.active_from:
        what = Words("Ngày kết thúc trước ngày có hộ.", "The last day is before the household's first.")
        return _at(line, "on", what, f"{one.on:%d/%m/%Y}", f"≥ {row.active_from:%d/%m/%Y}")
    return None


def _at(line: int, column: str, what: Words, value: str, allowed: str | None = None) -> Problem:
    remedy = Words("Sửa dòng này rồi gửi lại cả danh sách.", "Mend this line and send the whole list again.")
    return Problem(what, remedy, row=line, column=column, value=value, allowed=allowed, code="ending")
