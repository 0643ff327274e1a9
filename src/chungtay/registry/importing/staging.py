"""Say how the rows to be written are made: typed facts as JSON text, members' facts by household, and a digest.

All in DuckDB, column by column. `staged` has one row a household of the file (known by `place`, its row in the sheet),
`staged_members` one a member. `staged` is a view: its rows are made while they are written, on another core, and never
lie in memory all at once. May import rules and snapshots.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.registry.importing.columns import HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, facts_of
from chungtay.registry.importing.found import text_of
from chungtay.registry.importing.reading import LoadedFiles, forget
from chungtay.rules import Fact, load_vocabulary
from chungtay.snapshots.fact_files import FactSource, literal, quoted
from chungtay.snapshots.fact_types import KEY, SQL_TYPES, reading

if TYPE_CHECKING:
    import duckdb

PART = "chr(31)"  # between the parts of what is digested; no file has it
NUMBER = next(column for column in MEMBER_COLUMNS if column.name == "member_number")
SURVEYED_ON = next(column for column in HOUSEHOLD_COLUMNS if column.name == "surveyed_on")
MEMBERS_AT_ONCE = 200_000
MEMBER_GROUPS = (
    "CREATE OR REPLACE TABLE member_groups "
    "(code VARCHAR, member_facts VARCHAR, members BIGINT, member_personal VARCHAR)"
)
NUMBERED = "'\"number\":' || number"


@dataclass(frozen=True)
class ReviewSetting:
    """What the whole file says of its reviews."""

    review_year: int
    valid_for_year: int
    standard_id: str
    guidance: str
    round: str


def stage(con: duckdb.DuckDBPyConnection, files: LoadedFiles, setting: ReviewSetting) -> None:
    """Make `staged` and `staged_members` of the checked files. The members' own table is used up by this."""
    _stage_members(con, files.members)
    households = files.households
    facts = [fact for fact in facts_of(load_vocabulary(), "household") if fact.name in households.columns]
    of_all = (setting.standard_id, setting.guidance, setting.round, str(setting.valid_for_year))
    content = ("commune_code", "village_code", "facts", "member_facts", "surveyed_on")
    personal = ("head_name", "identity_number", "phone", "address", "member_personal")
    con.execute(
        f"""CREATE OR REPLACE VIEW staged AS
        WITH read AS (
          SELECT _sheet_row AS place, {text_of(households, KEY)} AS code,
            {text_of(households, "commune_code")} AS commune_code,
            {text_of(households, "village_code")} AS village_code,
            {text_of(households, "village_name")} AS village_name,
            coalesce({text_of(households, "village_serial")}, '') AS serial,
            {", ".join(f"{text_of(households, name)} AS {name}" for name in personal[:4])},
            {_typed(households, [*_with(facts, "area", "ethnic_minority"), SURVEYED_ON])}
          FROM {households.table}),
        typed AS (
          SELECT place, code, commune_code, village_code, village_name, serial, {", ".join(personal[:4])}, surveyed_on,
            coalesce(area, '') AS area, ethnic_minority, {json_object(facts)} AS facts FROM read),
        joined AS (
          SELECT typed.*, coalesce(m.member_facts, '[]') AS member_facts, coalesce(m.members, 0) AS members,
            m.member_personal
          FROM typed LEFT JOIN member_groups m USING (code))
        SELECT joined.*,
          left(md5(concat_ws({PART}, {literal(chr(31).join(of_all))},
            {", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in content)})), 16) AS content_hash,
          coalesce({", ".join(personal)}) IS NOT NULL AS has_personal
        FROM joined"""
    )


