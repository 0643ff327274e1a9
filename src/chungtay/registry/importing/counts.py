"""Import how many households and persons each area had at a year's end: the denominators of every rate.

One file (XLSX, CSV or Parquet) with `commune_code, year, area, households, persons, minority_households`; a row that
also names a `village_code` counts that village alone. Importing the same numbers again changes nothing; a new number
replaces the old one. May import the room.
"""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from chungtay.accounts.audit import record
from chungtay.messages import Problem, UserError, Words, fail, say
from chungtay.registry.importing.found import Found
from chungtay.registry.importing.importer import ImportResult, sha256_of
from chungtay.registry.importing.places import no_commune, review_day
from chungtay.registry.importing.reading import Report
from chungtay.registry.importing.workbook import open_workbook, plain, sheet_rows
from chungtay.registry.models import HouseholdCount, ImportFile
from chungtay.snapshots.engines import duckdb_engine
from chungtay.snapshots.fact_files import csv_problem, open_fact_file
from chungtay.units import queries as units
from chungtay.units.models import Unit
from chungtay.units.tree import Tree

if TYPE_CHECKING:
    from chungtay.accounts.models import User

COLUMNS = {
    "commune_code": ("Mã xã", "Commune code"),
    "year": ("Năm", "Year"),
    "area": ("Khu vực", "Area"),
    "households": ("Số hộ", "Households"),
    "persons": ("Số nhân khẩu", "Persons"),
    "minority_households": ("Số hộ dân tộc thiểu số", "Ethnic-minority households"),
    "village_code": ("Mã thôn", "Village code"),
}
NUMBERS = ("year", "households", "persons", "minority_households")
REQUIRED = ("commune_code", "year", "area", "households")
AREAS = ("rural", "urban")
Row = dict[str, str | None]


