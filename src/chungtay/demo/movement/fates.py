"""What becomes of each piece of made-up work: drawn by the seed, or told in a story. Pure; imports `said` only."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from chungtay.demo.movement.said import chance, said

ACCEPTED, SUBMITTED, RETURNED, DOING, OPEN = STATES = ("accepted", "submitted", "returned", "doing", "open")
BEFORE_THE_LAST_YEAR = (0.90, 0.03, 0.02, 0.03, 0.02)
IN_THE_LAST_YEAR = (0.66, 0.14, 0.05, 0.09, 0.06)
"""chances of STATES where a unit is of middling diligence"""
ZONE = dt.timezone(dt.timedelta(hours=7))
OPENS = dt.time(8, 0, tzinfo=ZONE)
CLOSES = dt.datetime(2020, 12, 31, 17, 0, tzinfo=ZONE)
"""the end of the movement's last day: nothing happens after it"""


@dataclass(frozen=True)
class Fate:
    """What became of a task; times are None for steps that never came.

    sent_back_at  when the level above sent it back, for the last time
    reason        why, where it was sent back
    """

    state: str
    progress: int
    started_at: dt.datetime | None = None
    proved_at: dt.datetime | None = None
    submitted_at: dt.datetime | None = None
    sent_back_at: dt.datetime | None = None
    submitted_again_at: dt.datetime | None = None
    accepted_at: dt.datetime | None = None
    reason: str = ""
    number: int = 1


def fate_of(seed: int, unit: str, about: str, start: dt.date, due: dt.date) -> Fate:
    """What became of a unit's work on a clause that was due on a day; the same for the same words."""
    drawn = chance(seed, "fate", unit, about, due)
    stories = said()["stories"]
    told = next((one for one in stories if (one["unit"], one["clause"], one["year"]) == (unit, about, due.year)), None)
    if told is None:
        diligence = chance(seed, "diligence", unit).betavariate(5, 2)
        weights = list(IN_THE_LAST_YEAR if due.year >= 2020 else BEFORE_THE_LAST_YEAR)
        weights[0] *= 0.5 + diligence
        weights[3:] = [weight * 2.4 * (1.1 - diligence) for weight in weights[3:]]
        state = drawn.choices(STATES, weights)[0]
        progress, reason = drawn.randrange(10, 95, 5), drawn.choice(said()["reasons"])
    else:
        state = told["state"]
        progress, reason = told.get("progress", 100), told.get("reason", "")
    number = drawn.randint(2, 28)
    if state == OPEN:
        return Fate(OPEN, 0, number=number)
    started = _at(start + dt.timedelta(days=drawn.randint(0, max(1, (due - start).days // 2))), drawn.randint(0, 480))
    if state == DOING:
        return Fate(DOING, progress, started, started + dt.timedelta(days=9), number=number)
    fate = _handed_in(state, started, due, drawn)
    if state == RETURNED:
        fate = dataclasses.replace(fate, progress=progress)
    return _in_time(dataclasses.replace(fate, number=number, reason=reason if fate.sent_back_at else ""))


def _handed_in(state: str, started: dt.datetime, due: dt.date, drawn: random.Random) -> Fate:
    """Work that was handed in: most within three weeks before the deadline, some after it."""
    days = drawn.randint(-20, 0) if drawn.random() < 0.85 else drawn.randint(1, 25)
    submitted = max(_at(due + dt.timedelta(days=days), drawn.randint(0, 480)), started + dt.timedelta(days=2))
    fate = Fate(state, 100, started, submitted - dt.timedelta(hours=drawn.randint(1, 30)), submitted)
    decided = submitted + dt.timedelta(days=drawn.randint(1, 12), minutes=drawn.randint(0, 200))
    if state == SUBMITTED:
        return fate
    if state == RETURNED:
        return dataclasses.replace(fate, sent_back_at=decided)
    if drawn.random() >= 0.12:
        return dataclasses.replace(fate, accepted_at=decided)
    again = decided + dt.timedelta(days=drawn.randint(2, 9))
    accepted = again + dt.timedelta(days=drawn.randint(1, 6))
    return dataclasses.replace(fate, sent_back_at=decided, submitted_again_at=again, accepted_at=accepted)


def _in_time(fate: Fate) -> Fate:
    """The same, brought forward as a whole where it would run beyond the movement's last day."""
    times: dict[str, Any] = {name: value for name, value in vars(fate).items() if isinstance(value, dt.datetime)}
    late = max(times.values()) - CLOSES
    if late <= dt.timedelta():
        return fate
    return dataclasses.replace(fate, **{name: value - late for name, value in times.items()})


def _at(day: dt.date, minutes: int) -> dt.datetime:
    return dt.datetime.combine(day, OPENS) + dt.timedelta(minutes=minutes)
