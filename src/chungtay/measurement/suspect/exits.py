"""Too many households leaving poverty at once, against other units and against the unit's own past. Ibis, SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np

from chungtay.measurement.survey.offending_rows import offence_if_any
from chungtay.measurement.survey.tables import as_number, check_columns
from chungtay.measurement.suspect.chance import against_others, against_own_past
from chungtay.measurement.suspect.suspicion import UNIT, Control, Suspicion, conclude, with_unit
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir


def exits(
    table: ir.Table,
    *,
    unit: str,
    outcome: str,
    household: str | None = None,
    period: str | None = None,
    against: Literal["others", "own", "both"] = "others",
    level: float = 0.05,
    control: Control = "bh",
    progress: Callable[[int, int], None] | None = None,
) -> Suspicion:
    """Test whether more households left than the unit's peers or its past would lead to expect.

    table     one row per household that was poor at the start (and per period); outcome: 1 = left poverty, 0 = did not;
              rows without one are left out
    period    column of numbers (years): the latest one is tested, the earlier ones are the past
    against   "others": a beta-binomial with the mean and spread of the other units; "own": Fisher's exact test against
              the unit's own earlier periods; "both": only where neither explains it (the larger p-value)
    Returns a Suspicion; observed and expected are exits in the latest period.
    Raises UserError for outcomes other than 0 and 1, and where the past is asked for without a period.
    """
    check_columns(table, [unit, outcome, *([household] if household else []), *([period] if period else [])])
    if against != "others" and period is None:
        raise fail(
            "Muốn so với quá khứ của chính đơn vị thì cần cột kỳ.",
            "The unit's own past needs a column of periods.",
            do_vi="Nêu --period (cột năm).",
            do_en="Give --period (the column of years).",
            code="period",
        )
    table = with_unit(table, unit)
    left = as_number(table[outcome])
    wrong = left.notnull() & ~left.isin([0.0, 1.0])
    offence = offence_if_any(table, wrong, outcome)
    if offence:
        raise fail(
            f"Cột kết quả chỉ được có 0 và 1.{offence.more[0]}",
            f"The outcome must be 0 or 1.{offence.more[1]}",
            do_vi="1 = hộ đã thoát nghèo, 0 = chưa.",
            do_en="1 = the household left poverty, 0 = it did not.",
            row=offence.row,
            column=outcome,
            value=offence.value,
            allowed="0, 1",
            code="outcome",
        )
    table = table.mutate(ct_left=left, ct_period=as_number(table[period]) if period else left * 0)
    table = table.filter(table["ct_left"].notnull() & table["ct_period"].notnull())
    last = table["ct_period"].max().to_pyarrow().as_py()
    now = table["ct_period"] == last
    counted = table.group_by(UNIT).aggregate(
        cases=table["ct_left"].sum(where=now), n=table.count(where=now),
        past=table["ct_left"].sum(where=~now), past_n=table.count(where=~now),
    ).order_by(UNIT).to_pyarrow()  # fmt: skip
    cases, n, past, past_n = (
        np.nan_to_num(counted[name].to_numpy(zero_copy_only=False).astype(np.float64))
        for name in ("cases", "n", "past", "past_n")
    )
    p, expected = against_others(cases, n)
    if against != "others":
        own = against_own_past(cases, n, past, past_n)
        usual = np.divide(past * n, past_n, out=np.full(len(n), np.nan), where=past_n > 0)
        if against == "own":
            p, expected = own, usual
        else:
            p, expected = np.fmax(p, own), np.fmax(expected, usual)
    if progress:
        progress(1, 1)

    def behind(units: list[str]) -> ir.Table:
        mine = table.mutate(household_id=table[household])
        return mine.filter(now & (mine["ct_left"] == 1) & mine[UNIT].isin(units)).select(
            UNIT, "household_id", value=outcome
        )

    columns = {"n": n.astype(np.int64), "observed": cases, "expected": expected,
               "statistic": np.divide(cases, expected, out=np.full(len(n), np.nan), where=expected > 0)}  # fmt: skip
    return conclude("exits", counted[UNIT].to_pylist(), columns, p, level=level, control=control,
                    behind=behind if household else None)  # fmt: skip
