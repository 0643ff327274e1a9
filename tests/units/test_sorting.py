"""Vietnamese alphabetical order."""

from __future__ import annotations

import random
import unicodedata

import pytest

from chungtay.units.sorting import vietnamese_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "man"],
        ["An", "Ăn", "Ân", "Dương", "Đông", "Em", "Ê a", "Oanh", "Ô", "Ơ", "Út", "Ưng"],
        ["Dương Hòa", "Dương Nỗ", "Đan Điền"],
        ["A Lưới 1", "A Lưới 2", "A Lưới 10"],
        ["ba ba", "ba con", "bà con", "bá"],
        ["Hương Văn", "Hương Vân", "Hương Xuân"],
        ["Phủ Cam", "Phú Lộc", "Phú Vang"],
    ],
)
def test_names_come_in_the_order_of_the_alphabet(in_order):
    mixed = in_order[:]
    random.Random(1).shuffle(mixed)
    assert sorted(mixed, key=vietnamese_key) == in_order


def test_the_way_of_encoding_a_letter_does_not_matter():
    assert vietnamese_key(unicodedata.normalize("NFD", "Quảng Điền"))[0] == vietnamese_key("Quảng Điền")[0]


def test_where_the_tone_is_written_does_not_matter():
    assert vietnamese_key("Thủy")[0] == vietnamese_key("Thuỷ")[0]
