"""Write the synthetic province as files that an officer could have sent. May import the generator.

One pair a year and round (households, members) as Parquet, one CSV of household counts, and a note that says that
all of it is synthetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from chungtay.demo.generator import YEARS, Province
from chungtay.messages import say

NOTICE = "DU-LIEU-GIA-LAP.txt"
COUNTS = "so-ho.csv"
ENDINGS = "ho-khong-con.csv"
ROUND_WORDS = {"base": "tong-ra-soat", "listed": "trong-danh-sach", "applied": "de-nghi"}


@dataclass(frozen=True)
class ReviewFiles:
    """One import: a year, a round and its two files."""

    year: int
    round: str
    households: Path
    members: Path
    rows: int


def write_province(
    province: Province, folder: Path, report: Callable[[int, int], None] | None = None
) -> list[ReviewFiles]:
    """Write everything and return the pairs in the order in which they are to be imported.

    report  called with (years written, years in all)
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTICE).write_text(
        say(
            "Toàn bộ hộ, người, tên, số và địa chỉ trong thư mục này là giả lập; không ai có thật.\n",
            "Every household, person, name, number and address in this folder is synthetic; nobody is real.\n",
        ),
        encoding="utf-8",
    )
    pa_csv.write_csv(province.counts(), folder / COUNTS)
    pa_csv.write_csv(province.endings(), folder / ENDINGS)
    written: list[ReviewFiles] = []
    for done, year in enumerate(YEARS, start=1):
        review = province.review(year)
        for name, households, members in _by_round(review.households, review.members):
            pair = ReviewFiles(
                year,
                name,
                folder / f"{year}-{ROUND_WORDS[name]}-ho.parquet",
                folder / f"{year}-{ROUND_WORDS[name]}-thanh-vien.parquet",
                households.num_rows,
            )
            pq.write_table(_marked(households), pair.households)
            pq.write_table(_marked(members), pair.members)
            written.append(pair)
        if report:
            report(done, len(YEARS))
    return written


def _by_round(households: pa.Table, members: pa.Table) -> Iterator[tuple[str, pa.Table, pa.Table]]:
    for name in ROUND_WORDS:
        here = households.filter(pc.equal(households["round"], name)).drop_columns(["round"])
        if here.num_rows:
            yield name, here, members.filter(pc.is_in(members["household_code"], here["household_code"]))


def _marked(table: pa.Table) -> pa.Table:
    return table.replace_schema_metadata({"chungtay:synthetic": "true"})
