"""How each kind of fact is read from a file's column: SQL that makes the type, and SQL that finds what is unfit.

Imports `rules` for the vocabulary and `fact_files`. Both work on any column that a file may bring: text (every CSV),
booleans, whole and decimal numbers, dates. An empty cell is an unknown fact, never false and never 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.messages import say
from chungtay.snapshots.fact_files import FactSource, literal, quoted

if TYPE_CHECKING:
    from chungtay.rules import Fact

KEY = "household_id"
TRUE_WORDS = ("true", "1", "có", "co", "yes", "y")
FALSE_WORDS = ("false", "0", "không", "khong", "no", "n")
SQL_TYPES = {
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "decimal": "DOUBLE",
    "code": "VARCHAR",
    "text": "VARCHAR",
    "date": "DATE",
}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


@dataclass(frozen=True)
class Reading:
    """How one fact is read from one column.

    typed   SQL of the value in the fact's type; null where unknown or unfit
    unfit   SQL that is true where a value is there but cannot be read as the type; "" where that cannot happen
    """

    typed: str
    unfit: str


def family(kind: str) -> str:
    """Return "text", "bool", "whole", "number", "date", or "" for a DuckDB type that no fact can be read from."""
    if kind == "VARCHAR" or kind.startswith("ENUM"):
        return "text"
    if kind in _WHOLE:
        return "whole"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return "number"
    if kind == "BOOLEAN":
        return "bool"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return "date"
    return "unknown" if kind in ('"NULL"', "NULL", "INT32_NULL") else ""


def reading(fact: Fact, kind: str, *, trim: bool = True) -> Reading | None:
    """Say how `fact` is read from a column of DuckDB type `kind`; None where the column's type cannot hold the fact.

    trim   texts were typed by hand: blanks around a value, and a value that is all blank, do not count
    """
    name = quoted(fact.name)
    kinship = family(kind)
    if kinship == "unknown":
        return Reading(f"CAST(NULL AS {SQL_TYPES[fact.type]})", "")
    if kinship == "text":
        text = name if kind == "VARCHAR" else f"CAST({name} AS VARCHAR)"
        return _from_text(fact, f"nullif(trim({text}), '')" if trim else text)
    return _from_native(fact, name, kinship, kind)


def _from_text(fact: Fact, value: str) -> Reading:
    if fact.type == "bool":
        # no IN list: DuckDB makes a join of each, and every column of the row is carried through it
        known = [(word, "true") for word in TRUE_WORDS] + [(word, "false") for word in FALSE_WORDS]
        typed = f"CASE lower({value}) {' '.join(f'WHEN {literal(word)} THEN {sense}' for word, sense in known)} END"
        return Reading(typed, f"({value} IS NOT NULL AND ({typed}) IS NULL)")
    if fact.type == "int":
        # 12 or 12.0, never 12.000, which means twelve thousand to a Vietnamese reader
        whole = f"regexp_full_match({value}, '[+-]?\\d+(\\.0)?')"
        typed = f"CASE WHEN {whole} THEN TRY_CAST({value} AS BIGINT) END"
        return Reading(typed, f"({value} IS NOT NULL AND ({typed}) IS NULL)")
    if fact.type == "decimal":
        typed = f"TRY_CAST({value} AS DOUBLE)"
        unfit = f"{typed} IS NULL OR NOT isfinite({typed})"
        if (fact.unit or "").startswith(("đồng", "VND")):
            # 700.000 đồng is seven hundred thousand in Vietnamese writing: refuse rather than guess
            unfit += f" OR regexp_full_match({value}, '-?\\d{{1,3}}(\\.\\d{{3}})+')"
        return Reading(typed, f"({value} IS NOT NULL AND ({unfit}))")
    if fact.type == "date":
        typed = f"CAST(try_strptime({value}, ['%Y-%m-%d', '%d/%m/%Y']) AS DATE)"
        return Reading(typed, f"({value} IS NOT NULL AND {typed} IS NULL)")
    return Reading(value, _unknown_code(fact, value))


def _from_native(fact: Fact, name: str, kinship: str, kind: str) -> Reading | None:
    here = f"{name} IS NOT NULL AND"
    as_text = f"CAST({name} AS VARCHAR)"
    finite = f"isfinite({name})" if kind in ("DOUBLE", "FLOAT") else "true"
    ways = {
        ("bool", "bool"): Reading(name, ""),
        ("bool", "whole"): Reading(f"CAST({name} AS BOOLEAN)", f"({here} {name} NOT IN (0, 1))"),
        ("int", "whole"): Reading(name, ""),
        ("int", "number"): Reading(
            f"TRY_CAST({name} AS BIGINT)", f"({here} (NOT {finite} OR {name} <> floor({name})))"
        ),
        ("decimal", "whole"): Reading(f"CAST({name} AS DOUBLE)", ""),
        ("decimal", "number"): Reading(name, f"({here} NOT {finite})" if finite != "true" else ""),
        ("date", "date"): Reading(name if kind == "DATE" else f"CAST({name} AS DATE)", ""),
        ("code", "whole"): Reading(as_text, _unknown_code(fact, as_text)),
        ("text", "whole"): Reading(as_text, ""),
    }
    return ways.get((fact.type, kinship))


def _unknown_code(fact: Fact, value: str) -> str:
    if fact.multiple and fact.codes:
        parts = f"list_transform(string_split({value}, ';'), lambda part: trim(part))"
        return f"({value} IS NOT NULL AND NOT list_has_all({[code.value for code in fact.codes]!r}, {parts}))"
    if fact.type != "code":
        return ""
    return f"({value} IS NOT NULL AND {value} NOT IN {_listed(tuple(code.value for code in fact.codes))})"


def _listed(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(literal(word) for word in words) + ")"


def outside(fact: Fact, typed: str) -> str:
    """SQL that is true where a number is below or above what the vocabulary allows; "" where it sets no bound."""
    if fact.type not in ("int", "decimal"):
        return ""
    bounds = []
    if fact.minimum is not None:
        bounds.append(f"{typed} {'<=' if fact.exclusive_minimum else '<'} {fact.minimum}")
    if fact.maximum is not None:
        bounds.append(f"{typed} > {fact.maximum}")
    return f"({' OR '.join(bounds)})" if bounds else ""


def allowed_values(fact: Fact) -> str:
    """What an error says is allowed for a fact."""
    if fact.type == "bool":
        return say("true/false, 1/0, có/không, hoặc để trống nếu chưa biết", "true/false, 1/0, or empty where unknown")
    if fact.codes:
        listed = ", ".join(f"{code.value} ({code.label})" for code in fact.codes)
        many = say("; nhiều mã cách nhau bằng dấu chấm phẩy", "; several codes with semicolons between them")
        return listed + many if fact.multiple else listed
    if fact.type == "date":
        return say("ngày dạng 2019-12-31 hoặc 31/12/2019", "a date as 2019-12-31 or 31/12/2019")
    if fact.type == "text":
        return say("chữ", "text")
    whole = say("số nguyên", "a whole number")
    number = whole if fact.type == "int" else say("số (dấu thập phân là dấu chấm)", "a number")
    unit = f" ({fact.unit})" if fact.unit else ""
    low = high = ""
    if fact.minimum is not None:
        low = say(", lớn hơn ", " above ") if fact.exclusive_minimum else say(", từ ", " from ")
        low += str(fact.minimum)
    if fact.maximum is not None:
        high = say(" đến ", " to ") + str(fact.maximum)
    return number + low + high + unit


def key_expression(source: FactSource, *, as_text: bool = False) -> str:
    """SQL of the household's id; text is trimmed. as_text makes ids of another type into text."""
    kind = source.columns[KEY]
    if family(kind) == "text":
        return f"nullif(trim({quoted(KEY)}), '')" if not source.is_parquet else quoted(KEY)
    return f"CAST({quoted(KEY)} AS VARCHAR)" if as_text else quoted(KEY)


def typed_columns(source: FactSource, facts: Iterable[Fact], *, key: bool = True, as_text: bool = False) -> str:
    """SQL select list: the household's id, then each fact in its type; a fact without a column is null throughout."""
    listed = [f"{key_expression(source, as_text=as_text)} AS {KEY}"] if key else []
    for fact in facts:
        kind = source.columns.get(fact.name)
        how = reading(fact, kind, trim=not source.is_parquet) if kind is not None else None
        listed.append(f"{how.typed if how else f'CAST(NULL AS {SQL_TYPES[fact.type]})'} AS {quoted(fact.name)}")
    return ", ".join(listed)
