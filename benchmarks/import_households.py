"""Import of 300,000 households into SQLite, against a bare `sqlite3.executemany` of the same rows in the same run.

The baseline reads the CSV with `csv.reader` and inserts every row as it is into one flat table with the file's columns
(WAL, one commit, no index, no check). The import does its whole work: checks, stable codes, places, reviews with typed
facts, personal data sealed, members. The files have the columns of the template of `vn-2016-2020`. Each side runs in a
process of its own on a fresh database; loading of Python modules and of the standard's rules is not counted but shown
as `start`; the best of the rounds stands, for other work on the machine only ever adds to a time.

    python -m benchmarks.import_households [--households 300000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.memory import peak_bytes

STANDARD = "vn-2016-2020"
MOST = 4.0  # the promise: at most this many times the baseline
WORKBOOK_ROWS = (20_000, 60_000)
HASH = "CAST(hash(i + {salt}) >> 20 AS BIGINT)"
HEADS = {
    "household_code": "'H' || lpad(CAST(i AS VARCHAR), 8, '0')",
    "commune_code": "communes[1 + ({h1}) % len(communes)]",
    "village_code": "NULL",
    "village_name": "NULL",
    "village_serial": "1 + i % 400",
    "head_name": "'Nguyễn Văn Thử ' || i",
    "identity_number": "'046' || lpad(CAST(i AS VARCHAR), 9, '0')",
    "phone": "'09' || lpad(CAST(i AS VARCHAR), 8, '0')",
    "address": "'Số ' || i % 300 || ', đường Lê Lợi'",
    "surveyed_on": "'2019-11-' || lpad(CAST(1 + i % 28 AS VARCHAR), 2, '0')",
    "area": "CASE WHEN ({h2}) % 10 < 3 THEN 'urban' ELSE 'rural' END",
    "income_per_head": "300000 + ({h3}) % 1900 * 1000",
    "b1_points": "NULL",
    "b2_points": "NULL",
    "ethnicity": "CASE WHEN ({h4}) % 20 = 0 THEN 'ta_oi' ELSE 'kinh' END",
    "ethnic_minority": "({h4}) % 20 = 0",
    "has_merit_member": "({h5}) % 20 = 0",
    "no_labour_capacity": "({h5}) % 30 = 0",
    "social_protection": "({h5}) % 25 = 0",
    "house_grade": "['permanent', 'semi_permanent', 'semi_permanent', 'temporary', 'simple'][1 + ({h6}) % 5]",
    "floor_area": "12 + (({h7}) % 900) / 10.0",
    "water_source": "['tap', 'drilled_well', 'protected_spring', 'rainwater', 'surface'][1 + ({h8}) % 5]",
    "toilet_type": "['septic', 'semi_septic', 'pour_flush', 'double_vault', 'other', 'none'][1 + ({h9}) % 6]",
    "has_tv": "({h1}) % 10 > 1",
    "has_radio": "({h2}) % 10 > 6",
    "has_computer": "({h3}) % 10 > 7",
    "hears_loudspeaker": "({h4}) % 10 > 2",
    "causes_2016": "CASE WHEN ({h5}) % 4 = 0 THEN 'capital; land' END",
}
PEOPLE = {
    "household_code": "'H' || lpad(CAST(i AS VARCHAR), 8, '0')",
    "member_number": "number",
    "full_name": "'Nguyễn Thị Thử ' || i || ' ' || number",
    "identity_number": "NULL",
    "relation": "CASE WHEN number = 1 THEN 'head' WHEN number = 2 THEN 'spouse' ELSE 'child' END",
    "sex": "CASE WHEN number % 2 = 1 THEN 'male' ELSE 'female' END",
    "birth_year": "2018 - ({h1}) % 85",
    "attends_school": "({h2}) % 10 > 3",
    "highest_education": "['none', 'primary', 'lower_secondary', 'upper_secondary', 'higher'][1 + ({h3}) % 5]",
    "has_health_insurance": "({h4}) % 20 > 0",
    "was_seriously_ill_12m": "({h5}) % 20 = 0",
    "was_treated_12m": "({h6}) % 5 > 0",
    "uses_phone": "({h7}) % 10 > 3",
    "uses_internet": "({h8}) % 10 > 5",
}


def make_files(folder: Path, households: int, communes: list[str]) -> tuple[Path, Path]:
    """Write the two CSV files: 2 to 5 members a household. The same on every machine; nobody in them exists."""
    import duckdb

    heads, people = folder / "ho.csv", folder / "thanh_vien.csv"
    listed = "[" + ", ".join(f"'{code}'" for code in communes) + "]"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT {_columns(HEADS)} FROM (SELECT range AS i, {listed} AS communes "
                    f"FROM range({households}))) TO '{heads}' (HEADER)")  # fmt: skip
        numbered = (
            f"SELECT i, unnest(range(1, 3 + CAST(hash(i) % 4 AS BIGINT))) AS number FROM range({households}) r(i)"
        )
        con.execute(f"COPY (SELECT {_columns(PEOPLE)} FROM ({numbered}) ORDER BY i, number) TO '{people}' (HEADER)")
    return heads, people


def _columns(columns: dict[str, str]) -> str:
    hashes = {f"h{salt}": HASH.format(salt=salt * 7919) for salt in range(1, 10)}
    return ", ".join(f"{sql.format(**hashes)} AS {name}" for name, sql in columns.items())


def bare_insert(files: list[Path], database: Path) -> None:
    """The baseline: every row of each file as it is into a flat table."""
    with sqlite3.connect(database) as con:
        con.execute("PRAGMA journal_mode=WAL")
        con.execute("PRAGMA synchronous=NORMAL")
        for place, path in enumerate(files):
            with path.open(newline="", encoding="utf-8") as file:
                rows = csv.reader(file)
                heading = next(rows)
                con.execute(f"CREATE TABLE t{place} ({', '.join(heading)})")
                con.executemany(f"INSERT INTO t{place} VALUES ({', '.join('?' * len(heading))})", rows)
        con.commit()


def whole_import(files: list[Path]) -> None:
    """What is measured: the import as the command runs it, into the database of CHUNGTAY_HOME."""
    from chungtay.registry.importing import import_file

    result = import_file(files, standard_id=STANDARD, review_year=2019, round="base", synthetic=True)
    assert result.created == result.rows, result


def _load_modules() -> None:
    """Load what the import will use, as a server that has been up for a while has it: nothing that knows the files."""
    import pandas  # DuckDB loads it when it is first given a table of Arrow
    import pyarrow as pa

    import chungtay.registry.importing
    from chungtay.rules import load_standard, load_vocabulary
    from chungtay.snapshots.engines import duckdb_engine

    assert chungtay.registry.importing.import_file and pandas
    load_vocabulary()
    load_standard(STANDARD).check_usable()
    engine = duckdb_engine()
    engine.con.register("nothing", pa.table({"none": [0]}))
    engine.disconnect()


def make_workbook(source: Path, target: Path, rows: int) -> None:
    """Write the first rows of a households file as the sheet «Hộ» of a workbook."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    sheet = book.add_worksheet("Hộ")
    with source.open(newline="", encoding="utf-8") as file:
        for place, row in enumerate(csv.reader(file)):
            if place > rows:
                break
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
    book.close()


