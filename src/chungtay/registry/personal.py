"""Personal data of this installation: names, identity numbers, phones and exact addresses, sealed under its key.

The key is `settings.CHUNGTAY_DATA_KEY` and lies outside the database; how values are sealed is in `sealing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from chungtay.registry.sealing import CannotUnseal, fingerprint_column, lookup_column, seal_column, unseal_value

__all__ = ["CannotUnseal", "fingerprint", "lookup", "lookups", "seal", "seal_many", "unseal"]


def seal(text: str) -> bytes:
    """Return `text` sealed; only this installation's key opens it."""
    sealed = seal_column(settings.CHUNGTAY_DATA_KEY, [text])[0]
    if sealed is None:
        raise ValueError("an empty text is stored as absent, not sealed")
    return sealed


def seal_many(texts: Sequence[str | None]) -> list[bytes | None]:
    """Seal a column of values; an empty or absent one stays absent."""
    return seal_column(settings.CHUNGTAY_DATA_KEY, texts)


def unseal(sealed: bytes | memoryview | None) -> str:
    """Return the text of a sealed value; "" for an absent one. Raises CannotUnseal under another key."""
    return unseal_value(settings.CHUNGTAY_DATA_KEY, sealed)


def lookup(text: str) -> str:
    """Return the keyed digest of an identity number, by which a duplicate is found; "" for none."""
    return lookup_column(settings.CHUNGTAY_DATA_KEY, [text])[0]


def lookups(numbers: Sequence[str | None]) -> list[str]:
    """Return `lookup` of each number."""
    return lookup_column(settings.CHUNGTAY_DATA_KEY, numbers)


def fingerprint(texts: Sequence[str | None]) -> list[str]:
    """Return a keyed digest of each text, which tells whether personal data changed."""
    return fingerprint_column(settings.CHUNGTAY_DATA_KEY, texts)
