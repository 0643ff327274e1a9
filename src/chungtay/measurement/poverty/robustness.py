"""Whether the order of groups stands when cut-offs or weights change. NumPy and Arrow; imports `measure`.

Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, ch. 8.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.poverty.measure import Weights, measure
from chungtay.measurement.poverty.weights import Number, cutoff_of
from chungtay.measurement.survey.design import Design

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def robustness(
    data: ir.Table | Path | str | Any,
    *,
    by: str,
    weightings: Mapping[str, Weights],
    cutoffs: Sequence[Number],
    design: Design | None = None,
    measure_name: str = "M0",
) -> pa.Table:
    """Compare the order of groups under every weighting and cut-off with that under the first of both.

    by          column of the groups that are put in order
    weightings  name -> weights as for `measure`; the first is the baseline
    cutoffs     cut-offs k; the first is the baseline
    Returns one row per weighting and cut-off: kendall_tau (tau-b with the baseline's estimates, null where all are
    equal), pairs (of groups whose baseline intervals do not overlap), robust_pairs (of these, ordered the same way),
    and robust_share.
    """
    import pyarrow as pa

    several = tuple(dict.fromkeys(cutoff_of(value) for value in cutoffs))
    found: dict[tuple[str, str], dict[str, tuple[float, float, float]]] = {}
    for name, weights in weightings.items():
        result = measure(data, indicators=weights, cutoff=several, design=design, by=[by])
        for row in result.table.to_pylist():
            if row["measure"] == measure_name and row["group"] != "total" and row["estimate"] is not None:
                values = found.setdefault((name, row.get("cutoff", str(several[0]))), {})
                bounds = [row[key] if row[key] is not None else row["estimate"] for key in ("lower", "upper")]
                values[row["group"]] = (row["estimate"], bounds[0], bounds[1])
    baseline = next(iter(found.values()))
    groups = sorted(baseline)
    apart = [(a, b) for a, b in itertools.combinations(groups, 2)
             if baseline[a][1] > baseline[b][2] or baseline[b][1] > baseline[a][2]]  # fmt: skip
    rows = []
    for (name, cutoff), values in found.items():
        kept = sum(
            np.sign(values[a][0] - values[b][0]) == np.sign(baseline[a][0] - baseline[b][0])
            for a, b in apart
            if a in values and b in values
        )
        common = [group for group in groups if group in values]
        first, second = (np.array([one[group][0] for group in common]) for one in (baseline, values))
        rows.append(
            {
                "weighting": name,
                "cutoff": cutoff,
                "kendall_tau": kendall_tau(first, second),
                "pairs": len(apart),
                "robust_pairs": int(kept),
                "robust_share": kept / len(apart) if apart else None,
            }
        )
    return pa.Table.from_pylist(rows)


def kendall_tau(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> float | None:
    """Kendall's tau-b of two lists of numbers; None where one of them is constant."""
    from scipy.stats import kendalltau

    tau = float(kendalltau(first, second).statistic)
    return None if np.isnan(tau) else tau
