"""How indicators go together: phi, Cramér's V and the redundancy R0 of every pair. Ibis and NumPy.

R0 is the share of those deprived in the rarer of two indicators who are deprived in the other as well: 1 = the rarer
one adds nobody. Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, ch. 7.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from chungtay.measurement.poverty.deprivations import UNFIT, deprived, pattern, refuse_unfit
from chungtay.measurement.survey.design_checks import bad_weight, is_above_0
from chungtay.measurement.survey.tables import as_number, as_table, check_columns

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def association(data: ir.Table | Path | str | Any, indicators: Sequence[str], *, weight: str | None = None) -> pa.Table:
    """Measure the association of every pair of indicators.

    data        as for `measure`; rows with an unknown indicator are left out
    indicators  names of the deprivation columns (0/1)
    weight      column of weights; None = every row counts 1
    Returns first, second, both (share deprived in both), phi in [-1, 1], cramers_v = |phi|, redundancy R0 in [0, 1];
    null where an indicator is constant.
    Raises UserError for unknown columns, values other than 0 and 1, weights not above 0.
    """
    import pyarrow as pa

    with as_table(data) as table:
        check_columns(table, [*indicators, *([weight] if weight else [])])
        rows = table.select(ct_pattern=pattern(table, indicators), ct_w=as_number(table[weight]) if weight else 1.0)
        fit = is_above_0(rows.ct_w)
        found = rows.group_by("ct_pattern").aggregate(ct_w=rows.ct_w.sum(), ct_fit=fit.all()).to_pyarrow()
        if weight and not all(found["ct_fit"].to_pylist()):
            raise bad_weight(table, weight)
        if UNFIT in found["ct_pattern"].to_pylist():
            refuse_unfit(table, indicators)
    patterns, weights = found["ct_pattern"].to_numpy(), found["ct_w"].to_numpy()
    complete = patterns >= 0
    share = weights[complete] / weights[complete].sum()
    values = deprived(patterns[complete], len(indicators)).astype(np.float64)
    joint = values.T @ (values * share[:, None])
    pairs = []
    for one, other in itertools.combinations(range(len(indicators)), 2):
        p, q, both = joint[one, one], joint[other, other], joint[one, other]
        spread = p * (1 - p) * q * (1 - q)
        phi = (both - p * q) / math.sqrt(spread) if spread > 0 else None
        pairs.append(
            {
                "first": indicators[one],
                "second": indicators[other],
                "both": both,
                "phi": phi,
                "cramers_v": abs(phi) if phi is not None else None,
                "redundancy": both / min(p, q) if min(p, q) > 0 else None,
            }
        )
    text, number = pa.string(), pa.float64()
    names = ("both", "phi", "cramers_v", "redundancy")
    schema = pa.schema([("first", text), ("second", text), *((name, number) for name in names)])
    return pa.Table.from_pylist(pairs, schema=schema)