def _stage_members(con: duckdb.DuckDBPyConnection, members: FactSource | None) -> None:
    if members is None:
        con.execute(MEMBER_GROUPS)
        nothing = ("code", "number", "full_name", "identity_number", "sex", "birth_year", "relation", "facts")
        listed = ", ".join(f"{0 if name in ('number', 'birth_year') else literal('')} AS {name}" for name in nothing)
        con.execute(f"CREATE OR REPLACE VIEW staged_members AS SELECT {listed} WHERE false")
        return
    facts = [fact for fact in facts_of(load_vocabulary(), "member") if fact.name in members.columns]
    number = reading(NUMBER, members.columns["member_number"], trim=False)
    con.execute(
        f"""CREATE OR REPLACE TABLE staged_members AS
        SELECT code, number, full_name, identity_number, coalesce(sex, '') AS sex, birth_year,
          coalesce(relation, '') AS relation, {json_object(facts, first=NUMBERED)} AS facts
        FROM (SELECT {text_of(members, KEY)} AS code, {number.typed if number else "NULL"} AS number,
            {text_of(members, "full_name")} AS full_name, {text_of(members, "identity_number")} AS identity_number,
            {_typed(members, _with(facts, "sex", "birth_year", "relation"))}
          FROM {members.table})"""
    )
    forget(con, members)
    _group_members(con)


def _group_members(con: duckdb.DuckDBPyConnection) -> None:
    """Gather the members of each household in order of their numbers, some households at a time to spare memory."""
    con.execute(MEMBER_GROUPS)
    counted = con.execute("SELECT count(*) FROM staged_members").fetchone()
    parts = 1 + (int(counted[0]) if counted else 0) // MEMBERS_AT_ONCE
    for part in range(parts):
        con.execute(
            f"""INSERT INTO member_groups
            SELECT code, '[' || string_agg(facts, ',' ORDER BY number) || ']', count(*),
              string_agg(CASE WHEN full_name IS NOT NULL OR identity_number IS NOT NULL THEN
                concat_ws({PART}, number, coalesce(full_name, ''), coalesce(identity_number, '')) END,
                chr(30) ORDER BY number)
            FROM staged_members WHERE hash(code) % {parts} = {part} GROUP BY code"""
        )


def json_object(facts: list[Fact], first: str | None = None) -> str:
    """SQL of a JSON object of the known facts of a row of typed columns; an unknown fact has no name in it.

    first   SQL of a text `"name":value` that stands before them
    """
    parts = [*([first] if first else []), *map(_json_member, facts)]
    return f"'{{' || concat_ws(',', {', '.join(parts)}) || '}}'" if parts else "'{}'"


def _json_member(fact: Fact) -> str:
    """SQL of `"name":value`, null where the value is unknown."""
    name, column = f'"{fact.name}":', quoted(fact.name)
    if fact.type == "bool":
        return f"CASE WHEN {column} THEN {literal(name + 'true')} WHEN NOT {column} THEN {literal(name + 'false')} END"
    if fact.type in ("int", "decimal"):
        return f"{literal(name)} || CAST({column} AS VARCHAR)"
    if fact.type == "code":
        start = literal(name + '"')
        return f"{start} || {column} || '\"'"
    if fact.type == "date":
        start = literal(name + '"')
        return f"{start} || CAST({column} AS VARCHAR) || '\"'"
    return f"{literal(name)} || CAST(to_json({column}) AS VARCHAR)"


def _typed(source: FactSource, facts: Iterable[Fact]) -> str:
    """SQL select list of facts in their types; one that the file does not have is null throughout."""
    listed = []
    for fact in facts:
        how = reading(fact, source.columns[fact.name], trim=False) if fact.name in source.columns else None
        listed.append(f"{how.typed if how else f'CAST(NULL AS {SQL_TYPES[fact.type]})'} AS {quoted(fact.name)}")
    return ", ".join(listed)


def _with(facts: Iterable[Fact], *names: str) -> list[Fact]:
    """Return the facts, and beside them the named ones, which the registry keeps in columns of its own."""
    vocabulary = load_vocabulary()
    listed = list(facts)
    return [*listed, *(vocabulary.fact(name) for name in names if vocabulary.fact(name) not in listed)]
