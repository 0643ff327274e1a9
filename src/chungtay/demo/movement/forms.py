"""Report forms of the made-up movement, one of which asks twice. May import movement, units and `said`."""

from __future__ import annotations

from chungtay.demo.movement.said import said
from chungtay.movement.models import Movement
from chungtay.movement.report_forms import add_field, add_form
from chungtay.units.models import Unit


def open_forms(movement: Movement) -> int:
    """Open the forms with their fields; returns how many."""
    for one in said()["forms"]:
        issuer = Unit.objects.get(code=one["issuer"])
        form = add_form(movement, issuer, one["title"], one["level"], times_a_year=one["times_a_year"], first_year=2018)
        for field in one["fields"]:
            add_field(form, field["label"], field["subject"], prefilled=False if field.get("typed") else None)
    return len(said()["forms"])
