"""Check the keys of two fact files: a household stands once, a member belongs to one. Imports its siblings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.messages import Problem, Words
from chungtay.snapshots.fact_files import FactSource
from chungtay.snapshots.fact_types import KEY, family, key_expression
from chungtay.snapshots.findings import SHOWN, Findings

if TYPE_CHECKING:
    import duckdb


def keys_need_text(households: FactSource, members: FactSource) -> bool:
    """True where one file's household ids are text and the other's are not, so that both are compared as text."""
    return family(households.columns[KEY]) != family(members.columns[KEY])


def check_keys(con: duckdb.DuckDBPyConnection, households: FactSource, members: FactSource | None = None) -> Findings:
    """Find households that stand more than once and members whose household is not in the households file.

    Reads both files whole; what stands twice is named at its second place.
    """
    found = repeated_households(con, households)
    if members is not None:
        found.merge(members_without_household(con, households, members))
    return found


def repeated_households(con: duckdb.DuckDBPyConnection, source: FactSource) -> Findings:
    """Name the households whose id stands more than once, at their second and later rows."""
    key = key_expression(source)
    doubled = f"SELECT {key} AS k FROM {source.table} GROUP BY 1 HAVING count(*) > 1"
    rows = con.execute(
        f"""WITH twice AS ({doubled}), places AS (
              SELECT {source.row} AS r, {key} AS k FROM {source.numbered} WHERE {key} IN (SELECT k FROM twice)),
            ranked AS (SELECT r, k, min(r) OVER (PARTITION BY k) AS first FROM places)
            SELECT r, CAST(k AS VARCHAR), first, count(*) OVER () FROM ranked
            WHERE r > first ORDER BY r LIMIT {SHOWN}"""
    ).fetchall()
    found = Findings(total=rows[0][3] if rows else 0)
    for row, value, first, _ in rows:
        what = Words(f"Mã hộ đã có ở dòng {first}.", f"The household already stands in row {first}.")
        remedy = Words("Giữ một dòng cho mỗi hộ.", "Keep one row for each household.")
        found.problems.append(
            Problem(what, remedy, source.file, source.sheet, row=row, column=KEY, value=value, code="repeated")
        )
    return found


def members_without_household(con: duckdb.DuckDBPyConnection, households: FactSource, members: FactSource) -> Findings:
    """Name the members whose household does not stand in the households file."""
    as_text = keys_need_text(households, members)
    here, there = key_expression(members, as_text=as_text), key_expression(households, as_text=as_text)
    rows = con.execute(
        f"""WITH known AS (SELECT {there} AS k FROM {households.table}),
                 rows AS (SELECT {members.row} AS r, {here} AS k FROM {members.numbered})
            SELECT r, CAST(k AS VARCHAR), count(*) OVER () FROM rows ANTI JOIN known USING (k)
            WHERE k IS NOT NULL ORDER BY r LIMIT {SHOWN}"""
    ).fetchall()
    found = Findings(total=rows[0][2] if rows else 0)
    for row, value, _ in rows:
        what = Words(
            f"Thành viên thuộc hộ không có trong {households.file}.",
            f"The member's household is not in {households.file}.",
        )
        remedy = Words("Thêm hộ này, hoặc sửa mã hộ của thành viên.", "Add the household, or mend the member's id.")
        found.problems.append(
            Problem(what, remedy, members.file, members.sheet, row=row, column=KEY, value=value, code="no_household")
        )
    return found
