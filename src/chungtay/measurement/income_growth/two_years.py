"""Two years of the same households side by side, one row each, as an Ibis table. Imports `survey` and `row_checks`.

What both years share of the sample (strata, PSUs) is said once, so that the error of a change takes their covariance
in. A household keeps the stratum and the PSU through which it was drawn: those of the base year where it was there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chungtay.measurement.income_growth.row_checks import Names, known_number
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.groups import products
from chungtay.measurement.survey.tables import check_columns

if TYPE_CHECKING:
    import ibis.expr.types as ir

READINGS = ("followed", "each_year")
DOMAIN, STRATUM, PSU, FPC = "domain", "stratum", "psu", "fpc"


def is_of(table: ir.Table, column: str, of: str) -> ir.BooleanValue:
    """Whether the class is `of`; a class written as a number (a flag of 0 and 1) is compared as one."""
    same = table[column].cast("string").strip() == of
    try:
        wanted = float(of)
    except ValueError:
        return same.fill_null(False)
    if table[column].type().is_boolean():
        return (table[column].cast("int64") == wanted).fill_null(False)
    return (same | (known_number(table[column]) == wanted)).fill_null(False)


def group_names(table: ir.Table, by: str | None) -> set[str]:
    """The groups that occur; a row without one belongs to none."""
    if by is None:
        return set()
    found = table.select(group=_name(table[by])).distinct().to_pyarrow()["group"].to_pylist()
    return {name for name in found if name is not None}


def years_of(table: ir.Table, year: str) -> list[int]:
    """The years that occur, in order. Raises UserError for an unknown column."""
    check_columns(table, [year])
    found = table.select(year=known_number(table[year])).distinct().to_pyarrow()["year"].to_pylist()
    return sorted(int(one) for one in found if one is not None)


def _name(column: ir.Value) -> ir.Value:
    """A column as trimmed text, null where it is empty."""
    return column.cast("string").strip().nullif("")


@dataclass(frozen=True)
class TwoYears:
    """Households with both years side by side.

    table    one row per household: the columns of the design (but the weight), domain0 and domain1 (groups), and per
             reading the weights and incomes of both years as `<reading>_v0` .. `_v3`: weight and weight x income of
             the base year, the same of the last year, each 0 where the household does not count; `<reading>_base`,
             `<reading>_last`, `<reading>_any` and `lost` are 0 or 1
    design   the same design in terms of the table's columns
    apart    whether the samples of the two years have no unit in common, so that each has strata of its own
    """

    table: ir.Table
    design: Design
    apart: bool

    def in_domains(self) -> ir.Table:
        """One row per household and group, for sums by `domain`: whoever changed groups counts in each in its year."""
        table = self.table
        first, last = table["domain0"], table["domain1"]
        stays = first.isnull() | (first == last).fill_null(False)
        here = table.mutate(**{DOMAIN: first.fill_null(last)}, **_kept(table, base=first.notnull(), last=stays))
        moved = table.filter(first.notnull() & last.notnull() & (first != last))
        there = moved.mutate(
            **{DOMAIN: moved["domain1"]}, **_kept(moved, base=moved["lost"] < 0, last=moved["lost"] >= 0)
        )
        return here.union(there)


def _kept(table: ir.Table, *, base: ir.BooleanValue, last: ir.BooleanValue) -> dict[str, ir.Value]:
    """The values of a row in a group to which it belongs in the base year, the last year, or both.

    The followed belong to the group of their base year.
    """

    def of(name: str, when: ir.BooleanValue) -> ir.Value:
        return when.ifelse(table[name], table[name] * 0)

    followed = ("followed_base", "followed_last", "followed_any", "lost", *(f"followed_v{place}" for place in range(4)))
    kept = {name: of(name, base) for name in (*followed, "each_year_base", "each_year_v0", "each_year_v1")}
    kept |= {name: of(name, last) for name in ("each_year_last", "each_year_v2", "each_year_v3")}
    return kept | {"each_year_any": kept["each_year_base"] | kept["each_year_last"]}


def sums_of(reading: str, *, by_unit: bool) -> dict[str, str]:
    """SQL of what is added up for a reading: its values, its counts and, where rows are units, products of values."""
    values = [f"{reading}_v{place}" for place in range(4)]
    sums = {f"ct_{name}": name for name in (*values, *(f"{reading}_{what}" for what in ("base", "last", "any")))}
    return sums if by_unit else sums | products(f"ct_{reading}_q", values)


@contextlib.contextmanager
def two_years(
    rows: ir.Table, names: Names, years: tuple[int, int], design: Design, *, of: str, deflator: float = 1.0
) -> Iterator[TwoYears]:
    """Bring the rows of two years, checked before, side by side for the time of the block.

    names     columns for "household", "year", "income", "class" and, or None, "persons" and "group"
    of        the class followed; deflator: factor that puts incomes of the last year into prices of the base year
    """
    columns = _columns(rows, names, design, of)
    long = rows.select(**columns).filter(lambda t: t.year.isin(list(years)))
    wide: dict[str, ir.Value] = {}
    for place, year in enumerate(years):
        here = long["year"] == year
        for name in ("income", "persons", "weight", "poor", "group"):
            wide[f"{name}{place}"] = long[name].max(where=here)
        for name in (STRATUM, PSU, FPC):
            if name in columns:
                wide[f"{name}{place}"] = long[name].max(where=here)
        wide[f"rows{place}"] = long.count(where=here)
    table = long.group_by("household").aggregate(**wide)
    fixed = {name: table[f"{name}0"].fill_null(table[f"{name}1"]) for name in (STRATUM, PSU, FPC) if name in columns}
    table = table.mutate(**fixed, income1=table["income1"] * deflator)
    apart = design.kind != "full-count" and not _share_units(table, design)
    if apart:
        year = (table["rows0"] > 0).ifelse(str(years[0]), str(years[1]))
        table = table.mutate(stratum=year if not design.strata else year.concat(" ", table[STRATUM]))
    # By the user's names, so that a message about the design speaks of the user's columns.
    named = {(design.strata or STRATUM): STRATUM} if design.strata or apart else {}
    named |= {str(name): column for name, column in ((design.psu, PSU), (design.fpc, FPC)) if name}
    placed = replace(design, weight=None, strata=(design.strata or STRATUM) if design.strata or apart else None)
    kept = {name: table[column] for name, column in named.items()}
    values = table.select(**kept, domain0=table["group0"], domain1=table["group1"], **_values(table))
    with values.cache() as kept_values:
        yield TwoYears(kept_values, placed, apart)


def _columns(rows: ir.Table, names: Names, design: Design, of: str) -> dict[str, ir.Value]:
    import ibis

    def number(name: str | None, otherwise: float) -> ir.Value:
        return known_number(rows[name]) if name else ibis.literal(otherwise)

    found = str(names["class"])
    group = _name(rows[names["group"]]) if names["group"] else ibis.null("string")
    columns = {
        "household": rows[names["household"]].cast("string").strip(),
        "year": known_number(rows[names["year"]]),
        "income": known_number(rows[names["income"]]),
        "persons": number(names["persons"], 1.0),
        "weight": number(design.weight, 1.0),
        "poor": is_of(rows, found, of).cast("int8"),
        "group": group,
    }
    if design.strata:
        columns[STRATUM] = _name(rows[design.strata])
    if design.psu:
        columns[PSU] = _name(rows[design.psu])
    if design.fpc:
        columns[FPC] = known_number(rows[design.fpc])
    return columns


def _values(table: ir.Table) -> dict[str, ir.Value]:
    """What each household adds to the sums of both readings."""
    there = [table[f"income{place}"].notnull() & table[f"persons{place}"].notnull() for place in (0, 1)]
    poor = [(there[place] & (table[f"poor{place}"] == 1)).fill_null(False) for place in (0, 1)]
    followed = poor[0] & there[1]
    persons = [table["weight0"] * table["persons0"], table["weight1"] * table["persons1"]]
    # The followed keep the weight of the base year: it is one sample, looked at twice.
    of_followed = [persons[0], table["weight0"] * table["persons1"]]
    values: dict[str, ir.Value] = {"lost": (poor[0] & ~there[1]).cast("int64")}
    for reading, masks, weights in (
        ("followed", (followed, followed), of_followed),
        ("each_year", (poor[0], poor[1]), persons),
    ):
        for place in (0, 1):
            mask, weight, income = masks[place], weights[place], table[f"income{place}"]
            values[f"{reading}_v{2 * place}"] = mask.ifelse(weight, 0.0)
            values[f"{reading}_v{2 * place + 1}"] = mask.ifelse(weight * income, 0.0)
            values[f"{reading}_{('base', 'last')[place]}"] = mask.cast("int64")
        values[f"{reading}_any"] = (masks[0] | masks[1]).cast("int64")
    return values


def _share_units(table: ir.Table, design: Design) -> bool:
    """Whether any PSU (without PSUs: any household) is in the samples of both years."""
    if design.psu is None:
        both = table.filter((table["rows0"] > 0) & (table["rows1"] > 0))
    else:
        keys = [STRATUM, PSU] if design.strata else [PSU]
        units = table.group_by(keys).aggregate(first=table["rows0"].sum(), last=table["rows1"].sum())
        both = units.filter((units["first"] > 0) & (units["last"] > 0))
    return bool(both.limit(1).count().to_pyarrow().as_py())
