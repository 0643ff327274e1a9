"""Headcounts and rates from classified households, by any groups. Ibis only; imports `rules` for the classes.

A rate never stands without what it was divided by. Where that or the count is not known, where it is 0, or the count is
above it, the rate is null and a reason says why: the listed rate of 2040 % that a sheet without totals once printed
cannot come out here. The indicators and the reports take their rates from here (`rate_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chungtay.messages import fail
from chungtay.rules import CLASSES

if TYPE_CHECKING:
    import ibis.expr.types as ir

NO_DENOMINATOR = "no_denominator"
NO_NUMERATOR = "no_numerator"
ABOVE_DENOMINATOR = "above_denominator"
ROUNDING = 1e-9
"""part of the denominator that a count made of shares of cut units may be above it"""


def headcounts(
    classified: ir.Table, by: Sequence[str] = (), *, weight: str | None = None, classes: Sequence[str] = CLASSES
) -> ir.Table:
    """Count households in each class, one row per group.

    classified  one row per household with the column `class` and the columns of `by`
    by          columns to group by, such as "commune_code", "area"; none = one row for all
    weight      column to sum instead of counting households, such as the number of persons; null counts as 0
    Returns `by`, one column per class, and `households`: all classes together (with weight: the sum of weights).
    """
    import ibis

    def total(where: ir.BooleanValue | None) -> ir.Value:
        if weight is None:
            return classified.count(where=where)
        return classified[weight].sum(where=where).fill_null(0)

    counts = {name: total(classified["class"] == name) for name in classes}
    counts["households"] = total(None)
    _check_columns(classified, [*by, "class", *([weight] if weight else [])])
    if not by:
        return classified.aggregate(**counts)
    return classified.group_by(list(by)).aggregate(**counts).order_by([ibis.asc(name) for name in by])


def rates(counts: ir.Table, *, numerators: Sequence[str], denominator: str | None) -> ir.Table:
    """Add a rate for each numerator.

    counts       one row per group with the numerators and the denominator, as `headcounts` gives or joined with the
                 area's total of households (a review covers the listed households only: `households` of the listed
                 ones is not the denominator of an area's rate)
    denominator  column to divide by
    Adds `<numerator>_rate` in [0, 1] and `<numerator>_why`: null, NO_DENOMINATOR, NO_NUMERATOR or ABOVE_DENOMINATOR.
    Raises UserError where no denominator is named.
    """
    import ibis

    if not denominator:
        raise fail(
            "Tỷ lệ không có mẫu số.",
            "A rate without a denominator.",
            do_vi="Nêu cột tổng số hộ (hoặc nhân khẩu) của địa bàn.",
            do_en="Name the column with the area's total of households (or persons).",
            code=NO_DENOMINATOR,
        )
    _check_columns(counts, [*numerators, denominator])
    below = counts[denominator]
    added: dict[str, ir.Value] = {}
    for name in numerators:
        above = counts[name]
        why = ibis.cases(
            (below.isnull() | (below <= 0), NO_DENOMINATOR),
            (above.isnull(), NO_NUMERATOR),
            (above > below * (1 + ROUNDING), ABOVE_DENOMINATOR),
            else_=ibis.null("string"),
        )
        added[f"{name}_rate"] = ibis.ifelse(why.isnull(), above.cast("float64") / below, ibis.null("float64"))
        added[f"{name}_why"] = why
    return counts.mutate(**added)


def rate_of(numerator: float | None, denominator: float | None) -> tuple[float | None, str | None]:
    """Return one rate and None, or None and why there is none: `rates` for two numbers at hand."""
    if denominator is None or denominator <= 0:
        return None, NO_DENOMINATOR
    if numerator is None:
        return None, NO_NUMERATOR
    if numerator > denominator * (1 + ROUNDING):
        return None, ABOVE_DENOMINATOR
    return numerator / denominator, None


def deprivation_counts(classified: ir.Table, codes: Sequence[str], by: Sequence[str] = ()) -> ir.Table:
    """Count, per group, the households deprived in each indicator, and those of whom that is not known.

    classified  one row per household with a boolean column per code
    Returns `by`, `households`, and for each code `<code>` and `<code>_unknown`.
    Source: report tables 4 to 7 of the yearly review.
    """
    import ibis

    _check_columns(classified, [*by, *codes])
    counts: dict[str, ir.Value] = {"households": classified.count()}
    for code in codes:
        counts[code] = classified.count(where=classified[code].fill_null(False))
        counts[f"{code}_unknown"] = classified.count(where=classified[code].isnull())
    if not by:
        return classified.aggregate(**counts)
    return classified.group_by(list(by)).aggregate(**counts).order_by([ibis.asc(name) for name in by])


def _check_columns(table: ir.Table, names: Sequence[str]) -> None:
    for name in names:
        if name not in table.columns:
            raise fail(
                f"Bảng không có cột {name}.",
                f"The table has no column {name}.",
                do_vi="Chọn một cột có trong bảng.",
                do_en="Choose a column of the table.",
                column=name,
                allowed=", ".join(table.columns),
                code="column_missing",
            )
