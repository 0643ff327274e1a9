"""What becomes of made-up work depends on the seed alone, and runs forwards within the movement's days."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from chungtay.demo.movement.fates import ACCEPTED, CLOSES, STATES, Fate, fate_of
from chungtay.demo.movement.said import said

START, DUE = dt.date(2020, 9, 1), dt.date(2020, 12, 15)


def fates(seed: int, due: dt.date = DUE) -> list[Fate]:
    return [fate_of(seed, f"u{n}", "II.4.a", START.replace(year=due.year), due) for n in range(400)]


def test_the_same_seed_tells_the_same_story_and_another_one_another():
    assert fates(2016) == fates(2016)
    assert fates(2016) != fates(7)


def test_every_state_comes_about_and_most_work_is_accepted():
    counts = Counter(fate.state for fate in fates(2016))
    assert set(counts) == set(STATES)
    assert counts[ACCEPTED] > 200


def test_less_is_left_of_earlier_years():
    done = [sum(fate.state == ACCEPTED for fate in fates(2016, DUE.replace(year=year))) for year in (2018, 2020)]
    assert done[0] > done[1]


def test_days_run_forwards_and_end_with_the_movement():
    for fate in fates(2016):
        told = (fate.started_at, fate.proved_at, fate.submitted_at, fate.sent_back_at, fate.submitted_again_at,
                fate.accepted_at)  # fmt: skip
        days = [day for day in told if day is not None]
        assert days == sorted(days)
        assert not days or days[-1] <= CLOSES
        assert bool(fate.reason) == (fate.sent_back_at is not None)


@pytest.mark.parametrize("story", said()["stories"], ids=lambda one: f"{one['unit']} {one['clause']} {one['year']}")
def test_a_story_is_told_as_it_stands(story):
    due = dt.date(story["year"], 11, 30)
    fate = fate_of(1, story["unit"], story["clause"], due.replace(month=3), due)
    assert fate.state == story["state"]
    assert fate.progress == story.get("progress", fate.progress)
    assert story.get("reason") in (None, fate.reason)
