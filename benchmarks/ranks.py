"""Rank sets for many units against one sort of the bootstrap matrix: `python -m benchmarks.ranks`.

A matrix of draws (1,000 x 10,000 by default) is made as a bootstrap of poverty rates would give it, in processes of its
own for each round. Then, in the same process and in turn:

sort      `numpy.sort` of the matrix along the units of each draw (the fast layout: one draw is contiguous)
errors    rank sets from estimates and standard errors: marginal, simultaneous with steps, chance of the first 100
draws     rank sets from the matrix: the simultaneous ones from the draws, the marginal ones from the errors
joint     the same with the marginal ones from the draws too; for information, since no quantile per unit is faster

The promise: errors and draws take at most ten times the sort. Medians over the rounds of the best of three runs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.memory import peak_bytes

MOST_OVER_SORT = 10.0
TOP = 100


def run(units: int, draws: int) -> dict[str, float]:
    """Seconds of each side in this process, and its peak memory in bytes."""
    import numpy as np
    import scipy.special  # noqa: F401  (loaded before the clock starts)

    from chungtay.measurement.ranks import rank_sets

    random = np.random.default_rng(3)
    rate = random.beta(2, 20, units)
    error = np.sqrt(rate * (1 - rate) / np.exp(random.normal(5.5, 0.7, units)))
    matrix = rate + error * random.standard_normal((draws, units))
    sides: dict[str, Callable[[], Any]] = {
        "sort": lambda: np.sort(matrix, axis=1),
        "errors": lambda: rank_sets(rate, error, top=TOP, lowest_first=True, count=draws),
        "draws": lambda: rank_sets(rate, draws=matrix, marginal="normal", lowest_first=True),
        "joint": lambda: rank_sets(rate, draws=matrix, lowest_first=True),
    }
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(3):
        for name, side in sides.items():
            started = time.perf_counter()
            side()
            took[name].append(time.perf_counter() - started)
    peak = peak_bytes()
    return {name: min(seconds) for name, seconds in took.items()} | {"peak": float(peak)}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return 1 where the promise does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args([] if arguments is None else arguments)
    if chosen.child:
        print(json.dumps(run(chosen.units, chosen.draws)))
        return 0
    rounds = []
    for _ in range(chosen.rounds):
        command = [sys.executable, "-m", "benchmarks.ranks", "--child", "--units", str(chosen.units)]
        done = subprocess.run([*command, "--draws", str(chosen.draws)], check=True, stdout=subprocess.PIPE, text=True)
        rounds.append(json.loads(done.stdout.strip().splitlines()[-1]))
    middle = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    print(f"{chosen.units:,} units, {chosen.draws:,} draws; sort {middle['sort']:.3f} s, peak of the process "
          f"{middle['peak'] / 2**20:.0f} MiB", flush=True)  # fmt: skip
    kept = True
    for name in ("errors", "draws", "joint"):
        ratio = middle[name] / middle["sort"]
        promised = name != "joint"
        kept = kept and (ratio <= MOST_OVER_SORT or not promised)
        bound = f"at most {MOST_OVER_SORT:.0f}" if promised else "for information"
        print(f"{name:8} {middle[name]:6.3f} s   {ratio:5.1f}x the sort ({bound})", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
