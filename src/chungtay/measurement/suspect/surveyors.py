"""Answers that depend on who asked: spread between the surveyors of a unit, tested by permutation. Ibis and NumPy.

If surveyors took households as they came, exchanging the answers within a unit would change nothing; the spread between
their means is compared with that after random exchanges. Where surveyors were given different villages, name the
village as the unit: otherwise the places differ and not the surveyors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.tables import as_number, check_columns
from chungtay.measurement.suspect.chance import Floats, draws_wanted, simulated
from chungtay.measurement.suspect.suspicion import UNIT, Control, Suspicion, conclude, unit_rows, with_unit

if TYPE_CHECKING:
    import ibis.expr.types as ir

AT_ONCE = 2_000_000


def surveyors(
    table: ir.Table,
    *,
    unit: str,
    surveyor: str,
    outcome: str,
    household: str | None = None,
    level: float = 0.05,
    control: Control = "bh",
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Suspicion:
    """Test whether surveyors of one unit found different things.

    surveyor   column of who asked; outcome: column of numbers (0/1 or a quantity); rows without either are left out
    Returns a Suspicion; statistic: F, the spread between over that within surveyors (mean squares); observed: share of
    the variance that lies between surveyors (analysis of variance, at least 0); expected 0; `surveyor`: the one whose
    mean is farthest from the others', in errors, whose households are behind. Units with one surveyor are not tested.
    """
    check_columns(table, [unit, surveyor, outcome, *([household] if household else [])])
    table = with_unit(table, unit)
    who = table[surveyor].cast("string")
    table = table.mutate(ct_who=who, ct_outcome=as_number(table[outcome]))
    table = table.filter(table["ct_who"].notnull() & table["ct_outcome"].notnull())
    names = sorted(table.select("ct_who").distinct().to_pyarrow()["ct_who"].to_pylist())
    import ibis

    codes = ibis.memtable({"ct_who": names, "ct_code": [float(i) for i in range(len(names))]}, schema={
        "ct_who": "string", "ct_code": "float64"})  # fmt: skip
    rows = unit_rows(*_coded(table.inner_join(codes, "ct_who")))
    rng = np.random.default_rng(seed)
    most = draws_wanted(len(rows.labels), level)
    found = np.full((4, len(rows.labels)), np.nan)  # F, share, p, surveyor
    count = np.zeros(len(rows.labels), dtype=np.int64)
    for place in range(len(rows.labels)):
        people, mine = np.unique(rows.of("code", place), return_inverse=True)
        count[place] = len(people)
        statistic, share, p, worst = _one(mine, rows.of("outcome", place), rng, most)
        found[:, place] = statistic, share, p, np.nan if worst is None else people[worst]
        if progress:
            progress(place + 1, len(rows.labels))
    worst_names = [None if np.isnan(code) else names[int(code)] for code in found[3]]

    def behind(units: list[str]) -> ir.Table:
        chosen = {name: worst_names[place] for place, name in enumerate(rows.labels)}
        wanted = ibis.memtable({UNIT: units, "ct_worst": [chosen[name] for name in units]})
        joined = table.mutate(household_id=table[household]).inner_join(wanted, UNIT)
        joined = joined.filter(joined["ct_who"] == joined["ct_worst"])
        return joined.select(UNIT, "household_id", value="ct_outcome")

    columns: dict[str, Any] = {
        "n": np.diff(rows.starts), "surveyors": count, "observed": found[1], "expected": np.zeros(len(count)),
        "statistic": found[0], "surveyor": worst_names,
    }  # fmt: skip
    return conclude("surveyors", rows.labels, columns, found[2], level=level, control=control,
                    behind=behind if household else None)  # fmt: skip


def _coded(joined: ir.Table) -> tuple[ir.Table, dict[str, ir.Value]]:
    return joined, {"code": joined["ct_code"], "outcome": joined["ct_outcome"].cast("float64")}


def _one(
    who: npt.NDArray[np.intp], outcome: Floats, rng: np.random.Generator, most: int
) -> tuple[float, float, float, int | None]:
    size, people = len(outcome), int(who.max(initial=-1)) + 1
    if people < 2 or size <= people or np.ptp(outcome) == 0:
        return np.nan, np.nan, np.nan, None
    apart = outcome - outcome.mean()
    sizes = np.bincount(who).astype(np.float64)
    order = np.argsort(who, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)

    def between(answers: Floats) -> Floats:
        """Sum of squares between surveyors; answers (..., households) sorted by surveyor."""
        return np.asarray((np.add.reduceat(answers, starts, axis=-1) ** 2 / sizes).sum(axis=-1))

    def draw(count: int) -> Floats:
        out = []
        step = max(1, AT_ONCE // size)
        for first in range(0, count, step):
            shape = (min(step, count - first), size)
            out.append(between(rng.permuted(np.broadcast_to(apart, shape), axis=1)))
        return np.concatenate(out)

    observed = float(between(apart[order]))
    p = simulated(draw, observed, most)
    within = max(float((apart**2).sum()) - observed, 0.0) / (size - people)
    mean_between = observed / (people - 1)
    typical = (size - (sizes**2).sum() / size) / (people - 1)
    variance = max((mean_between - within) / typical, 0.0)
    sums = np.bincount(who, weights=apart)
    rest = np.maximum(size - sizes, 1)
    far = np.abs(sums / sizes + sums / rest) / np.sqrt(1 / sizes + 1 / rest)
    total = variance + within
    return (
        mean_between / within if within > 0 else np.inf,
        variance / total if total > 0 else np.nan,
        p,
        int(np.argmax(far)),
    )
