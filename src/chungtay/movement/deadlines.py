"""Deadlines: what holds for a clause and its work; none is looser than the one above. May import the room's models."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from chungtay.messages import UserError, fail
from chungtay.movement.models import Clause, Movement


def deadline_from_above(clause: Clause) -> dt.date | None:
    """The earliest deadline that the clauses above set for this one (not its own); None where they set none."""
    earliest: dt.date | None = None
    one = clause.inherits
    while one is not None:
        if one.due is not None and (earliest is None or one.due < earliest):
            earliest = one.due
        one = one.inherits
    return earliest


def deadline(clause: Clause) -> dt.date | None:
    """The deadline that holds for a clause: its own or an earlier one from above."""
    return min((day for day in (clause.due, deadline_from_above(clause)) if day), default=None)


def suggested_due(clause: Clause) -> dt.date | None:
    """The last day that the words of a clause name as one to be done by, for a person to confirm; None without one."""
    named = [dt.date.fromisoformat(one["until"]) for one in clause.dates if one.get("until")]
    return max(named, default=None)


def later_below(clause: Clause) -> list[Clause]:
    """Clauses at any level below that carry this one out and are due later than it."""
    if clause.due is None:
        return []
    late, layer = [], [clause.pk]
    while layer:
        rows = list(Clause.objects.filter(inherits__in=layer).select_related("plan__unit"))
        late += [row for row in rows if row.due is not None and row.due > clause.due]
        layer = [row.pk for row in rows]
    return late


def not_later_than_above(clause: Clause, due: dt.date) -> None:
    """Raise UserError where a clause's own deadline would be later than those above."""
    limit = deadline_from_above(clause)
    if limit is not None and due > limit:
        raise too_late(clause.address, due, limit)


def not_after_clause(clause: Clause, due: dt.date) -> None:
    """Raise UserError where a task would be due later than its clause."""
    limit = deadline(clause)
    if limit is not None and due > limit:
        raise too_late(clause.address, due, limit)


def too_late(address: str, due: dt.date, limit: dt.date) -> UserError:
    """The error of a deadline looser than the one above."""
    return fail(
        "Hạn này muộn hơn hạn của cấp trên.",
        "The deadline is later than that above.",
        do_vi="Chọn ngày không muộn hơn hạn của cấp trên.",
        do_en="Choose a day no later than the one above.",
        column="due",
        value=f"{address}: {due:%d/%m/%Y}",
        allowed=f"≤ {limit:%d/%m/%Y}",
        code="loosened",
    )


def forwards(start: dt.date | None, due: dt.date) -> None:
    """Raise UserError for a deadline before the start."""
    if start is not None and due < start:
        raise fail(
            "Hạn đứng trước ngày bắt đầu.",
            "The deadline comes before the start.",
            do_vi="Sửa một trong hai ngày.",
            do_en="Correct one of the two days.",
            column="due",
            value=f"{due:%d/%m/%Y}",
            code="days_backwards",
        )


def days_of_work(
    clause: Clause, start: dt.date | None, due: dt.date | None, every_year: bool
) -> Iterable[tuple[dt.date | None, dt.date]]:
    """Start and deadline of each task: one, or one a year through the last, none after the clause is due."""
    movement = clause.plan.movement
    limit, end = deadline(clause), dt.date(movement.last_year, 12, 31)
    last = due or limit or end
    if not every_year:
        forwards(start, last)
        not_after_clause(clause, last)
        return [(start, last)]
    first_year = start.year if start else due.year if due else movement.first_year
    days = []
    for year in range(first_year, movement.last_year + 1):
        begins = _in_year(start, year) if start else dt.date(year, 1, 1)
        ends = _in_year(last, year)
        if limit is None or ends <= limit:
            forwards(begins, ends)
            days.append((begins, ends))
    if not days:
        not_after_clause(clause, _in_year(last, first_year))
        raise fail(
            "Phong trào không còn năm nào cho việc này.",
            "The movement has no year left for this task.",
            do_vi="Chọn ngày trong các năm của phong trào.",
            do_en="Choose a day within the movement's years.",
            value=str(first_year),
            allowed=f"{movement.first_year}–{movement.last_year}",
            code="no_year",
        )
    return days


def _in_year(day: dt.date, year: int) -> dt.date:
    """The same day of another year; 29 February is the 28th where there is none."""
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def late_day(movement: Movement) -> dt.date:
    """The day before which unfinished work is late: today, or the day after the movement's last once it is over.

    What a movement of years ago left undone is not a day later every day.
    """
    return min(timezone.localdate(), dt.date(movement.last_year + 1, 1, 1))
