"""Open a movement and set its frame: phases, participants, ties to others. May import accounts and the room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.models import Movement, MovementLink, Phase
from chungtay.movement.noting import note
from chungtay.movement.reading import participant_kinds
from chungtay.movement.who_may import only_the_office
from chungtay.units.models import Unit


@transaction.atomic
def open_movement(
    code: str, name: str, scope: Unit, first_year: int, last_year: int, *, by: User | None = None
) -> Movement:
    """Open a movement, or bring its name, scope and years up to date where the code is known.

    by  who opens it: the standing office; None is the console. Raises PermissionDenied for anyone else.
    """
    only_the_office(by)
    _in_order(first_year, last_year)
    values = {"name": name, "scope": scope, "first_year": first_year, "last_year": last_year}
    movement, created = Movement.objects.update_or_create(code=code, defaults=values)
    note(by, "open" if created else "change", movement, code, {"years": [first_year, last_year]})
    return movement


@transaction.atomic
def set_frame(
    movement: Movement,
    *,
    participants: Sequence[str] | None = None,
    scope_on: dt.date | None = None,
    by: User | None = None,
) -> Movement:
    """Say for whom the movement is and as of which day its scope is meant; what is None stays as it is.

    participants  ids of data/participant_kinds.yaml. Raises PermissionDenied; UserError for an id that is not there.
    """
    only_the_office(by)
    if participants is not None:
        known = [kind.id for kind in participant_kinds()]
        if unknown := [one for one in participants if one not in known]:
            raise fail(
                "Không có loại đối tượng này.",
                "There is no such kind of participant.",
                do_vi="Chọn trong danh sách.",
                do_en="Choose from the list.",
                value=", ".join(unknown),
                allowed=", ".join(known),
                code="unknown_participants",
            )
        movement.participant_kinds = [one for one in known if one in participants]
    movement.scope_on = scope_on or movement.scope_on
    movement.save(update_fields=["participant_kinds", "scope_on"])
    detail = {"participants": movement.participant_kinds, "scope_on": str(movement.scope_on or "")}
    note(by, "set_frame", movement, movement.code, detail)
    return movement


@transaction.atomic
def set_phase(
    movement: Movement,
    review: str,
    first_year: int,
    last_year: int,
    *,
    review_due: dt.date | None = None,
    by: User | None = None,
) -> Phase:
    """Give the movement a phase that ends with a review, or change the day of its review.

    review  yearly | preliminary | final. Raises PermissionDenied; UserError for years that run backwards.
    """
    only_the_office(by)
    _in_order(first_year, last_year)
    phase, _made = Phase.objects.update_or_create(
        movement=movement,
        review=Phase.Review(review),
        first_year=first_year,
        last_year=last_year,
        defaults={"review_due": review_due or dt.date(last_year, 12, 31)},
    )
    note(by, "set_phase", movement, movement.code, {"review": review, "years": [first_year, last_year]})
    return phase


@transaction.atomic
def link_movement(
    movement: Movement, other_name: str, *, other: Movement | None = None, source: str = "", by: User | None = None
) -> MovementLink:
    """Tie a movement to another one or to a campaign, known to the system or only by name; once each."""
    only_the_office(by)
    link, _made = MovementLink.objects.update_or_create(
        movement=movement, other_name=other_name, defaults={"other": other, "source": source}
    )
    note(by, "link", movement, movement.code, {"other": other_name})
    return link


def _in_order(first_year: int, last_year: int) -> None:
    if last_year < first_year:
        raise fail(
            "Năm cuối đứng trước năm đầu.",
            "The last year comes before the first.",
            do_vi="Sửa một trong hai năm.",
            do_en="Correct one of the two years.",
            value=f"{first_year}–{last_year}",
            code="years_backwards",
        )
