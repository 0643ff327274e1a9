"""Classification in bulk against two baselines: a DuckDB scan of the same columns, and OpenFisca-Core.

    python -m benchmarks.classification --households 3000000 --members 12000000

Every program runs in processes of its own, in turn, so that a busy moment of the machine meets all of them. The first
run in a process warms it up (imports, disk cache) and is left out of the medians.

scan       DuckDB aggregates each column that the classification reads, so that every value is decoded and touched
chungtay   `classify_files`, from Parquet to Parquet, checks included
openfisca  the same rules as variables of OpenFisca-Core (openfisca_peer.py), from Parquet to Parquet
shortcut   the same without the sorting in OpenFisca's builder, which no documentation shows how to leave out; for
           information only
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.classification_data import HOUSEHOLD_FACTS, MEMBER_FACTS, BenchmarkData, make_data
from benchmarks.memory import peak_bytes

STANDARD = "vn-2016-2020"
MOST_OVER_SCAN = 5.0
MOST_MEMORY = 1.0
LEAST_OVER_OPENFISCA = 4.0
PROGRAMS = ("scan", "chungtay", "openfisca", "shortcut")
COMPARED = (
    "household_id, class, subtype, deprivations, edu_adult, edu_child, health_access, health_ins, "
    "house_quality, house_area, water, toilet, telecom, info_asset"
)


@dataclass(frozen=True)
class Measured:
    """What one program took: seconds of each run, the first run in a process apart; most memory held, in bytes.

    cpu   processor seconds of each warm run, all cores together: what stays comparable on a busy machine
    """

    first: list[float]
    seconds: list[float]
    cpu: list[float]
    peak: int

    @property
    def median(self) -> float:
        """Median seconds of the warm runs."""
        return statistics.median(self.seconds)


def scan(data: BenchmarkData) -> float:
    """Touch every value of the columns read, with DuckDB as it comes; return seconds."""
    import duckdb

    con = duckdb.connect()
    started = time.monotonic()
    for path, facts in ((data.households, HOUSEHOLD_FACTS), (data.members, MEMBER_FACTS)):
        touched = ", ".join(f"max({name})" for name in ("household_id", *facts))
        con.execute(f"SELECT {touched} FROM read_parquet('{path}')").fetchall()
    return time.monotonic() - started


def chungtay(data: BenchmarkData, out: Path) -> float:
    """Classify with `classify_files`; return seconds."""
    from chungtay.measurement.classification import classify_files

    started = time.monotonic()
    classify_files(STANDARD, data.households, data.members, out)
    return time.monotonic() - started


def openfisca(data: BenchmarkData, out: Path, *, shortcut: bool = False) -> float:
    """Classify with the peer; return seconds."""
    from benchmarks.openfisca_peer import classify

    return classify(data.households, data.members, out, shortcut=shortcut)


def child(program: str, data: BenchmarkData, out: Path, runs: int) -> None:
    """Run one program several times in this process and print what it took as JSON."""
    programs: dict[str, Callable[[], float]] = {
        "scan": lambda: scan(data),
        "chungtay": lambda: chungtay(data, out),
        "openfisca": lambda: openfisca(data, out),
        "shortcut": lambda: openfisca(data, out, shortcut=True),
    }
    seconds, cpu = [], []
    for _ in range(runs):
        before = time.process_time()
        seconds.append(programs[program]())
        cpu.append(time.process_time() - before)
    peak = peak_bytes()
    print("\n" + json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak}))


def measure(data: BenchmarkData, outs: dict[str, Path], rounds: int, runs: int) -> dict[str, Measured]:
    """Run every program in a process of its own, in turn, `rounds` times with `runs` warm runs each."""
    taken: dict[str, Measured] = {program: Measured([], [], [], 0) for program in PROGRAMS}
    for _ in range(rounds):
        for program in PROGRAMS:
            sizes = ("--households", str(data.household_count), "--members", str(data.member_count))
            command = [sys.executable, "-m", "benchmarks.classification", *sizes, "--child", program]
            command += ["--out", str(outs.get(program, "")), "--runs", str(runs + 1)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            told = json.loads(done.stdout.splitlines()[-1])
            before = taken[program]
            first, *warm = told["seconds"]
            taken[program] = Measured(
                [*before.first, first],
                [*before.seconds, *warm],
                [*before.cpu, *told["cpu"][1:]],
                max(before.peak, told["peak"]),
            )
    return taken


def rows_that_differ(one: Path, other: Path) -> int:
    """Count the households on which two results do not say the same, in either direction."""
    import duckdb

    tables = [f"SELECT {COMPARED} FROM read_parquet('{path}')" for path in (one, other)]
    both_ways = f"(({tables[0]} EXCEPT ALL {tables[1]}) UNION ALL ({tables[1]} EXCEPT ALL {tables[0]}))"
    row = duckdb.connect().execute(f"SELECT count(*) FROM {both_ways}").fetchone()
    return int(row[0]) if row else -1


def machine() -> dict[str, Any]:
    """What the figures were measured on and with."""
    names = Path("/proc/cpuinfo")
    models = [line.split(":")[1].strip() for line in names.read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("duckdb", "ibis-framework", "pyarrow", "openfisca-core")},
        "load": round(os.getloadavg()[0], 2),
    }


def report(data: BenchmarkData, taken: dict[str, Measured], different: int) -> bool:
    """Print the table, the ratios and whether the promises hold; keep all of it as JSON in out/benchmarks."""
    here, scanned, peer = (taken[program] for program in ("chungtay", "scan", "openfisca"))
    over_scan, over_peer = here.median / scanned.median, peer.median / here.median
    memory = here.peak / 2**30
    print(f"{data.household_count:,} households, {data.member_count:,} members, {STANDARD}")
    print(f"{'':12}{'median s':>10}{'min s':>8}{'max s':>8}{'first s':>9}{'cpu s':>8}{'peak GiB':>10}")
    for program in PROGRAMS:
        one = taken[program]
        times = (
            f"{one.median:>10.2f}{min(one.seconds):>8.2f}{max(one.seconds):>8.2f}{statistics.median(one.first):>9.2f}"
        )
        print(f"{program:12}{times}{statistics.median(one.cpu):>8.2f}{one.peak / 2**30:>10.2f}")
    promises = {
        f"chungtay / scan       {over_scan:5.2f}   (at most {MOST_OVER_SCAN})": over_scan <= MOST_OVER_SCAN,
        f"peak memory, GiB      {memory:5.2f}   (at most {MOST_MEMORY})": memory <= MOST_MEMORY,
        f"openfisca / chungtay  {over_peer:5.2f}   (at least {LEAST_OVER_OPENFISCA})": over_peer
        >= LEAST_OVER_OPENFISCA,
        f"households that differ from OpenFisca's result: {different}": different == 0,
    }
    for line, kept in promises.items():
        print(f"{'kept  ' if kept else 'BROKEN'} {line}")
    facts = machine()
    print(f"       shortcut / chungtay   {taken['shortcut'].median / here.median:5.2f}   (for information)")
    print(", ".join(f"{name} {value}" for name, value in facts.items()))
    place = Path("out/benchmarks/classification.json")
    place.parent.mkdir(parents=True, exist_ok=True)
    measured = {
        name: {"seconds": one.seconds, "cpu": one.cpu, "first": one.first, "peak": one.peak}
        for name, one in taken.items()
    }
    ratios = {"over_scan": over_scan, "over_openfisca": over_peer, "peak_gib": memory, "different": different}
    counts = {"households": data.household_count, "members": data.member_count}
    place.write_text(json.dumps({"sizes": counts, "ratios": ratios, "measured": measured, "machine": facts}, indent=2))
    return all(promises.values())


def main(arguments: Sequence[str] = ()) -> int:
    """Measure and report; return 1 if a promise does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classification", description=__doc__)
    parser.add_argument("--households", type=int, default=3_000_000)
    parser.add_argument("--members", type=int, default=12_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="processes for each program")
    parser.add_argument("--runs", type=int, default=2, help="warm runs in each process")
    parser.add_argument("--child", choices=PROGRAMS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(list(arguments))
    data = make_data(chosen.households, chosen.members)
    if chosen.child:
        child(chosen.child, data, chosen.out, chosen.runs)
        return 0
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as folder:
        outs = {program: Path(folder) / f"{program}.parquet" for program in PROGRAMS[1:]}
        taken = measure(data, outs, chosen.rounds, chosen.runs)
        different = rows_that_differ(outs["chungtay"], outs["openfisca"])
    return 0 if report(data, taken, different) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
