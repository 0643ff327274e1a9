"""M1 and M2: poverty with its depth, where indicators have normalised gaps. Ibis; imports `survey`.

The gap of an indicator is (z - x) / z for those below the line z, 0 otherwise: in [0, 1]. M1 averages the weighted gaps
of the poor, M2 their squares. Source: Alkire and Foster (2011), section 3.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.measurement.poverty.deprivations import pattern
from chungtay.measurement.poverty.measure import Weights
from chungtay.measurement.poverty.weights import Number, cutoff_of, indicators_of
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.offending_rows import first_offence
from chungtay.measurement.survey.ratios import ratios
from chungtay.measurement.survey.tables import as_number, as_table, check_columns
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def depth(
    data: ir.Table | Path | str | Any,
    *,
    indicators: Weights,
    gaps: Mapping[str, str],
    cutoff: Number = "1/3",
    design: Design | None = None,
    by: tuple[str, ...] = (),
) -> pa.Table:
    """Estimate M1 and M2.

    indicators, cutoff, design, by   as for `measure`
    gaps   indicator -> column of its normalised gap in [0, 1], for every indicator
    Returns the table of `survey.ratios` with the names M0, M1, M2, G (mean gap of the deprivations of the poor =
    M1 / M0) and S (mean squared gap = M2 / M0).
    Raises UserError where an indicator has no gap: depth has no meaning for a part of the indicators, or where a gap is
    outside [0, 1].
    """
    structure, k = indicators_of(indicators), cutoff_of(cutoff)
    without = [name for name in structure.names if name not in gaps]
    if without:
        raise fail(
            "M1 và M2 cần độ sâu của mọi chỉ số.",
            "M1 and M2 need the depth of every indicator.",
            do_vi="Nêu cột khoảng cách chuẩn hóa cho các chỉ số còn thiếu, hoặc chỉ dùng M0.",
            do_en="Name a column of normalised gaps for these indicators, or use M0 only.",
            value=", ".join(without),
            code="depth",
        )
    with as_table(data) as table:
        check_columns(table, [*structure.names, *gaps.values()])
        bits = pattern(table, structure.names)
        deep = {name: as_number(table[gaps[name]]) for name in structure.names}
        _check_gaps(table, gaps, deep)
        deprived = {name: (bits >> place) & 1 for place, name in enumerate(structure.names)}
        points = dict(zip(structure.names, structure.points, strict=True))
        score = functools.reduce(operator.add, (deprived[name] * points[name] for name in structure.names))
        poor = (score >= structure.least_points(k)).cast("float64")
        whole = float(structure.denominator)

        def weighted(power: int) -> ir.Value:
            """Weighted gaps of the poor to a power; null where an indicator is unknown."""
            parts = (
                deprived[name].cast("float64") * points[name] / whole * deep[name] ** power for name in structure.names
            )
            return functools.reduce(operator.add, parts) * poor

        m0 = (score.cast("float64") / whole) * poor
        known = bits >= 0
        m0, m1, m2 = (_where(known, value) for value in (m0, weighted(1), weighted(2)))
        wanted = {"M0": (m0, 1), "M1": (m1, 1), "M2": (m2, 1), "G": (m1, m0), "S": (m2, m0)}
        return ratios(table, wanted, design, by=by)


def _where(known: ir.Value, value: ir.Value) -> ir.Value:
    import ibis

    return ibis.ifelse(known, value, None).cast("float64")


def _check_gaps(table: ir.Table, gaps: Mapping[str, str], deep: Mapping[str, ir.Value]) -> None:
    bounds: dict[str, ir.Value] = {}
    for place, value in enumerate(deep.values()):
        bounds |= {f"low{place}": value.min(), f"high{place}": value.max()}
    found = table.aggregate(**bounds).to_pyarrow().to_pylist()[0]
    for place, name in enumerate(deep):
        low, high = found[f"low{place}"], found[f"high{place}"]
        if low is not None and (low < 0 or high > 1):
            gap = deep[name]
            offence = first_offence(table, (gap < 0) | (gap > 1), gaps[name])
            raise fail(
                f"Khoảng cách chuẩn hóa phải nằm trong [0, 1].{offence.more[0]}",
                f"A normalised gap must lie in [0, 1].{offence.more[1]}",
                do_vi="Tính (z - x) / z cho người dưới ngưỡng z, 0 cho người khác.",
                do_en="Compute (z - x) / z for those below the line z, 0 for the others.",
                row=offence.row,
                column=gaps[name],
                value=offence.value,
                allowed="[0, 1]",
                code="gap",
            )
