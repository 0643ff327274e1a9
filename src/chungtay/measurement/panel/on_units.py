"""Read earlier years on the units of another day: units that merged, were renamed or split. Imports `messages`.

Households are read on new units only where each old unit went whole into one; counts may be divided by shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chungtay.measurement.columns import read_columns
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def units_map(table: ir.Table, *, file: str | None = None) -> dict[str, str]:
    """Read old unit -> new unit from the columns `from` and `to`.

    Raises UserError where an old unit has several new ones: nobody can tell from it where a household went.
    """
    columns = read_columns(table, text=["from", "to"], file=file)
    onto: dict[str, str] = {}
    for place, (old, new) in enumerate(zip(columns["from"].tolist(), columns["to"].tolist(), strict=True)):
        if onto.setdefault(old, new) != new:
            raise fail(
                f"Đơn vị {old} tách sang nhiều đơn vị ({onto[old]}, {new}): không biết hộ nào thuộc về đâu.",
                f"Unit {old} went to several units ({onto[old]}, {new}): it cannot be told which household went where.",
                do_vi="Ghi đơn vị mới vào từng hộ, hoặc so sánh ở cấp cao hơn.",
                do_en="Write the new unit with each household, or compare at a higher level.",
                file=file,
                row=place + 2,
                column="to",
                code="unit_split",
            )
    return onto


def series_on_units(counts: ir.Table, mapping: ir.Table, *, unit: str, year: str, numbers: Sequence[str]) -> pa.Table:
    """Add counts of old units up to new ones, dividing a split unit by the shares given.

    counts    one row per unit and year; numbers: columns to add up (numerators and denominators, never rates)
    mapping   columns from, to and, where a unit split, share in (0, 1]; a unit without a row stays as it is
    Returns unit, year, the numbers, and `parts`: the number of old units behind each.
    Raises UserError where the shares of a unit do not sum to 1.
    """
    has_share = "share" in mapping.columns
    columns = read_columns(mapping, text=["from", "to"], numbers=["share"] if has_share else [])
    shares: dict[str, dict[str, float]] = {}
    for place, old in enumerate(columns["from"].tolist()):
        share = float(columns["share"][place]) if has_share else 1.0
        shares.setdefault(old, {})[columns["to"][place]] = share
    _check_shares(shares)
    given = read_columns(counts, text=[unit], numbers=[year, *numbers])
    totals: dict[tuple[str, float], list[float]] = {}
    for place, old in enumerate(given[unit].tolist()):
        for new, share in shares.get(old, {old: 1.0}).items():
            row = totals.setdefault((new, float(given[year][place])), [0.0] * (len(numbers) + 1))
            for i, name in enumerate(numbers):
                row[i] += share * float(given[name][place])
            row[-1] += 1
    import pyarrow as pa

    keys = sorted(totals)
    out = {unit: [key[0] for key in keys], year: [int(key[1]) for key in keys]}
    return pa.table(
        out
        | {name: [totals[key][i] for key in keys] for i, name in enumerate(numbers)}
        | {"parts": [int(totals[key][-1]) for key in keys]}
    )


def _check_shares(shares: Mapping[str, Mapping[str, float]]) -> None:
    for old, parts in shares.items():
        if abs(sum(parts.values()) - 1) > 1e-6 or min(parts.values()) <= 0:
            raise fail(
                f"Tỷ lệ chia của đơn vị {old} không cộng thành 1.",
                f"The shares of unit {old} do not sum to 1.",
                do_vi="Ghi cột share: phần dân (hộ) của đơn vị cũ về mỗi đơn vị mới; chưa biết thì đừng chia.",
                do_en="Fill in the column share: the part of the old unit's people in each new one; do not guess.",
                value=f"{sum(parts.values()):g}",
                code="shares",
            )
