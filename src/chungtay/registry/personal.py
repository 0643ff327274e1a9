"""Seal and unseal personal data (names, identity numbers, phones, exact addresses). Imports nothing of Chung Tay.

Each value is sealed by AES-256-GCM with its own random nonce; the first byte names the version of key and format, so
that a later key can be added while old values still open. The digest that finds a duplicate identity number is keyed
with another key: it cannot be worked out by trying all numbers without that key. Both keys are derived by HKDF-SHA256
from `settings.CHUNGTAY_DATA_KEY`, which lies outside the database.
Sources: NIST SP 800-38D (GCM; random 96-bit nonces are safe below 2^32 values a key), RFC 5869 (HKDF), RFC 7693
(BLAKE2).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = b"\x01"
NONCE_BYTES = 12
LOOKUP_BYTES = 16


class CannotUnseal(Exception):
    """A sealed value that this installation's key does not open: another key, or damaged data."""


def seal(text: str) -> bytes:
    """Return `text` sealed: version byte, nonce, ciphertext with tag."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + _cipher(settings.CHUNGTAY_DATA_KEY).encrypt(nonce, text.encode(), VERSION)


def seal_many(texts: Sequence[str | None]) -> list[bytes | None]:
    """Seal a column of values; an empty or absent one stays absent. Same result as `seal` on each, less work."""
    encrypt = _cipher(settings.CHUNGTAY_DATA_KEY).encrypt
    nonces = os.urandom(NONCE_BYTES * len(texts))
    sealed: list[bytes | None] = []
    for place, text in enumerate(texts):
        if not text:
            sealed.append(None)
            continue
        nonce = nonces[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]
        sealed.append(VERSION + nonce + encrypt(nonce, text.encode(), VERSION))
    return sealed


def unseal(sealed: bytes | memoryview | None) -> str:
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
        return _cipher(settings.CHUNGTAY_DATA_KEY).decrypt(nonce, ciphertext, VERSION).decode()
    except InvalidTag as error:
        raise CannotUnseal("another key, or damaged data") from error


def lookup(text: str) -> str:
    """Return the keyed digest (32 hex digits) of an identity number, its spaces and punctuation aside; "" for none."""
    return lookup_with_key()(text)


def lookup_with_key() -> Callable[[str | None], str]:
    """Return `lookup` with the key already at hand, for many values."""
    key = _derived(settings.CHUNGTAY_DATA_KEY, b"chungtay personal lookup 1")

    def digest(text: str | None) -> str:
        plain = "".join(filter(str.isalnum, text or "")).upper()
        return hashlib.blake2b(plain.encode(), key=key, digest_size=LOOKUP_BYTES).hexdigest() if plain else ""

    return digest


def fingerprint_with_key() -> Callable[[str | None], str]:
    """Return a keyed digest of any text: tells whether personal data changed without opening what is stored."""
    key = _derived(settings.CHUNGTAY_DATA_KEY, b"chungtay personal fingerprint 1")

    def digest(text: str | None) -> str:
        return hashlib.blake2b(text.encode(), key=key, digest_size=LOOKUP_BYTES).hexdigest() if text else ""

    return digest


@lru_cache(maxsize=4)
def _cipher(data_key: str) -> AESGCM:
    return AESGCM(_derived(data_key, b"chungtay personal seal 1"))


@lru_cache(maxsize=16)
def _derived(data_key: str, purpose: bytes) -> bytes:
    try:
        secret = base64.urlsafe_b64decode(data_key.replace("+", "-").replace("/", "_"))
    except (ValueError, binascii.Error) as error:
        raise ImproperlyConfigured("CHUNGTAY_DATA_KEY must be base64 text of 32 bytes") from error
    if len(secret) != 32:
        raise ImproperlyConfigured("CHUNGTAY_DATA_KEY must be base64 text of 32 bytes")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
