"""By what factor the income of the poor grew between two years, with its error and the target held against it.

A plan says "the income per head of poor households is to grow 1.5 times, 2 times in the poorest districts". Two
readings, which differ, are both given:

  followed   households that were poor in the base year, the same ones in the last year
  each_year  those poor in the base year against those poor in the last year: whoever left poverty is no longer counted,
             so this factor is smaller and says more of the line than of the people

The factor is a ratio of two means that share households and PSUs; its error is that of the total of the linearised
values, log(factor) having influence (y1 - m1) / (W1 m1) - (y0 - m0) / (W0 m0) per household. Intervals are symmetric on
the log scale. Source: Woodruff (1971); Deville (1999), Survey Methodology 25 (change between two occasions).
Imports `survey` and `two_years`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.tables import as_table, check_columns
from chungtay.measurement.two_years import TOTAL, Bools, TwoYears
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def income_growth(
    data: ir.Table | Path | str | Any,
    *,
    household: str,
    year: str,
    income: str,
    found: str,
    base_year: int,
    last_year: int,
    of: str = "poor",
    persons: str | None = None,
    by: str | None = None,
    target: float | Mapping[str, float] = 1.5,
    prices: Mapping[int, float] | None = None,
    design: Design | None = None,
) -> pa.Table:
    """Estimate the factor for everybody and for groups.

    data       one row per household and year (an Ibis table, Arrow, a data frame or a path)
    income     income per head, in money of the year; found: the class; of: the class followed
    persons    household size: means are then over persons; None = over households
    by         column of groups (an area, a kind of district), read in the year to which the income belongs; the
               followed keep that of the base year
    target     factor to reach, for all or by group ("total" for everybody)
    prices     year -> price index: incomes are put into prices of the base year; None = as they are (nominal)
    design     weights, strata, PSUs and fpc as for `measure`. For a register of every household choose kind
               "full-count" (errors 0: the figure is a fact about these households) or "superpopulation" (errors as for
               a sample: how far might it be chance). Replicate weights are not taken here
    Returns one row per group and reading: group, reading, base_mean, last_mean (money), factor, std_error, lower,
    upper, target, reached ("yes": the whole interval is at or above the target, "no": below it, "not shown":
    neither), n_base, n_last, lost (households of the base without a row in the last year; left out of "followed").
    The factor is null where a mean is not above 0. Raises UserError for unknown columns and years without rows.
    """
    design = design or Design()
    _check_design(design)
    with as_table(data) as table:
        names: dict[str, str | None] = {"household": household, "year": year, "income": income, "class": found}
        names |= {"persons": persons, "group": by}
        check_columns(table, [*(name for name in names.values() if name), *design.columns])
        wide = TwoYears(table, (base_year, last_year), names, design)
    wide.to_prices(prices, (base_year, last_year))
    poor = [wide.poor(period, of) for period in (0, 1)]
    if not poor[0].any():
        raise fail(
            f"Năm {base_year} không có hộ loại {of}.",
            f"No household was in the class {of} in {base_year}.",
            do_vi="Kiểm tra năm gốc và tên loại.",
            do_en="Check the base year and the name of the class.",
            value=of,
            code="class_missing",
        )
    followed = poor[0] & wide.there(1)
    rows: list[dict[str, Any]] = []
    for name in wide.group_names:
        first, last = wide.in_group(0, name), wide.in_group(1, name)
        wanted = float(target.get(name, target.get(TOTAL, np.nan)) if isinstance(target, Mapping) else target)
        lost = int((poor[0] & first & ~wide.there(1)).sum())
        for reading, masks in (("followed", (followed & first,) * 2), ("each_year", (poor[0] & first, poor[1] & last))):
            rows.append({"group": name, "reading": reading} | _factor(wide, masks, wanted) | {"lost": lost})
    import pyarrow as pa

    return pa.Table.from_pylist(rows)


def _factor(years: TwoYears, masks: tuple[Bools, Bools], target: float) -> dict[str, Any]:
    """The factor between the means of two sets of households, and its error."""
    influence = np.zeros(len(years.psu))
    means = []
    for place, mask in enumerate(masks):
        # The followed keep the weight of the base year: it is one sample, looked at twice.
        weight = years.values[f"weight{0 if masks[0] is masks[1] else place}"] * years.values[f"persons{place}"]
        weight = np.where(mask, weight, 0.0)
        income = np.where(mask, years.values[f"income{place}"], 0.0)
        total = weight.sum()
        mean = float(weight @ income / total) if total > 0 else np.nan
        means.append(mean)
        if mean > 0:
            influence += (1 if place else -1) * weight * np.where(mask, income - mean, 0.0) / (total * mean)
    base, last = means
    factor = last / base if base > 0 and last > 0 else np.nan
    error, width = years.error(influence, masks[0] | masks[1])
    with np.errstate(invalid="ignore"):
        lower, upper = factor * np.exp(-width * error), factor * np.exp(width * error)
    reached = "yes" if lower >= target else "no" if upper < target else "not shown"
    values = {"base_mean": base, "last_mean": last, "factor": factor, "std_error": factor * error,
              "lower": float(lower), "upper": float(upper), "target": target}  # fmt: skip
    known = {name: None if np.isnan(value) else float(value) for name, value in values.items()}
    counts = {"n_base": int(masks[0].sum()), "n_last": int(masks[1].sum())}
    return known | {"reached": None if np.isnan(target + factor) else reached} | counts


def _check_design(design: Design) -> None:
    if design.replicates is not None:
        raise fail(
            "Ở đây chỉ tuyến tính hóa, không dùng trọng số lặp.",
            "Replicate weights are not taken here, only linearisation.",
            do_vi="Bỏ replicates khỏi design.",
            do_en="Leave replicates out of the design.",
            code="replicates",
        )
