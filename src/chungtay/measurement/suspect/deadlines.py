"""Households merged or split just before a deadline: events in a window against the rest of the time. Ibis, SciPy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from chungtay.measurement.survey.tables import check_columns
from chungtay.measurement.suspect.chance import against_even, against_others
from chungtay.measurement.suspect.suspicion import UNIT, Control, Suspicion, conclude, with_unit
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir


def deadlines(
    table: ir.Table,
    *,
    unit: str,
    day: str,
    deadlines: Sequence[dt.date],
    window: int = 14,
    household: str | None = None,
    against: Literal["even", "others"] = "others",
    first: dt.date | None = None,
    last: dt.date | None = None,
    level: float = 0.05,
    control: Control = "bh",
    progress: Callable[[int, int], None] | None = None,
) -> Suspicion:
    """Test whether events crowd in the days up to deadlines.

    table      one row per event (a household merged, split, moved in); day: its date; rows without one are left out
    deadlines  dates; window: days up to and including each
    against    "others": the share of the other units' events that falls in the windows, which differs among them;
               "even": every day from `first` to `last` is equally likely (given the number of events, Poisson events
               are binomial)
    first, last  the time looked at; None = the first and last event
    Returns a Suspicion; observed and expected are events in the windows. Raises UserError without a deadline.
    """
    check_columns(table, [unit, day, *([household] if household else [])])
    if not deadlines or window < 1:
        raise fail(
            "Cần ít nhất một thời hạn và cửa sổ từ một ngày.",
            "At least one deadline and a window of a day or more are needed.",
            do_vi="Nêu --deadline 2019-12-31 (nhiều lần được) và --window số ngày.",
            do_en="Give --deadline 2019-12-31 (may be repeated) and --window in days.",
            value=str(window),
            code="deadline",
        )
    import ibis

    table = with_unit(table, unit)
    table = table.mutate(ct_day=table[day].try_cast("date"))
    table = table.filter(table["ct_day"].notnull())
    if first is not None:
        table = table.filter(table["ct_day"] >= ibis.date(first.isoformat()))
    if last is not None:
        table = table.filter(table["ct_day"] <= ibis.date(last.isoformat()))
    spans = [(end - dt.timedelta(days=window - 1), end) for end in deadlines]
    inside = ibis.or_(*(
        table["ct_day"].between(ibis.date(begin.isoformat()), ibis.date(end.isoformat())) for begin, end in spans
    ))  # fmt: skip
    counted = table.group_by(UNIT).aggregate(
        cases=table.count(where=inside), n=table.count(), begin=table["ct_day"].min(), end=table["ct_day"].max()
    )
    arrow = counted.order_by(UNIT).to_pyarrow()
    if not len(arrow):
        raise fail(
            "Không có sự kiện nào có ngày trong khoảng thời gian này.",
            "No event has a date in this time.",
            do_vi="Kiểm tra cột ngày (viết 2019-12-31) và khoảng thời gian.",
            do_en="Check the column of dates (written 2019-12-31) and the time.",
            column=day,
            code="no_events",
        )
    cases, sizes = (arrow[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in ("cases", "n"))
    if against == "even":
        begin = first or min(arrow["begin"].to_pylist())
        end = last or max(arrow["end"].to_pylist())
        days = {begin + dt.timedelta(days=i) for i in range((end - begin).days + 1)}
        crowded = {low + dt.timedelta(days=i) for low, _ in spans for i in range(window)}
        share = len(days & crowded) / len(days)
        p, expected = against_even(cases, sizes, share), sizes * share
    else:
        p, expected = against_others(cases, sizes)
    if progress:
        progress(1, 1)

    def behind(units: list[str]) -> ir.Table:
        mine = table.mutate(household_id=table[household]).filter(inside & table[UNIT].isin(units))
        return mine.select(UNIT, "household_id", value="ct_day")

    statistic = np.divide(cases, expected, out=np.full(len(cases), np.nan), where=expected > 0)
    columns = {"n": sizes.astype(np.int64), "observed": cases, "expected": expected, "statistic": statistic}
    return conclude("merges", arrow[UNIT].to_pylist(), columns, p, level=level, control=control,
                    behind=behind if household else None)  # fmt: skip
