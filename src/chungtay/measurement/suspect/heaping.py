"""Values that end too often in the same digits: chi-square of a digit, unit by unit. Ibis, NumPy, SciPy.

Guessed numbers end in 0 and 5. Everybody rounds a little, so a unit is compared with all others unless "even" is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.tables import as_number, check_columns
from chungtay.measurement.suspect.chance import Floats, draws_wanted, simulated
from chungtay.measurement.suspect.suspicion import UNIT, Control, Suspicion, conclude, with_unit
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIGITS = 10
LEAST_EXPECTED = 5.0


def heaping(
    table: ir.Table,
    *,
    unit: str,
    value: str,
    household: str | None = None,
    step: float = 1.0,
    against: Literal["even", "others"] = "others",
    level: float = 0.05,
    control: Control = "bh",
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Suspicion:
    """Test whether one digit of a value is spread as it should be.

    value    column of numbers; step: 1 = the last digit of whole numbers, 1000 = that of thousands, 0.1 = a decimal
    against  "others": as in all other units (contingency chi-square); "even": all ten digits equally often
    Expected counts below 5 are met by simulation with the totals held fixed, not by the chi-square distribution.
    Returns a Suspicion with `digit`, the one with the greatest excess; observed and expected are of that digit.
    """
    check_columns(table, [unit, value, *([household] if household else [])])
    if not step > 0:
        raise fail(
            "Bước của chữ số phải lớn hơn 0.",
            "The step of the digit must be above 0.",
            do_vi="Ví dụ 1000 để xét chữ số hàng nghìn.",
            do_en="For example 1000 for the digit of thousands.",
            value=str(step),
            code="step",
        )
    table = with_unit(table, unit)
    # A thousandth of a step is forgiven, so that 0.3 / 0.1 counts as 3.
    digit = ((as_number(table[value]).abs() / step + 1e-3).floor() % DIGITS).cast("int64")
    table = table.mutate(ct_digit=digit)
    labels, counts = _digit_counts(table)
    rng = np.random.default_rng(seed)
    most = draws_wanted(len(labels), level)
    total = counts.sum(axis=0)
    found = np.full((5, len(labels)), np.nan)  # observed, expected, statistic, p, digit
    for place, mine in enumerate(counts):
        found[:, place] = _one(mine, total - mine, against, rng, most)
        if progress:
            progress(place + 1, len(labels))
    worst = found[4]

    def behind(units: list[str]) -> ir.Table:
        import ibis

        digits = {name: int(worst[place]) for place, name in enumerate(labels) if not np.isnan(worst[place])}
        wanted = ibis.memtable({UNIT: units, "ct_worst": [digits[name] for name in units]})
        joined = table.mutate(household_id=table[household]).inner_join(wanted, UNIT)
        joined = joined.filter(joined["ct_digit"] == joined["ct_worst"])
        return joined.select(UNIT, "household_id", value=value)

    columns = {"n": counts.sum(axis=1).astype(np.int64), "observed": found[0], "expected": found[1],
               "statistic": found[2], "digit": worst}  # fmt: skip
    return conclude("heaping", labels, columns, found[3], level=level, control=control,
                    behind=behind if household else None)  # fmt: skip


def _digit_counts(table: ir.Table) -> tuple[list[str], Floats]:
    counted = table.group_by([UNIT, "ct_digit"]).aggregate(households=table.count()).to_pyarrow()
    labels = sorted(set(counted[UNIT].to_pylist()))
    places = {name: place for place, name in enumerate(labels)}
    counts = np.zeros((len(labels), DIGITS))
    for row in counted.to_pylist():
        if row["ct_digit"] is not None:
            counts[places[row[UNIT]], row["ct_digit"]] += row["households"]
    return labels, counts


def _one(mine: Floats, others: Floats, against: str, rng: np.random.Generator, most: int) -> list[float]:
    from scipy.special import chdtrc

    size, rest = mine.sum(), others.sum()
    if size < 2 or (against == "others" and rest < 2):
        return [np.nan] * 5
    both = mine + others
    used = np.ones(DIGITS, dtype=bool) if against == "even" else both > 0
    if used.sum() < 2:
        return [np.nan] * 5
    expected = np.full(DIGITS, size / DIGITS) if against == "even" else both * size / (size + rest)

    def statistic(counts: npt.NDArray[Any]) -> Floats:
        apart = ((counts - expected) ** 2)[..., used] / expected[used]
        if against == "even":
            return np.asarray(apart.sum(axis=-1))
        return np.asarray(apart.sum(axis=-1) * (size + rest) / rest)

    observed = float(statistic(mine))
    if expected[used].min() >= LEAST_EXPECTED:
        p = float(chdtrc(int(used.sum()) - 1, observed))
    elif against == "even":
        p = simulated(lambda n: statistic(rng.multinomial(int(size), np.full(DIGITS, 0.1), n)), observed, most)
    else:
        whole = both.astype(np.int64)
        p = simulated(
            lambda n: statistic(rng.multivariate_hypergeometric(whole, int(size), n, method="marginals")),
            observed,
            most,
        )
    worst = int(np.argmax(mine - expected))
    return [float(mine[worst]), float(expected[worst]), observed, p, float(worst)]
