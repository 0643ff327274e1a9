"""Tell which legacy Vietnamese encoding a file or a text is in, so that the error can say what to do.

Old office files keep Vietnamese as TCVN3 (ABC) or VNI font codes, or as Windows-1258. Read as Unicode they give letters
that no Vietnamese word has: "Hé nghÌo" (TCVN3) or "Hoä ngheøo" (VNI) for "Hộ nghèo". Imports only `chungtay.messages`.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from chungtay.messages import Problem, Words

CHUNK = 4 * 1024 * 1024

# TCVN3 uses signs as letters, and capital letters inside small words: "kh«ng", "HuÕ".
_TCVN3 = re.compile(r"[^\W\d_][µ¸¶·¹¨»¾¼½®©ª«¬]|[µ¸¶·¹¨»¾¼½®©ª«¬][^\W\d_]|[a-z][À-ÖØ-Þ]")
# VNI writes a vowel, then a letter for its marks: "khoâng", "ngheøo". Unicode Vietnamese has none of these pairs.
_VNI = re.compile(r"[aeo]â|aê|[ae][áàãõéèúù]|[aeouyö][äåëûüøñ]", re.IGNORECASE)
# Windows-1258 keeps most tones as marks of their own after the vowel (the five bytes at the end).
_CP1258 = re.compile(rb"[aeiouyAEIOUY\xe2\xea\xf4\xf5\xfd\xe3][\xcc\xd2\xde\xec\xf2]")


def legacy_encoding_of(text: str) -> str | None:
    """Name the legacy font encoding that a text seems to hold ("TCVN3", "VNI"), or None for plain Unicode."""
    vni, tcvn3 = len(_VNI.findall(text)), len(_TCVN3.findall(text))
    if not vni and not tcvn3:
        return None
    return "VNI" if vni >= tcvn3 else "TCVN3"


def check_utf8(path: Path) -> Problem | None:
    """Return a problem where a text file is not UTF-8, naming the encoding it seems to be in and the row."""
    rows, kept = 0, b""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return _not_utf8(path, "UTF-16", 1)
        file.seek(0)
        while chunk := file.read(CHUNK):
            data = kept + chunk
            try:
                used = codecs.utf_8_decode(data, "strict", False)[1]
            except UnicodeDecodeError as error:
                sample = data[max(0, error.start - 2000) : error.start + 20000]
                return _not_utf8(path, legacy_encoding_of_bytes(sample), rows + data.count(b"\n", 0, error.start) + 1)
            rows, kept = rows + data.count(b"\n", 0, used), data[used:]
    return _not_utf8(path, legacy_encoding_of_bytes(kept), rows + 1) if kept else None


def legacy_encoding_of_bytes(sample: bytes) -> str:
    """Guess among the three legacy Vietnamese encodings from bytes that are not UTF-8."""
    text = sample.decode("cp1252", errors="ignore")
    scores = {
        "TCVN3": len(_TCVN3.findall(text)),
        "VNI": len(_VNI.findall(text)),
        "Windows-1258": len(_CP1258.findall(sample)),
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else "Windows-1258"


def _not_utf8(path: Path, encoding: str, row: int) -> Problem:
    return Problem(
        what=Words(
            f"Tệp không phải UTF-8; có vẻ là bảng mã {encoding}.",
            f"The file is not UTF-8; it looks like {encoding}.",
        ),
        remedy=Words(
            "Chuyển phông chữ sang Unicode (ví dụ bằng UniKey Toolkit), rồi lưu lại bằng «CSV UTF-8».",
            "Convert the text to Unicode (for example with UniKey Toolkit), then save again as “CSV UTF-8”.",
        ),
        file=str(path),
        row=row,
        code="encoding",
    )
