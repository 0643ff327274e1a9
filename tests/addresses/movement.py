"""Addresses of the movement room: plans are public."""

from __future__ import annotations

from addresses.reading import Case, everyone

ROOM = {
    "movement:index": [Case({}, everyone(200))],
    "movement:plan": [Case({"plan_id": 1}, everyone(200)), Case({"plan_id": 99}, everyone(404))],
    "movement:plan-text": [Case({"plan_id": 1}, everyone(200))],
}
