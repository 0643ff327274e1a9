"""Open a plan file of any known format and return its lines in Unicode. May import the readers of formats."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from chungtay.messages import UserError, fail
from chungtay.movement.reading.legacy_fonts import to_unicode
from chungtay.movement.reading.lines import Line, Lines
from chungtay.movement.reading.markdown_text import lines_of_markdown
from chungtay.movement.reading.plain_text import lines_of_text
from chungtay.snapshots.encodings import legacy_encoding_of_bytes

LARGEST = 50 * 1024 * 1024
"""bytes"""
FORMATS = {".md": "markdown", ".markdown": "markdown", ".txt": "text", ".docx": "docx", ".pdf": "pdf"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def open_lines(path: Path) -> Lines:
    """Return the lines of a plan file; its format is told by the extension.

    Raises UserError for a file that is missing, empty, too large, of an unknown kind, locked, or a scan.
    """
    form = _format(path)
    if form == "docx":
        from chungtay.movement.reading.word_file import lines_of_docx

        read = lines_of_docx(path)
    elif form == "pdf":
        from chungtay.movement.reading.pdf_file import lines_of_pdf

        read = lines_of_pdf(path)
    else:
        read = _read_text(path, lines_of_markdown if form == "markdown" else lines_of_text)
    _convert(read)
    if not any(any(sign.isalpha() for sign in line.text) for line in read.lines):
        raise _empty(path)
    return read


def _format(path: Path) -> str:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise fail(
            "Không mở được tệp.",
            "The file cannot be opened.",
            do_vi="Kiểm tra đường dẫn và quyền đọc tệp.",
            do_en="Check the path and the right to read it.",
            file=str(path),
            code="no_file",
        ) from error
    form = FORMATS.get(path.suffix.lower())
    if form is None or path.is_dir():
        raise fail(
            "Không đọc được loại tệp này.",
            "This kind of file cannot be read.",
            do_vi="Lưu thành một trong các loại được phép; tệp .doc cũ: mở bằng Word hoặc LibreOffice, lưu .docx.",
            do_en="Save it as one of these kinds; an old .doc: open it in Word or LibreOffice and save it as .docx.",
            file=str(path),
            value=path.suffix or path.name,
            allowed=", ".join(FORMATS),
            code="unknown_format",
        )
    if size == 0:
        raise _empty(path)
    if size > LARGEST:
        raise fail(
            "Tệp kế hoạch quá lớn.",
            "The plan file is too large.",
            do_vi="Gửi bản có chữ (DOCX hoặc PDF xuất từ máy), không gửi bản quét.",
            do_en="Send the text (a DOCX, or a PDF written by a computer), not the scan.",
            file=str(path),
            allowed="≤ 50 MB",
            code="too_large",
        )
    return form


def _read_text(path: Path, reading: Callable[[str], Lines]) -> Lines:
    content = path.read_bytes()
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    legacy = None
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        legacy = legacy_encoding_of_bytes(content[:200_000])
        # TCVN3 and VNI are fonts over the Western letters; latin-1 keeps every byte.
        text = content.decode("cp1258" if legacy == "Windows-1258" else "latin-1", "replace")
    if "\x00" in text:
        raise _empty(path)
    read = reading(unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    if legacy == "Windows-1258":
        read.note(
            "legacy_font",
            "Tệp dùng bảng mã Windows-1258; đã chuyển sang Unicode.",
            "The file is in Windows-1258; it was converted to Unicode.",
        )
    return read


def _convert(read: Lines) -> None:
    """Bring every line to composed Unicode, from TCVN3 or VNI where the text is in one of them."""
    texts, encoding = to_unicode([unicodedata.normalize("NFC", line.text) for line in read.lines])
    read.lines = [_with_text(line, text) for line, text in zip(read.lines, texts, strict=True)]
    if encoding:
        read.note(
            "legacy_font",
            f"Văn bản dùng phông chữ cũ {encoding}; đã chuyển sang Unicode. Hãy soát lại chữ hoa và chữ ư.",
            f"The text is in the old font encoding {encoding}; it was converted to Unicode. Check capitals and ư.",
        )


def _with_text(line: Line, text: str) -> Line:
    return line if text == line.text else replace(line, text=text)


def _empty(path: Path) -> UserError:
    return fail(
        "Tệp kế hoạch không có chữ nào đọc được.",
        "The plan file holds no readable text.",
        do_vi="Kiểm tra lại tệp rồi gửi bản có chữ.",
        do_en="Check the file and send one with text.",
        file=str(path),
        code="empty",
    )
