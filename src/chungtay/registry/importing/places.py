"""Check communes and villages against the units of 31 December of the review year. May import units."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from chungtay.messages import Problem, Words
from chungtay.registry.importing.found import LIMIT, Found, text_of
from chungtay.snapshots.fact_files import FactSource
from chungtay.units import queries as units

if TYPE_CHECKING:
    import duckdb


SOURCE = "Tệp rà soát hộ"


def review_day(review_year: int) -> dt.date:
    """Return the day on which a review's places are meant: the last of its year."""
    return dt.date(review_year, 12, 31)


def register_places(con: duckdb.DuckDBPyConnection, review_year: int) -> None:
    """Make the table `places` (code, unit_id, level, parent_code, area) of the communes and villages of that day."""
    import pyarrow as pa

    tree = units.tree(review_day(review_year))
    nodes = [*tree.level("commune"), *tree.level("village")]
    columns = {
        "code": pa.array([node.code for node in nodes], pa.string()),
        "unit_id": pa.array([node.unit_id for node in nodes], pa.int64()),
        "level": pa.array([node.level for node in nodes], pa.string()),
        "parent_code": pa.array([node.parent_code for node in nodes], pa.string()),
        "area": pa.array([tree.area_type(node.code) for node in nodes], pa.string()),
    }
    con.register("places_now", pa.table(columns))
    con.execute("CREATE OR REPLACE TABLE places AS SELECT * FROM places_now")
    con.unregister("places_now")


def check_places(
    con: duckdb.DuckDBPyConnection, source: FactSource, review_year: int, *, create_villages: bool = False
) -> Found:
    """Find communes that did not exist, unknown villages, villages of another commune, and areas that do not fit.

    create_villages  an unknown village is not a fault: it will be made
    """
    found = Found()
    commune = text_of(source, "commune_code")
    rows = con.execute(
        f"""SELECT _sheet_row, {commune}, count(*) OVER () FROM {source.table}
            WHERE {commune} IS NOT NULL AND {commune} NOT IN (SELECT code FROM places WHERE level = 'commune')
            ORDER BY _sheet_row LIMIT {LIMIT}"""
    ).fetchall()
    said = {code: no_commune(code, review_year) for code in {code for _, code, _ in rows}}
    for row, code, _ in rows:
        what, remedy, allowed = said[code]
        place = {"file": source.file, "sheet": source.sheet, "row": row}
        problem = Problem(what, remedy, column="commune_code", value=code, allowed=allowed, code="commune", **place)
        found.problems.append(problem)
    found.total = rows[0][2] if rows else 0
    if "village_code" in source.columns:
        found.merge(_check_villages(con, source, create_villages))
    if "area" in source.columns:
        _compare_areas(con, source, found)
    return found


def _check_villages(con: duckdb.DuckDBPyConnection, source: FactSource, create_villages: bool) -> Found:
    commune, village = text_of(source, "commune_code"), text_of(source, "village_code")
    rows = con.execute(
        f"""SELECT r._sheet_row, r.village, p.parent_code, r.commune, count(*) OVER () FROM (
              SELECT _sheet_row, {commune} AS commune, {village} AS village FROM {source.table}) r
            LEFT JOIN places p ON p.code = r.village AND p.level = 'village'
            WHERE r.village IS NOT NULL AND (p.code IS NULL AND {not create_villages} OR p.parent_code <> r.commune)
            ORDER BY 1 LIMIT {LIMIT}"""
    ).fetchall()
    found = Found(total=rows[0][4] if rows else 0)
    for row, code, parent, own, _ in rows:
        if parent is None:
            what = Words(
                "Không có thôn với mã này vào cuối năm rà soát.", "No village has this code at the year's end."
            )
            remedy = Words(
                "Sửa mã thôn; nếu là thôn mới, nhập lại với --create-villages.",
                "Mend the code; if the village is new, import again with --create-villages.",
            )
        else:
            what = Words(
                f"Thôn này thuộc xã {parent}, không thuộc xã {own}.", f"This village is in {parent}, not {own}."
            )
            remedy = Words("Sửa mã thôn hoặc mã xã.", "Mend the code of the village or of the commune.")
        place = {"file": source.file, "sheet": source.sheet, "row": row}
        found.problems.append(Problem(what, remedy, column="village_code", value=code, code="village", **place))
    return found


