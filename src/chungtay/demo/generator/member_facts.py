"""Facts of every member at one review, such that exactly the wanted deprivations of persons come out.

Imports `composition` and `deprivations`. `row` points from a member to the household's place among those reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chungtay.demo.generator.composition import People
from chungtay.demo.generator.deprivations import CODES
from chungtay.demo.generator.places import Ints

LEVELS = np.array(["none", "primary", "lower_secondary", "upper_secondary", "vocational", "higher"])
EDU_ADULT, EDU_CHILD, ACCESS, INSURANCE, TELECOM = (
    CODES.index(code) for code in ("edu_adult", "edu_child", "health_access", "health_ins", "telecom")
)
UNKNOWN_LEVEL = -1


@dataclass
class Present:
    """The members who are in the reviewed households that year; columns of equal length."""

    person: Ints
    row: Ints
    age: Ints
    birth_year: Ints
    relation: Ints
    schooling: Ints


def present(people: People, place_of: Ints, year: int) -> Present:
    """Return the members present in the year.

    place_of  per household of the province: its place among the reviewed, -1 where it is not reviewed
    """
    row = place_of[people.household]
    person = np.flatnonzero((row >= 0) & people.present_in(year))
    born = people.birth_year[person]
    return Present(person, row[person], year - born, born, people.relation[person], people.schooling[person])


def can_be_deprived(members: Present, households: int) -> np.ndarray:
    """(households, 10): false where nobody in the household could be deprived in the indicator."""
    can = np.ones((households, len(CODES)), dtype=bool)
    can[:, EDU_ADULT] = _any(members, _young_adult(members), households)
    can[:, EDU_CHILD] = _any(members, _school_age(members), households)
    return can


def member_facts(members: Present, deprived: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the member facts of the 2016 standard by name; `None` where a fact was not asked."""
    size = len(members.row)
    attends, level = _education(members, deprived)
    ill, treated = _illness(members, deprived, rng)
    six = members.age >= 6
    uninsured = six & deprived[members.row, INSURANCE]
    spared = uninsured & (rng.random(size) < 0.55) & ~_first(members, uninsured, key=-rng.random(size))
    cut_off = deprived[members.row, TELECOM]
    adult = members.age >= 15
    online = adult & ~cut_off & (rng.random(size) < np.clip(0.95 - members.age / 75, 0.03, 0.9))
    calls = ~cut_off & ((members.relation == 0) | (adult & (members.age < 75) & (rng.random(size) < 0.8)))
    return {
        "attends_school": attends,
        "highest_education": level,
        "has_health_insurance": ~uninsured | spared,
        "was_seriously_ill_12m": ill,
        "was_treated_12m": treated,
        "uses_phone": calls,
        "uses_internet": online,
    }


def _young_adult(members: Present) -> np.ndarray:
    return (members.age >= 15) & (members.birth_year >= 1986)


def _school_age(members: Present) -> np.ndarray:
    return (members.age >= 5) & (members.age < 15)


def _any(members: Present, mask: np.ndarray, households: int) -> np.ndarray:
    return np.bincount(members.row[mask], minlength=households) > 0


def _first(members: Present, mask: np.ndarray, key: np.ndarray) -> np.ndarray:
    """Mark one member in each household that has any in `mask`: the one with the lowest key."""
    inside = np.flatnonzero(mask)
    order = inside[np.lexsort((key[inside], members.row[inside]))]
    chosen = np.zeros(len(mask), dtype=bool)
    if len(order):
        chosen[order[np.concatenate([[True], np.diff(members.row[order]) != 0])]] = True
    return chosen


def _education(members: Present, deprived: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Who studies and what each has completed, as an index into LEVELS."""
    age, done = members.age, members.schooling
    attends = (
        ((age >= 4) & (age < 15)) | ((age >= 15) & (age < 18) & (done >= 3)) | ((age >= 18) & (age < 22) & (done == 4))
    )
    level = np.select([age < 11, age < 15, age < 18], [0, np.minimum(done, 1), np.minimum(done, 2)], done)
    level = np.where((level == 4) & (members.person % 2 == 0), 5, np.where((level >= 4) & (age < 22), 3, level))
    kept_home = _first(members, _school_age(members) & deprived[members.row, EDU_CHILD], key=-age.astype(float))
    attends &= ~kept_home
    candidate, wanted = _young_adult(members), deprived[members.row, EDU_ADULT]
    unfinished = candidate & (level < 2) & ~attends
    level = np.where(unfinished & ~wanted, 2, level)
    has = np.bincount(members.row[unfinished], minlength=len(deprived)) > 0
    chosen = _first(members, candidate & wanted & ~has[members.row], key=done.astype(float))
    return attends & ~chosen, np.where(chosen, 1, level)


def _illness(members: Present, deprived: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Who was seriously ill and whether they were treated: 1 yes, 0 no, -1 not asked because not ill."""
    size = len(members.row)
    without_care = _first(members, deprived[members.row, ACCESS], key=rng.random(size))
    ill = without_care | (rng.random(size) < np.where(members.age >= 60, 0.18, 0.05))
    return ill, np.where(ill, np.where(without_care, 0, 1), -1)
