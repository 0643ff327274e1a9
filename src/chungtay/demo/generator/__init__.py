"""The synthetic province: a pure function of a seed, a size and the real communes. Marked as synthetic everywhere.

Knows no Django and imports nothing of Chung Tay: it makes tables of facts, never a class. What the rules then find
follows the province's published path, because the facts are made for it (`pathways`, `household_facts`,
`member_facts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chungtay.demo.generator.composition import Households, People, settle_households, settle_people
from chungtay.demo.generator.counts import count_table
from chungtay.demo.generator.lifecycle import live_on
from chungtay.demo.generator.pathways import Pathways, draw_pathways
from chungtay.demo.generator.places import BASE_YEAR, YEARS, Commune, Places, Village, assumptions, settle
from chungtay.demo.generator.tables import Lasting, ReviewTables, made_up, review_tables
from chungtay.demo.generator.targets import Targets, set_targets

__all__ = ["BASE_YEAR", "YEARS", "Commune", "Province", "ReviewTables", "Village", "assumptions", "generate"]


@dataclass(frozen=True)
class Province:
    """The whole synthetic province; tables are made year by year as they are asked for.

    codes  year -> code of each base-year commune at the end of that year
    """

    seed: int
    places: Places
    households: Households
    people: People
    pathways: Pathways
    targets: Targets
    lasting: Lasting
    codes: Mapping[int, np.ndarray]

    def review(self, year: int) -> ReviewTables:
        """Return the review of one year: every household in the base year, the listed and those who asked later."""
        return review_tables(self, year)

    def counts(self) -> pa.Table:
        """Return how many households and persons each commune and village reported, by year and area."""
        return count_table(self)

    def districts(self, year: int) -> dict[str, str]:
        """Return the district of each commune of the end of a year; districts stayed the same in these years."""
        order = zip(self.codes[year].tolist(), self.places.communes, strict=True)
        return {code: commune.district_code for code, commune in order}

    def endings(self) -> pa.Table:
        """Return the households that ended before the last review: code, year and reason."""
        gone = np.flatnonzero(self.households.ends <= YEARS[-1])
        return pa.table(
            {
                "household_code": self.lasting.household_code.take(pa.array(gone)),
                "year": self.households.ends[gone],
                "reason": self.households.reason[gone],
            }
        )


def generate(
    seed: int, communes: Sequence[Commune], *, scale: float = 0.1, codes: Mapping[int, Mapping[str, str]] | None = None
) -> Province:
    """Make the synthetic province.

    seed      the same seed, size and communes give the same province
    communes  the communes as they were at the end of the base year
    scale     1.0 for about 300,000 households, 0.1 for 30,000
    codes     year -> {code in the base year: code at the end of that year}, for the years in which units had changed
    """
    rng = np.random.default_rng(seed)
    places = settle(communes, scale=scale, rng=np.random.default_rng((seed, 1)))
    households = live_on(settle_households(places, rng), places, rng)
    people = settle_people(households, rng)
    risk = _risk(places, households, rng)
    targets = set_targets(places)
    pathways = draw_pathways(households, risk, targets, rng)
    number = len(households)
    lasting = Lasting(
        leaning=rng.random((number, 10)),
        traits=rng.random((number, 4)),
        by_income=rng.random(number) < np.where(places.zone[households.commune] == "mountain", 0.66, 0.56),
        household_code=_codes(number, rng),
        **made_up(households, people, rng),
    )
    known = {
        year: np.array([(codes or {}).get(year, {}).get(commune.code, commune.code) for commune in places.communes])
        for year in YEARS
    }
    return Province(seed, places, households, people, pathways, targets, lasting, known)


def _risk(places: Places, households: Households, rng: np.random.Generator) -> np.ndarray:
    """A lasting log weight of being poor: minority households, the old who live alone, one parent with children."""
    kind = households.kind
    of_kind = np.select([kind == 0, kind == 1, kind == 3], [0.9, 0.3, 0.7], 0.0)
    risk: np.ndarray = of_kind + np.where(households.ethnicity > 0, 3.6, 0.0) + rng.normal(0.0, 0.9, len(households))
    return risk


def _codes(number: int, rng: np.random.Generator) -> pa.Array:
    """Household codes in no order of place or time, so that nobody reads anything into them."""
    drawn = rng.permutation(max(number * 3, 1000))[:number] + 1
    return pc.binary_join_element_wise("HGL", pc.utf8_lpad(pc.cast(pa.array(drawn), pa.string()), 7, "0"), "-")
