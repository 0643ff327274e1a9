"""Multidimensional poverty with errors against its peers: `python -m benchmarks.measure --rows 1000000`.

Ten indicators; H, A, M0, headcounts before and after censoring and contributions, with errors. Every program runs in
processes of its own, in turn; the first run in a process warms it up.

scan      DuckDB adds up each column that is read, so that every value is decoded and touched
chungtay  `measure` from Parquet: strata, PSUs and weights; the total and by area
nation    `measure` from Parquet, weights only, four groupings (total, province, area, ethnic), errors of rows
R         the package `survey`, the same numbers as `chungtay`, from a data frame in memory (skipped without R)
mpitb     the PyPI package, the same estimates as `nation`, from a data frame (skipped where not installed)
nation-3, mpitb-3   the same two with three cut-offs, 20, 33 and 50 %, as poverty is published worldwide
nation-5, mpitb-5   with five, as one asks whether an order holds over k

Only R and mpitb start from data already in memory: reading is not counted against them.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_bytes
from benchmarks.survey_data import COLUMNS, INDICATORS, make_survey

MOST_OVER_SCAN = 8.0
MOST_MEMORY = 1.5
LEAST_OVER_MPITB = 20.0
LEAST_OVER_R = 5.0
PEERS_UP_TO = 1_000_000
HERE = Path(__file__).parent
GROUPS = ("province", "area", "ethnic")
CUTOFFS = {"": (40,), "-3": (20, 33, 50), "-5": (20, 30, 40, 50, 60)}
"""per cent, by the end of a program's name: vulnerable, poor and severely poor is what is published worldwide"""


def scan(path: Path) -> dict[str, Any]:
    """Touch every value of the columns read."""
    import duckdb

    touched = ", ".join(f"max(length({name}))" if name == "area" else f"sum({name})" for name in COLUMNS)
    started = time.monotonic()
    duckdb.connect().execute(f"SELECT {touched} FROM read_parquet('{path}')").fetchall()
    return {"seconds": time.monotonic() - started}


def chungtay(path: Path) -> dict[str, Any]:
    """Measure with strata and PSUs, total and by area."""
    from chungtay.measurement.poverty import Design, measure

    started = time.monotonic()
    design = Design("w", "stratum", "psu")
    result = measure(path, indicators=INDICATORS, cutoff="4/10", design=design, by="area")
    seconds = time.monotonic() - started
    h, a = result.value("H"), result.value("A")
    figures = {"H": h["estimate"], "H_error": h["std_error"], "A": a["estimate"], "A_error": a["std_error"]}
    return {"seconds": seconds, **figures}


def nation(path: Path, cutoffs: Sequence[int]) -> dict[str, Any]:
    """Measure with weights alone, by four groupings."""
    from chungtay.measurement.poverty import Design, measure

    started = time.monotonic()
    asked = [f"{cutoff}/100" for cutoff in cutoffs]
    result = measure(path, indicators=INDICATORS, cutoff=asked, design=Design("w"), by=GROUPS)
    figures = {name: result.value(name, cutoff=Fraction(cutoffs[-1], 100))["estimate"] for name in ("H", "A")}
    return {"seconds": time.monotonic() - started, **figures}


def mpitb(path: Path, cutoffs: Sequence[int]) -> dict[str, Any]:
    """Estimate with mpitb from a data frame."""
    import pandas as pd
    from mpitb.core import MPIToolbox

    data = pd.read_parquet(path)
    started = time.monotonic()
    tool = MPIToolbox()
    tool.svyset(psu="psu", weight="w", strata="stratum")
    tool.set("bench", "", [([name], name) for name in INDICATORS], replace=True)
    asked = list(cutoffs)
    found = tool.est(data, "bench", asked, svy=True, over=list(GROUPS), indmeasures=["hdk", "actb", "pctb"], aux=["hd"])
    seconds = time.monotonic() - started
    values = {
        row["measure"]: row["b"]
        for row in found
        if row["loa"] == "nat" and row["measure"] in ("H", "A") and str(row.get("k", asked[-1])) == str(asked[-1])
    }
    return {"seconds": seconds, "H": float(values["H"]), "A": float(values["A"])}


PROGRAMS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "scan": scan,
    "chungtay": chungtay,
    **{f"nation{end}": functools.partial(nation, cutoffs=cutoffs) for end, cutoffs in CUTOFFS.items()},
    **{f"mpitb{end}": functools.partial(mpitb, cutoffs=cutoffs) for end, cutoffs in CUTOFFS.items()},
}


def child(program: str, path: Path, runs: int) -> None:
    """Run a program several times in this process; print each run's seconds and the last run's figures as JSON."""
    results = [PROGRAMS[program](path) for _ in range(runs)]
    peak = peak_bytes()
    print("\n" + json.dumps({**results[-1], "seconds": [one["seconds"] for one in results], "peak": peak}))


