"""An immutable, hashed copy of the registry as two Parquet files and a manifest that a person can read.

Imports `messages` and its siblings. A snapshot's name comes from its content: taking the same data again gives the same
name, and every figure computed from it can say which snapshot it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chungtay.messages import UserError, fail

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class SnapshotAbout:
    """What a snapshot is of.

    what          one word for the kind of rows, such as "household_reviews"
    review_years  years of the reviews in it
    standard_ids  standards in force for those reviews
    taken_at      when it was taken; no part of the snapshot's name
    source        where the rows came from, in words; no part of the name
    synthetic     true where the persons were invented
    """

    what: str
    review_years: tuple[int, ...]
    standard_ids: tuple[str, ...]
    vocabulary_version: str
    taken_at: datetime
    source: str
    synthetic: bool

    def lasting(self) -> dict[str, Any]:
        """The part that belongs to the content."""
        return {
            "what": self.what,
            "review_years": sorted(self.review_years),
            "standard_ids": sorted(self.standard_ids),
            "vocabulary_version": self.vocabulary_version,
            "synthetic": self.synthetic,
        }


@dataclass(frozen=True)
class Snapshot:
    """A snapshot on disk."""

    id: str
    folder: Path
    manifest: Mapping[str, Any]

    @property
    def households_path(self) -> Path:
        """One row per household and review, sorted by `household_id`."""
        return self.folder / "households.parquet"

    @property
    def members_path(self) -> Path:
        """One row per member and review, sorted by `household_id`."""
        return self.folder / "members.parquet"

    @property
    def synthetic(self) -> bool:
        """Whether the persons in it were invented."""
        return bool(self.manifest["synthetic"])


def snapshot_id(lasting: Mapping[str, Any], households: str, members: str) -> str:
    """Name a snapshot after what it says: "s" and 16 hex digits."""
    content = json.dumps({"about": lasting, "households": households, "members": members}, sort_keys=True)
    return "s" + hashlib.sha256(content.encode()).hexdigest()[:16]


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_snapshot(folder: Path, *, verify: bool = True) -> Snapshot:
    """Open a snapshot's folder; with verify, hash both files and compare them with the manifest.

    Raises UserError where the folder holds no snapshot, or one that was changed since it was taken.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        snapshot = Snapshot(manifest["id"], folder, manifest)
        files = [(snapshot.households_path, manifest["households"]), (snapshot.members_path, manifest["members"])]
        whole = manifest["format"] == FORMAT and all(path.is_file() for path, _ in files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_snapshot(folder) from error
    if not whole:
        raise _no_snapshot(folder)
    for path, described in files if verify else ():
        if file_hash(path) != described["sha256"]:
            raise fail(
                f"Tệp đã bị sửa hoặc hỏng sau khi chụp {snapshot.id}.",
                f"The file was changed or damaged after snapshot {snapshot.id} was taken.",
                do_vi="Lấy lại bản sao lưu, hoặc chụp lại số liệu: chungtay snapshot.",
                do_en="Restore it from a backup, or take the snapshot again: chungtay snapshot.",
                file=str(path),
                code="changed",
            )
    return snapshot


def _no_snapshot(folder: Path) -> UserError:
    return fail(
        "Thư mục này không có bản chụp số liệu đầy đủ.",
        "This folder holds no complete snapshot.",
        do_vi="Chọn thư mục có manifest.json, hoặc chụp mới: chungtay snapshot.",
        do_en="Choose a folder with a manifest.json, or take one: chungtay snapshot.",
        file=str(folder),
        code="not_found",
    )
