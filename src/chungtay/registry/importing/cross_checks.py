"""Check what must hold across rows: a household stands once, a member belongs to one, nobody is counted twice.

May import snapshots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.messages import Problem, Words
from chungtay.registry.importing.columns import KEY_COLUMN
from chungtay.registry.importing.found import LIMIT, Found, text_of
from chungtay.snapshots.fact_files import FactSource
from chungtay.snapshots.fact_types import KEY

if TYPE_CHECKING:
    import duckdb


def check_across(con: duckdb.DuckDBPyConnection, households: FactSource, members: FactSource | None) -> Found:
    """Check keys, member numbers and identity numbers over both files."""
    found = _repeated(
        con,
        households,
        [text_of(households, KEY)],
        column=KEY_COLUMN,
        what=Words("Mã hộ đã có ở dòng {first}.", "The household already stands in row {first}."),
        remedy=Words("Giữ một dòng cho mỗi hộ.", "Keep one row for each household."),
    )
    if members is not None:
        found.merge(_members_without_household(con, households, members))
        number = text_of(members, "member_number")
        found.merge(
            _repeated(
                con,
                members,
                [text_of(members, KEY), f"TRY_CAST({number} AS BIGINT)"],
                column="member_number",
                what=Words("Số này đã có ở dòng {first} của cùng hộ.", "The number already stands in row {first}."),
                remedy=Words(
                    "Cho mỗi thành viên một số riêng.", "Give each member of the household a number of its own."
                ),
            )
        )
        _warn_of_empty_households(con, households, members, found)
    found.merge(_repeated_persons(con, households, members))
    return found


def _repeated(
    con: duckdb.DuckDBPyConnection, source: FactSource, keys: list[str], *, column: str, what: Words, remedy: Words
) -> Found:
    """Name rows whose key stands in an earlier row."""
    named = ", ".join(f"{key} AS k{place}" for place, key in enumerate(keys))
    group = ", ".join(f"k{place}" for place in range(len(keys)))
    full = " AND ".join(f"k{place} IS NOT NULL" for place in range(len(keys)))
    doubled = con.execute(
        f"SELECT count(*) - count(DISTINCT ({group})) FROM (SELECT {named} FROM {source.table}) WHERE {full}"
    ).fetchone()
    if not doubled or not doubled[0]:
        return Found()
    rows = con.execute(
        f"""SELECT r, CAST(k{len(keys) - 1} AS VARCHAR), first FROM (
              SELECT _sheet_row AS r, {group}, min(_sheet_row) OVER (PARTITION BY {group}) AS first
              FROM (SELECT _sheet_row, {named} FROM {source.table}) WHERE {full})
            WHERE r > first ORDER BY r LIMIT {LIMIT}"""
    ).fetchall()
    problems = [
        Problem(
            Words(what.vi.format(first=first), what.en.format(first=first)),
            remedy,
            source.file,
            source.sheet,
            row,
            column,
            value,
            code="repeated",
        )
        for row, value, first in rows
    ]
    return Found(problems, doubled[0])


def _members_without_household(con: duckdb.DuckDBPyConnection, households: FactSource, members: FactSource) -> Found:
    rows = con.execute(
        f"""SELECT m._sheet_row, m.k, count(*) OVER () FROM
              (SELECT _sheet_row, {text_of(members, KEY)} AS k FROM {members.table}) m
              ANTI JOIN (SELECT {text_of(households, KEY)} AS k FROM {households.table}) h ON m.k = h.k
            WHERE m.k IS NOT NULL ORDER BY 1 LIMIT {LIMIT}"""
    ).fetchall()
    where = households.sheet or households.file
    what = Words(f"Thành viên thuộc hộ không có trong {where}.", f"The member's household is not in {where}.")
    remedy = Words("Thêm hộ này, hoặc sửa mã hộ của thành viên.", "Add the household, or mend the member's code.")
    problems = [
        Problem(what, remedy, members.file, members.sheet, row, KEY_COLUMN, value, code="no_household")
        for row, value, _ in rows
    ]
    return Found(problems, rows[0][2] if rows else 0)


def _warn_of_empty_households(
    con: duckdb.DuckDBPyConnection, households: FactSource, members: FactSource, found: Found
) -> None:
    row = con.execute(
        f"""SELECT count(*), min(h._sheet_row) FROM
              (SELECT _sheet_row, {text_of(households, KEY)} AS k FROM {households.table}) h
              ANTI JOIN (SELECT {text_of(members, KEY)} AS k FROM {members.table}) m ON m.k = h.k"""
    ).fetchone()
    if row and row[0]:
        found.warnings.append(
            Words(
                f"{households.file}: {row[0]} hộ không có thành viên nào, trước hết ở dòng {row[1]}; "
                "chỉ số theo thành viên sẽ là chưa biết.",
                f"{households.file}: {row[0]} households have no member, first in row {row[1]}; "
                "what is asked of members stays unknown.",
            )
        )


def _repeated_persons(con: duckdb.DuckDBPyConnection, households: FactSource, members: FactSource | None) -> Found:
    """One identity number in two households, or for two members of one. The head may stand in both files."""
    parts = []
    for source in (households, members):
        if source is not None and "identity_number" in source.columns:
            number = f"regexp_replace({text_of(source, 'identity_number')}, '[ .-]', '', 'g')"
            head = "true" if source.entity == "household" else "false"
            parts.append(f"SELECT {number} AS n, {text_of(source, KEY)} AS k, _sheet_row AS r, {head} AS head "
                         f"FROM {source.table} WHERE {number} IS NOT NULL")  # fmt: skip
    if not parts:
        return Found()
    rows = con.execute(
        f"""WITH persons AS ({" UNION ALL ".join(parts)}),
              doubled AS (SELECT n FROM persons GROUP BY n
                          HAVING count(DISTINCT k) > 1 OR count(*) FILTER (WHERE NOT head) > 1),
              ranked AS (SELECT *, row_number() OVER (PARTITION BY n ORDER BY r, NOT head) AS place,
                           first_value(k) OVER (PARTITION BY n ORDER BY r, NOT head) AS first
                         FROM persons SEMI JOIN doubled USING (n))
            SELECT r, head, first, count(*) OVER () FROM ranked WHERE place > 1 ORDER BY r LIMIT {LIMIT}"""
    ).fetchall()
    found = Found(total=rows[0][3] if rows else 0)
    for row, head, first, _ in rows:
        source = households if head or members is None else members
        what = Words(f"Số định danh đã có ở hộ {first}.", f"The identity number already stands with household {first}.")
        remedy = Words(
            "Một người chỉ thuộc một hộ: sửa số này, hoặc bỏ người này khỏi một trong hai hộ.",
            "A person belongs to one household: mend the number, or take the person off one of the two.",
        )
        place = {"file": source.file, "sheet": source.sheet, "row": row}
        found.problems.append(Problem(what, remedy, column="identity_number", code="person", **place))
    return found