def peers(rows: int) -> list[str]:
    """The programs that can run here; what is missing is said."""
    names = ["scan", "chungtay", "nation"]
    if rows > PEERS_UP_TO:
        print(f"R and mpitb hold all rows in memory: left out above {PEERS_UP_TO:,} rows")
        return names
    survey = ["Rscript", "-e", "quit(status = !requireNamespace('survey', quietly = TRUE))"]
    if shutil.which("Rscript") and subprocess.run(survey, capture_output=True, check=False).returncode == 0:
        names.append("R")
    else:
        print("SKIPPED: R with the package survey (Debian: r-base-core r-cran-survey)")
    if importlib.util.find_spec("mpitb"):
        names += [name for end in CUTOFFS for name in (f"mpitb{end}", f"nation{end}") if name not in names]
    else:
        print("SKIPPED: mpitb is not installed (uv sync --group bench)")
    return names


def run_once(program: str, path: Path, csv: Path, runs: int) -> dict[str, Any]:
    """Run one program in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.measure", "--child", program, "--data", str(path), "--runs", str(runs)]
    if program == "R":
        command = ["Rscript", str(HERE / "survey_peer.R"), str(csv), str(runs)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(rows: int, taken: dict[str, list[dict[str, Any]]]) -> bool:
    """Print the table, the ratios, and whether promises hold; keep all as JSON in out/benchmarks."""
    warm = {name: [s for one in runs for s in (one["seconds"][1:] or one["seconds"])] for name, runs in taken.items()}
    median = {name: statistics.median(seconds) for name, seconds in warm.items()}
    peak = {name: max(one.get("peak", 0) for one in runs) / 2**30 for name, runs in taken.items()}
    print(f"{rows:,} rows, {len(INDICATORS)} indicators")
    print(f"{'':10}{'median s':>10}{'min s':>8}{'max s':>8}{'peak GiB':>10}")
    for name, seconds in warm.items():
        memory = f"{peak[name]:>10.2f}" if peak[name] else f"{'–':>10}"
        print(f"{name:10}{median[name]:>10.3f}{min(seconds):>8.3f}{max(seconds):>8.3f}{memory}")
    promises: list[tuple[str, bool]] = []
    if rows > PEERS_UP_TO:
        ratio = median["nation"] / median["scan"]
        promises.append((f"nation / scan      {ratio:6.2f}   (at most {MOST_OVER_SCAN})", ratio <= MOST_OVER_SCAN))
        promises.append(
            (f"peak memory, GiB   {peak['nation']:6.2f}   (at most {MOST_MEMORY})", peak["nation"] <= MOST_MEMORY)
        )
    peers = [("R", LEAST_OVER_R, "chungtay")]
    peers += [(f"mpitb{end}", LEAST_OVER_MPITB, f"nation{end}") for end in CUTOFFS]
    for name, least, own in peers:
        if name in taken:
            ratio = median[name] / median[own]
            promises.append((f"{f'{name} / {own}':19}{ratio:6.2f}   (at least {least})", ratio >= least))
            ours, theirs = taken[own][0], taken[name][0]
            same = all(
                math.isclose(ours[key], theirs[key], rel_tol=1e-8)
                for key in ("H", "A", "H_error", "A_error")
                if key in theirs
            )
            promises.append((f"{name} and {own} agree to 1e-8", same))
    for line, kept in promises:
        print(f"{'kept  ' if kept else 'BROKEN'} {line}")
    place = Path("out/benchmarks/measure.json")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps({"rows": rows, "median": median, "peak_gib": peak, "taken": taken}, indent=2))
    return all(kept for _, kept in promises)


def main(arguments: Sequence[str] = ()) -> int:
    """Measure and report; return 1 if a promise does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measure", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="27000000 for a nation")
    parser.add_argument("--rounds", type=int, default=2, help="processes for each program")
    parser.add_argument("--runs", type=int, default=3, help="runs in each process, the first left out")
    parser.add_argument("--child", choices=PROGRAMS, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(list(arguments))
    if chosen.child:
        child(chosen.child, chosen.data, chosen.runs)
        return 0
    path = make_survey(chosen.rows)
    names = peers(chosen.rows)
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as folder:
        csv = Path(folder) / "survey.csv"
        if "R" in names:
            import duckdb

            duckdb.connect().execute(f"COPY (SELECT * FROM read_parquet('{path}')) TO '{csv}' (FORMAT csv)")
        for _ in range(chosen.rounds):
            for name in names:
                taken[name].append(run_once(name, path, csv, chosen.runs))
    return 0 if report(chosen.rows, taken) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
