"""From the synthetic province to the tables that an officer would send: one pair a year, as the import expects them.

Imports the other modules of the generator and pyarrow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chungtay.demo.generator import names
from chungtay.demo.generator.composition import ETHNICITIES, RELATIONS, Households, People
from chungtay.demo.generator.deprivations import TOILET, deprive
from chungtay.demo.generator.household_facts import Reviewed, causes, household_facts
from chungtay.demo.generator.member_facts import LEVELS, can_be_deprived, member_facts, present
from chungtay.demo.generator.pathways import (
    AVERAGE,
    CLASS_NAMES,
    NONE,
    NOT_POOR,
    POOR,
    ROUND_NAMES,
    UNDETERMINED,
)
from chungtay.demo.generator.places import BASE_YEAR, YEARS, Floats, Places

if TYPE_CHECKING:
    from chungtay.demo.generator import Province

SYNTHETIC_ADDRESS = "(địa chỉ giả lập)"
UNKNOWN_SHARE = 0.012
"""share of households that lack one fact which cannot change their class"""


@dataclass
class Lasting:
    """What stays with a household or person through the years."""

    leaning: Floats
    traits: Floats
    by_income: np.ndarray
    household_code: pa.Array
    head_name: pa.Array
    phone: pa.Array
    person_name: pa.Array
    person_identity: pa.Array


@dataclass(frozen=True)
class ReviewTables:
    """One year's review: two tables with the columns of the import, and what the rules should find.

    wanted  household_code -> class name, for tests; never part of the tables
    """

    year: int
    households: pa.Table
    members: pa.Table
    wanted: Mapping[str, str]


def review_tables(province: Province, year: int) -> ReviewTables:
    """Make the tables of one year."""
    places, households, people = province.places, province.households, province.people
    pathways, lasting, commune_codes = province.pathways, province.lasting, province.codes[year]
    rng = np.random.default_rng((province.seed, year))
    column = YEARS.index(year)
    village = households.village_in(year)
    commune = households.commune_in(year)
    chosen = np.flatnonzero(pathways.wanted[:, column] != NONE)
    chosen = chosen[np.lexsort((chosen, village[chosen], commune[chosen]))]
    place_of = np.full(len(households), -1)
    place_of[chosen] = np.arange(len(chosen))
    members = present(people, place_of, year)
    wanted = pathways.wanted[chosen, column].astype(np.int64)
    young = np.bincount(members.row[members.age < 60], minlength=len(chosen))
    reviewed = Reviewed(
        household=chosen, wanted=wanted, by_income=lasting.by_income[chosen], urban=places.urban[commune[chosen]],
        zone=places.zone[commune[chosen]], size=np.bincount(members.row, minlength=len(chosen)), all_elder=young == 0,
        lasting=lasting.traits[chosen], toilet_unknown=chosen % 2 == 0,
    )  # fmt: skip
    can = can_be_deprived(members, len(chosen))
    can[wanted == UNDETERMINED, TOILET] = False
    deprived = deprive(
        lasting.leaning[chosen], wanted=wanted, by_income=reviewed.by_income, zone=reviewed.zone, can=can, year=year
    )
    facts = household_facts(reviewed, deprived, year, rng)
    hidden = _forget(reviewed, rng)
    told = member_facts(members, deprived, rng)
    codes = lasting.household_code.take(pa.array(chosen))
    household_table = pa.table(
        {
            "household_code": codes,
            "commune_code": pa.array(commune_codes[commune[chosen]]),
            "village_code": pa.array([places.villages[n].code for n in village[chosen]]),
            "village_serial": _serials(village[chosen]),
            "head_name": lasting.head_name.take(pa.array(chosen)),
            "identity_number": _heads(people, lasting, chosen),
            "phone": lasting.phone.take(pa.array(chosen)),
            "address": _addresses(places, village[chosen], chosen),
            "surveyed_on": pa.array(_days(year, len(chosen), rng), pa.date32()),
            "round": pa.array(np.array(ROUND_NAMES)[pathways.round[chosen, column]]),
            "area": pa.array(np.where(reviewed.urban, "urban", "rural")),
            "ethnicity": pa.array(np.array(ETHNICITIES)[households.ethnicity[chosen]]),
            "ethnic_minority": pa.array(households.ethnicity[chosen] > 0),
            "causes_2016": pa.array(causes(wanted, rng), pa.string()),
            **{name: _column(name, values, hidden) for name, values in facts.items()},
        }
    )
    member_table = pa.table(
        {
            "household_code": codes.take(pa.array(members.row)),
            "member_number": pa.array(people.number[members.person]),
            "full_name": lasting.person_name.take(pa.array(members.person)),
            "identity_number": lasting.person_identity.take(pa.array(members.person)),
            "relation": pa.array(np.array(RELATIONS)[members.relation]),
            "sex": pa.array(np.where(people.female[members.person], "female", "male")),
            "birth_year": pa.array(members.birth_year),
            "age": pa.array(members.age),
            "attends_school": pa.array(told["attends_school"]),
            "highest_education": pa.array(LEVELS[told["highest_education"]]),
            "has_health_insurance": pa.array(told["has_health_insurance"]),
            "was_seriously_ill_12m": pa.array(told["was_seriously_ill_12m"]),
            "was_treated_12m": pa.array(told["was_treated_12m"] == 1, mask=told["was_treated_12m"] < 0),
            "uses_phone": pa.array(told["uses_phone"]),
            "uses_internet": pa.array(told["uses_internet"]),
        }
    )
    classes = np.array(CLASS_NAMES)[wanted].tolist()
    return ReviewTables(year, household_table, member_table, dict(zip(codes.to_pylist(), classes, strict=True)))


FORGETTABLE = ("water_source", "house_grade", "has_radio", "floor_area", "toilet_type")


def _forget(reviewed: Reviewed, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Choose facts that were not found, in households whose income alone settles the class."""
    settled = np.isin(reviewed.wanted, (AVERAGE, NOT_POOR)) | ((reviewed.wanted == POOR) & reviewed.by_income)
    some = settled & (rng.random(len(settled)) < UNKNOWN_SHARE)
    which = rng.integers(0, len(FORGETTABLE), len(settled))
    return {name: some & (which == n) for n, name in enumerate(FORGETTABLE)}


