"""A province is a function of its seed and size."""

from __future__ import annotations

import pytest
from real_communes import base_communes

from chungtay.demo.generator import generate


@pytest.mark.parametrize("year", [2015, 2019])
def test_the_same_seed_gives_the_same_tables(year: int) -> None:
    one, other = (generate(7, base_communes(), scale=0.005).review(year) for _ in range(2))
    assert one.households.equals(other.households)
    assert one.members.equals(other.members)
    assert one.wanted == other.wanted


def test_the_order_of_the_communes_does_not_matter() -> None:
    one = generate(7, base_communes(), scale=0.005)
    other = generate(7, list(reversed(base_communes())), scale=0.005)
    assert one.review(2015).households.equals(other.review(2015).households)


def test_another_seed_gives_another_province() -> None:
    one, other = (generate(seed, base_communes(), scale=0.005).review(2015) for seed in (1, 2))
    assert not one.households.equals(other.households)


def test_villages_do_not_depend_on_the_size() -> None:
    small, larger = (generate(7, base_communes(), scale=scale).places.villages for scale in (0.005, 0.02))
    assert small == larger


def test_a_year_can_be_made_alone() -> None:
    asked_first = generate(7, base_communes(), scale=0.005)
    asked_first.review(2018)
    assert asked_first.review(2016).households.equals(generate(7, base_communes(), scale=0.005).review(2016).households)