def import_counts(
    path: str | Path,
    *,
    by: User | None = None,
    dry_run: bool = False,
    synthetic: bool = False,
    progress: Report | None = None,
) -> ImportResult:
    """Import a counts file whole, or raise UserError naming the rows and cells that are wrong."""
    path = Path(path)
    if progress:
        progress(say(f"Đọc {path.name}", f"Reading {path.name}"), 0, 2)
    found, values = Found(), {}
    trees: dict[int, Tree] = {}
    for number, row in _rows(path):
        value = _value(row, number, path, found, trees)
        if value is None:
            continue
        key, counts = value
        if key in values:
            column = "village_code" if row.get("village_code") else "commune_code"
            found.add(_problem(path, number, column, row, "Xã, thôn này đã có số của năm và khu vực này.",
                               "This commune or village already has a row for the year and area."))  # fmt: skip
        values[key] = counts
    if not values and not found.total:
        raise fail("Tệp không có dòng số liệu nào.", "The file has no row of data.", do_vi="Chọn tệp khác.",
                   do_en="Choose another file.", file=str(path), code="empty")  # fmt: skip
    if found.total:
        raise found.error()
    result = _store(path, values, by, dry_run=dry_run, synthetic=synthetic)
    if progress:
        progress(say("Xong", "Done"), 2, 2)
    return result


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield (row number, cells by machine name) of a file of any format."""
    if path.suffix.lower() == ".xlsx" and path.is_file():
        book = open_workbook(path)
        rows = sheet_rows(book, book.sheetnames[0], path)
        _, heading = next(rows, (0, []))
        names = _named([cell or "" for cell in heading], path)
        for number, cells in rows:
            yield number, dict(zip(names, cells, strict=False))
        return
    with tempfile.TemporaryDirectory(prefix="chungtay-import-") as spill:
        con = duckdb_engine(spill=Path(spill)).con
        source = open_fact_file(con, path, entity="household")
        names = _named(list(source.columns), path)
        try:
            rows_found = con.execute(f"SELECT * FROM {source.table}").fetchall()
        except Exception as error:
            raise UserError(csv_problem(error, str(path))) from error
        finally:
            con.close()
    for number, cells in enumerate(rows_found, start=2):
        texts = [None if cell is None else str(cell).strip() or None for cell in cells]
        if any(texts):
            yield number, dict(zip(names, texts, strict=True))


def _named(heading: list[str], path: Path) -> list[str]:
    known = {plain(word): name for name, labels in COLUMNS.items() for word in (name, *labels)}
    names = [known.get(plain(word), word) for word in heading]
    for wanted in REQUIRED:
        if wanted not in names:
            near = difflib.get_close_matches(wanted, [name for name in names if name not in COLUMNS], n=1, cutoff=0.7)
            raise fail(
                "Thiếu cột bắt buộc.", "A required column is missing.",
                do_vi=f"Đổi tên cột «{near[0]}» thành {wanted}." if near else f"Thêm cột {wanted}.",
                do_en=f"Rename the column “{near[0]}” to {wanted}." if near else f"Add the column {wanted}.",
                file=str(path), row=1, column=wanted, allowed=", ".join(COLUMNS), code="column_missing",
            )  # fmt: skip
    return names


def _value(
    row: Row, number: int, path: Path, found: Found, trees: dict[int, Tree]
) -> tuple[tuple[str, int, str], dict[str, int | None]] | None:
    """Read one row; problems go to `found`."""
    before = found.total
    numbers = {name: _whole(row, name, number, path, found) for name in NUMBERS}
    year, households = numbers["year"], numbers["households"]
    if year is not None and not 2000 <= year <= 2100:
        found.add(_problem(path, number, "year", row, "Năm không hợp lý.", "An unlikely year.", allowed="2000-2100"))
    if households == 0:
        found.add(_problem(path, number, "households", row, "Số hộ bằng 0: không thể tính tỷ lệ.",
                           "No households: no rate can be worked out.", allowed="≥ 1"))  # fmt: skip
    minority = numbers["minority_households"]
    if minority is not None and households and minority > households:
        found.add(_problem(path, number, "minority_households", row, "Số hộ dân tộc thiểu số lớn hơn số hộ.",
                           "More minority households than households.", allowed=f"≤ {households}"))  # fmt: skip
    persons = numbers["persons"]
    if persons is not None and households and persons < households:
        found.add(_problem(path, number, "persons", row, "Số nhân khẩu nhỏ hơn số hộ.",
                           "Fewer persons than households.", allowed=f"≥ {households}"))  # fmt: skip
    area = (row.get("area") or "").lower()
    if area not in AREAS:
        found.add(_problem(path, number, "area", row, "Khu vực không có trong danh mục.", "No such area.",
                           allowed=", ".join(AREAS)))  # fmt: skip
    code = row.get("commune_code") or ""
    if year is not None and 2000 <= year <= 2100:
        if year not in trees:  # asking for a tree asks the database
            trees[year] = units.tree(review_day(year))
        node = trees[year].get(code)
        if node is None or node.level != "commune":
            what, remedy, allowed = no_commune(code, year)
            problem = Problem(what, remedy, str(path), None, number, "commune_code", code, allowed, "commune")
            found.add(problem)
        elif village := row.get("village_code"):
            below = trees[year].get(village)
            if below is None or (below.level, below.parent_code) != ("village", code):
                known = ", ".join(one.code for one in trees[year].children(code, "village")[:10])
                found.add(_problem(path, number, "village_code", row, "Cuối năm đó xã không có thôn mang mã này.",
                                   "At the end of that year the commune had no village of this code.",
                                   allowed=known or None))  # fmt: skip
            code = village
    if found.total > before or year is None or households is None:
        return None
    return (code, year, area), {"households": households, "persons": persons, "minority_households": minority}


def _whole(row: Row, name: str, number: int, path: Path, found: Found) -> int | None:
    text = (row.get(name) or "").removesuffix(".0")
    if not text and name not in REQUIRED:
        return None
    if not text.isascii() or not text.isdigit():
        found.add(
            _problem(path, number, name, row, "Phải là số nguyên không âm.", "Must be a whole number, 0 or more.")
        )
        return None
    return int(text)


def _problem(path: Path, number: int, column: str, row: Row, *words: str, allowed: str | None = None) -> Problem:
    """words: what is wrong, in Vietnamese and in English."""
    what, remedy = Words(*words), Words("Sửa ô này.", "Mend this cell.")
    value = row.get(column) or ""
    return Problem(what, remedy, str(path), row=number, column=column, value=value, allowed=allowed)


@transaction.atomic
def _store(
    path: Path, values: dict[tuple[str, int, str], dict[str, Any]], by: User | None, *, dry_run: bool, synthetic: bool
) -> ImportResult:
    ids = dict(Unit.objects.filter(code__in={code for code, _, _ in values}).values_list("code", "pk"))
    years = {year for _, year, _ in values}
    stored = {(one.commune_id, one.year, one.area): one for one in HouseholdCount.objects.filter(year__in=years)}
    new, changed = [], []
    for (code, year, area), counts in values.items():
        place = (ids[code], year, area)
        one = stored.get(place)
        if one is None:
            new.append(HouseholdCount(commune_id=place[0], year=year, area=area, synthetic=synthetic, **counts))
        elif any(getattr(one, name) != number for name, number in counts.items()):
            for name, number in counts.items():
                setattr(one, name, number)
            one.synthetic = synthetic
            changed.append(one)
    same = len(values) - len(new) - len(changed)
    result = ImportResult(len(new), len(changed), same, 0, 0, 0, len(values), 0, (), dry_run)
    if dry_run or not (new or changed):
        return result
    file = ImportFile.objects.create(
        name=path.name[:255], sha256=sha256_of(path), kind="counts", rows=len(values), created_rows=len(new),
        changed_rows=len(changed), unchanged_rows=same, synthetic=synthetic, imported_by=by,
    )  # fmt: skip
    for one in (*new, *changed):
        one.source = file
    HouseholdCount.objects.bulk_create(new, batch_size=1000)
    HouseholdCount.objects.bulk_update(
        changed, ["households", "persons", "minority_households", "synthetic", "source"], batch_size=500
    )
    record(by, "registry.import_counts", file.name, {"file": file.pk, "created": len(new), "changed": len(changed)})
    return ImportResult(len(new), len(changed), same, 0, 0, 0, len(values), 0, (), dry_run, file.pk)
