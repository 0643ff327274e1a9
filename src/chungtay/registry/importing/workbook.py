"""Read an XLSX workbook row by row: bounded memory, dates and numbers as text, formulas and merged headings found.

openpyxl's read-only mode is used, not python-calamine: it holds one row and the shared texts in memory, where calamine
holds the sheet (measured with 45 columns: 130 MB against 360 MB at 100,000 rows, and growing with the rows). calamine
is 9 times faster; a commune's workbook takes a second either way. May import messages.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from chungtay.messages import UserError, fail

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SHEET_NAMES = {
    "household": ("ho", "households", "household", "ho gia dinh"),
    "member": ("thanh vien", "members", "member", "nhan khau"),
}
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+1:[A-Z]+\d+)"')
Row = list[str | None]


def plain(text: str) -> str:
    """Return a text without marks, capitals and doubled spaces, for comparing names."""
    bare = unicodedata.normalize("NFD", text.strip().lower().replace("đ", "d"))
    return re.sub(r"[\s_\-]+", " ", "".join(sign for sign in bare if not unicodedata.combining(sign)))


def open_workbook(path: Path) -> Workbook:
    """Open a workbook for reading. Raises UserError where it is not one, is cut off, or is locked by a password."""
    import openpyxl

    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise fail(
            "Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu, không đọc được.",
            "An old Excel file (.xls), or one with a password; it cannot be read.",
            do_vi="Mở bằng Excel, bỏ mật khẩu và lưu thành «Excel Workbook (*.xlsx)».",
            do_en="Open it in Excel, take the password off and save as “Excel Workbook (*.xlsx)”.",
            file=str(path),
            code="old_workbook",
        )
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, ParseError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> UserError:
    """The error for a workbook that is truncated or corrupt."""
    return fail(
        "Tệp XLSX bị hỏng hoặc bị cắt ngắn.",
        "The XLSX file is damaged or truncated.",
        do_vi="Chép lại tệp cho đủ (có thể gửi, tải chưa xong), mở thử bằng Excel rồi lưu lại.",
        do_en="Copy the file again in full (a transfer may have been cut off), open it in Excel and save it again.",
        file=str(path),
        code="truncated",
    )


def sheet_for(workbook: Workbook, entity: str) -> str | None:
    """Return the name of the sheet that holds the entity, by its usual names; a lone sheet holds households."""
    for name in workbook.sheetnames:
        if plain(name) in SHEET_NAMES[entity]:
            return str(name)
    if entity == "household" and len(workbook.sheetnames) == 1:
        return str(workbook.sheetnames[0])
    return None


def sheet_rows(workbook: Workbook, sheet: str, path: Path) -> Iterator[tuple[int, Row]]:
    """Yield (row number as the spreadsheet counts, cells as text) for every row that is not empty.

    Raises UserError at a formula, and where the file is cut off inside the sheet.
    """
    rows = workbook[sheet].iter_rows(values_only=True)
    number = 0
    while True:
        try:
            row = next(rows, None)
        except (zipfile.BadZipFile, ParseError, EOFError, OSError, KeyError, ValueError) as error:
            raise damaged(path) from error
        except Exception as error:  # zlib.error and the XML reader's own errors, by whichever library reads
            if type(error).__module__ in ("zlib", "lxml.etree", "xml.parsers.expat", "pyexpat"):
                raise damaged(path) from error
            raise
        if row is None:
            return
        number += 1
        cells: Row = [None if value is None else _text(value) for value in row]
        if any(cells):
            for column, cell in enumerate(cells):
                if cell and cell[0] == "=" and len(cell) > 1:
                    raise _formula(path, sheet, number, column, cell)
            yield number, cells


def merged_heading(path: Path) -> str | None:
    """Return the range of a merged cell in the first row of any sheet ("A1:D1"), or None."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            tail = b""
            with parts.open(name) as stream:
                while chunk := stream.read(1 << 20):
                    if found := _MERGED.search(tail + chunk):
                        return found.group(1).decode()
                    tail = chunk[-200:]
    return None


def column_letters(place: int) -> str:
    """Return the spreadsheet's name of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _formula(path: Path, sheet: str, row: int, column: int, cell: str) -> UserError:
    return fail(
        "Ô chứa công thức; chỉ nhập được giá trị.",
        "The cell holds a formula; only values can be imported.",
        do_vi="Chọn cả trang, Sao chép, rồi Dán đặc biệt → Giá trị; lưu lại.",
        do_en="Select the sheet, Copy, then Paste Special → Values; save again.",
        file=str(path),
        sheet=sheet,
        row=row,
        column=column_letters(column),
        value=cell[:60],
        code="formula",
    )
