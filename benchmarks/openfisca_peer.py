"""The same rules in OpenFisca-Core: standard `vn-2016-2020` from facts, from Parquet to Parquet.

A peer to compare with, written as OpenFisca's own documentation writes a country package: one variable for each fact
and each indicator, group operations over members, the class as a formula, `join_with_persons` to say who lives where.
Ids are turned into positions first, which its builder sorts faster than texts. `shortcut` leaves the builder's sorting
out and sets the positions on the population itself, as no documentation shows, to say how much of the time that is.
OpenFisca knows no unknown facts, so the data must be complete.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2016"
LINES = {"poor": {"rural": 700_000, "urban": 900_000}, "near_poor": {"rural": 1_000_000, "urban": 1_300_000}}
AVERAGE = {"rural": 1_500_000, "urban": 1_950_000}
INDICATORS = (
    "edu_adult", "edu_child", "health_access", "health_ins", "house_quality",
    "house_area", "water", "toilet", "telecom", "info_asset",
)  # fmt: skip

Household = build_entity("household", "households", "A household", roles=[{"key": "member", "plural": "members"}])
Person = build_entity("person", "persons", "A person", is_person=True)


def _enum(name: str, *codes: str) -> type[Enum]:
    return Enum(name, {code: code for code in codes})


CODES = {
    "area": _enum("Area", "rural", "urban"),
    "house_grade": _enum("HouseGrade", "permanent", "semi_permanent", "temporary", "simple"),
    "water_source": _enum(
        "WaterSource", "tap", "drilled_well", "protected_dug_well", "protected_spring", "rainwater", "bottled",
        "unprotected_dug_well", "unprotected_spring", "surface", "other",
    ),
    "toilet_type": _enum(
        "ToiletType", "septic", "semi_septic", "pour_flush", "ventilated_pit", "seat_pit", "double_vault",
        "other", "none",
    ),
    "highest_education": _enum(
        "Education", "none", "primary", "lower_secondary", "upper_secondary", "vocational", "higher",
    ),
}  # fmt: skip
HOUSEHOLD_INPUTS = {
    "area": Enum, "income_per_head": float, "house_grade": Enum, "floor_area": float, "water_source": Enum,
    "toilet_type": Enum, "has_tv": bool, "has_radio": bool, "has_computer": bool, "hears_loudspeaker": bool,
}  # fmt: skip
PERSON_INPUTS = {
    "birth_year": int, "age": int, "attends_school": bool, "highest_education": Enum, "has_health_insurance": bool,
    "was_seriously_ill_12m": bool, "was_treated_12m": bool, "uses_phone": bool, "uses_internet": bool,
}  # fmt: skip


def _is(values: EnumArray, name: str, *codes: str) -> numpy.ndarray:
    return numpy.isin(values, [CODES[name][code].index for code in codes])


def edu_adult(household, period):
    m = household.members
    low = _is(m("highest_education", period), "highest_education", "none", "primary")
    return household.any(
        (m("age", period) >= 15) & (m("birth_year", period) >= 1986) & low & ~m("attends_school", period)
    )


def edu_child(household, period):
    age = household.members("age", period)
    return household.any((age >= 5) & (age < 15) & ~household.members("attends_school", period))


def health_access(household, period):
    m = household.members
    return household.any(m("was_seriously_ill_12m", period) & ~m("was_treated_12m", period))


def health_ins(household, period):
    m = household.members
    return household.any((m("age", period) >= 6) & ~m("has_health_insurance", period))


def house_quality(household, period):
    return _is(household("house_grade", period), "house_grade", "temporary", "simple")


def house_area(household, period):
    return household("floor_area", period) < 8 * household.nb_persons()


def water(household, period):
    safe = ("tap", "drilled_well", "protected_dug_well", "protected_spring", "rainwater", "bottled")
    return ~_is(household("water_source", period), "water_source", *safe)


def toilet(household, period):
    hygienic = ("septic", "semi_septic", "pour_flush", "ventilated_pit", "seat_pit", "double_vault")
    return ~_is(household("toilet_type", period), "toilet_type", *hygienic)


def telecom(household, period):
    m = household.members
    return ~household.any(m("uses_phone", period) | m("uses_internet", period))


def info_asset(household, period):
    owned = [household(name, period) for name in ("has_tv", "has_radio", "has_computer", "hears_loudspeaker")]
    return ~numpy.logical_or.reduce(owned)


def deprivations(household, period):
    return sum(household(code, period).astype(numpy.int32) for code in INDICATORS)


CLASSES = _enum("HouseholdClass", "poor", "near_poor", "average", "not_poor")
SUBTYPES = _enum("Subtype", "none", "N1", "N2")


def _by_area(household, period, line: dict[str, int]) -> numpy.ndarray:
    urban = _is(household("area", period), "area", "urban")
    return numpy.where(urban, line["urban"], line["rural"])


def household_class(household, period):
    income = household("income_per_head", period)
    poor = household("subtype", period) != SUBTYPES["none"].index
    near = income <= _by_area(household, period, LINES["near_poor"])
    average = income <= _by_area(household, period, AVERAGE)
    return EnumArray(numpy.select([poor, near, average], [0, 1, 2], 3).astype(numpy.uint8), CLASSES)


def subtype(household, period):
    income = household("income_per_head", period)
    lowest = income <= _by_area(household, period, LINES["poor"])
    between = income <= _by_area(household, period, LINES["near_poor"])
    deprived = household("deprivations", period) >= 3
    return EnumArray(numpy.select([lowest, between & deprived], [1, 2], 0).astype(numpy.uint8), SUBTYPES)


def _variable(name: str, entity: object, kind: type, codes: type[Enum] | None = None, formula=None) -> type[Variable]:
    body = {"value_type": kind, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    if codes is not None:
        body |= {"possible_values": codes, "default_value": next(iter(codes))}
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def tax_benefit_system() -> TaxBenefitSystem:
    """Return the system with every variable of the standard."""
    system = TaxBenefitSystem([Household, Person])
    for entity, inputs in ((Household, HOUSEHOLD_INPUTS), (Person, PERSON_INPUTS)):
        for name, kind in inputs.items():
            system.add_variable(_variable(name, entity, kind, CODES.get(name)))
    for code in INDICATORS:
        system.add_variable(_variable(code, Household, bool, formula=globals()[code]))
    system.add_variable(_variable("deprivations", Household, int, formula=deprivations))
    system.add_variable(_variable("household_class", Household, Enum, CLASSES, household_class))
    system.add_variable(_variable("subtype", Household, Enum, SUBTYPES, subtype))
    return system


def classify(households: Path, members: Path, out: Path, *, shortcut: bool = False) -> float:
    """Classify from Parquet into Parquet, in the columns of `chungtay classify`; return seconds."""
    started = time.monotonic()
    home, people = pq.read_table(households), pq.read_table(members)
    builder = SimulationBuilder()
    system = tax_benefit_system()
    builder.create_entities(system)
    builder.declare_person_entity("person", numpy.arange(people.num_rows))
    population = builder.declare_entity("household", numpy.arange(home.num_rows))
    position = pc.index_in(people["household_id"], value_set=home["household_id"].combine_chunks()).to_numpy()
    if shortcut:
        population.members_entity_id = position
    else:
        builder.join_with_persons(population, position, roles=numpy.zeros(people.num_rows, dtype=numpy.int8))
    simulation = builder.build(system)
    for table, inputs in ((home, HOUSEHOLD_INPUTS), (people, PERSON_INPUTS)):
        for name in inputs:
            simulation.set_input(name, PERIOD, _array(table[name], name))
    columns = {
        "household_id": home["household_id"],
        "class": _words(simulation.calculate("household_class", PERIOD), CLASSES),
        "subtype": _words(simulation.calculate("subtype", PERIOD), SUBTYPES),
        "deprivations": simulation.calculate("deprivations", PERIOD),
        **{code: simulation.calculate(code, PERIOD) for code in INDICATORS},
    }
    pq.write_table(pa.table(columns), out)
    return time.monotonic() - started


def _array(column: pa.ChunkedArray, name: str) -> numpy.ndarray:
    if name not in CODES:
        return column.to_numpy()
    codes = pa.array([code.name for code in CODES[name]])
    return EnumArray(pc.index_in(column, value_set=codes).to_numpy().astype(numpy.uint8), CODES[name])


def _words(values: EnumArray, codes: type[Enum]) -> pa.DictionaryArray:
    names = [None if code.name == "none" else code.name for code in codes]
    return pa.DictionaryArray.from_arrays(pa.array(numpy.asarray(values), pa.int8()), pa.array(names)).cast(pa.string())


if __name__ == "__main__":
    print(classify(*(Path(argument) for argument in sys.argv[1:4])))
