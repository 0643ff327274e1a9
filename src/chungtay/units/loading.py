"""Load areas and organisations from data files into the database: all or nothing, and again without harm.

May import units' own modules and Django. Who may load is checked by the caller (command line or page).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from chungtay.messages import UserError
from chungtay.units.checks import check_changes, check_spans
from chungtay.units.files import read_book, read_spans
from chungtay.units.kinds import DATA
from chungtay.units.models import TreeVersion, Unit, UnitEvent, UnitEventPart, UnitSpan
from chungtay.units.queries import stored_spans
from chungtay.units.rows import Change, SpanRow

SPAN_FIELDS = ("name", "name_en", "kind", "parent_id", "valid_to", "act", "source", "status")
EVENT_FIELDS = ("date", "kind", "act", "source", "status", "note")


@dataclass(frozen=True)
class LoadSummary:
    """How many rows the file had; they are all in the database now."""

    units: int
    spans: int
    events: int


def touch_trees() -> None:
    """Say that spans or events changed, so that every process reads them anew. Call it inside the transaction."""
    TreeVersion.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})


def load_areas(path: Path | None = None) -> LoadSummary:
    """Load areas and their changes: the packaged province 46, or another `<name>_units.csv`.

    The changes are read from `<name>_events.yaml` beside it, where there is one. Loading again changes nothing; rows
    that the file does not have stay. Raises UserError naming file and row; then nothing was written.
    """
    read = read_book(path or DATA / "hue_units.csv")
    return store(read.spans, read.changes, file=(path or DATA / "hue_units.csv").name)


def load_organisations(path: Path | None = None) -> LoadSummary:
    """Load organisations: those that the plan addresses, or another CSV of the same columns. After `load_areas`."""
    path = path or DATA / "hue_organisations.csv"
    return store(read_spans(path), (), file=path.name)


@transaction.atomic
def store(
    spans: Sequence[SpanRow], changes: Sequence[Change], *, file: str | None = None, synthetic: bool = False
) -> LoadSummary:
    """Write spans and changes; a span is known by its unit and first day. Raises UserError when they do not fit.

    synthetic   marks the new units as made up (villages of a demo)
    """
    codes = {span.code for span in spans}
    starts = {(span.code, span.valid_from) for span in spans}
    kept = [span for span in stored_spans() if (span.code, span.valid_from) not in starts]
    own = [span for span in kept if span.code in codes]
    problems = check_spans([*spans, *own], file, others=[span for span in kept if span.code not in codes])
    problems += check_changes(changes, [*spans, *kept], file)
    if problems:
        raise UserError(*problems)
    _store_spans(spans, synthetic)
    _store_changes(changes)
    touch_trees()
    return LoadSummary(len(codes), len(spans), len(changes))


def _store_spans(spans: Sequence[SpanRow], synthetic: bool) -> None:
    first = {span.code: span for span in spans}
    Unit.objects.bulk_create(
        [
            Unit(code=span.code, category=span.category, level=span.level, synthetic=synthetic)
            for span in first.values()
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )
    ids = unit_ids({span.code for span in spans} | {span.parent_code for span in spans if span.parent_code})
    UnitSpan.objects.bulk_create(
        [
            UnitSpan(
                unit_id=ids[span.code],
                name=span.name,
                name_en=span.name_en,
                kind=span.kind,
                parent_id=ids[span.parent_code] if span.parent_code else None,
                valid_from=span.valid_from,
                valid_to=span.valid_to,
                act=span.act,
                source=span.source,
                status=span.status,
            )
            for span in spans
        ],
        update_conflicts=True,
        unique_fields=["unit", "valid_from"],
        update_fields=[name.removesuffix("_id") for name in SPAN_FIELDS],
        batch_size=1000,
    )


def _store_changes(changes: Sequence[Change]) -> None:
    UnitEvent.objects.bulk_create(
        [UnitEvent(code=change.code, **{name: getattr(change, name) for name in EVENT_FIELDS}) for change in changes],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(EVENT_FIELDS),
        batch_size=1000,
    )
    events = dict(UnitEvent.objects.filter(code__in=[c.code for c in changes]).values_list("code", "pk"))
    ids = unit_ids({code for change in changes for code in (*change.before, *change.after)})
    UnitEventPart.objects.filter(event__in=events.values()).delete()
    UnitEventPart.objects.bulk_create(
        [
            UnitEventPart(
                event_id=events[change.code],
                unit_id=ids[code],
                role=role,
                share=None if share is None else Decimal(str(share)),
            )
            for change in changes
            for role, side in (("from", change.before), ("to", change.after))
            for code, share in side.items()
        ],
        batch_size=2000,
    )


def unit_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return the database ids of units by code."""
    wanted = set(codes)
    return {code: pk for code, pk in Unit.objects.values_list("code", "pk") if code in wanted}
