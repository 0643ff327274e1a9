"""By what factor the income of the poor grew between two years, with its error and the target held against it.

A plan says "the income per head of poor households is to grow 1.5 times, 2 times in the poorest districts". Two
readings, which differ, are both given:

  followed   households that were poor in the base year, the same ones in the last year
  each_year  those poor in the base year against those poor in the last year: whoever left poverty is no longer counted,
             so this factor is smaller and says more of the line than of the people

The factor is a ratio of two means that share households and PSUs; its error is that of the total of the linearised
values, log(factor) having influence (y1 - m1) / (W1 m1) - (y0 - m0) / (W0 m0) per household. With Y the totals of
income this is y1 / Y1 - w1 / W1 - y0 / Y0 + w0 / W0: a sum of totals per PSU, so one pass over the data serves every
group. Intervals are symmetric on the log scale.
Source: Woodruff (1971); Deville (1999), Survey Methodology 25 (change between two occasions).
Imports `survey`, `panel` and `two_years`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from chungtay.measurement.income_growth.factors import TOTAL, factor_rows
from chungtay.measurement.income_growth.row_checks import Names, check_class, check_rows
from chungtay.measurement.income_growth.targets import check_groups, check_options, deflator_of, status_of, target_of
from chungtay.measurement.income_growth.two_years import READINGS, group_names, is_of, two_years
from chungtay.measurement.panel.panel import check_standard
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.tables import as_number, as_table, check_columns
from chungtay.messages import Words

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Reading = Literal["followed", "each_year"]
MANY_LOST = 0.1
"""Part of the poor of the base year that may be lost before a reader is warned."""


@dataclass(frozen=True)
class IncomeGrowth:
    """Factors by group and reading.

    table   group, reading, base_year, last_year, base_mean, last_mean (money), factor, std_error, lower, upper, target,
            status ("reached": the whole interval is at or above the target, "missed": below it, "open": neither),
            n_base, n_last, lost (poor households of the base year of which the last year knows no income; they are
            left out of "followed")
    notes   what a reader should know, the meaning of the errors first
    """

    table: pa.Table
    notes: tuple[Words, ...]
    design: Design


def income_growth(
    data: ir.Table | Path | str | Any,
    *,
    household: str,
    year: str,
    income: str,
    found: str,
    base_year: int,
    last_year: int | Sequence[int],
    of: str = "poor",
    readings: Sequence[Reading] = READINGS,  # type: ignore[assignment]
    persons: str | None = None,
    by: str | None = None,
    target: float | Mapping[str, float] = 1.5,
    prices: Mapping[int, float] | None = None,
    standard: str | None = None,
    design: Design | None = None,
    file: str | None = None,
    progress: Callable[[int, int], None] = lambda done, steps: None,
) -> IncomeGrowth:
    """Estimate the factor for everybody and for groups.

    data       one row per household and year (an Ibis table, Arrow, a data frame or a path)
    income     income per head, in money of the year; found: the class, or a flag of 0 and 1; of: the class followed
    last_year  the year compared with the base year, or several
    persons    household size: means are then over persons; None = over households
    by         column of groups (an area, a kind of district), read in the year to which the income belongs; the
               followed keep that of the base year
    target     factor to reach, for all or by group ("total" for everybody, and for groups without one)
    prices     year -> price index: incomes are put into prices of the base year; None = as they are (nominal)
    standard   column of the poverty standard; None = "standard_id" where there is one
    design     weights, strata, PSUs and fpc as for `measure`. For a register of every household choose kind
               "full-count" (errors 0: the figure is a fact about these households) or "superpopulation" (errors as for
               a sample: how far might it be chance). Replicate weights are not taken here. Two samples without a PSU in
               common are taken as independent; where some PSUs were replaced, the errors err to the large side
    file       what messages call the data; progress: told the years done and all of them
    An empty income, class or number of persons is an unknown: the household does not count in that year. The factor is
    null where a mean is not above 0.
    Raises UserError for unknown columns, years without rows, rows that do not read, weights and persons not above 0, a
    class nobody is in, groups without rows that have a target, designs that the table does not bear, and, with the
    reading "each_year", years classified under different standards.
    """
    design = design or Design()
    lasts = [last_year] if isinstance(last_year, int) else list(dict.fromkeys(last_year))
    check_options(base_year, lasts, readings, target, design)
    file = file or (str(data) if isinstance(data, str | Path) else None)
    names: Names = {"household": household, "year": year, "income": income, "class": found, "persons": persons,
                    "group": by, "weight": design.weight}  # fmt: skip
    with as_table(data) as table:
        check_columns(table, [*(name for name in names.values() if name), *design.columns])
        used = table.filter(as_number(table[year]).isin([base_year, *lasts]))
        if "each_year" in readings:
            check_standard(used, standard or ("standard_id" if "standard_id" in table.columns else None), year)
        rows, empty = check_rows(table, names, (base_year, *lasts), file)
        check_class(table, names, base_year, is_of(table, found, of), of)
        check_groups(group_names(used, by), target, by)
        found_rows: list[dict[str, Any]] = []
        apart = False
        for place, last in enumerate(lasts):
            progress(place, len(lasts))
            deflator = deflator_of(prices, base_year, last)
            with two_years(table, names, (base_year, last), design, of=of, deflator=deflator) as years:
                found_rows += factor_rows(years, readings, (base_year, last), grouped=bool(by))
                apart |= years.apart
        progress(len(lasts), len(lasts))
    for row in found_rows:
        row["target"] = target_of(target, row["group"])
        row["status"] = status_of(row)
    return IncomeGrowth(
        _table(found_rows), _notes(found_rows, rows, empty, design, apart=apart, nominal=prices is None), design
    )


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    texts, whole = ("group", "reading"), ("base_year", "last_year")
    numbers = ("base_mean", "last_mean", "factor", "std_error", "lower", "upper", "target")
    fields = [(name, pa.string()) for name in texts] + [(name, pa.int64()) for name in whole]
    fields += [(name, pa.float64()) for name in numbers] + [("status", pa.string())]
    fields += [(name, pa.int64()) for name in ("n_base", "n_last", "lost")]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _notes(
    found: list[dict[str, Any]], rows: int, empty: int, design: Design, *, apart: bool, nominal: bool
) -> tuple[Words, ...]:
    notes = [Words(f"Sai số: {design.label[0]}.", f"Errors: {design.label[1]}.")]
    if empty:
        notes.append(
            Words(
                f"{empty} trong {rows} dòng thiếu thu nhập, loại hộ hoặc số nhân khẩu: không tính trong năm đó.",
                f"{empty} of {rows} rows lack income, class or persons: they do not count in their year.",
            )
        )
    for row in found:
        poor = row["n_base"] + (row["lost"] if row["reading"] == "followed" else 0)
        if row["group"] == TOTAL and row["reading"] == "followed" and row["lost"] > MANY_LOST * poor:
            notes.append(
                Words(
                    f"{row['lost']} trong {poor} hộ nghèo năm {row['base_year']} không có thu nhập năm "
                    f"{row['last_year']}: số còn theo dõi được có thể khác số đã mất.",
                    f"Of {poor} households poor in {row['base_year']}, {row['lost']} have no income in "
                    f"{row['last_year']}: those still followed may differ from those lost.",
                )
            )
    if apart:
        notes.append(
            Words(
                "Hai năm không có hộ hoặc đơn vị mẫu (PSU) nào chung: coi là hai mẫu độc lập.",
                "The two years have no household or PSU in common: they are taken as independent samples.",
            )
        )
    if nominal:
        notes.append(Words("Thu nhập theo giá hiện hành, chưa trừ trượt giá.", "Incomes are nominal, prices left in."))
    return tuple(notes)
