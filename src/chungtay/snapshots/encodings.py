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

# Signs that TCVN3 uses as letters, standing inside a word; Unicode Vietnamese never has them there.
_TCVN3 = re.compile(r"[^\W\d_][µ¸¶·¹¨»¾¼½®©ª«¬]|[µ¸¶·¹¨»¾¼½®©ª«¬][^\W\d_]|[a-zA-Z][Ê-ßæçëîïñøûþ](?![a-zA-ZÀ-ỹ]*[̀-̣])")
# VNI writes a vowel, then a letter for its marks; these second letters do not occur in Unicode Vietnamese.
_VNI = re.compile(r"[aeouyAEOUY][äåëûüïøöñÄÅËÛÜÏØÖÑ]|[aeouyAEOUY][ùâãáàéèêõ](?=[^\W\d_]*[äåëûøöñ])")
_VNI_CLEAR = re.compile(r"[aeouyAEOUY][äåëûüøÄÅËÛÜØ]")


def legacy_encoding_of(text: str) -> str | None:
    """Name the legacy font encoding that a text seems to hold ("TCVN3", "VNI"), or None for plain Unicode."""
    vni = len(_VNI_CLEAR.findall(text)) or (len(_VNI.findall(text)) > 1)
    tcvn3 = len(_TCVN3.findall(text))
    if not vni and not tcvn3:
        return None
    return "VNI" if vni and vni >= tcvn3 else "TCVN3"


def check_utf8(path: Path) -> Problem | None:
    """Return a problem where a text file is not UTF-8, naming the encoding it seems to be in and the row."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rows = 0
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return _not_utf8(path, "UTF-16", 1)
        file.seek(0)
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                # error.object is what was pending from the chunk before, plus this chunk
                seen = error.object
                row = rows + seen[: error.start].count(b"\n") + 1
                return _not_utf8(path, _name_of_bytes(seen[max(0, error.start - 2000) : error.start + 20000]), row)
            rows += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _not_utf8(path, _name_of_bytes(chunk), rows + 1)
    return None


def _name_of_bytes(sample: bytes) -> str:
    """Guess among the three legacy Vietnamese encodings from bytes that are not UTF-8."""
    text = sample.decode("latin-1")
    words = re.findall(r"[^\s,;\"]+", text)
    strange = " ".join(word for word in words if not word.isascii())
    # Windows-1258 writes most tones as separate combining marks after the vowel: 0xCC, 0xD2, 0xDE, 0xEC, 0xF2.
    marks = len(re.findall(r"[aeiouyâêôõýăAEIOUY\xe2\xea\xf4\xf5\xfd\xe3][\xcc\xd2\xde\xec\xf2]", strange))
    vni = len(re.findall(r"[aeiouyAEIOUY\xf4\xf6][\xf9\xf8\xfb\xf5\xef\xe2\xe1\xe0\xe5\xe3\xe4\xea\xe9\xe8\xfa\xeb]", strange))
    tcvn3 = len(re.findall(r"[\xa8-\xae\xb5-\xbe\xc6-\xcb]", strange))
    scores = {"Windows-1258": marks * 1.5, "VNI": float(vni), "TCVN3": tcvn3 * 1.2}
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
