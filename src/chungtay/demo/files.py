"""Write the synthetic province as files that an officer could have sent.

May import the generator and the registry.

One pair a year and round (households, members) as Parquet, one CSV of household counts, and a note that says that
all of it is synthetic.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from chungtay.demo.generator import YEARS, Province, ReviewTables
from chungtay.messages import say
from chungtay.registry.endings import Ending

NOTICE = "DU-LIEU-GIA-LAP.txt"
COUNTS = "so-ho.csv"
ENDINGS = "ho-khong-con.csv"
MOST_ROWS = 60_000
"""households in one file; a round with more is sent by district, as it would be"""
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
        for name, part, households, members in _parts(province, review):
            stem = f"{year}-{ROUND_WORDS[name]}{part}"
            pair = ReviewFiles(
                year, name, folder / f"{stem}-ho.parquet", folder / f"{stem}-thanh-vien.parquet", households.num_rows
            )
            pq.write_table(_marked(households), pair.households)
            pq.write_table(_marked(members), pair.members)
            written.append(pair)
        if report:
            report(done, len(YEARS))
    return written


def read_endings(folder: Path) -> list[Ending]:
    """Return the households that are no more, as the file of endings names them: they ended in the middle of its year.

    At the review of that year they were gone, at the one before they were still there.
    """
    with (folder / ENDINGS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Ending(row["household_code"], dt.date(int(row["year"]), 6, 30), row["reason"]) for row in rows]


def _parts(province: Province, review: ReviewTables) -> Iterator[tuple[str, str, pa.Table, pa.Table]]:
    """Yield (round, what the file's name adds, households, members); a large round comes in one part a district."""
    members = review.members
    for name in ROUND_WORDS:
        here = review.households.filter(pc.equal(review.households["round"], name)).drop_columns(["round"])
        whole = here.num_rows <= MOST_ROWS
        districts = [""] if whole else sorted({commune.district_code for commune in province.places.communes})
        for district in districts:
            codes = {code for code, above in province.districts(review.year).items() if above == district}
            part = here if whole else here.filter(pc.is_in(here["commune_code"], pa.array(sorted(codes))))
            if part.num_rows:
                own = members.filter(pc.is_in(members["household_code"], part["household_code"]))
                yield name, f"-{district}" if district else "", part, own


def _marked(table: pa.Table) -> pa.Table:
    return table.replace_schema_metadata({"chungtay:synthetic": "true"})
