"""Warn of persons whom the registry knows in another household. May import Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.messages import Words
from chungtay.registry.bulk import batches
from chungtay.registry.importing.reading import LoadedFiles
from chungtay.registry.models import HouseholdIdentity, MemberIdentity
from chungtay.registry.personal import lookups

if TYPE_CHECKING:
    import duckdb

SHOWN = 5


def warn_of_known_persons(con: duckdb.DuckDBPyConnection, files: LoadedFiles, warnings: list[Words]) -> None:
    """Add a warning where an identity number of the file is held by another household of the registry.

    Only a warning: a person may rightly have moved to another household since. Identity numbers are not named.
    """
    stores = (
        (HouseholdIdentity.objects.exclude(identity_lookup=""), "household__code"),
        (MemberIdentity.objects.exclude(identity_lookup="").filter(member__left_on=None), "member__household__code"),
    )
    if not any(store.exists() for store, _ in stores):
        return
    rows = con.execute(
        """SELECT identity_number, code FROM staged WHERE identity_number IS NOT NULL UNION
           SELECT identity_number, code FROM staged_members WHERE identity_number IS NOT NULL"""
    ).fetchall()
    holders = dict(zip(lookups([number for number, _ in rows]), [code for _, code in rows], strict=True))
    pairs: set[tuple[str, str]] = set()
    for some in batches(holders, 900):
        for store, path in stores:
            for found, code in store.filter(identity_lookup__in=some).values_list("identity_lookup", path):
                if code != holders[found]:
                    pairs.add((holders[found], code))
    if pairs:
        listed = "; ".join(f"{new} – {old}" for new, old in sorted(pairs)[:SHOWN])
        warnings.append(
            Words(
                f"{len(pairs)} hộ có người mang số định danh đã ghi ở hộ khác (hộ trong tệp – hộ đã có): {listed}.",
                f"{len(pairs)} households have a person whose identity number another one holds "
                f"(in the file – already there): {listed}.",
            )
        )
