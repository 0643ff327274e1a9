"""A file in a legacy Vietnamese encoding is named as what it is, with the row where that shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.snapshots.encodings import CHUNK, check_utf8, legacy_encoding_of

HEADING = b"household_id,name\n1,Anh\n"
SAMPLES = {
    "TCVN3": b"2,H\xe9 ngh\xcco kh\xabng Nguy\xd4n V\xa8n Thi\xaan Hu\xd5\n",
    "VNI": "2,Hoä ngheøo khoâng Nguyeãn Vaên Thöøa Thieân Hueá\n".encode("latin-1"),
    "Windows-1258": b"2,H\xf4\xf2 ngh\xe8o Nguy\xea\xden Th\xfd\xcca Thi\xean Hu\xea\xec\n",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_it_names_the_legacy_encoding_and_the_row(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ho.csv"
    path.write_bytes(HEADING + SAMPLES[encoding])
    problem = check_utf8(path)
    assert problem is not None and encoding in problem.what.vi and problem.row == 3
    assert "UTF-8" in problem.remedy.vi


def test_it_sees_utf16_as_excel_saves_unicode_text(tmp_path: Path) -> None:
    path = tmp_path / "ho.csv"
    path.write_bytes("household_id\n1\n".encode("utf-16"))
    problem = check_utf8(path)
    assert problem is not None and "UTF-16" in problem.what.en


def test_it_accepts_utf8_even_where_a_letter_crosses_a_chunk(tmp_path: Path) -> None:
    path = tmp_path / "ho.csv"
    path.write_bytes(b"a" * (CHUNK - 1) + "ệ\n".encode() + "Nguyễn Văn Hoà, tuân thủ".encode())
    assert check_utf8(path) is None


def test_it_sees_a_letter_cut_off_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "ho.csv"
    path.write_bytes(b"household_id\n" + "ệ".encode()[:2])
    problem = check_utf8(path)
    assert problem is not None and problem.row == 2


@pytest.mark.parametrize(
    "text",
    ["Thừa Thiên Huế, hoà thuận, tuân thủ", "NGUYỄN VĂN HÀ", "Đặng Thị Quỳnh Ánh", "khuyến nông, giếng, thoát, hoãn"],
)
def test_unicode_vietnamese_is_not_taken_for_a_legacy_font(text: str) -> None:
    assert legacy_encoding_of(text) is None


@pytest.mark.parametrize(("text", "encoding"), [("n«ng th«n", "TCVN3"), ("noâng thoân", "VNI")])
def test_legacy_font_codes_saved_as_unicode_are_seen(text: str, encoding: str) -> None:
    assert legacy_encoding_of(text) == encoding
