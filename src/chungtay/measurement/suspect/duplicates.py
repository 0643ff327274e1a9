"""Households with the same answers to everything: copied forms. Ibis and NumPy.

Repeated patterns happen by chance, the more so where answers are alike. Two explanations are allowed for, and a unit is
flagged only where neither suffices (the larger of the two p-values counts):
  own     the unit's own frequency of each answer, answers being independent of each other (columns shuffled)
  others  households drawn from all other units, with whatever dependence their answers have
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.tables import check_columns
from chungtay.measurement.suspect.chance import Floats, draws_wanted, simulated
from chungtay.measurement.suspect.suspicion import UNIT, Control, Suspicion, Units, conclude, unit_rows, with_unit
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

AT_ONCE = 2_000_000
"""numbers simulated in one go"""
ENOUGH = 0.1
"""a p-value above this explains the repeats"""
Codes = npt.NDArray[np.int64]


def duplicates(
    table: ir.Table,
    *,
    unit: str,
    facts: Sequence[str],
    household: str | None = None,
    level: float = 0.05,
    control: Control = "bh",
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Suspicion:
    """Test for answer patterns that repeat more than chance allows.

    facts   columns of answers, 2 or more; an unknown answer is an answer of its own
    Returns a Suspicion; observed: households whose pattern another household of the unit had before (n less the number
    of different patterns); expected: the larger mean of the two explanations; p_own and p_others.
    (p_own is null where p_others was enough.)
    The households behind are all that share their pattern with another one of their unit.
    """
    check_columns(table, [unit, *facts, *([household] if household else [])])
    if len(set(facts)) < 2:
        raise fail(
            "Cần ít nhất hai cột trả lời.",
            "At least two columns of answers are needed.",
            do_vi="Nêu --facts cột1,cột2,… (càng nhiều cột càng rõ).",
            do_en="Give --facts col1,col2,… (the more, the clearer).",
            value=", ".join(facts),
            code="facts",
        )
    table = with_unit(table, unit)
    names = list(dict.fromkeys(facts))
    rows = unit_rows(table, {f"f{i}": table[name].cast("string") for i, name in enumerate(names)})
    patterns = _patterns([rows.values[f"f{i}"] for i in range(len(names))])
    rng = np.random.default_rng(seed)
    found = np.full((4, len(rows.labels)), np.nan)  # observed, expected, p_own, p_others
    for place in range(len(rows.labels)):
        found[:, place] = _one(rows, patterns, place, rng, level)
        if progress:
            progress(place + 1, len(rows.labels))

    def behind(units: list[str]) -> ir.Table:
        mine = table.filter(table[UNIT].isin(units)).mutate(household_id=table[household].cast("string"))
        keys = [UNIT, *names]
        many = mine.group_by(keys).mutate(ct_many=mine.count())
        many = many.filter(many["ct_many"] > 1)
        text = many[names[0]].cast("string").fill_null("")
        for name in names[1:]:
            text = text + "|" + many[name].cast("string").fill_null("")
        return many.select(UNIT, "household_id", value=text)

    with np.errstate(invalid="ignore"):
        p = np.fmax(found[2], found[3])
        statistic = np.divide(found[0], found[1], out=np.full(len(p), np.nan), where=found[1] > 0)
    columns: dict[str, Any] = {
        "n": np.diff(rows.starts), "observed": found[0], "expected": found[1], "statistic": statistic,
        "p_own": found[2], "p_others": found[3],
    }  # fmt: skip
    return conclude("duplicates", rows.labels, columns, p, level=level, control=control,
                    behind=behind if household else None)  # fmt: skip


def _patterns(columns: Sequence[Codes]) -> Codes:
    """The number of each row's combination of answers."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes = np.unique(codes * (int(column.max(initial=0)) + 1) + column, return_inverse=True)[1].astype(np.int64)
    return codes


def _one(rows: Units, patterns: Codes, place: int, rng: np.random.Generator, level: float) -> list[float]:
    start, stop = int(rows.starts[place]), int(rows.starts[place + 1])
    size, others = stop - start, len(patterns) - (stop - start)
    most = draws_wanted(len(rows.labels), level)
    if size < 2:
        return [np.nan] * 4
    observed = float(_repeats(patterns[None, start:stop])[0])
    # Answers as random 64-bit numbers: the pattern of a household is their sum.
    mine = []
    for name, codes in rows.values.items():
        marks = rng.integers(0, 1 << 62, int(codes.max(initial=0)) + 1)
        mine.append(marks[rows.of(name, place)])
    made: list[Floats] = [np.zeros(0), np.zeros(0)]

    def own(count: int) -> Floats:
        out = []
        step = max(1, AT_ONCE // size)
        for first in range(0, count, step):
            shape = (min(step, count - first), size)
            total = np.zeros(shape, dtype=np.int64)
            for column in mine:
                total += rng.permuted(np.broadcast_to(column, shape), axis=1)
            out.append(_repeats(total))
        made[0] = np.concatenate(out)
        return made[0]

    def from_others(count: int) -> Floats:
        out = []
        step = max(1, AT_ONCE // size)
        for first in range(0, count, step):
            drawn = rng.integers(0, others, (min(step, count - first), size))
            out.append(_repeats(patterns[drawn + size * (drawn >= start)]))
        made[1] = np.concatenate(out)
        return made[1]

    if observed == 0:
        return [0.0, np.nan, 1.0, 1.0]
    p_others = simulated(from_others, observed, most) if others >= size else np.nan
    # Where the others explain it already, the unit's own frequencies need not be asked (a tenth of the time).
    p_own = np.nan if p_others > max(level, ENOUGH) else simulated(own, observed, most)
    expected = max(float(values.mean()) for values in made if len(values))
    return [observed, expected, p_own, p_others]


def _repeats(patterns: Codes) -> Floats:
    """Per row: how many entries repeat an earlier one."""
    ordered = np.sort(patterns, axis=1)
    return (ordered[:, 1:] == ordered[:, :-1]).sum(axis=1).astype(np.float64)
