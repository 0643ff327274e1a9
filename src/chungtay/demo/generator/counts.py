"""How many households and persons each commune and village reports at the end of a year: the denominators of rates.

Imports `places`, numpy and pyarrow. A commune's number is the one that its rates are made for; its villages share it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from chungtay.demo.generator.places import YEARS, Ints, largest_remainder

if TYPE_CHECKING:
    from chungtay.demo.generator import Province

NAMES = ("commune_code", "village_code", "year", "area", "households", "persons", "minority_households")
REPORTED = 0.92
"""persons a household reports, as a part of all who ever belong to it"""
Row = tuple[str, str, int, str, int, int, int]


def count_table(province: Province) -> pa.Table:
    """Return one row a commune and one a village for every year; `village_code` is "" for a whole commune."""
    rows = [row for column in range(len(YEARS)) for row in (*_communes(province, column), *_villages(province, column))]
    return pa.table({name: list(values) for name, values in zip(NAMES, zip(*rows, strict=True), strict=True)})


def _communes(province: Province, column: int) -> Iterator[Row]:
    """Communes by the code of that year, those that merged together."""
    places, minority = province.places, _minority(province, column)
    merged: dict[tuple[str, str], list[int]] = {}
    for n, commune in enumerate(places.communes):
        entry = merged.setdefault((str(province.codes[YEARS[column]][n]), commune.area), [0, 0])
        entry[0] += int(province.targets.households[n, column])
        entry[1] += int(minority[n])
    for (code, area), (number, of_minority) in sorted(merged.items()):
        yield code, "", YEARS[column], area, number, round(number * _size(province)), min(of_minority, number)


def _villages(province: Province, column: int) -> Iterator[Row]:
    """Villages share their commune's number as the households live in them; none reports fewer than live there."""
    places, households, year = province.places, province.households, YEARS[column]
    living, village = households.living_in(year), households.village_in(year)
    here = np.bincount(village[living], minlength=len(places.villages))
    of_minority = np.bincount(village[living & (households.ethnicity > 0)], minlength=len(places.villages))
    for n, commune in enumerate(places.communes):
        first, last = int(places.first_village[n]), int(places.first_village[n] + places.villages_in[n])
        own = here[first:last]
        if not own.sum():
            continue
        reported = np.maximum(largest_remainder(own.astype(float), int(province.targets.households[n, column])), own)
        code = str(province.codes[year][n])
        for at, number in enumerate(reported.tolist()):
            if number:
                place = places.villages[first + at].code
                persons = round(number * _size(province))
                yield code, place, year, commune.area, number, persons, min(int(of_minority[first + at]), number)


def _minority(province: Province, column: int) -> Ints:
    places = province.places
    of_minority = province.households.ethnicity > 0
    base = np.bincount(province.households.commune[of_minority], minlength=len(places.communes))
    return np.asarray(np.rint(base * province.targets.households[:, column] / places.households).astype(np.int64))


def _size(province: Province) -> float:
    return len(province.people.household) / len(province.households) * REPORTED
