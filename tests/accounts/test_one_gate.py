"""The one gate is used: whoever shows people's rows imports it. A module that reads them otherwise says why here."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "chungtay"
SHOWING_ROOMS = ("portal", "documents", "movement")
"""rooms whose modules answer readers; registry, indicators and demo count, keep and make rows"""
PEOPLE = re.compile(
    r"\b(?:Household|HouseholdReview|HouseholdIdentity|Member|MemberIdentity|Verdict|Placement)\.objects\b"
)
WITHOUT_GATE = {
    "portal/context.py": "asks only whether any household is synthetic",
    "portal/queries.py": "reads which version of a standard the verdicts of a year were made under",
    "documents/review_counts.py": "adds reviews up to counts of a unit: no row of a household",
}


def modules_that_read_people() -> dict[str, str]:
    return {
        str(path.relative_to(SOURCE)): path.read_text()
        for room in SHOWING_ROOMS
        for path in (SOURCE / room).rglob("*.py")
        if PEOPLE.search(path.read_text())
    }


def test_every_module_that_shows_people_goes_through_the_gate():
    past_it = {name for name, text in modules_that_read_people().items() if "people_visible_to(" not in text}
    assert past_it == set(WITHOUT_GATE)


def test_only_the_gate_s_own_room_works_out_a_scope_of_units():
    for room in (*SHOWING_ROOMS, "registry"):
        for path in (SOURCE / room).rglob("*.py"):
            assert "accounts.territory" not in path.read_text(), path
