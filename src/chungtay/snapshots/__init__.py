"""Tables as files: fact files read and checked, snapshots of the registry kept and hashed. Knows no Django."""

from chungtay.snapshots.snapshot import Snapshot, SnapshotAbout, open_snapshot
from chungtay.snapshots.writer import write_snapshot

__all__ = ["Snapshot", "SnapshotAbout", "open_snapshot", "write_snapshot"]
