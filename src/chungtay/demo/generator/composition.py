"""Who lives in each synthetic household: kind of household, members with birth years, sex, relation and years present.

Imports `places`. A household is one row of `Households`; a person is one row of `People`, which points to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chungtay.demo.generator.places import BASE_YEAR, YEARS, Ints, Places

HOUSEHOLD_KINDS = ("elder_alone", "elder_couple", "family", "one_parent", "three_generations")
SHARES = (0.075, 0.085, 0.565, 0.085, 0.19)
ETHNICITIES = ("kinh", "ta_oi", "pa_co", "co_tu", "bru_van_kieu", "pa_hy")
RELATIONS = ("head", "spouse", "child", "parent", "grandchild")
LAST = YEARS[-1] + 1
Bools = npt.NDArray[np.bool_]


@dataclass
class Households:
    """Columns of equal length, one row a household; those that split off later stand at the end.

    born     year in which it became a household of its own (BASE_YEAR for all of the base round)
    ends     year in which it was no more at the review; LAST where it still is
    reason   "" | moved_away | dissolved | merged | split
    where    commune and village index at the end of each year, (households, years)
    """

    kind: Ints
    ethnicity: Ints
    born: Ints
    ends: Ints
    reason: npt.NDArray[np.str_]
    commune: Ints
    village: Ints
    moved_in: Ints
    """year from which it lives in `second_commune`; LAST where it never moved"""
    second_commune: Ints
    second_village: Ints
    origin: Ints
    """the household it split from, -1 where none"""

    def __len__(self) -> int:
        return len(self.kind)

    def commune_in(self, year: int) -> Ints:
        return np.where(self.moved_in <= year, self.second_commune, self.commune)

    def village_in(self, year: int) -> Ints:
        return np.where(self.moved_in <= year, self.second_village, self.village)

    def living_in(self, year: int) -> Bools:
        return (self.born <= year) & (self.ends > year)


@dataclass
class People:
    """Columns of equal length, one row a person in a household, sorted by household and number in its book."""

    household: Ints
    number: Ints
    relation: Ints
    female: Bools
    birth_year: Ints
    joins: Ints
    leaves: Ints
    schooling: Ints
    """highest level this person will complete: 0 none, 1 primary, 2 lower secondary, 3 upper secondary, 4 beyond"""

    def present_in(self, year: int) -> Bools:
        return (self.joins <= year) & (self.leaves > year) & (self.birth_year <= year)


def settle_households(places: Places, rng: np.random.Generator) -> Households:
    """Draw the households of the base year, commune by commune."""
    commune = np.repeat(np.arange(len(places.communes)), places.households)
    number = len(commune)
    village = places.first_village[commune] + np.floor(rng.random(number) * places.villages_in[commune]).astype(
        np.int64
    )
    minority = rng.random(number) < places.minority[commune]
    hills, south = places.district[commune] == "481", places.district[commune] == "483"
    draw = rng.random(number)
    hill_people = np.select([draw < 0.45, draw < 0.80, draw < 0.92, draw < 0.98], [1, 2, 3, 4], 5)
    elsewhere = np.select([draw < 0.25, draw < 0.40, draw < 0.60], [1, 2, 3], 4)
    ethnicity = np.where(minority, np.select([hills, south], [hill_people, np.where(draw < 0.95, 3, 1)], elsewhere), 0)
    return Households(
        kind=rng.choice(len(HOUSEHOLD_KINDS), size=number, p=SHARES).astype(np.int64),
        ethnicity=ethnicity.astype(np.int64),
        born=np.full(number, BASE_YEAR),
        ends=np.full(number, LAST),
        reason=np.full(number, "", dtype="<U12"),
        commune=commune,
        village=village,
        moved_in=np.full(number, LAST),
        second_commune=commune.copy(),
        second_village=village.copy(),
        origin=np.full(number, -1),
    )


def settle_people(households: Households, rng: np.random.Generator) -> People:
    """Draw the members of every household as a whole: heads, then those around them, numbered in that order."""
    number, kind = len(households), households.kind
    young = households.origin >= 0
    head_age = np.select(
        [young, kind == 0, kind == 1, kind == 4],
        [rng.integers(20, 28, number), rng.integers(62, 90, number), rng.integers(61, 82, number),
         rng.integers(36, 58, number)],
        rng.integers(25, 60, number),
    )  # fmt: skip
    head_female = rng.random(number) < np.select([kind == 0, kind == 3], [0.74, 0.82], 0.14)
    head_birth = households.born - head_age
    parts = [_people(np.arange(number), 0, head_female, head_birth)]
    couple = np.flatnonzero((kind == 1) | (kind == 2) | (kind == 4))
    gap = rng.integers(-2, 8, len(couple))
    spouse_birth = head_birth[couple] + np.where(head_female[couple], -gap, gap)
    parts.append(_people(couple, 1, ~head_female[couple], spouse_birth))
    parts.append(_children(households, head_birth, rng))
    parts += _elders(np.flatnonzero(kind == 4), head_birth, rng)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    # Some adult children move out between two reviews; frail elders die; a head stays, or the book has another head.
    age = BASE_YEAR - columns["birth_year"]
    leaves = np.full(len(age), LAST)
    going = (columns["relation"] == 2) & (age >= 18) & (rng.random(len(age)) < 0.25)
    dying = (columns["relation"] == 3) & (rng.random(len(age)) < 0.18)
    leaves[going | dying] = rng.integers(YEARS[1], LAST, int((going | dying).sum()))
    order = np.lexsort((columns["birth_year"], columns["relation"], columns["household"]))
    columns = {name: column[order] for name, column in columns.items()}
    start = np.searchsorted(columns["household"], np.arange(number))
    joins = np.maximum(households.born[columns["household"]], columns["birth_year"])
    return People(
        **columns,
        number=np.arange(len(order)) - start[columns["household"]] + 1,
        joins=joins,
        leaves=leaves[order],
        schooling=_schooling(households, columns, rng),
    )


def _people(household: Ints, relation: int, female: Bools, birth_year: Ints) -> dict[str, np.ndarray]:
    return {
        "household": household,
        "relation": np.full(len(household), relation),
        "female": female,
        "birth_year": birth_year,
    }


def _children(households: Households, head_birth: Ints, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Children born when the head was 21 to about 40; some are born between the reviews."""
    mean = np.where(households.ethnicity > 0, 3.4, 2.6)
    having = np.isin(households.kind, (2, 3, 4))
    count = np.where(having, np.clip(rng.poisson(mean), 1, 6), 0)
    household = np.repeat(np.arange(len(households)), count)
    turn = np.arange(len(household)) - np.repeat(np.cumsum(count) - count, count)
    birth = head_birth[household] + 22 + turn * 3 + rng.integers(-1, 3, len(household))
    age = households.born[household] - birth
    # Those past 24 have mostly left for their own household before the base round.
    keep = (birth <= YEARS[-1]) & (rng.random(len(household)) < np.where(age > 24, 0.22, np.where(age < 0, 0.55, 0.97)))
    return _people(household[keep], 2, rng.random(int(keep.sum())) < 0.48, birth[keep])


def _elders(household: Ints, head_birth: Ints, rng: np.random.Generator) -> list[dict[str, np.ndarray]]:
    """One or two parents of the head in a household of three generations."""
    mother = _people(
        household, 3, np.ones(len(household), dtype=bool), head_birth[household] - rng.integers(20, 33, len(household))
    )
    both = household[rng.random(len(household)) < 0.35]
    father = _people(both, 3, np.zeros(len(both), dtype=bool), head_birth[both] - rng.integers(22, 36, len(both)))
    return [mother, father]


def _schooling(households: Households, columns: dict[str, np.ndarray], rng: np.random.Generator) -> Ints:
    """What each person completes in life: less among the old and in the hills, more in town and among the young."""
    minority = households.ethnicity[columns["household"]] > 0
    born = columns["birth_year"]
    bent = np.select([born < 1960, born < 1976, born < 1990], [-1.3, -0.6, 0.2], 1.0) - minority * 1.0
    done: Ints = np.clip(np.rint(2.1 + bent + rng.normal(0.0, 0.75, len(born))), 0, 4).astype(np.int64)
    return done
