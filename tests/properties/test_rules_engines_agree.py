"""Ibis on DuckDB says exactly what the plain Python engine says: class, count, indicators, nulls, what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_households import Case, random_cases

from chungtay.rules import Indicator, Standard, classify_household, compile_ibis, load_standard, load_vocabulary
from chungtay.rules.cel import parse_condition
from chungtay.rules.typecheck import Names, check_condition

ARROW = {"bool": pa.bool_(), "int": pa.int32(), "decimal": pa.float64(), "code": pa.string(), "text": pa.string()}
PROGRAMS = [
    ("vn-2011-2015", None), ("vn-2016-2020", None), ("vn-2016-2020", "census-2015"), ("vn-2016-2020", "facts"),
    ("vn-2022-2025", None), ("vn-2022-2025", "facts"),
]  # fmt: skip
FEW = settings(max_examples=3, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def con() -> Any:
    return ibis.duckdb.connect()


def by_ibis(
    con: Any, standard: Standard, guidance: str | None, cases: list[Case], absent: frozenset[str]
) -> list[dict[str, Any]]:
    """Classify all cases at once; `absent` columns are in neither table."""
    households = [{"household_id": index, **household} for index, (household, _) in enumerate(cases)]
    members = [{"household_id": index, **member} for index, (_, people) in enumerate(cases) for member in people]
    program = compile_ibis(standard, guidance)
    h, m = (
        ibis.memtable(pa.Table.from_pylist(rows, schema=pa.schema([
            ("household_id", pa.int64()),
            *((name, ARROW[load_vocabulary().fact(name).type]) for name in names if name not in absent),
        ])))
        for rows, names in ((households, program.household_columns), (members, program.member_columns))
    )  # fmt: skip
    told = m.group_by("household_id").aggregate(**program.member_aggregates(m))
    verdicts = program.verdicts(h.left_join(told, "household_id"), with_rule=True)
    return sorted(con.to_pyarrow(verdicts).to_pylist(), key=lambda row: int(row["household_id"]))


def without(facts: dict[str, Any], absent: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in absent}


def assert_agreement(
    con: Any, standard: Standard, guidance: str | None, cases: list[Case], absent: frozenset[str] = frozenset()
) -> None:
    cases = [(without(house, absent), [without(member, absent) for member in members]) for house, members in cases]
    for (household, members), row in zip(cases, by_ibis(con, standard, guidance, cases, absent), strict=True):
        verdict = classify_household(standard, household, members, guidance)
        expected = {
            "household_id": row["household_id"], "class": verdict.household_class, "subtype": verdict.subtype,
            "deprivations": verdict.deprivations, **verdict.indicators, "missing": ";".join(verdict.missing),
            "rule": verdict.rule, "way": verdict.way,
        }  # fmt: skip
        assert row == expected, f"{household}\n{members}"


@pytest.mark.parametrize(("standard_id", "guidance"), PROGRAMS)
def test_on_random_households(con: Any, standard_id: str, guidance: str | None) -> None:
    standard = load_standard(standard_id)
    reading = standard.choose_guidance(guidance)

    columns = [*standard.household_facts, *standard.member_facts]

    @FEW
    @given(seed=st.integers(0, 10**9), absent=st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(columns))))
    def agree(seed: int, absent: frozenset[str]) -> None:
        assert_agreement(con, standard, guidance, random_cases(standard, reading, seed, 150), absent)

    agree()


def numbers(depth: int) -> st.SearchStrategy[str]:
    """Numbers over a household: facts, literals, counts of members, sums and products."""
    leaf = st.one_of(
        st.sampled_from(["floor_area", "income_per_head", "members.size()", 
                         "members.filter(m, m.has_health_insurance).size()",
                         "members.filter(m, m.age < 16 || m.is_disabled).size()"]),
        st.integers(-3, 40).map(str), st.sampled_from(["8.5", "0.5"]),
    )  # fmt: skip
    if depth == 0:
        return leaf
    inner = numbers(depth - 1)
    return st.one_of(
        leaf,
        st.builds(lambda a, op, b: f"({a} {op} {b})", inner, st.sampled_from(["+", "-"]), inner),
        st.builds(lambda factor, a: f"({factor} * {a})", st.sampled_from(["2", "-3", "0.5", "8"]), inner),
    )


MEMBER_LEAVES = st.sampled_from([
    "m.age >= 15", "m.age < 6", "m.has_health_insurance", "m.uses_internet", "m.birth_year >= 1986",
    'm.highest_education in ["none", "primary"]', 'm.employment != "unemployed"', "m.is_disabled == m.uses_internet",
])  # fmt: skip


def conditions(depth: int, leaf: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions put together with && || ! from the leaves."""
    if depth == 0:
        return leaf
    inner = conditions(depth - 1, leaf)
    return st.one_of(
        leaf,
        inner.map(lambda a: f"!({a})"),
        st.builds(lambda a, op, b: f"({a} {op} {b})", inner, st.sampled_from(["&&", "||"]), inner),
    )


def household_leaves() -> st.SearchStrategy[str]:
    comparison = st.builds(
        lambda a, op, b: f"{a} {op} {b}",
        numbers(2), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers(1),
    )  # fmt: skip
    # Small numbers beside counts, so that the ends of intervals often meet what they are compared with.
    counts = st.builds(
        lambda p, op, n: f"members.filter(m, {p}).size() {op} {n}",
        MEMBER_LEAVES, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 3),
    )  # fmt: skip
    members = st.builds(
        lambda kind, p: f"members.{kind}(m, {p})", st.sampled_from(["exists", "all"]), conditions(2, MEMBER_LEAVES)
    )
    facts = st.sampled_from([
        "has_tv", "!has_radio", 'water_source in ["tap", "bottled"]', 'house_grade == "simple"', "has_tv == has_radio",
        'area != "urban"',
    ])  # fmt: skip
    return st.one_of(comparison, counts, members, facts)


def test_on_random_conditions(con: Any) -> None:
    """Standards made of conditions nobody wrote: whatever the subset allows means the same in both engines."""
    base = load_standard("vn-2022-2025")
    old = load_standard("vn-2016-2020")

    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    @given(texts=st.lists(conditions(2, household_leaves()), min_size=4, max_size=8), seed=st.integers(0, 10**9))
    def agree(texts: list[str], seed: int) -> None:
        indicators = []
        for number, text in enumerate(texts):
            tree = parse_condition(text)
            check_condition(tree, Names(load_vocabulary()))
            model = base.indicators[number]
            own = (f"i{number}", model.dimension, model.label, text)
            indicators.append(Indicator(*own, lambda tree=tree: tree, model.source, model.status))
        standard = replace(base, indicators=(*indicators, *old.indicators[:2]))
        assert_agreement(con, standard, None, random_cases(standard, standard.choose_guidance(None), seed, 60))

    agree()
