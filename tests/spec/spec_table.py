"""Reads the ASCII tables of the specifications and runs each row through both engines.

Columns that are facts of the vocabulary go in; `m.age` is a fact of the one member, `m2.age` of the second, and so on;
`persons` makes that many members of whom nothing else is asked; `deprivations` makes that many (`2..3`: two for
certain, perhaps a third). `class`, `subtype`, `missing` and `deprived` come out. `?` is unknown, an empty `missing` is
nothing missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from spec_households import good, with_deprivations

from chungtay.rules import Standard, classify_household, compile_ibis, load_standard, load_vocabulary

OUTCOMES = ("class", "subtype", "missing", "deprived", "rule", "way")
ARROW = {"bool": pa.bool_(), "int": pa.int32(), "decimal": pa.float64(), "code": pa.string(), "text": pa.string()}


@dataclass
class Case:
    """One row of a table."""

    line: str
    household: dict[str, Any]
    members: list[dict[str, Any]]
    expected: dict[str, Any]


def read_table(table: str) -> list[dict[str, str]]:
    """Split a table into rows of column -> text."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    heading = [cell.strip() for cell in lines[0].split("|")]
    rows = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")]
        assert len(cells) == len(heading), f"a row has {len(cells)} cells, the heading {len(heading)}: {line}"
        rows.append({"<line>": line, **dict(zip(heading, cells, strict=True))})
    return rows


def read_value(text: str) -> Any:
    """Read a cell: `?` unknown, yes/no, a number with _ between thousands, or a code."""
    if text == "?":
        return None
    if text in ("yes", "no"):
        return text == "yes"
    if re.fullmatch(r"-?[\d_]+", text):
        return int(text)
    if re.fullmatch(r"-?[\d_]+\.\d+", text):
        return float(text)
    return text


def read_case(standard_id: str, row: dict[str, str]) -> Case:
    """Make the household of one row; what the row does not speak of is good, unless the row asks for nothing else."""
    deprivations = row.get("deprivations")
    if deprivations is None:
        household, members = good()
    elif deprivations == "?":
        household, members = {}, []
    else:
        low, _, high = deprivations.partition("..")
        household, members = with_deprivations(standard_id, int(low), int(high or low) - int(low))
    about_members = {name: text for name, text in row.items() if re.match(r"m\d*\.", name)}
    if about_members:
        members = []
        for name, text in about_members.items():
            who, fact = name.split(".")
            position = int(who[1:] or 1) - 1
            while len(members) <= position:
                members.append({})
            members[position][fact] = read_value(text)
    if "persons" in row:
        members = [{} for _ in range(int(row["persons"]))]
    for name, text in row.items():
        if name in load_vocabulary().facts:
            household[name] = read_value(text)
    expected = {name: row[name] for name in OUTCOMES if name in row}
    return Case(row["<line>"], household, members, expected)


def run_spec(con: Any, standard: str | Standard, table: str, *, guidance: str | None = None,
             indicator: str | None = None, review_year: int | None = None) -> None:  # fmt: skip
    """Run every row through the Python engine and through Ibis, and compare both with what is expected."""
    chosen = load_standard(standard) if isinstance(standard, str) else standard
    cases = [read_case(chosen.id, row) for row in read_table(table)]
    told = ibis_verdicts(con, chosen, [(case.household, case.members) for case in cases], guidance, review_year)
    for case, row in zip(cases, told, strict=True):
        verdict = classify_household(chosen, case.household, case.members, guidance, review_year=review_year)
        by_python = {
            "class": verdict.household_class, "subtype": verdict.subtype or "", "missing": ";".join(verdict.missing),
            "deprived": _shown(verdict.indicators[indicator]) if indicator else "", "rule": verdict.rule or "",
            "way": verdict.way,
        }  # fmt: skip
        by_ibis = {
            "class": row["class"], "subtype": row["subtype"] or "", "missing": row["missing"],
            "deprived": _shown(row[indicator]) if indicator else "", "rule": row["rule"] or "", "way": row["way"],
        }  # fmt: skip
        for name, value in case.expected.items():
            assert by_python[name] == value, f"{case.line}\nPython says {name} = {by_python[name]!r}"
            assert by_ibis[name] == value, f"{case.line}\nIbis says {name} = {by_ibis[name]!r}"
        assert row["deprivations"] == verdict.deprivations, case.line
        assert {code: row[code] for code in verdict.indicators} == dict(verdict.indicators), case.line


def _shown(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "?"}[value]


def ibis_verdicts(con: Any, standard: Standard, cases: list[tuple[dict[str, Any], list[dict[str, Any]]]],
                  guidance: str | None, review_year: int | None = None) -> list[dict[str, Any]]:  # fmt: skip
    """Classify many households at once with Ibis on DuckDB; rows in the order given, `rule` and `way` with them."""
    households = [{"household_id": index, **household} for index, (household, _) in enumerate(cases)]
    members = [{"household_id": index, **member} for index, (_, people) in enumerate(cases) for member in people]
    program = compile_ibis(standard, guidance, review_year=review_year)
    h = ibis.memtable(_arrow(households, standard.household_facts))
    m = ibis.memtable(_arrow(members, standard.member_facts))
    told = m.group_by("household_id").aggregate(**program.member_aggregates(m))
    verdicts = program.verdicts(h.left_join(told, "household_id"), with_rule=True)
    rows = con.to_pyarrow(verdicts).to_pylist()
    return sorted(rows, key=lambda row: int(row["household_id"]))


def _arrow(rows: list[dict[str, Any]], facts: tuple[str, ...]) -> pa.Table:
    vocabulary = load_vocabulary()
    schema = pa.schema(
        [("household_id", pa.int64()), *((name, ARROW[vocabulary.fact(name).type]) for name in facts)]
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)
