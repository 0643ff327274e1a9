"""Seal, unseal and digest personal data under a key given by the caller. Imports neither Django nor Chung Tay.

Each value is sealed by AES-256-GCM with its own random nonce; the first byte names the version of key and format, so
that a later key can be added while old values still open. Digests are keyed with keys of their own: an identity number
cannot be found from its digest by trying all numbers without the key. All keys come from one secret by HKDF-SHA256.
Sources: NIST SP 800-38D (GCM; random 96-bit nonces are safe below 2^32 values a key), RFC 5869 (HKDF), RFC 7693
(BLAKE2).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import marshal
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE_BYTES = 12
LOOKUP_BYTES = 16
FINGERPRINT_BYTES = 8


Columns = tuple[Sequence[Any], ...]
Sealing = Callable[[str, Columns], Sequence[Sequence[Any]]]
"""(key, columns) -> sealed columns"""


class CannotUnseal(Exception):
    """A sealed value that this installation's key does not open: another key, or damaged data."""


def seal_column(data_key: str, texts: Sequence[str | None]) -> list[bytes | None]:
    """Seal a column of values: version byte, nonce, ciphertext with tag. An empty or absent one stays absent."""
    random = os.urandom(NONCE_BYTES * len(texts))
    nonces = [random[at : at + NONCE_BYTES] for at in range(0, len(random), NONCE_BYTES)]
    encrypt = _cipher(data_key).encrypt
    return [
        VERSION + nonce + encrypt(nonce, text.encode(), VERSION) if text else None
        for nonce, text in zip(nonces, texts, strict=True)
    ]


def unseal_value(data_key: str, sealed: bytes | memoryview | None) -> str:
    """Return the text of a sealed value; "" for an absent one.

    Raises CannotUnseal where the version is unknown, the key is another one, or the value was changed.
    """
    if not sealed:
        return ""
    blob = bytes(sealed)
    if blob[:1] != VERSION:
        raise CannotUnseal(f"unknown version {blob[0]}")
    nonce, ciphertext = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        return _cipher(data_key).decrypt(nonce, ciphertext, VERSION).decode()
    except InvalidTag as error:
        raise CannotUnseal("another key, or damaged data") from error


def lookup_column(data_key: str, numbers: Sequence[str | None]) -> list[str]:
    """Return the keyed digest (32 hex digits) of each number, its spaces and punctuation aside; "" for none."""
    plain = [
        number if number and number.isdigit() else "".join(filter(str.isalnum, number or "")).upper()
        for number in numbers
    ]
    return _digests(_derived(data_key, b"chungtay personal lookup 1"), plain, LOOKUP_BYTES)


def fingerprint_column(data_key: str, texts: Sequence[str | None]) -> list[str]:
    """Return the keyed digest of each text: it tells whether personal data changed without opening what is stored."""
    return _digests(_derived(data_key, b"chungtay personal fingerprint 1"), texts, FINGERPRINT_BYTES)


def _digests(key: bytes, texts: Sequence[str | None], size: int) -> list[str]:
    """Keyed BLAKE2b of each text in hex; "" for none. The key is taken in once: copying that state halves the time."""
    keyed = hashlib.blake2b(key=key, digest_size=size)
    found = []
    for text in texts:
        if not text:
            found.append("")
            continue
        digest = keyed.copy()
        digest.update(text.encode())
        found.append(digest.hexdigest())
    return found


def personal_text(values: Sequence[str | None]) -> str | None:
    """Join all personal data of a household into the text that is fingerprinted; None where there is none."""
    return chr(29).join([value or "" for value in values]) if any(values) else None


def seal_heads(data_key: str, columns: Columns) -> Sequence[Sequence[Any]]:
    """(name, number, phone, address, the members' data) -> the four sealed, digest of the number, fingerprint.

    The fingerprint is None where the household has no personal data at all.
    """
    *plain, _ = columns
    sealed = [seal_column(data_key, column) for column in plain]
    personal = [personal_text(row) for row in zip(*columns, strict=True)]
    prints = [one or None for one in fingerprint_column(data_key, personal)]
    return [*sealed, lookup_column(data_key, plain[1]), prints]


def seal_persons(data_key: str, columns: Columns) -> Sequence[Sequence[Any]]:
    """(name, number) -> the two sealed, digest of the number."""
    names, numbers = columns
    return [seal_column(data_key, names), seal_column(data_key, numbers), lookup_column(data_key, numbers)]


def seal_marshalled(work: Sealing, data_key: str, secret: bytes) -> bytes:
    """Seal columns that come and go as `marshal` writes them: between processes, pickling takes four times as long."""
    return marshal.dumps(tuple(map(list, work(data_key, marshal.loads(secret)))))


def ready() -> None:
    """Do nothing, in a process that by now has imported this module."""


@lru_cache(maxsize=4)
def _cipher(data_key: str) -> AESGCM:
    return AESGCM(_derived(data_key, b"chungtay personal seal 1"))


@lru_cache(maxsize=16)
def _derived(data_key: str, purpose: bytes) -> bytes:
    try:
        secret = base64.urlsafe_b64decode(data_key.replace("+", "-").replace("/", "_"))
    except (ValueError, binascii.Error) as error:
        raise ValueError("CHUNGTAY_DATA_KEY must be base64 text of 32 bytes") from error
    if len(secret) != 32:
        raise ValueError("CHUNGTAY_DATA_KEY must be base64 text of 32 bytes")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
