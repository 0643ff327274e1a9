"""The communes of the base year, read from the package's data file without a database."""

from __future__ import annotations

import csv
from functools import lru_cache

from chungtay.demo.generator import Commune
from chungtay.units.kinds import DATA


@lru_cache
def base_communes() -> tuple[Commune, ...]:
    with (DATA / "hue_units.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Commune(row["code"], row["name"], row["kind"], row["parent_code"])
            for row in csv.DictReader(file)
            if row["level"] == "commune"
            and row["valid_from"] <= "2015-12-31"
            and (not row["valid_to"] or row["valid_to"] >= "2015-12-31")
        )
