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
    note(by, "open" if created else "change", movement, code, {"years": [first_year, last_year]}, units=())
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
    note(by, "set_frame", movement, movement.code, detail, units=())
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

    review  yearly | preliminary | final
    Raises PermissionDenied; UserError for years that run backwards or lie outside the movement's.
    """
    only_the_office(by)
    _in_order(first_year, last_year)
    if first_year < movement.first_year or last_year > movement.last_year:
        raise fail(
            "Giai đoạn nằm ngoài các năm của phong trào.",
            "The phase lies outside the years of the movement.",
            do_vi="Sửa năm của giai đoạn, hoặc đổi các năm của phong trào trước.",
            do_en="Correct the phase's years, or change those of the movement first.",
            column="first_year" if first_year < movement.first_year else "last_year",
            value=f"{first_year}–{last_year}",
            allowed=f"{movement.first_year}–{movement.last_year}",
            code="phase_outside",
        )
    phase, _made = Phase.objects.update_or_create(
        movement=movement,
        review=Phase.Review(review),
        first_year=first_year,
        last_year=last_year,
        defaults={"review_due": review_due or dt.date(last_year, 12, 31)},
    )
    note(by, "set_phase", movement, movement.code, {"review": review, "years": [first_year, last_year]}, units=())
    return phase


@transaction.atomic
def remove_phase(phase: Phase, *, by: User | None = None) -> None:
    """Take away a phase that was set by mistake."""
    only_the_office(by)
    years = [phase.first_year, phase.last_year]
    movement, review = phase.movement, phase.review
    phase.delete()
    note(by, "remove_phase", movement, movement.code, {"review": review, "years": years}, units=())


@transaction.atomic
def link_movement(
    movement: Movement, other_name: str, *, other: Movement | None = None, source: str = "", by: User | None = None
) -> MovementLink:
    """Tie a movement to another one or to a campaign, known to the system or only by name; once each."""
    only_the_office(by)
    link, _made = MovementLink.objects.update_or_create(
        movement=movement, other_name=other_name, defaults={"other": other, "source": source}
    )
    note(by, "link", movement, movement.code, {"other": other_name}, units=())
    return link


@transaction.atomic
def unlink_movement(link: MovementLink, *, by: User | None = None) -> None:
    """Take away a tie to another movement."""
    only_the_office(by)
    movement, name = link.movement, link.other_name
    link.delete()
    note(by, "unlink", movement, movement.code, {"other": name}, units=())


def _in_order(first_year: int, last_year: int) -> None:
    if last_year < first_year:
        raise fail(
            "Năm cuối đứng trước năm đầu.",
            "The last year comes before the first.",
            do_vi="Sửa một trong hai năm.",
            do_en="Correct one of the two years.",
            column="last_year",
            value=f"{first_year}–{last_year}",
            code="years_backwards",
        )
