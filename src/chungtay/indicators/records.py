"""Note a snapshot in the database, so that values can name it; its manifest is the truth. May import registry."""

from __future__ import annotations

from chungtay.indicators.models import SnapshotRecord
from chungtay.registry.snapshot import TakenSnapshot


def note_snapshot(taken: TakenSnapshot) -> SnapshotRecord:
    """Write down a snapshot of one review year; noting the same one again changes nothing but its day."""
    record, _ = SnapshotRecord.objects.update_or_create(
        snapshot_id=taken.snapshot_id,
        defaults={
            "folder": taken.folder,
            "review_year": taken.review_year,
            "standard_id": taken.standard_id,
            "households": taken.households,
            "members": taken.members,
            "synthetic": taken.synthetic,
            "taken_at": taken.taken_at,
        },
    )
    return record
