"""The rules, not the generator, say the class: they must find what the facts were made for."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

import pytest
from real_communes import base_communes

from chungtay.demo.generator import YEARS, Province, ReviewTables, generate
from chungtay.demo.generator.household_facts import CUTS, LINES
from chungtay.rules import load_standard, load_vocabulary
from chungtay.rules.classify import classify_household

STANDARD = "vn-2016-2020"


@lru_cache
def province() -> Province:
    return generate(2016, base_communes(), scale=0.02)


@lru_cache
def review(year: int) -> ReviewTables:
    return province().review(year)


@lru_cache
def verdicts(year: int) -> list[tuple[dict[str, Any], Any]]:
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for member in review(year).members.to_pylist():
        members[member["household_code"]].append(member)
    standard = load_standard(STANDARD)
    return [
        (household, classify_household(standard, household, members[household["household_code"]], review_year=year))
        for household in review(year).households.to_pylist()
    ]


@pytest.mark.parametrize("year", YEARS)
def test_every_household_is_found_in_the_class_its_facts_were_made_for(year: int) -> None:
    wanted = review(year).wanted
    other = [(h["household_code"], wanted[h["household_code"]], v.household_class, v.missing)
             for h, v in verdicts(year) if v.household_class != wanted[h["household_code"]]]  # fmt: skip
    assert other == []


@pytest.mark.parametrize("year", YEARS)
def test_there_are_poor_by_income_and_poor_by_deprivation(year: int) -> None:
    kinds = Counter(verdict.subtype for _, verdict in verdicts(year) if verdict.household_class == "poor")
    assert min(kinds["N1"], kinds["N2"]) > 0.3 * sum(kinds.values())


def test_points_are_given_from_2018_and_decide() -> None:
    for year in YEARS:
        ways = Counter(verdict.way for _, verdict in verdicts(year))
        assert (ways["points"] + ways["mixed"] > 0) == (year >= 2018)


def test_b2_points_are_ten_for_each_deprivation_of_the_facts() -> None:
    for household, verdict in verdicts(2019):
        if household["b2_points"] is not None and None not in verdict.indicators.values():
            assert household["b2_points"] == 10 * sum(verdict.indicators.values())


def test_some_facts_are_unknown_and_a_handful_of_households_undetermined() -> None:
    found = [verdict for year in YEARS for _, verdict in verdicts(year)]
    undetermined = [verdict for verdict in found if verdict.household_class == "undetermined"]
    assert 0 < len(undetermined) < 0.005 * len(found)
    assert {verdict.missing for verdict in undetermined} <= {("income_per_head",), ("toilet_type",)}
    assert any(None in verdict.indicators.values() for verdict in found if verdict.household_class == "not_poor")


def test_mountain_communes_lack_latrines_and_water_more_than_the_city() -> None:
    places = province().places
    zone = {commune.code: str(places.zone[n]) for n, commune in enumerate(places.communes)}
    shares: dict[str, dict[str, float]] = {}
    for name in ("city", "mountain"):
        poor = [v for h, v in verdicts(2015) if v.household_class == "poor" and zone[h["commune_code"]] == name]
        shares[name] = {code: sum(bool(v.indicators[code]) for v in poor) / len(poor) for code in ("toilet", "water")}
    assert shares["mountain"]["toilet"] > shares["city"]["toilet"] + 0.2
    assert shares["mountain"]["water"] > shares["city"]["water"] + 0.2


def test_lines_and_cut_offs_are_those_of_the_rules() -> None:
    standard = load_standard(STANDARD)
    guidance = standard.guidance["14/2018/TT-BLDTBXH"]
    for area in ("rural", "urban"):
        assert LINES[area] == tuple(standard.lines[name].by_area[area] for name in ("poor", "near_poor", "average"))
        assert CUTS[area] == tuple(guidance.cuts[name].by_area[area] for name in ("poor", "near_poor"))


def test_every_column_but_the_registry_s_own_is_a_fact_of_the_vocabulary() -> None:
    vocabulary = load_vocabulary()
    own = {"household_code", "commune_code", "village_code", "village_serial", "head_name", "identity_number", "phone",
           "address", "surveyed_on", "round", "member_number", "full_name"}  # fmt: skip
    names = {fact.name for fact in vocabulary.facts.values()} | own
    assert set(review(2019).households.column_names) <= names
    assert set(review(2019).members.column_names) <= names


def test_codes_are_those_of_the_vocabulary() -> None:
    vocabulary = load_vocabulary()
    told = [(review(2015).households, vocabulary.household_facts), (review(2015).members, vocabulary.member_facts)]
    for table, facts in told:
        for fact in facts:
            if fact.type == "code" and fact.name in table.column_names:
                assert set(table[fact.name].unique().to_pylist()) - {None} <= {code.value for code in fact.codes}
