"""A whole nation on one machine: measuring poverty with errors, and classifying from facts, each against a scan.

    python -m benchmarks.national --part measure --households 27000000
    python -m benchmarks.national --part classify --households 27000000 --members 108000000

Each program runs in processes of its own, in turn. The first run in a process (imports, cold cache) is shown apart and
left out of the medians. Peaks are of the whole process.

scan       DuckDB aggregates each column that is read, so that every value is decoded and touched
hand       a DuckDB query that one would write by hand for the same figures, without errors (for information)
chungtay   `measure` with the total and three groupings, or `classify_files`, from Parquet to result
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import classification
from benchmarks.classification import Measured, machine
from benchmarks.classification_data import BenchmarkData, make_data
from benchmarks.memory import peak_bytes
from benchmarks.national_data import GROUPS, INDICATORS, NationalData, make_nation

PARTS = {"measure": ("scan", "hand", "chungtay"), "classify": ("scan", "chungtay")}
MOST_OVER_SCAN = {"measure": 8.0, "classify": 4.0}
MOST_MEMORY = {"measure": 1.5, "classify": 2.0}
LEAST_POOR = 4
"""A household is poor where deprived in at least four of the ten indicators: a cut-off of 2/5."""


def scan(data: NationalData) -> None:
    """Touch every value of the columns read, with DuckDB as it comes."""
    import duckdb

    touched = ", ".join(f"max({name})" for name in ("weight", *GROUPS, *INDICATORS))
    duckdb.connect().execute(f"SELECT {touched} FROM read_parquet('{data.path}')").fetchall()


def hand(data: NationalData) -> None:
    """H, M0 and the headcounts of every group, as one would write them in SQL; no errors."""
    import duckdb

    score = " + ".join(f"CAST({name} AS INT)" for name in INDICATORS)
    poor = f"score >= {LEAST_POOR}"
    sums = [f"sum(weight) FILTER ({poor})", f"sum(weight * score) FILTER ({poor})"]
    sums += [f"sum(weight) FILTER ({name})" for name in INDICATORS]
    sums += [f"sum(weight) FILTER ({poor} AND {name})" for name in INDICATORS]
    sets = ", ".join(["()", *(f"({name})" for name in GROUPS)])
    duckdb.connect().execute(
        f"SELECT {', '.join(GROUPS)}, count(*), sum(weight), {', '.join(sums)} "
        f"FROM (SELECT *, {score} AS score FROM read_parquet('{data.path}')) GROUP BY GROUPING SETS ({sets})"
    ).fetchall()


def measured(data: NationalData) -> None:
    """The same figures with standard errors and intervals, contributions and shares."""
    from chungtay.measurement.poverty import Design, measure

    measure(data.path, indicators=list(INDICATORS), cutoff="2/5", design=Design(weight="weight"), by=list(GROUPS))


def programs(part: str, households: int, members: int, out: Path) -> dict[str, Callable[[], object]]:
    """The programs of a part, on data that are made where they are not there yet."""
    if part == "measure":
        nation = make_nation(households)
        return {
            "scan": lambda: scan(nation),
            "hand": lambda: hand(nation),
            "chungtay": lambda: measured(nation),
        }
    data: BenchmarkData = make_data(households, members)
    return {
        "scan": lambda: classification.scan(data),
        "chungtay": lambda: classification.chungtay(data, out),
    }


def child(program: Callable[[], object], runs: int) -> None:
    """Run one program several times in this process and print what it took as JSON."""
    seconds, cpu = [], []
    for _ in range(runs):
        started, before = time.monotonic(), time.process_time()
        program()
        seconds.append(time.monotonic() - started)
        cpu.append(time.process_time() - before)
    peak = peak_bytes()
    print("\n" + json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak}))


def run(part: str, households: int, members: int, out: Path, *, rounds: int, runs: int) -> dict[str, Measured]:
    """Run every program of a part in processes of its own, in turn."""
    programs(part, households, members, out)  # makes the data before anything is measured
    taken: dict[str, Measured] = {name: Measured([], [], [], 0) for name in PARTS[part]}
    for _ in range(rounds):
        for name in PARTS[part]:
            command = [sys.executable, "-m", "benchmarks.national", "--part", part, "--child", name]
            command += ["--households", str(households), "--members", str(members)]
            command += ["--out", str(out), "--runs", str(runs + 1)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            told, before = json.loads(done.stdout.splitlines()[-1]), taken[name]
            first, *warm = told["seconds"]
            taken[name] = Measured(
                [*before.first, first],
                [*before.seconds, *warm],
                [*before.cpu, *told["cpu"][1:]],
                max(before.peak, told["peak"]),
            )
    return taken


def report(part: str, households: int, members: int, taken: dict[str, Measured]) -> bool:
    """Print the table, the ratios and whether the promises hold; keep all of it as JSON in out/benchmarks."""
    here, scanned = taken["chungtay"], taken["scan"]
    over, memory = here.median / scanned.median, here.peak / 2**30
    over_cpu = statistics.median(here.cpu) / statistics.median(scanned.cpu)
    what = f"{len(INDICATORS)} indicators, weights, {len(GROUPS) + 1} grouping sets"
    print(f"{part}: {households:,} households, {what if part == 'measure' else f'{members:,} members'}")
    print(f"{'':12}{'median s':>10}{'min s':>8}{'max s':>8}{'first s':>9}{'cpu s':>8}{'peak GiB':>10}")
    for name, one in taken.items():
        times = (
            f"{one.median:>10.2f}{min(one.seconds):>8.2f}{max(one.seconds):>8.2f}{statistics.median(one.first):>9.2f}"
        )
        print(f"{name:12}{times}{statistics.median(one.cpu):>8.2f}{one.peak / 2**30:>10.2f}")
    promises = {
        f"chungtay / scan       {over:5.2f}   (at most {MOST_OVER_SCAN[part]})": over <= MOST_OVER_SCAN[part],
        f"peak memory, GiB      {memory:5.2f}   (at most {MOST_MEMORY[part]})": memory <= MOST_MEMORY[part],
    }
    for line, kept in promises.items():
        print(f"{'kept  ' if kept else 'BROKEN'} {line}")
    print(f"       processor seconds, chungtay / scan  {over_cpu:5.2f}   (for information)")
    if "hand" in taken:
        by_hand = taken["hand"].median / scanned.median
        print(f"       hand-written, no errors / scan      {by_hand:5.2f}   (for information)")
    facts = {name: value for name, value in machine().items() if name != "openfisca-core"}
    print(", ".join(f"{name} {value}" for name, value in facts.items()))
    place = Path(f"out/benchmarks/national-{part}.json")
    place.parent.mkdir(parents=True, exist_ok=True)
    runs = {
        name: {"seconds": one.seconds, "cpu": one.cpu, "first": one.first, "peak": one.peak}
        for name, one in taken.items()
    }
    sizes = {"households": households, **({"members": members} if part == "classify" else {})}
    ratios = {"over_scan": over, "over_scan_cpu": over_cpu, "peak_gib": memory}
    place.write_text(json.dumps({"sizes": sizes, "ratios": ratios, "measured": runs, "machine": facts}, indent=2))
    return all(promises.values())


def main(arguments: Sequence[str] = ()) -> int:
    """Measure and report; return 1 if a promise does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.national", description=__doc__)
    parser.add_argument("--part", choices=list(PARTS), action="append", help="default: both")
    parser.add_argument("--households", type=int, default=27_000_000)
    parser.add_argument("--members", type=int, help="default: four to a household")
    parser.add_argument("--rounds", type=int, default=2, help="processes for each program")
    parser.add_argument("--runs", type=int, default=2, help="warm runs in each process")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(list(arguments))
    members = chosen.members or 4 * chosen.households
    if chosen.child:
        child(programs(chosen.part[0], chosen.households, members, chosen.out)[chosen.child], chosen.runs)
        return 0
    kept = True
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as folder:
        for part in chosen.part or PARTS:
            out = Path(folder) / f"{part}.parquet"
            taken = run(part, chosen.households, members, out, rounds=chosen.rounds, runs=chosen.runs)
            kept = report(part, chosen.households, members, taken) and kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
