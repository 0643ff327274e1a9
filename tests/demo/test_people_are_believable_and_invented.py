"""Members fit together as families, and nothing that could be a real person's is made."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any

from real_communes import base_communes

from chungtay.demo.generator import ReviewTables, generate


@lru_cache
def review() -> ReviewTables:
    return generate(2016, base_communes(), scale=0.02).review(2015)


@lru_cache
def families() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for member in review().members.to_pylist():
        found[member["household_code"]].append(member)
    return found


def test_every_household_has_members_and_one_head_who_is_number_one() -> None:
    assert families().keys() == set(review().households["household_code"].to_pylist())
    for members in families().values():
        assert [m["relation"] for m in members].count("head") == 1
        assert next(m for m in members if m["member_number"] == 1)["relation"] == "head"
        assert len({m["member_number"] for m in members}) == len(members)


def test_households_have_about_four_members() -> None:
    assert 3.4 < review().members.num_rows / review().households.num_rows < 4.4


def test_ages_fit_years_of_birth_and_generations() -> None:
    for members in families().values():
        head = next(m for m in members if m["relation"] == "head")
        for member in members:
            assert member["age"] == 2015 - member["birth_year"] >= 0
            if member["relation"] == "child":
                assert 15 <= head["age"] - member["age"] <= 60
            if member["relation"] == "parent":
                assert member["age"] - head["age"] >= 15
            if member["relation"] == "spouse":
                assert member["sex"] != head["sex"]
                assert abs(member["age"] - head["age"]) <= 8


def test_pupils_are_of_age_and_babies_have_no_schooling() -> None:
    for members in families().values():
        for member in members:
            assert not (member["attends_school"] and not 4 <= member["age"] < 22)
            assert member["highest_education"] == "none" or member["age"] >= 11


def test_identity_numbers_and_telephones_are_plainly_made_up_and_unique() -> None:
    numbers = [number for number in review().members["identity_number"].to_pylist() if number]
    assert all(number.startswith("000") and len(number) == 12 and number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert all(phone.startswith("0000") for phone in review().households["phone"].to_pylist())
    assert all("(địa chỉ giả lập)" in address for address in review().households["address"].to_pylist())


def test_the_head_of_the_household_is_the_first_member() -> None:
    for household in review().households.slice(0, 500).to_pylist():
        head = families()[household["household_code"]][0]
        assert household["head_name"] == head["full_name"]
        assert household["identity_number"] == head["identity_number"]
