"""Deprivation columns as one number per row: bit j is set where the row is deprived in indicator j. Ibis.

Missing values: a row with an unknown indicator is left out of every estimate (listwise over the indicators used) and
counted; it stays part of the sample, as a domain of complete rows is estimated, not a smaller sample.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.offending_rows import offence_if_any
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

INCOMPLETE, UNFIT = -1, -2
SMALL_PATTERN = 30
TRUE_WORDS, FALSE_WORDS = ("1", "true", "t", "1.0"), ("0", "false", "f", "0.0")


def whole(column: ir.Value) -> ir.Value:
    """A deprivation column as a whole number: 0, 1, null where unknown, anything else where it is neither."""
    import ibis

    kind = column.type()
    if kind.is_boolean():
        return column.cast("int64")
    if kind.is_integer():
        return column.cast("int64")
    if kind.is_string():
        text = column.strip().lower()
        known = ibis.cases((text.isin(TRUE_WORDS), 1), (text.isin(FALSE_WORDS), 0), else_=2)
        return ibis.ifelse(text.isnull() | (text == ""), None, known).cast("int64")
    number = column.cast("float64")
    return ibis.cases((number.isnull() | number.isnan(), None), (number == 1, 1), (number == 0, 0), else_=2).cast(
        "int64"
    )


def pattern(table: ir.Table, names: Sequence[str]) -> ir.Value:
    """The row's deprivations as one number; INCOMPLETE where one is unknown, UNFIT where one is neither 0 nor 1."""
    import ibis

    columns = [whole(table[name]) for name in names]
    if len(names) <= SMALL_PATTERN:  # half the bytes to move
        columns = [column.cast("int32") for column in columns]
    # One null makes the sum null; one value other than 0 and 1 leaves the bitwise or outside 0 and 1.
    bits = functools.reduce(operator.add, (column * (1 << place) for place, column in enumerate(columns)))
    any_of = functools.reduce(operator.or_, columns)
    return ibis.cases((any_of.isnull(), INCOMPLETE), ((any_of != 0) & (any_of != 1), UNFIT), else_=bits)


def refuse_unfit(table: ir.Table, names: Sequence[str]) -> None:
    """Raise UserError naming the first row in which the first unfit indicator is neither 0 nor 1."""
    for name in names:
        value = whole(table[name])
        wrong = value.notnull() & (value != 0) & (value != 1)
        offence = offence_if_any(table, wrong, name)
        if offence is None:
            continue
        raise fail(
            f"Chỉ số thiếu hụt phải là 0 hoặc 1 (không/có thiếu hụt).{offence.more[0]}",
            f"A deprivation must be 0 or 1 (not deprived / deprived).{offence.more[1]}",
            do_vi="Đổi cột thành 0/1; để trống nơi không biết.",
            do_en="Turn the column into 0/1; leave it empty where unknown.",
            row=offence.row,
            column=name,
            value=offence.value,
            allowed="0, 1, true, false",
            code="not_binary",
        )


def deprived(patterns: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.bool_]:
    """Unfold patterns into (patterns, indicators)."""
    return (patterns[:, None] >> np.arange(count, dtype=np.int64)[None, :] & 1).astype(np.bool_)
