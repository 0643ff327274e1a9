"""`chungtay ranks`, `suspect` and `pathways` write the same files on Spark as on DuckDB, from CSV and from Parquet.

Skipped where pyspark (`chungtay[spark]`) or Java is absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from chungtay.cli import cli
from chungtay.messages import speaking
from chungtay.snapshots.spark import spark_engine, why_no_spark

WHY_NOT = why_no_spark()
pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT)),
]


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[Any]:
    """One Spark for all tests of this module."""
    backend = spark_engine(memory_limit="1GB", threads=2)
    yield backend
    backend.disconnect()


@pytest.fixture(scope="module")
def households() -> pa.Table:
    """Eight communes in two years, in no order; commune x5 shows something to every check."""
    draw = np.random.default_rng(5)
    size = 960
    unit = draw.permutation(np.repeat([f"x{i}" for i in range(8)], size // 8))
    odd = unit == "x5"
    income = draw.gamma(6, 150_000, size).round(1)
    near = odd & (income >= 700_000) & (income < 900_000)
    income[near] = draw.uniform(640_000, 700_000, near.sum()).round(1)
    days = np.where(odd & (draw.random(size) < 0.5), draw.integers(345, 364, size), draw.integers(0, 364, size))
    who = draw.integers(0, 3, size)
    copied = np.where(odd & (draw.random(size) < 0.4), 7, draw.integers(0, 40, size))
    unknown = draw.random(size) < 0.02
    return pa.table(
        {
            "xa": unit, "ma_ho": [f"h{i:04}" for i in range(size)], "nam": 2018 + np.arange(size) % 2,
            "thoat": (draw.random(size) < np.where(odd, 0.7, 0.2)).astype(int),
            "thu_nhap": pa.array(np.where(unknown, np.nan, income), from_pandas=True),
            "dien_tich": np.where(odd, draw.integers(2, 9, size) * 10, draw.integers(20, 99, size)),
            "ngay": (np.datetime64("2019-01-01") + days).astype(str), "nguoi_hoi": [f"ông {code}" for code in who],
            "tra_loi": copied, "khac": np.where(copied == 7, 1, draw.integers(0, 40, size)),
            "vung": [["đồng bằng", "miền núi", None][code] for code in who],
        }
    )  # fmt: skip


@pytest.fixture(params=["csv", "parquet"])
def file(request: pytest.FixtureRequest, households: pa.Table, tmp_path: Path) -> Path:
    path = tmp_path / f"ho.{request.param}"
    write = {"csv": arrow_csv.write_csv, "parquet": pq.write_table}[request.param]
    write(households, path)
    return path


def on_both(tmp_path: Path, *arguments: str | Path, also: tuple[str, ...] = ()) -> list[str]:
    """The files written, after they were found to be the same on both engines; also: options of further files."""
    written: list[list[str]] = []
    for engine in ("duckdb", "spark"):
        outs = {option: tmp_path / f"{engine}{option}.csv" for option in ("--out", *also)}
        more = [str(part) for pair in outs.items() for part in pair]
        with speaking("en"):
            done = CliRunner().invoke(cli, [*(str(one) for one in arguments), "--engine", engine, *more])
        assert done.exit_code == 0, (engine, done.output, done.exception)
        written.append([out.read_text(encoding="utf-8") for out in outs.values()])
    assert written[0] == written[1]
    return written[1]


@pytest.mark.parametrize(
    "check",
    [
        ("bunching", "--value", "thu_nhap", "--cutoff", "700000"),
        ("bunching", "--value", "thu_nhap", "--cutoff", "700000", "--method", "count", "--window", "60000"),
        ("heaping", "--value", "dien_tich"),
        ("duplicates", "--facts", "tra_loi,khac,vung"),
        ("surveyors", "--surveyor", "nguoi_hoi", "--outcome", "thu_nhap"),
        ("merges", "--date", "ngay", "--deadline", "2019-12-31", "--window", "20"),
        ("exits", "--outcome", "thoat", "--period", "nam"),
    ],
    ids=lambda check: check[0],
)
def test_every_check_flags_the_same_for_the_same_households(check: tuple[str, ...], file: Path, tmp_path: Path) -> None:
    units, behind = on_both(
        tmp_path, "suspect", file, "--unit", "xa", "--household", "ma_ho", "--level", "0.4", "--check", *check,
        also=("--households",),
    )  # fmt: skip
    assert units.count("\n") == 9
    assert behind.startswith("unit,household_id,value\nx")


def test_ranks_are_the_same_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    draw = np.random.default_rng(8)
    names = draw.permutation([f"xã {i}" for i in range(40)])
    made = {"xa": names, "ty_le": draw.uniform(0.02, 0.4, 40), "sai_so": draw.uniform(0.005, 0.05, 40)}
    found = []
    for place, table in enumerate((pa.table(made), pa.table(made).sort_by("ty_le"))):
        file = tmp_path / f"{place}.parquet"
        pq.write_table(table, file)
        found += on_both(
            tmp_path, "ranks", file, "--unit", "xa", "--estimate", "ty_le", "--std-error", "sai_so", "--top", "5"
        )
    assert found[0] == found[1]


def test_households_are_followed_the_same(tmp_path: Path, households: pa.Table) -> None:
    file = tmp_path / "followed.parquet"
    twice = pa.array([f"h{i // 2:04}" for i in range(len(households))])
    pq.write_table(households.set_column(1, "ma_ho", twice), file)
    asked = ("--household", "ma_ho", "--year", "nam", "--class", "thoat", "--of", "1", "--by", "xa")
    (rows,) = on_both(tmp_path, "pathways", file, *asked)
    assert "transition,x5,2018,2019" in rows


def test_incomes_and_small_areas_come_out_alike_to_the_last_digits(tmp_path: Path, households: pa.Table) -> None:
    """Sums of incomes may differ in the order of adding; counts, words and findings may not."""
    file, areas = tmp_path / "panel.parquet", tmp_path / "areas.csv"
    twice = pa.array([f"h{i // 2:04}" for i in range(len(households))])
    pq.write_table(households.set_column(1, "ma_ho", twice), file)
    draw = np.random.default_rng(3)
    known = {
        "xa": [f"x{i}" for i in range(12)],
        "ty_le": draw.uniform(0.1, 0.4, 12),
        "se": draw.uniform(0.02, 0.05, 12),
    }
    arrow_csv.write_csv(pa.table(known), areas)
    income = ("--household", "ma_ho", "--year", "nam", "--income", "thu_nhap", "--class", "thoat", "--of", "1",
              "--base-year", "2018", "--by", "xa")  # fmt: skip
    for arguments, key in (
        (("income-growth", file, *income), "group"),
        (("income-growth", file, *income, "--psu", "nguoi_hoi"), "group"),
        (("small-area", areas, "--area", "xa", "--estimate", "ty_le", "--std-error", "se"), "area"),
    ):
        found = []
        for engine in ("duckdb", "spark"):
            out = tmp_path / f"{engine}.parquet"
            with speaking("en"):
                done = CliRunner().invoke(
                    cli, [*(str(one) for one in arguments), "--engine", engine, "--out", str(out), "--quiet"]
                )
            assert done.exit_code == 0, (engine, done.output, done.exception)
            found.append(sorted(pq.read_table(out).to_pylist(), key=lambda row: (row[key], row.get("reading"))))
        for one, other in zip(*found, strict=True):
            for name, value in one.items():
                assert other[name] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value), name