def _column(name: str, values: np.ndarray, hidden: Mapping[str, np.ndarray]) -> pa.Array:
    mask = hidden.get(name, np.zeros(len(values), dtype=bool))
    if values.dtype.kind == "f":
        return pa.array(values, mask=mask | np.isnan(values))
    if values.dtype.kind == "U":
        return pa.array(values, mask=mask | (values == ""))
    if values.dtype.kind == "i":
        return pa.array(values, mask=mask | (values < 0))
    return pa.array(values, mask=mask)


def _serials(village: np.ndarray) -> pa.Array:
    """The village's own running numbers, which start again at 1 every year: no key to anything."""
    start = np.concatenate([[True], np.diff(village) != 0])
    first = np.flatnonzero(start)[np.cumsum(start) - 1]
    return pa.array([str(n) for n in (np.arange(len(village)) - first + 1).tolist()])


def _heads(people: People, lasting: Lasting, chosen: np.ndarray) -> pa.Array:
    head = np.searchsorted(people.household, chosen)
    return lasting.person_identity.take(pa.array(head))


def _addresses(places: Places, village: np.ndarray, household: np.ndarray) -> pa.Array:
    told = pa.array([f"{place.kind.capitalize()} {place.name} {SYNTHETIC_ADDRESS}" for place in places.villages])
    house = pc.binary_join_element_wise("Nhà", pc.cast(pa.array(household % 97 + 1), pa.string()), " ")
    return pc.binary_join_element_wise(house, told.take(pa.array(village)), ", ")


def _days(year: int, number: int, rng: np.random.Generator) -> np.ndarray:
    """Days of the visit, as days since 1970: September to early December, in the base round to late December."""
    first = dt.date(year, 9, 5).toordinal() - dt.date(1970, 1, 1).toordinal()
    return (first + rng.integers(0, 110 if year == BASE_YEAR else 88, number)).astype(np.int32)


def made_up(households: Households, people: People, rng: np.random.Generator) -> dict[str, pa.Array]:
    """Names, numbers and addresses for every household and person."""
    family = names.family_names(households.ethnicity > 0, rng)
    born_in = people.relation != 1
    own = names.family_names(households.ethnicity[people.household] > 0, rng)
    person = names.full_names(np.where(born_in, family[people.household], own), people.female, rng)
    index = np.arange(len(people.household))
    child = (2020 - people.birth_year) < 20
    identity = names.identity_numbers(index)
    identity = pa.array(np.where(child, None, identity.to_numpy(zero_copy_only=False)), pa.string())
    heads = np.searchsorted(people.household, np.arange(len(households)))
    number = np.arange(len(households))
    return {
        "head_name": person.take(pa.array(heads)),
        "phone": names.telephones(number),
        "person_name": person,
        "person_identity": identity,
    }