def _child(what: str, files: list[Path], folder: Path) -> dict[str, float]:
    """Run one side in a process of its own; returns seconds, processor seconds, and the peak of memory in MB."""
    home = Path(tempfile.mkdtemp(dir=folder))
    environment = {**os.environ, "CHUNGTAY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "chungtay.config.settings"}
    environment.pop("CHUNGTAY_DATABASE_URL", None)
    command = [sys.executable, "-m", "benchmarks.import_households", "--child", what, *map(str, files)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def _run_child(what: str, files: list[Path]) -> None:
    home, start = Path(os.environ["CHUNGTAY_HOME"]), 0.0
    if what != "bare":
        import django

        django.setup()
        from django.core.management import call_command

        from chungtay.units.loading import load_areas

        call_command("migrate", verbosity=0)
        load_areas()
        loading = time.process_time()
        _load_modules()
        start = time.process_time() - loading
    started, before = time.perf_counter(), time.process_time()
    if what == "bare":
        bare_insert(files, home / "bare.sqlite3")
    else:
        whole_import(files)
    seconds = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(one.ru_utime + one.ru_stime for one in used) - before
    peak = peak_bytes() / 2**20
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": peak, "start": start}))


def communes_of_2019() -> list[str]:
    """Codes of the communes that the households are spread over, read from the packaged areas."""
    path = Path("src/chungtay/units/data/hue_units.csv")
    with path.open(newline="", encoding="utf-8") as file:
        return [row["code"] for row in csv.DictReader(file) if row["level"] == "commune"
                and row["valid_from"] <= "2019-12-31" <= (row["valid_to"] or "9999")]  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return 1 where the promise does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only-households", action="store_true", help="leave out members and workbooks")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args([] if arguments is None else arguments)
    if chosen.child:
        _run_child(chosen.child[0], [Path(one) for one in chosen.child[1:]])
        return 0
    kept = True
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as name:
        folder = Path(name)
        heads, people = make_files(folder, chosen.households, communes_of_2019())
        measured = [("households", [heads]), ("households and members", [heads, people])]
        for title, files in measured[:1] if chosen.only_households else measured:
            bare, whole = [], []
            for _ in range(chosen.rounds):
                bare.append(_child("bare", files, folder))
                whole.append(_child("import", files, folder))
            base, took = (min(one["seconds"] for one in runs) for runs in (bare, whole))
            work = [min(one["processor"] for one in runs) for runs in (bare, whole)]
            peak = max(one["peak"] for one in whole)
            print(
                f"{title:24} baseline {base:6.2f} s   import {took:6.2f} s   ratio {took / base:4.2f} (at most {MOST})"
            )
            start = min(one["start"] for one in whole)
            print(
                f"{'':24} processor {work[0]:.2f} s and {work[1]:.2f} s ({work[1] / work[0]:.2f}x)   "
                f"peak {peak:.0f} MB   start {start:.2f} s",
                flush=True,
            )
            kept = kept and took / base <= MOST
        for rows in () if chosen.only_households else WORKBOOK_ROWS:
            book = folder / f"ho_{rows}.xlsx"
            make_workbook(heads, book, rows)
            one = _child("import", [book], folder)
            print(f"XLSX, {rows:7,} households  {one['seconds']:6.2f} s   peak {one['peak']:.0f} MB", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
