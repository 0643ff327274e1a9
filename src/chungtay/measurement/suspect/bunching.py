"""Too many households just on one side of a line: a jump of the density, or a plain count in a window. Ibis, NumPy.

density  local polynomial densities on both sides (see `density_jump`); needs some 100 households per unit
count    households in a window below and above the line; "even": both sides are equally likely; "others": the split is
         that of the other units, which differ among themselves. Cruder, but works with few households and round values
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np

from chungtay.measurement.survey.tables import as_number, check_columns
from chungtay.measurement.suspect.chance import Floats, against_even, against_others
from chungtay.measurement.suspect.density_jump import density_jump
from chungtay.measurement.suspect.suspicion import UNIT, Control, Suspicion, conclude, unit_rows, with_unit
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

Side = Literal["below", "above", "both"]
Method = Literal["density", "count"]
Against = Literal["even", "others"]


def bunching(
    table: ir.Table,
    *,
    unit: str,
    value: str,
    cutoff: float,
    household: str | None = None,
    method: Method = "density",
    side: Side = "below",
    inclusive: bool = False,
    window: float | None = None,
    against: Against = "others",
    level: float = 0.05,
    control: Control = "bh",
    progress: Callable[[int, int], None] | None = None,
) -> Suspicion:
    """Look for households bunched at a line, unit by unit.

    value      column of numbers, such as income per head or points; missing ones are left out
    cutoff     the line; inclusive: a value on the line belongs below (a household is poor up to and including it)
    side       where too many are suspected; "both" tests for a jump of either sign
    window     width on each side, in the unit of the value: needed for "count"; the bandwidth for "density"
    Returns a Suspicion; observed and expected are households in the window on the suspected side (count), or the
    densities on that side and on the other (density). Units too small to be tested have no p-value.
    Raises UserError for a missing column, a missing or non-positive window.
    """
    check_columns(table, [unit, value, *([household] if household else [])])
    if (method == "count" and window is None) or (window is not None and window <= 0):
        raise fail(
            "Phép đếm cần độ rộng cửa sổ lớn hơn 0.",
            "Counting needs a window wider than 0.",
            do_vi="Nêu --window theo đơn vị của giá trị, ví dụ 50000 (đồng).",
            do_en="Give --window in the unit of the value, such as 50000.",
            value=str(window),
            code="window",
        )
    table = with_unit(table, unit)
    number = as_number(table[value])
    rows = unit_rows(table, {"value": number})
    tell = progress or (lambda done, of: None)
    found = np.full((5, len(rows.labels)), np.nan)  # observed, expected, statistic, p, width
    counts = np.zeros((2, len(rows.labels)))
    for place in range(len(rows.labels)):
        values = rows.of("value", place)
        values = values[~np.isnan(values)]
        if method == "density":
            found[:, place] = _by_density(values, cutoff, inclusive, side, window)
        else:
            apart = values - cutoff
            low = (apart <= 0 if inclusive else apart < 0) & (apart >= -float(window or 0))
            high = ~(apart <= 0 if inclusive else apart < 0) & (apart <= float(window or 0))
            counts[:, place] = low.sum(), high.sum()
        tell(place + 1, len(rows.labels))
    if method == "count":
        found[:4] = _by_count(counts, side, against)
        found[4] = float(window or 0)
    reach = found[4]

    def behind(units: list[str]) -> ir.Table:
        import ibis

        widths = {name: float(reach[place]) for place, name in enumerate(rows.labels)}
        near = ibis.memtable({UNIT: units, "ct_width": [widths[name] for name in units]})
        joined = table.mutate(ct_value=number, household_id=table[household]).inner_join(near, UNIT)
        apart = joined["ct_value"] - cutoff
        below = (apart <= 0) if inclusive else (apart < 0)
        beside = {"below": below, "above": ~below, "both": ibis.literal(True)}[side]
        joined = joined.filter((apart.abs() <= joined["ct_width"]) & beside)
        return joined.select(UNIT, "household_id", value="ct_value")

    sizes = np.diff(rows.starts)
    columns = {"n": sizes, "observed": found[0], "expected": found[1], "statistic": found[2], "window": reach}
    return conclude("bunching", rows.labels, columns, found[3], level=level, control=control,
                    behind=behind if household else None)  # fmt: skip


def _by_density(values: Floats, cutoff: float, inclusive: bool, side: Side, window: float | None) -> list[float]:
    from scipy.special import ndtr

    # The line itself belongs to the right side; turned round, it belongs below.
    sign = -1.0 if inclusive else 1.0
    jump = density_jump(sign * values, sign * cutoff, bandwidth=window)
    if jump is None or min(jump.inside) < 10:
        return [np.nan] * 5
    below, above = (jump.right, jump.left) if inclusive else (jump.left, jump.right)
    excess = (below - above) / jump.std_error  # positive: too many below
    widths = jump.bandwidth[::-1] if inclusive else jump.bandwidth
    if side == "both":
        return [below, above, excess, float(2 * ndtr(-abs(excess))), max(widths)]
    if side == "below":
        return [below, above, excess, float(ndtr(-excess)), widths[0]]
    return [above, below, -excess, float(ndtr(excess)), widths[1]]


def _by_count(counts: Floats, side: Side, against: Against) -> Floats:
    both = counts.sum(axis=0)

    def one(cases: Floats) -> tuple[Floats, Floats]:
        if against == "even":
            return np.where(both > 0, against_even(cases, both, 0.5), np.nan), both / 2
        return against_others(cases, both)

    cases = counts[1] if side == "above" else counts[0]
    p, expected = one(cases)
    if side == "both":
        p = np.minimum(2 * np.minimum(p, one(counts[1])[0]), 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(expected * (1 - expected / both))
        statistic = np.where(spread > 0, (cases - expected) / spread, np.nan)
    return np.array([cases, expected, statistic, p])