def _compare_areas(con: duckdb.DuckDBPyConnection, source: FactSource, found: Found) -> None:
    """Warn where a household's area is not that of its commune's kind (a phường is urban, a xã rural)."""
    area, commune = text_of(source, "area"), text_of(source, "commune_code")
    row = con.execute(
        f"""SELECT count(*), min(_sheet_row) FROM (SELECT _sheet_row, {area} AS own, {commune} AS code
              FROM {source.table}) r JOIN places p USING (code) WHERE r.own <> p.area"""
    ).fetchone()
    if row and row[0]:
        found.warnings.append(
            Words(
                f"{source.file}: {row[0]} hộ có khu vực khác loại xã, phường của mình, trước hết ở dòng {row[1]}.",
                f"{source.file}: {row[0]} households have an area unlike their commune's kind, first in row {row[1]}.",
            )
        )


def _alike(code: str, known: list[str]) -> list[str]:
    """Return up to three codes that a slip of one digit, or of two neighbours, would turn into this one."""
    slips = [one for one in known if len(one) == len(code) and sorted(one) == sorted(code)]
    slips += [
        one for one in known if sum(a != b for a, b in zip(one, code, strict=False)) == 1 and len(one) == len(code)
    ]
    return sorted(dict.fromkeys(slips), key=lambda one: abs(int(one) - int(code)) if code.isdigit() else 0)[:3]


def no_commune(code: str, review_year: int) -> tuple[Words, Words, str | None]:
    """Say why a code is no commune on that day, and which code stands for it."""
    day = review_day(review_year)
    tree = units.tree(day)
    history = units.history(code)
    if not history:
        near = _alike(code.zfill(5), [node.code for node in tree.level("commune")])
        guess = ", ".join(f"{one} ({tree.unit(one).full_name})" for one in near) or None
        what = Words("Không có xã, phường, thị trấn nào mang mã này.", "No commune has this code.")
        return what, Words("Sửa mã xã.", "Mend the commune's code."), guess
    name = f"{history[-1].kind} {history[-1].name}"
    if history[0].level != "commune":
        what = Words(f"{name} không phải cấp xã.", f"{name} is not a commune.")
        return what, Words("Ghi mã của xã, phường, thị trấn.", "Write the code of a commune."), None
    if history[0].valid_from > day:
        what = Words(
            f"{name} chỉ có từ {history[0].valid_from:%d/%m/%Y}, chưa có vào {day:%d/%m/%Y}.",
            f"{name} exists only from {history[0].valid_from:%d/%m/%Y}, not yet on {day:%d/%m/%Y}.",
        )
        before = units.predecessors(code, day)
        allowed = ", ".join(f"{old} ({tree.unit(old).full_name})" for old, _ in before if old in tree) or None
        return what, Words("Ghi mã xã của năm rà soát.", "Write the code that held in the review year."), allowed
    last = history[-1].valid_to
    until = f"{last:%d/%m/%Y}" if last else "?"
    now = [tree.unit(new) for new, _ in units.successors(code, day) if new in tree]
    became = ", ".join(f"{node.full_name} ({node.code})" for node in now)
    what = Words(
        f"{name} không còn vào {day:%d/%m/%Y} (đến hết {until}{', nay là ' + became if became else ''}).",
        f"{name} no longer existed on {day:%d/%m/%Y} (it ended {until}{', now ' + became if became else ''}).",
    )
    return what, Words("Ghi mã xã mới.", "Write the new code."), ", ".join(node.code for node in now) or None


def create_villages(con: duckdb.DuckDBPyConnection, review_year: int, *, synthetic: bool) -> int:
    """Make the staged villages that are not known, under the commune of their rows, and return how many there were.

    Called after the checks, so an unknown village stands here only where making it was allowed. A new village is dated
    as its commune is, so that reviews of the years around find it too.
    """
    from chungtay.units.loading import store
    from chungtay.units.rows import SpanRow

    rows = con.execute(
        """SELECT s.village_code, min(s.village_name), min(s.commune_code)
           FROM staged s JOIN places c ON c.code = s.commune_code AND c.level = 'commune'
             ANTI JOIN (SELECT code FROM places WHERE level = 'village') v ON v.code = s.village_code
           WHERE s.village_code IS NOT NULL GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    tree, spans = units.tree(review_day(review_year)), []
    for code, name, commune in rows:
        above = tree.unit(commune)
        dates = above.valid_from, above.valid_to
        spans.append(SpanRow(code, "area", "village", name or code, "thôn", commune, *dates, source=SOURCE))
    if spans:
        store(spans, (), synthetic=synthetic)
    return len(spans)
