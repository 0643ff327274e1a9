"""Turn text of the old Vietnamese office fonts, TCVN3 (ABC, `.VnTime`) and VNI (`VNI-Times`), into Unicode.

Those fonts drew Vietnamese letters in the places of Western ones, so the text reads "kÕ ho¹ch" or "keá hoaïch" for
"kế hoạch". Which of the two a text is in is told by `chungtay.snapshots.encodings`. Sources: TCVN 5712:1993 (VN3);
the VNI character set for Windows.
"""

from __future__ import annotations

import re
import unicodedata

from chungtay.snapshots.encodings import legacy_encoding_of

# TCVN3: one sign, one letter. Capitals with tones had a font of their own (`.VnTimeH`), whose codes are these too.
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)

# VNI: a letter, then a sign for its tone or hat. What a sign means does not depend on the letter.
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni_pairs() -> dict[str, str]:
    pairs = {}
    for letter in "aeiouyôö":
        for sign, tone in _TONES.items():
            pairs[letter + sign] = _ALONE.get(letter, letter) + tone
    for letter in "aeo":
        for sign, tone in _HAT.items():
            pairs[letter + sign] = letter + "\u0302" + tone
    for sign, tone in _BREVE.items():
        pairs["a" + sign] = "a\u0306" + tone
    lower = {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}
    capitals = {old.upper(): new.upper() for old, new in lower.items()}
    mixed = {old[0].upper() + old[1]: new.upper() for old, new in lower.items()}
    return mixed | capitals | lower


_VNI = _vni_pairs() | _ALONE | {old.upper(): new.upper() for old, new in _ALONE.items()}
_VNI_FORM = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# Letters that only Unicode Vietnamese has: a line with them needs no conversion.
_UNICODE_LETTERS = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_ACCENTED = re.compile("[\x80-\xff]")


def from_tcvn3(text: str) -> str:
    """Return TCVN3 (ABC) text as Unicode, NFC."""
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    """Return VNI text as Unicode, NFC."""
    return _VNI_FORM.sub(lambda found: _VNI[found.group()], text)


def from_font(text: str, font: str) -> str:
    """Convert by the name of the font: `.VnTime`, `.VnTimeH` (capitals), `VNI-Times`; other fonts change nothing."""
    name = font.rsplit("+", maxsplit=1)[-1].lower()
    if name.startswith(".vn"):
        converted = from_tcvn3(text)
        return converted.upper() if name.split("-")[0].split(",")[0].endswith("h") else converted
    return from_vni(text) if name.startswith("vni") else text


def to_unicode(texts: list[str]) -> tuple[list[str], str | None]:
    """Convert the lines of one document; also return "TCVN3" or "VNI" where it was one of them, else None.

    A document counts as legacy where Unicode's own Vietnamese letters are rarer than legacy spellings; a line that
    already has such letters stays as it is, so a document of both kinds comes out whole.
    """
    plain = [text for text in texts if _ACCENTED.search(text) and not _UNICODE_LETTERS.search(text)]
    sample = "\n".join(plain)[:200_000]
    encoding = legacy_encoding_of(sample)
    if encoding is None or not _mostly_legacy(plain, texts, encoding):
        return texts, None
    convert = from_tcvn3 if encoding == "TCVN3" else from_vni
    return [text if _UNICODE_LETTERS.search(text) else convert(text) for text in texts], encoding


def _mostly_legacy(plain: list[str], texts: list[str], encoding: str) -> bool:
    """Enough lines spell like the legacy encoding; a stray "[a-z][À-Þ]" in a Unicode text is not enough."""
    spelt = sum(legacy_encoding_of(text) is not None for text in plain)
    unicode_lines = sum(bool(_UNICODE_LETTERS.search(text)) for text in texts)
    return spelt > unicode_lines * 0.2 and spelt >= max(1, len(plain) // 3)
