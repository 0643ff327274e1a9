"""TCVN3 (ABC) and VNI text becomes Unicode."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import plan_files
import pytest
from example_plan import ARABIC, DASH, LETTER, ROMAN_DOT, check_example, example_tree

from chungtay.movement.reading import legacy_fonts, read_plan

PLAIN = (ROMAN_DOT, ARABIC, LETTER, DASH)
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]

# text as an editor that knows only Western letters shows it, and what it says
TCVN3 = [
    ("Hé nghÌo", "Hộ nghèo"),
    ("kÕ ho¹ch", "kế hoạch"),
    ("tr\xad\xeang häc", "trường học"),
    ("®\xad\xeec gi÷ s¹ch", "được giữ sạch"),
    ("Thõa Thiªn HuÕ", "Thừa Thiên Huế"),
    ("ph¸t triÓn n«ng th«n", "phát triển nông thôn"),
    ("thùc hiÖn nghÞ quyÕt cña §¶ng", "thực hiện nghị quyết của Đảng"),
    ("kh\xadu d©n c\xad", "khưu dân cư"),
]
VNI = [
    ("Hoä ngheøo", "Hộ nghèo"),
    ("keá hoaïch", "kế hoạch"),
    ("KEÁ HOAÏCH", "KẾ HOẠCH"),
    ("tröôøng hoïc", "trường học"),
    ("ñöôïc giöõ saïch", "được giữ sạch"),
    ("Thöøa Thieân Hueá", "Thừa Thiên Huế"),
    ("phaùt trieån noâng thoân", "phát triển nông thôn"),
    ("thöïc hieän nghò quyeát cuûa Ñaûng", "thực hiện nghị quyết của Đảng"),
    ("kyù keát, quyõ, myõ, kyø, uûy", "ký kết, quỹ, mỹ, kỳ, ủy"),
    ("aên, baèng, naém, chaün, caúng, ñaëc", "ăn, bằng, nắm, chẵn, cẳng, đặc"),
]


@pytest.mark.parametrize(("old", "new"), TCVN3)
def test_tcvn3_words(old: str, new: str) -> None:
    assert legacy_fonts.from_tcvn3(old) == new


@pytest.mark.parametrize(("old", "new"), VNI)
def test_vni_words(old: str, new: str) -> None:
    assert legacy_fonts.from_vni(old) == new


def test_each_vietnamese_letter_has_one_sign_in_each_table() -> None:
    accented = [letter for letter in SMALL if not letter.isascii()]
    assert len(accented) == 67
    for back in (_back(legacy_fonts.from_tcvn3), _back(legacy_fonts.from_vni)):
        assert [letter for letter in accented if letter not in back] in (
            [],
            ["ý"],
        )  # ý stands at its own place in TCVN3
    vni = _back(legacy_fonts.from_vni)
    assert [letter for letter in accented if letter.upper() not in vni] == []


def _back(convert: object) -> dict[str, str]:
    """The old spelling of every letter that a table can give, found by trying every spelling of one or two signs."""
    western = [chr(code) for code in range(0xA1, 0x100)]
    letters = "aeiouyAEIOUYÔÖôö"
    found: dict[str, str] = {}
    for old in [*(letter + sign for letter in letters for sign in western), *western]:
        new = convert(old)  # type: ignore[operator]
        if len(new) == 1 and new != old:
            found[new] = old
    return found


def _in_old(text: str, convert: object) -> str:
    """The text as the old font has it; capitals with tones become small ones where the font has no capitals."""
    back = _back(convert)
    return "".join(back.get(sign, back.get(sign.lower(), sign)) for sign in text)


@pytest.mark.parametrize("name", ["TCVN3", "VNI"])
@pytest.mark.parametrize("kept_as", ["utf-8", "latin-1"])
def test_a_plan_in_an_old_font_reads_as_the_plan(tmp_path: Path, name: str, kept_as: str) -> None:
    convert = legacy_fonts.from_tcvn3 if name == "TCVN3" else legacy_fonts.from_vni
    text = plan_files.plain_text(example_tree(), PLAIN)
    path = tmp_path / "a.txt"
    path.write_bytes(_in_old(text, convert).encode(kept_as))
    read = read_plan(path)
    assert read.notices[0].code == "legacy_font"
    assert name in read.notices[0].vi
    if name == "VNI":
        check_example(read, PLAIN)
    else:  # this font writes accented capitals with small letters, so words in capitals cannot be compared
        assert read.text.casefold() == _plain(text).casefold()
        assert [one.address for one in read.clauses][:5] == ["I", "I.1", "I.1.a", "I.1.b", "I.2"]


def _plain(text: str) -> str:
    from chungtay.movement.reading.plain_text import lines_of_text
    from chungtay.movement.reading.reader import read_lines

    return read_lines(lines_of_text(text)).text


def test_unicode_text_is_left_alone(tmp_path: Path) -> None:
    texts = ["Café Noël à Hué, Ấn Độ", "aÂ bÊ hộ nghèo", "KẾ HOẠCH", "Müller và Möller"]
    assert legacy_fonts.to_unicode(texts) == (texts, None)


def test_a_line_of_unicode_in_an_old_document_stays() -> None:
    texts = ["Hé nghÌo n«ng th«n", "kÕ ho¹ch thùc hiÖn", "Hộ nghèo"]
    assert legacy_fonts.to_unicode(texts)[0] == ["Hộ nghèo nông thôn", "kế hoạch thực hiện", "Hộ nghèo"]


def test_windows_1258_bytes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    decomposed = "# KÊ\u0301 HOA\u0323CH\n\n## I. NÔ\u0323I DUNG\n\n- Hô\u0323 nghe\u0300o đo\u0323c sa\u0301ch.\n"
    path.write_bytes(decomposed.encode("cp1258"))
    read = read_plan(path)
    assert read.clause("I.a").text == "Hộ nghèo đọc sách."
    assert "Windows-1258" in read.notices[0].vi
