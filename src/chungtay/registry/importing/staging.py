"""Make the rows to be written: typed facts as JSON text, one row a household with its members' facts, and a digest.

All in DuckDB, column by column. The table `staged` has one row a household of the file, `staged_members` one a member.
May import rules and snapshots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.registry.importing.columns import KEY_COLUMN, MEMBER_COLUMNS, facts_of
from chungtay.registry.importing.found import text_of
from chungtay.registry.importing.reading import LoadedFiles
from chungtay.rules import Fact, load_vocabulary
from chungtay.snapshots.fact_files import FactSource, literal, quoted
from chungtay.snapshots.fact_types import KEY, SQL_TYPES, reading

if TYPE_CHECKING:
    import duckdb

PART = "chr(31)"  # between the parts of what is digested; no file has it
NUMBER = next(column for column in MEMBER_COLUMNS if column.name == "member_number")


@dataclass(frozen=True)
class ReviewSetting:
    """What the whole file says of its reviews."""

    review_year: int
    valid_for_year: int
    standard_id: str
    guidance: str
    round: str


def stage(con: duckdb.DuckDBPyConnection, files: LoadedFiles, setting: ReviewSetting) -> None:
    """Make the tables `staged` and `staged_members` from the checked files."""
    _stage_members(con, files.members)
    households = files.households
    facts = [fact for fact in facts_of(load_vocabulary(), "household") if fact.name in households.columns]
    of_all = (setting.standard_id, setting.guidance, setting.round, str(setting.valid_for_year))
    content = ("commune_code", "village_code", "facts", "member_facts", "surveyed_on")
    personal = ("head_name", "identity_number", "phone", "address", "member_personal")
    con.execute(
        f"""CREATE OR REPLACE TABLE staged AS
        WITH typed AS (
          SELECT {text_of(households, KEY)} AS code, {text_of(households, "commune_code")} AS commune_code,
            {text_of(households, "village_code")} AS village_code,
            {text_of(households, "village_name")} AS village_name,
            coalesce({text_of(households, "village_serial")}, '') AS serial,
            {_typed_own(households, "surveyed_on")} AS surveyed_on,
            {", ".join(f"{text_of(households, name)} AS {name}" for name in personal[:4])},
            coalesce({_typed_fact(households, "area")}, '') AS area,
            {_typed_fact(households, "ethnic_minority")} AS ethnic_minority,
            {json_object(households, facts)} AS facts
          FROM {households.table}),
        joined AS (
          SELECT typed.*, coalesce(m.member_facts, '[]') AS member_facts, coalesce(m.members, 0) AS members,
            m.member_personal
          FROM typed LEFT JOIN (
            SELECT code, '[' || string_agg(facts, ',' ORDER BY number) || ']' AS member_facts, count(*) AS members,
              string_agg(CASE WHEN full_name IS NOT NULL OR identity_number IS NOT NULL THEN
                concat_ws({PART}, number, coalesce(full_name, ''), coalesce(identity_number, '')) END,
                chr(30) ORDER BY number) AS member_personal
            FROM staged_members GROUP BY code) m USING (code))
        SELECT joined.*,
          md5(concat_ws({PART}, {literal(chr(31).join(of_all))},
            {", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in content)})) AS content_hash,
          CASE WHEN coalesce({", ".join(personal)}) IS NOT NULL THEN
            concat_ws(chr(29), {", ".join(f"coalesce({name}, '')" for name in personal)}) END AS personal
        FROM joined"""
    )


def _stage_members(con: duckdb.DuckDBPyConnection, members: FactSource | None) -> None:
    if members is None:
        con.execute(
            "CREATE OR REPLACE TABLE staged_members (code VARCHAR, number BIGINT, full_name VARCHAR, "
            "identity_number VARCHAR, sex VARCHAR, birth_year BIGINT, relation VARCHAR, facts VARCHAR)"
        )
        return
    facts = [fact for fact in facts_of(load_vocabulary(), "member") if fact.name in members.columns]
    number = reading(NUMBER, members.columns["member_number"])
    numbered = f"""'"number":' || {number.typed if number else "NULL"}"""
    con.execute(
        f"""CREATE OR REPLACE TABLE staged_members AS
        SELECT {text_of(members, KEY)} AS code, {number.typed if number else "NULL"} AS number,
          {text_of(members, "full_name")} AS full_name, {text_of(members, "identity_number")} AS identity_number,
          coalesce({_typed_fact(members, "sex")}, '') AS sex, {_typed_fact(members, "birth_year")} AS birth_year,
          coalesce({_typed_fact(members, "relation")}, '') AS relation,
          {json_object(members, facts, first=numbered)} AS facts
        FROM {members.table}"""
    )


def json_object(source: FactSource, facts: list[Fact], first: str | None = None) -> str:
    """SQL of a JSON object of the known facts of a row; an unknown fact has no name in it.

    first   SQL of a text `"name":value` that stands before them
    """
    parts = [first] if first else []
    for fact in facts:
        how = reading(fact, source.columns[fact.name])
        if how is None:
            continue
        parts.append(_json_member(fact, how.typed))
    listed = ", ".join(parts)
    return f"'{{' || concat_ws(',', {listed}) || '}}'" if parts else "'{}'"


def _json_member(fact: Fact, typed: str) -> str:
    """SQL of `"name":value`, null where the value is unknown."""
    name = f'"{fact.name}":'
    if fact.type == "bool":
        return f"CASE {typed} WHEN true THEN {literal(name + 'true')} WHEN false THEN {literal(name + 'false')} END"
    if fact.type in ("int", "decimal"):
        return f"{literal(name)} || CAST({typed} AS VARCHAR)"
    if fact.type == "code":
        return f"{literal(name)} || '\"' || {typed} || '\"'"
    if fact.type == "date":
        return f"{literal(name)} || '\"' || CAST({typed} AS VARCHAR) || '\"'"
    return f"{literal(name)} || CAST(to_json({typed}) AS VARCHAR)"


def _typed_fact(source: FactSource, name: str) -> str:
    fact = load_vocabulary().fact(name)
    how = reading(fact, source.columns[name]) if name in source.columns else None
    return how.typed if how else f"CAST(NULL AS {SQL_TYPES[fact.type]})"


def _typed_own(source: FactSource, name: str) -> str:
    from chungtay.registry.importing.columns import HOUSEHOLD_COLUMNS

    fact = next(column for column in HOUSEHOLD_COLUMNS if column.name == name)
    how = reading(fact, source.columns[name]) if name in source.columns else None
    return how.typed if how else f"CAST(NULL AS {SQL_TYPES[fact.type]})"


__all__ = ["KEY_COLUMN", "ReviewSetting", "json_object", "quoted", "stage"]
