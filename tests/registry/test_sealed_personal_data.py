"""Sealing personal data: round trip, another key, changed data, digests."""

from __future__ import annotations

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.registry import personal
from chungtay.registry.personal import CannotUnseal, fingerprint, lookup, seal, seal_many, unseal
from chungtay.registry.sealing import seal_column


@given(st.text(min_size=1))
def test_what_is_sealed_opens_again_and_never_looks_the_same(text):
    first, second = seal(text), seal(text)
    assert unseal(first) == unseal(second) == text
    assert first != second
    assert first[:1] == b"\x01"


def test_absent_values_stay_absent():
    assert seal_many(["A", None, ""])[1:] == [None, None]
    assert unseal(None) == "" and unseal(b"") == ""
    with pytest.raises(ValueError, match="absent"):
        seal("")


def test_a_value_sealed_under_another_key_does_not_open():
    other = base64.urlsafe_b64encode(os.urandom(32)).decode()
    (sealed,) = seal_column(other, ["Hồ Thị A"])
    with pytest.raises(CannotUnseal):
        unseal(sealed)


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_a_changed_value_does_not_open(place):
    sealed = bytearray(seal("Hồ Thị A"))
    sealed[place] ^= 1
    with pytest.raises(CannotUnseal):
        unseal(bytes(sealed))


def test_the_digest_finds_a_number_however_it_is_written():
    assert lookup("046 000.000-001") == lookup("046000000001") != lookup("046000000002")
    assert lookup("") == ""
    assert len(lookup("046000000001")) == 32


def test_digests_are_keyed(settings):
    here = lookup("046000000001"), fingerprint(["x"])
    settings.CHUNGTAY_DATA_KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
    assert (personal.lookup("046000000001"), fingerprint(["x"])) != here


def test_a_key_of_the_wrong_length_is_refused(settings):
    settings.CHUNGTAY_DATA_KEY = base64.b64encode(b"short").decode()
    with pytest.raises(ValueError, match="32 bytes"):
        seal("A")
